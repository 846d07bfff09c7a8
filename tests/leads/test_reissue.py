"""The matrix behind Ada's verdict was revised, and Sam issues the advice anew."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.dispatch import receiver

from advisor.models import MatrixVersion
from consult.followups.models import Message
from consult.leads.models import Activity, Advice, Case, Lead
from consult.leads.services import move_stage, reissue
from consult.leads.signals import advice_issued
from consult.leads.verdicts import Given, given
from tests.leads.revisions import LATER, golden, published, turned, without
from tests.locks import wait_until_blocked
from tests.people import NOW, open_case_for_ada, sam, submitted_case_of_ada

NODEJS = "Node.js is the clear choice: whatever the open answers are, it leads"


def issue(case: Case, version: MatrixVersion, by: User | None = None) -> Advice | None:
    return reissue(case=case, version=version, by=by, now=LATER)


def lines() -> list[tuple[str, str]]:
    return list(Activity.objects.filter(kind="advice").values_list("text", "by__username"))


@pytest.mark.django_db
def test_it_keeps_the_verdict_who_issued_it_and_a_line_in_the_timeline() -> None:
    case, version, user = submitted_case_of_ada(), published(turned(golden())), sam()
    advice = issue(case, version, by=user)
    assert advice == Advice.objects.get()
    assert (advice.case, advice.matrix_version, advice.dropped) == (case, version, [])
    assert (advice.issued_at, advice.issued_by) == (LATER, user)
    assert advice.result["version"] == 2
    assert advice.result["verdict"]["winner"] == "nodejs"
    headline = advice.result["explanation"][0]
    assert headline.startswith(NODEJS)
    assert lines() == [(f"The advice was issued anew, by version 2: {headline}", "sam")]


@pytest.mark.django_db
def test_the_first_verdict_stays_behind_the_new_one() -> None:
    case, version = submitted_case_of_ada(), published(turned(golden()))
    assert case.intake
    assert case.intake.result
    first = Given(case.intake.matrix_version, case.intake.result, NOW)
    assert given(case) == [first]
    advice = issue(case, version)
    assert advice
    assert given(case) == [Given(version, advice.result, LATER), first]


@pytest.mark.django_db
def test_the_same_once_more_does_nothing() -> None:
    case, version = submitted_case_of_ada(), published(turned(golden()))
    assert issue(case, version)
    assert issue(case, version) is None
    assert (Advice.objects.count(), len(lines())) == (1, 1)
    assert Message.objects.filter(kind="advice").count() == 1


@pytest.mark.django_db
def test_what_the_new_version_has_no_place_for_is_recorded() -> None:
    case = submitted_case_of_ada()
    version = published(without(turned(golden()), "team", "python"))
    advice = issue(case, version)
    assert advice
    sentence = "Team expertise no longer has this answer. Left out: “Mostly Python”."
    assert advice.dropped == [sentence]
    assert [text.splitlines()[1:] for text, _ in lines()] == [[sentence]]
    chosen = {c["criterion"]: c["options"] for c in advice.result["contributions"]}
    assert chosen == {"workload": ["ml"], "team": [], "integrity": [], "time": []}


@pytest.mark.django_db
def test_answers_are_carried_from_what_was_submitted_not_from_the_advice_before() -> None:
    case = submitted_case_of_ada()
    assert issue(case, published(without(golden(), "team", "python")))
    advice = issue(case, published(turned(golden())))
    assert advice
    assert (advice.dropped, advice.result["contributions"][1]["options"]) == ([], ["python"])


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["won", "lost"])
def test_a_closed_lead_is_not_advised_any_more(stage: str) -> None:
    case, version = submitted_case_of_ada(), published(turned(golden()))
    Lead.objects.update(stage=stage)
    assert issue(case, version) is None
    assert not Advice.objects.exists()


@pytest.mark.django_db
def test_only_the_newest_version_advises() -> None:
    case, second = submitted_case_of_ada(), published(turned(golden()))
    third = published(golden(floor=99))
    assert issue(case, second) is None
    assert issue(case, third)
    assert issue(case, second) is None


@pytest.mark.django_db
def test_a_case_is_not_advised_by_the_version_it_was_submitted_on_or_another_matrix() -> None:
    case, bare = submitted_case_of_ada(), open_case_for_ada()
    assert case.intake
    assert issue(case, case.intake.matrix_version) is None
    published(golden(slug="other"))
    other = published(turned(golden(slug="other")))
    assert (other.number, issue(case, other), issue(bare, other)) == (2, None, None)


@pytest.mark.django_db
def test_whoever_listens_hears_of_it_inside_the_transaction() -> None:
    case, version = submitted_case_of_ada(), published(turned(golden()))

    @receiver(advice_issued)
    def refuse(sender: object, advice: Advice, **kwargs: object) -> None:
        assert advice.pk
        raise RuntimeError

    try:
        with pytest.raises(RuntimeError):
            issue(case, version)
    finally:
        advice_issued.disconnect(refuse)
    assert (Advice.objects.count(), lines()) == (0, [])
    assert Message.objects.filter(kind="advice").count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE leads_advice SET result = '{}'",
        "UPDATE leads_advice SET dropped = '[\"x\"]'",
        "UPDATE leads_advice SET issued_at = now()",
        "UPDATE leads_advice SET issued_by_id = NULL, result = '{}'",
        "DELETE FROM leads_advice",
    ],
)
def test_what_was_issued_cannot_be_changed_or_deleted(statement: str) -> None:
    assert issue(submitted_case_of_ada(), published(turned(golden())), by=sam())

    def run() -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return int(cursor.rowcount)

    Message.objects.filter(kind="advice").delete()
    with pytest.raises(IntegrityError, match="frozen"):
        run()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER leads_freeze_advice ON leads_advice")
    assert run() == 1


@pytest.mark.django_db
def test_advice_outlives_the_account_of_whoever_issued_it() -> None:
    user = sam()
    assert issue(submitted_case_of_ada(), published(turned(golden())), by=user)
    user.delete()
    assert Advice.objects.get().issued_by is None


Action = Callable[[], object]


def at_once(*actions: Action) -> list[object]:
    """Runs *actions* together, each on a connection of its own; gives results or exceptions."""
    barrier = Barrier(len(actions))

    def run(action: Action) -> object:
        try:
            connection.ensure_connection()
            barrier.wait(20)
            return action()
        except IntegrityError as reason:
            return reason
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def revised_case() -> tuple[Case, MatrixVersion]:
    with transaction.atomic():
        return submitted_case_of_ada(), published(turned(golden()))


def twice_at_once(case: Case, version: MatrixVersion, wait: Callable[[], None]) -> list[object]:
    """Two who issue the same advice, the second while the first has not committed yet."""
    written = Event()

    @transaction.atomic
    def first() -> object:
        advice = issue(case, version)
        written.set()
        wait()
        return advice

    def second() -> object:
        written.wait(20)
        return issue(case, version)

    return at_once(first, second)


@pytest.mark.django_db(transaction=True)
def test_two_who_issue_it_at_once_issue_it_once() -> None:
    case, version = revised_case()
    outcome = twice_at_once(case, version, wait_until_blocked)
    assert outcome == [Advice.objects.get(), None]
    assert (len(lines()), Message.objects.filter(kind="advice").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_database_has_to_refuse_the_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case, version = revised_case()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **kwargs: rows)
    first, second = twice_at_once(case, version, wait_until_blocked)
    assert (first, type(second)) == (Advice.objects.get(), IntegrityError)
    assert (len(lines()), Message.objects.filter(kind="advice").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_lead_that_is_lost_in_between_is_not_advised() -> None:
    case, version = revised_case()
    lost = Event()

    @transaction.atomic
    def lose() -> None:
        move_stage(lead=case.lead, stage="lost", by=None, now=LATER)
        lost.set()
        wait_until_blocked()

    def advise() -> object:
        lost.wait(20)
        return issue(case, version)

    assert at_once(lose, advise) == [None, None]
    assert not Advice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_lost_lead_would_be_advised(monkeypatch: pytest.MonkeyPatch) -> None:
    case, version = revised_case()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **kwargs: rows)
    lost, advised = Event(), Event()

    @transaction.atomic
    def lose() -> None:
        move_stage(lead=case.lead, stage="lost", by=None, now=LATER)
        lost.set()
        advised.wait(20)

    def advise() -> object:
        lost.wait(20)
        try:
            return issue(case, version)
        finally:
            advised.set()

    assert at_once(lose, advise) == [None, Advice.objects.get()]


@pytest.mark.django_db(transaction=True)
def test_many_cases_at_once_by_two_people_are_advised_once_each() -> None:
    with transaction.atomic():
        cases = [submitted_case_of_ada() for _ in range(6)]
        version = published(turned(golden()))

    def all_of(order: list[Case]) -> list[bool]:
        return [issue(case, version) is not None for case in order]

    first, second = at_once(partial(all_of, cases), partial(all_of, cases[::-1]))
    assert isinstance(first, list)
    assert isinstance(second, list)
    assert [a + b for a, b in zip(first, second[::-1], strict=True)] == [1] * 6
    assert (Advice.objects.count(), Message.objects.filter(kind="advice").count()) == (6, 6)
