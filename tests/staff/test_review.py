"""Sam looks at what was flagged: the queue, the case, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import Client

from consult.followups.models import Message
from consult.leads.models import AssignmentRule, Case, Lead
from consult.leads.review import AlreadyReviewed, clear, mark_spam
from tests import people
from tests.leads.enquiries import WHY, enquire, flagged
from tests.leads.revisions import LATER, golden, published, turned
from tests.locks import wait_until_blocked
from tests.people import NOW, open_case_for_ada
from tests.staff.admin_form import words

pytestmark = pytest.mark.django_db

QUEUE = "/admin/leads/case/"
TYPED = {"name": "Eve <b>Pill</b>", "email": "eve@spam.example", "company": "http://spam.example"}


def path_of(case: Case) -> str:
    return f"{QUEUE}{case.pk}/change/"


def decide(desk: Client, case: Case, decision: str, seen: str = "waiting") -> str:
    data = {"decision": decision, "seen": seen}
    return words(desk.post(path_of(case), data, follow=True))


def choose(desk: Client, action: str, *cases: Case, **more: str) -> str:
    data = {"action": action, "_selected_action": [case.pk for case in cases], **more}
    return words(desk.post(QUEUE, data, follow=True))


def standing(case: Case) -> tuple[str, str]:
    case.refresh_from_db()
    case.lead.refresh_from_db()
    return case.review, case.lead.stage


@pytest.mark.parametrize(
    "suspicions", [(WHY,), (WHY, "It was sent within a second."), ("",), ("<b>x</b> " * 500,)]
)
def test_whatever_is_suspected_there_is_a_case(suspicions: tuple[str, ...]) -> None:
    case = enquire(suspicions=suspicions)
    assert (case.suspicions, standing(case)) == (list(suspicions), ("waiting", "new"))
    assert case.intake
    assert case.intake.submitted_at == NOW


def test_the_queue_shows_what_was_typed_and_why_the_oldest_first(desk: Client) -> None:
    new = flagged(contact=TYPED, what="Buy <at> https://spam.example", now=NOW)
    old = flagged("It was sent within a second.", now=NOW - timedelta(days=1))
    other = enquire(contact={"email": "mo@client.example"})
    response = desk.get(QUEUE)
    page = words(response)
    for said in ["Cases waiting for review", WHY, "Eve <b>Pill</b>, http://spam.example"]:
        assert said in page
    assert page.index(old.reference) < page.index(new.reference)
    assert other.reference not in page
    assert "Buy &lt;at&gt; https://spam.example" in response.text
    assert 'href="http' not in response.text.replace('href="http://testserver', "")


def test_an_empty_queue_says_so(desk: Client) -> None:
    assert "Nothing waits." in words(desk.get(QUEUE))


def test_the_page_of_a_case_has_everything_and_no_way_out_to_what_was_typed(desk: Client) -> None:
    case = flagged(contact=TYPED, what="Buy <at>\nhttps://spam.example", notes="www.spam.example")
    response = desk.get(path_of(case))
    page = words(response)
    for said in [
        WHY, "Eve <b>Pill</b>, http://spam.example", "eve@spam.example", "www.spam.example",
        "Temperature Warm", "+3: It must be live within a month.",
    ]:  # fmt: skip
        assert said in page
    assert "Buy &lt;at&gt;<br>https://spam.example" in response.text
    for link in ("mailto:", 'href="http://spam', 'href="https://spam', 'href="www'):
        assert link not in response.text


def test_no_spam_goes_on_with_mails_owner_and_a_line_in_the_timeline(
    desk: Client, sam: User
) -> None:
    AssignmentRule.objects.create(position=1, owner=sam, temperature="warm")
    case = flagged()
    assert case.lead.owner is None
    page = decide(desk, case, "clear")
    assert "1 case goes on: its confirmation is on its way." in page
    assert standing(case) == ("cleared", "new")
    assert case.lead.owner == sam
    assert list(case.activities.order_by("pk").values_list("text", "by")) == [
        (f"Case {case.reference} opened", None),
        (f"Case {case.reference} waits for review\n{WHY}", None),
        (f"Case {case.reference} is no spam", sam.pk),
        ("sam is the owner, by assignment rule 1", None),
    ]
    assert case.messages.filter(kind="case-confirmation", state="queued").count() == 1


def test_spam_is_lost_and_gets_no_mail(desk: Client) -> None:
    case = flagged()
    assert "1 case is spam: nothing goes out on it." in decide(desk, case, "spam")
    assert standing(case) == ("spam", "lost")
    assert not Message.objects.exclude(kind="staff-notice").exists()


def test_a_lead_with_another_case_is_not_lost_to_spam(desk: Client) -> None:
    open_case_for_ada()
    case = flagged()
    decide(desk, case, "spam")
    assert standing(case) == ("spam", "new")


def test_a_lead_that_was_lost_to_spam_alone_comes_back_with_a_case_that_is_none(
    desk: Client,
) -> None:
    spam = flagged()
    decide(desk, spam, "spam")
    enquire()
    assert standing(spam) == ("spam", "new")


def test_a_lead_that_staff_have_lost_stays_lost() -> None:
    first = enquire()
    Lead.objects.update(stage="lost")
    assert standing(enquire()) == standing(first) == ("none", "lost")


def test_spam_can_turn_out_to_be_none(desk: Client) -> None:
    case = flagged()
    decide(desk, case, "spam")
    assert "Spam: nothing goes out on it." in words(desk.get(path_of(case)))
    decide(desk, case, "clear", seen="spam")
    assert standing(case) == ("cleared", "new")
    assert case.messages.filter(kind="case-confirmation", state="queued").count() == 1


@pytest.mark.parametrize("decision", ["clear", "spam"])
def test_many_are_decided_on_at_once(desk: Client, decision: str) -> None:
    cases = [flagged(contact={"email": f"eve{n}@spam.example"}) for n in range(3)]
    action = {"clear": "clear_chosen", "spam": "mark_chosen_as_spam"}[decision]
    assert choose(desk, action, *cases[:2]).count("2 cases") == 1
    reviewed = {"clear": "cleared", "spam": "spam"}[decision]
    assert [standing(case)[0] for case in cases] == [reviewed, reviewed, "waiting"]
    choose(desk, action, cases[2], select_across="1")
    assert standing(cases[2])[0] == reviewed


@pytest.mark.parametrize("how", ["page", "list"])
@pytest.mark.parametrize("decision", ["clear", "spam"])
def test_who_is_second_is_told_and_changes_nothing(desk: Client, how: str, decision: str) -> None:
    case, other = flagged(), "spam" if decision == "clear" else "clear"
    decide(desk, case, decision)
    before, mails = standing(case), Message.objects.count()
    actions = {"clear": "clear_chosen", "spam": "mark_chosen_as_spam"}
    page = decide(desk, case, other) if how == "page" else choose(desk, actions[other], case)
    assert f"{case.reference} was reviewed by somebody else meanwhile" in page
    assert (standing(case), Message.objects.count()) == (before, mails)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"decision": "burn", "seen": "waiting"},
        {"decision": "clear", "seen": "none"},
        {"decision": "spam"},
        {"decision": "clear", "seen": "x\0"},
        {"action": "clear_chosen", "_selected_action": "x\0"},
        {"action": "clear_chosen", "_selected_action": "9" * 40},
    ],
)
def test_garbage_decides_nothing(desk: Client, data: dict[str, str]) -> None:
    case, plain = flagged(), enquire(contact={"email": "mo@client.example"})
    for path in (path_of(case), path_of(plain), QUEUE):
        assert desk.post(path, data).status_code in (200, 302, 303, 400)
    assert (standing(case)[0], standing(plain)[0]) == ("waiting", "none")


@pytest.mark.parametrize("pk", ["0", "x", "9" * 40, "%00"])
def test_a_case_that_is_not_there_is_not_found(desk: Client, pk: str) -> None:
    assert desk.get(f"{QUEUE}{pk}/change/").status_code in (400, 404)


@pytest.mark.parametrize("query", ["review=famous", "review=%00", "q=%00", "p=x"])
def test_an_odd_address_of_the_queue_is_no_crash(desk: Client, query: str) -> None:
    flagged()
    assert desk.get(f"{QUEUE}?{query}").status_code in (200, 302, 400)


def test_who_may_only_look_decides_nothing(client: Client) -> None:
    mo = User.objects.create_user("mo", is_staff=True)
    case = flagged()
    client.force_login(mo)
    assert client.get(path_of(case)).status_code == 403
    assert "waits for review" not in words(client.get("/admin/"))
    mo.user_permissions.add(Permission.objects.get(codename="view_case"))
    page = words(client.get(path_of(case)))
    assert WHY in page
    assert "Not spam" not in page
    assert client.post(path_of(case), {"decision": "spam", "seen": "waiting"}).status_code == 403
    choose(client, "mark_chosen_as_spam", case)
    assert standing(case)[0] == "waiting"


def test_today_and_the_list_of_leads_say_how_many_wait(desk: Client) -> None:
    for said in ["", "1 case waits for review", "2 cases wait for review"]:
        for path in ("/admin/", "/admin/leads/lead/"):
            page = words(desk.get(path))
            assert said in page
            assert bool(said) == ("no mail goes out until somebody has looked" in page)
        flagged()


def listed(desk: Client, **query: str) -> set[str]:
    response = desk.get("/admin/leads/lead/", query)
    return {lead.name for lead in response.context["cl"].result_list}


def test_leads_of_flagged_cases_alone_are_listed_apart_and_never_hidden_for_good(
    desk: Client,
) -> None:
    def lead(name: str, *, suspicions: tuple[str, ...] = ()) -> Case:
        typed = {"name": name, "email": f"{name.lower()}@client.example"}
        return enquire(suspicions=suspicions, contact=typed)

    lead("Ada")
    lead("Eve", suspicions=(WHY,))
    decide(desk, lead("Mallory", suspicions=(WHY,)), "spam")
    decide(desk, lead("Trent", suspicions=(WHY,)), "clear")
    lead("Bo")
    lead("Bo", suspicions=(WHY,))
    assert listed(desk) == {"Ada", "Trent", "Bo"}
    assert listed(desk, review="waiting") == {"Eve", "Bo"}
    assert listed(desk, review="spam") == {"Mallory"}
    assert listed(desk, review="all") == {"Ada", "Eve", "Mallory", "Trent", "Bo"}
    assert listed(desk, q="Mallory") == {"Mallory"}


def test_the_list_of_leads_has_the_temperature_of_the_newest_case_that_counts(
    desk: Client,
) -> None:
    enquire(budget="largest")
    flagged(budget="small", timeline="open", now=NOW + timedelta(hours=1))
    open_case_for_ada(NOW + timedelta(hours=2))
    assert "Ada Okafor New Hot" in words(desk.get("/admin/leads/lead/"))
    assert listed(desk, temperature="hot") == {"Ada Okafor"}
    assert listed(desk, temperature="cold") == set()
    enquire(budget="small", timeline="open", now=NOW + timedelta(hours=3))
    assert listed(desk, temperature="cold") == {"Ada Okafor"}
    assert listed(desk, temperature="famous") == set()


def test_the_page_of_the_lead_says_how_warm_it_is_and_what_waits(desk: Client) -> None:
    case = flagged()
    response = desk.get(f"/admin/leads/lead/{case.lead_id}/change/")
    page = words(response)
    for said in ["Waits for review", WHY, "Temperature Warm +3: It must be live within a month."]:
        assert said in page
    assert f'href="{path_of(case)}"' in response.text


@pytest.mark.parametrize("review", ["waiting", "spam"])
def test_what_is_held_back_is_not_advised_anew(desk: Client, review: str) -> None:
    open_case_for_ada()
    case = flagged()
    version = published(turned(golden()), LATER)
    for held, found in ((review, 0), ("cleared", 1)):
        Case.objects.filter(pk=case.pk).update(review=held)
        assert Case.objects.open_on(version).count() == found


def twice_at_once(case: Case, wait: Callable[[], None]) -> list[str]:
    """Sam clears a case, and Lin calls it spam before that is committed."""
    people.sam()
    lin, written = User.objects.create_user("lin", is_staff=True), Event()

    @transaction.atomic
    def first() -> None:
        sam = User.objects.get(username="sam")
        clear(case=case, seen="waiting", by=sam, now=NOW)
        written.set()
        wait()

    def second() -> None:
        written.wait(20)
        mark_spam(case=case, seen="waiting", by=lin, now=NOW)

    def run(act: Callable[[], Any]) -> str:
        try:
            act()
        except AlreadyReviewed:
            return "too late"
        finally:
            connection.close()
        return "decided"

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, (first, second)))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_the_second_is_too_late() -> None:
    with transaction.atomic():
        case = flagged()
    assert twice_at_once(case, wait_until_blocked) == ["decided", "too late"]
    assert standing(case) == ("cleared", "new")
    assert case.messages.filter(kind="case-confirmation").get().state == "queued"


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        case = flagged()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **kwargs: rows)
    assert twice_at_once(case, wait_until_blocked) == ["decided", "decided"]
