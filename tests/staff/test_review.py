"""Sam decides on what was flagged, and what follows from it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from consult.followups.models import Message
from consult.leads.models import AssignmentRule, Case, Lead
from tests.leads.enquiries import WHY, enquire, flagged
from tests.leads.revisions import LATER, golden, published, turned
from tests.people import NOW, open_case_for_ada
from tests.staff.admin_form import words
from tests.staff.reviews import QUEUE, choose, decide, path_of, standing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "suspicions", [(WHY,), (WHY, "It was sent within a second."), ("",), ("<b>x</b> " * 500,)]
)
def test_whatever_is_suspected_there_is_a_case(suspicions: tuple[str, ...]) -> None:
    case = enquire(suspicions=suspicions)
    assert (case.suspicions, standing(case)) == (list(suspicions), ("waiting", "new"))
    assert case.intake
    assert case.intake.submitted_at == NOW


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


@pytest.mark.parametrize("review", ["waiting", "spam"])
def test_what_is_held_back_is_not_advised_anew(desk: Client, review: str) -> None:
    open_case_for_ada()
    case = flagged()
    version = published(turned(golden()), LATER)
    for held, found in ((review, 0), ("cleared", 1)):
        Case.objects.filter(pk=case.pk).update(review=held)
        assert Case.objects.open_on(version).count() == found
