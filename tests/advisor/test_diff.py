"""Sam looks at what changed between two states of a matrix, and goes back to one of them."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from advisor.drafts import publish_draft, start_matrix
from advisor.editor.changes import ChangeView, Group, Line, Mark, Piece, change_groups
from advisor.models import DecisionMatrix
from tests.advisor.core.build import criterion, document
from tests.advisor.desk import Document, edited, golden, saved, url
from tests.people import NOW
from tests.staff.admin_form import words


def edit(document: Document) -> Document:
    team = document["criteria"][1]
    team["options"][0]["cells"]["fastapi"] |= {"anchor": 3, "rationale": "Their own language."}
    team["why"] = ""
    return document


def pieces(*parts: tuple[Mark, str]) -> list[Line]:
    return [Line("", [Piece(mark, text) for mark, text in parts])]


def test_the_words_that_differ_are_marked_on_both_sides() -> None:
    before = golden().document()
    (group,) = change_groups(before, edit(copy.deepcopy(before)), editable=True)
    assert group == Group(
        "Team expertise",
        [
            ChangeView(
                "changed",
                "Changed",
                ["why we ask"],
                pieces(("del", "People outlast frameworks.")),
                pieces(("ins", "")),
                "id_criteria.1.why",
            ),
            ChangeView(
                "changed",
                "Changed",
                ["Mostly Python", "FastAPI", "anchor"],
                pieces(("del", "4")),
                pieces(("ins", "3")),
                "id_criteria.1.options.0.cells.0.anchor",
            ),
            ChangeView(
                "changed",
                "Changed",
                ["Mostly Python", "FastAPI", "rationale"],
                pieces(("same", "Their language.")),
                pieces(("same", "Their "), ("ins", "own "), ("same", "language.")),
                "id_criteria.1.options.0.cells.0.rationale",
            ),
        ],
    )


def test_texts_with_little_in_common_are_not_torn_into_words() -> None:
    before = golden().document() | {"title": "The one or the other of them?"}
    after = before | {"title": "Which database of many should we choose?"}
    ((change,),) = [group.changes for group in change_groups(before, after, editable=False)]
    assert change.before == pieces(("del", "The one or the other of them?"))
    assert change.after == pieces(("ins", "Which database of many should we choose?"))
    assert change.link == ""


def test_an_order_is_a_numbered_list_with_what_moved_marked() -> None:
    before = golden().document()
    after = copy.deepcopy(before)
    after["criteria"].append(after["criteria"].pop(0))
    ((change,),) = [group.changes for group in change_groups(before, after, editable=False)]
    moved = "Primary workload"
    others = ["Team expertise", "Data integrity", "Time to market"]
    assert change.before == [
        Line(str(n), [Piece("del" if name == moved else "same", name)])
        for n, name in enumerate([moved, *others], 1)
    ]
    assert change.after == [
        Line(str(n), [Piece("ins" if name == moved else "same", name)])
        for n, name in enumerate([*others, moved], 1)
    ]


def test_of_very_many_changes_the_first_are_listed_and_the_rest_counted() -> None:
    before = document(
        *(criterion(f"c{i}", 1, {f"o{j}": [1] * 3 for j in range(6)}) for i in range(50))
    )
    after = copy.deepcopy(before)
    for each in after["criteria"]:
        for option in each["options"]:
            option["label"] += "!"
            option["cells"]["a"]["anchor"] = 4
    *groups, last = change_groups(before, after, editable=False)
    assert sum(len(group.changes) for group in groups) == 500
    assert last == Group("100 more changes are not listed", [])


def test_the_newest_draft_is_compared_with_what_readers_see(
    desk: Client, sam: User, matrix: DecisionMatrix
) -> None:
    assert "Both say the same." in words(desk.get(url(matrix, "diff")))
    saved(matrix, edit(edited(matrix)), sam)
    response = desk.get(url(matrix, "diff"))
    page = words(response)
    assert "Version 1 → Draft 1" in page
    assert "Draft 1: 23 Nov 2026, 09:00, sam." in page
    assert "Changed Mostly Python › FastAPI › anchor Before [gone] 4 After [new] 3" in page
    assert "After Their [new] own language." in page
    assert "why we ask Before [gone] People outlast frameworks. After [new] (empty)" in page
    link = f'href="{url(matrix, "change")}#id_criteria.1.options.0.cells.0.anchor"'
    assert link in response.text


def test_any_two_states_are_compared(desk: Client, matrix: DecisionMatrix) -> None:
    saved(matrix, edited(matrix, title="One"))
    saved(matrix, edited(matrix, title="Two"))
    publish_draft(matrix=matrix, base=2, now=NOW)
    for query, sentence in [
        ("from=1&to=2", "Version 1 → Version 2 Version 2: 23 Nov 2026, 09:00."),
        ("from=draft-1&to=draft-2", "Before [gone] One After [new] Two"),
        ("from=2&to=1", "Before [gone] Two After [new] FastAPI or Node.js?"),
        ("from=draft-2", "Draft 2 → Draft 2"),
        ("to=draft", "Version 2 → Draft 2"),
        ("from=&to=", "Version 2 → Draft 2"),
    ]:
        response = desk.get(f"{url(matrix, 'diff')}?{query}")
        assert sentence in words(response), query
        assert response.status_code == 200


def test_the_first_draft_has_nothing_to_be_compared_with(desk: Client) -> None:
    matrix = start_matrix(content=golden(), by=None, now=NOW)
    page = words(desk.get(url(matrix, "diff")))
    assert "Nothing has been published yet, so there is nothing to compare it with." in page


@pytest.mark.parametrize(
    "value", ["3", "draft-9", "x", "-1", "draft-", "1.0", "²", "9" * 40, "<b>", "draft-1%0A"]
)
def test_a_state_that_there_is_not_is_not_found(
    desk: Client, matrix: DecisionMatrix, value: str
) -> None:
    for name in ("from", "to"):
        assert desk.get(f"{url(matrix, 'diff')}?{name}={value}").status_code == 404
    assert desk.post(url(matrix, "restore"), {"state": value, "base": "0"}).status_code == 404


def test_a_draft_with_faults_is_compared_and_its_markup_is_text(
    desk: Client, matrix: DecisionMatrix
) -> None:
    broken = edited(matrix, title="<b>bold</b>", alternatives=[5], criteria={"a": [None]})
    saved(matrix, broken)
    response = desk.get(url(matrix, "diff"))
    assert "&lt;b&gt;bold&lt;/b&gt;" in response.text
    assert "<b>bold" not in response.text
    assert response.status_code == 200


def test_every_save_and_every_version_is_listed(
    desk: Client, sam: User, matrix: DecisionMatrix
) -> None:
    saved(matrix, edited(matrix, title="One"), sam)
    saved(matrix, edited(matrix, title="Two"))
    response = desk.get(url(matrix, "drafts"))
    page = words(response)
    assert "Version 1 23 Nov 2026, 09:00" in page
    assert "Draft 2 newest 23 Nov 2026, 09:00 What changed" in page
    assert "Draft 1 23 Nov 2026, 09:00 , sam Against the newest version Go on from here" in page
    assert "?from=draft-1&amp;to=draft-2" in response.text


def test_fifty_drafts_are_a_page(desk: Client, matrix: DecisionMatrix) -> None:
    for number in range(51):
        saved(matrix, edited(matrix, title=f"Title {number}"))
    drafts = url(matrix, "drafts")
    assert "Older drafts" in words(desk.get(drafts))
    assert "Draft 1 23 Nov" in words(desk.get(f"{drafts}?page=2"))
    for page in ("0", "x", "-3", "9" * 50):
        assert desk.get(f"{drafts}?page={page}").status_code == 200


def restore(desk: Client, matrix: DecisionMatrix, state: str, base: str) -> Any:
    return desk.post(url(matrix, "restore"), {"state": state, "base": base}, follow=True)


def test_an_older_state_is_taken_up_again_as_the_newest_draft(
    desk: Client, sam: User, matrix: DecisionMatrix
) -> None:
    saved(matrix, edited(matrix, title="One"))
    saved(matrix, edited(matrix, title="Two"))
    page = words(restore(desk, matrix, "draft-1", "2"))
    assert "Draft 1 taken up again. Saved as draft 3." in page
    page = words(restore(desk, matrix, "1", "3"))
    assert "Version 1 taken up again. Saved as draft 4." in page
    titles = matrix.drafts.order_by("revision").values_list("document__title", flat=True)
    assert list(titles) == ["One", "Two", "One", "FastAPI or Node.js?"]
    assert "Draft 4 already says the same." in words(restore(desk, matrix, "1", "4"))
    assert matrix.drafts.count() == 4


@pytest.mark.parametrize("base", ["1", "", "x", "-1", "9" * 40, "²"])
def test_nobody_goes_back_over_a_draft_that_they_have_not_seen(
    desk: Client, sam: User, matrix: DecisionMatrix, base: str
) -> None:
    saved(matrix, edited(matrix, title="One"))
    saved(matrix, edited(matrix, title="Two"), sam)
    response = restore(desk, matrix, "1", base)
    sentence = "sam saved draft 2 at 23 Nov 2026, 09:00, after this page was opened."
    assert sentence in words(response)
    assert response.status_code == 409
    assert matrix.drafts.count() == 2


def test_going_back_takes_a_post(desk: Client, matrix: DecisionMatrix) -> None:
    assert desk.get(url(matrix, "restore")).status_code == 405
