"""Sam writes down who gets which leads."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from consult.leads.models import AssignmentRule
from tests.staff.admin_form import press, words

pytestmark = pytest.mark.django_db

RULES = "/admin/leads/assignmentrule/"


def add_rule(desk: Client, by: User | None, **changes: str) -> str:
    values = {"position": "1", "owner": str(by.pk) if by else "", **changes}
    return words(press(desk, RULES + "add/", "_save", **values))


def test_rules_are_edited_in_their_order_and_a_useless_one_is_refused(
    desk: Client, sam: User
) -> None:
    lin = User.objects.create_user("lin", is_staff=True, is_active=False)
    add_rule(desk, sam, position="5")
    assert "Another rule has this position" in add_rule(desk, sam, position="5")
    assert "Rule 5 comes first and takes all of these leads" in add_rule(
        desk, sam, position="7", temperature="hot"
    )
    assert "Select a valid choice." in add_rule(desk, lin, position="1")
    assert "Choose who gets these leads." in add_rule(desk, None)
    assert "Enter a whole number." in add_rule(desk, sam, position="x\0")
    add_rule(desk, sam, position="2", temperature="hot")
    assert 'name="position" value="6"' in desk.get(RULES + "add/").text
    AssignmentRule.objects.create(position=1, owner=lin)
    AssignmentRule.objects.create(position=9, owner=sam, temperature="cold")
    page = words(desk.get(RULES))
    for said in [
        "1 Any Any lin Passed over: the owner is not active on staff.",
        "2 Any Hot sam",
        "5 Any Any sam",
        "9 Any Cold sam Never decides: rule 5 comes first.",
    ]:
        assert said in page
    kept = AssignmentRule.objects.values_list("position", "temperature")
    assert list(kept) == [(1, ""), (2, "hot"), (5, ""), (9, "cold")]


def test_a_rule_may_be_saved_again_as_it_is(desk: Client, sam: User) -> None:
    rule = AssignmentRule.objects.create(position=3, owner=sam)
    press(desk, f"{RULES}{rule.pk}/change/", "_save", position="4")
    assert list(AssignmentRule.objects.values_list("position", flat=True)) == [4]
