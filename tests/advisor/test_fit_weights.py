"""Ada says how much each criterion matters to her."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from advisor.core.model import Answers

pytestmark = pytest.mark.usefixtures("same_sample_content")

ADDRESS = "/fit/fastapi-vs-nodejs/"
ARTICLE = "/blog/fastapi-or-nodejs/"


def weights_of(page: str, criterion: str) -> list[tuple[str, str]]:
    """The values of its radio buttons, and which one is checked."""
    return re.findall(rf'name="w\.{criterion}" value="(\d?)"( checked)?', page)


@pytest.mark.parametrize("path", [ADDRESS, ARTICLE])
def test_the_authors_own_weight_has_no_value_so_that_no_address_carries_it(
    client: Client, path: str
) -> None:
    page = client.get(path).text
    own = [("0", ""), ("1", ""), ("2", ""), ("3", ""), ("", " checked"), ("5", "")]
    assert weights_of(page, "team") == own
    assert "Back to the author’s weights" not in page


@pytest.mark.parametrize("path", [ADDRESS, ARTICLE])
def test_a_changed_weight_is_shown_and_can_be_taken_back(client: Client, path: str) -> None:
    page = client.get(path + "?team=python&w.team=1&cta=letter").text
    own = [("0", ""), ("1", " checked"), ("2", ""), ("3", ""), ("", ""), ("5", "")]
    assert weights_of(page, "team") == own
    assert "1 weight changed." in page
    [back] = re.findall(r'<a href="([^"]+)">Back to the author’s weights', page)
    article = "&amp;from=fastapi-or-nodejs" if path == ARTICLE else ""
    assert back == f"{path}?team=python&amp;cta=letter{article}#verdict"


def test_the_weight_counts_in_the_verdict_and_in_the_table(client: Client) -> None:
    verdict = client.get(ADDRESS + "?workload=ml&team=typescript&w.team=0").context["verdict"]
    team = verdict.figures.table[1]
    assert (team.weight, [cell.shown for cell in team.cells]) == (0, ["0", "0"])
    assert (verdict.winner.key, verdict.reweighted) == ("fastapi", 1)


def test_an_address_carries_changed_weights_only(client: Client) -> None:
    context = client.get(ADDRESS + "?w.workload=5&w.team=2&w.time=&team=python").context
    assert context["share_url"] == ADDRESS + "?team=python&w.team=2&matrix-version=1"
    assert 'name="w.' not in "".join(map(str, context["hidden"]))


def test_weights_that_are_all_0_are_named_and_left_out(client: Client) -> None:
    query = "?team=python&w.workload=0&w.team=0&w.integrity=0&w.time=0"
    context = client.get(ADDRESS + query).context
    assert context["unknown"] == ["w.workload=0", "w.team=0", "w.integrity=0", "w.time=0"]
    assert context["share_url"] == ADDRESS + "?team=python&matrix-version=1"
    assert context["verdict"].reweighted == 0


def test_weights_travel_on_to_the_intake(client: Client) -> None:
    page = client.get(ADDRESS + "?team=python&w.team=1").text
    assert 'href="/intake/fastapi-vs-nodejs/?team=python&amp;w.team=1&amp;cta=fit"' in page
    assert Answers(weights={"team": 1}).weights == {"team": 1}
