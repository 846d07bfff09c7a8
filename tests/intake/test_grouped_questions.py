"""Matrices of any size: few pages, each saved as a whole, and no key that can do harm."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client

from advisor.services import publish
from consult.intake.models import Intake
from tests.intake.large import matrix_of, numbered
from tests.intake.pages import Page
from tests.people import NOW

pytestmark = pytest.mark.django_db

START = "/intake/large/"
TYPED = {"what": "Zebras.", "name": "Ada", "email": "ada@client.example", "time_zone": "UTC"}
# What has a meaning in a query, a form, or a session, or is the name of a page.
COLLIDING = [
    *("page", "csrfmiddlewaretoken", "from", "website", "change", "anew", "afresh", "keep"),
    *("cta", "ref", "lost", "revision", "browser", "trap", "weights", "verdict", "brief", "check"),
    *("w", "what", "email", "started", "submitted", "options", "data", "token", "step", "save"),
]


class Walk:
    """From page to page, each sent as its form says."""

    def __init__(self, keys: list[str], query: str = "") -> None:
        publish(matrix_of(keys), NOW)
        self.client = Client(enforce_csrf_checks=True)
        self.screens = [START]
        self.asked: list[list[str]] = []
        self.query = query

    def to(self, end: str) -> None:
        """Until the page whose path ends so, counting it."""
        while not self.screens[-1].endswith(end):
            here = self.screens[-1]
            query = self.query if here == START else ""
            page = Page.of(self.client.get(f"{here}{query}").text)
            if here.startswith(f"{START}q-"):
                self.asked.append(list(page.choices))
            done = self.client.post(page.action, page.filled(TYPED))
            assert done.status_code == 303, done.text
            self.screens.append(done.headers["Location"])

    def page(self, step: str, query: str = "") -> Page:
        return Page.of(self.client.get(f"{START}{step}/{query}").text)

    def send(self, page: Page, **changes: Any) -> Any:
        filled = page.filled({}) | changes
        return self.client.post(
            page.action, {name: value for name, value in filled.items() if value is not None}
        )


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(1, [1]), (4, [1, 1, 1, 1]), (5, [2, 1, 1, 1]), (9, [3, 2, 2, 2]), (50, [13, 13, 12, 12])],
)
def test_there_are_at_most_four_pages_of_questions_and_ten_screens(
    count: int, sizes: list[int]
) -> None:
    walk = Walk(numbered(count))
    walk.to("/check/")
    assert [len(asked) for asked in walk.asked] == sizes
    assert [key for asked in walk.asked for key in asked] == numbered(count)
    assert len(walk.screens) == len(sizes) + 6
    assert len(walk.screens) <= 10
    walk.to(f"/receipt/{Intake.objects.get().submission_id}/")
    saved = Intake.objects.get().saved()
    assert [saved[f"q-{key}"] for key in numbered(count)] == [{"options": ["much"]}] * count


def test_a_page_is_saved_as_a_whole_or_not_at_all() -> None:
    walk = Walk(numbered(9))
    walk.to("/q-c1/")
    page = walk.page("q-c1")
    refused = walk.send(page, c2=None, c3="none")
    text = unescape(refused.text)
    assert refused.status_code == 422
    assert Intake.objects.get().saved() == {}
    assert Page.of(refused.text).addresses.count("#id_c1_0") == 0
    for field, sentence in [
        ("c2", "Choose an answer, or “Not sure”."),
        ("c3", "Choose one of the answers on this page."),
    ]:
        assert f'<a href="#id_{field}_0">' in text
        assert text.count(sentence) == 2  # in the summary, and by its field
    assert 'value="much" required id="id_c1_0" checked' in text
    assert walk.send(page).status_code == 303
    assert set(Intake.objects.get().saved()) == {"q-c1", "q-c2", "q-c3"}
    revisions = Intake.objects.get().steps.values_list("revision", flat=True)
    assert list(revisions) == [2, 2, 2]


def test_a_change_link_asks_for_one_and_keeps_the_others() -> None:
    walk = Walk(numbered(9))
    walk.to("/check/")
    links = [a for a in walk.page("check").addresses if a.startswith(f"{START}q-")]
    assert links == [f"{START}q-c{number}/?change=1" for number in range(1, 10)]
    for step in ("q-c2", "q-c5"):
        page = walk.page(step, "?change=1")
        assert list(page.choices) == [step.removeprefix("q-")]
        done = walk.send(page, **{step.removeprefix("q-"): "little"})
        assert done.headers["Location"] == f"{START}check/"
    saved = Intake.objects.get().saved()
    assert [saved[f"q-{key}"]["options"] for key in numbered(5)] == [
        ["much"],
        ["little"],
        ["much"],
        ["much"],
        ["little"],
    ]


def test_what_was_answered_before_is_on_no_page_and_under_check_answers() -> None:
    walk = Walk(numbered(9), query="?c1=much&c5=little&c9=much")
    walk.to("/check/")
    assert walk.asked == [["c2", "c3"], ["c4", "c6"], ["c7"], ["c8"]]
    text = walk.client.get(walk.screens[-1]).text
    assert [f"Criterion {key}" for key in numbered(9) if f"Criterion {key}" not in text] == []
    assert Intake.objects.get().saved()["q-c5"] == {"options": ["little"]}


def test_keys_that_mean_something_elsewhere_do_no_harm() -> None:
    walk = Walk(COLLIDING, query="?from=much&from=an-article&cta=much&lost=much&csrf=1")
    walk.to("/check/")
    intake = Intake.objects.get()
    saved = intake.saved()
    assert intake.source["article"] == "an-article"
    assert {key: saved[f"q-{key}"]["options"] for key in COLLIDING} == {
        key: ["much"] for key in COLLIDING
    }
    carried = {"from", "cta", "lost"}
    assert [key for asked in walk.asked for key in asked if key.rstrip("-") in carried] == []
    weights = walk.page("weights", "?change=1")
    chosen = {f"w.{key}": "4" for key in COLLIDING}
    assert walk.send(weights, **chosen).status_code == 303
    assert intake.saved()["weights"] == dict.fromkeys(COLLIDING, 4)
    walk.to(f"/receipt/{intake.submission_id}/")


def test_an_old_page_of_such_a_matrix_is_not_put_into_a_new_enquiry_unasked() -> None:
    walk = Walk(["anew", "csrfmiddlewaretoken"])
    walk.to("/check/")
    pages = {key: walk.page(f"q-{key}") for key in ("anew", "csrfmiddlewaretoken")}
    walk.to(f"/receipt/{Intake.objects.get().submission_id}/")
    for key, name in [("anew", "anew"), ("csrfmiddlewaretoken", "csrfmiddlewaretoken-")]:
        answer = walk.send(pages[key], **{name: "little"})
        assert (answer.status_code, Intake.objects.count()) == (409, 1)
