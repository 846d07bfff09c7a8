from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.core.model import Matrix
from advisor.editor.edits import BadEdit, edit
from advisor.editor.fields import Document, document_from, fields_of
from tests.advisor.core.build import criterion, document


def small(alternatives: int = 2, criteria: int = 2, options: int = 3) -> Document:
    """Anchors differ from cell to cell; a first answer rules the last alternative out."""
    keys = "abcdefghij"[:alternatives]
    made = [
        criterion(
            f"c{i}",
            3,
            {f"o{j}": [(i + j + k) % 5 for k in range(alternatives)] for j in range(options)},
            excludes={"o0": {keys[-1]: "No."}},
        )
        for i in range(criteria)
    ]
    return document_from(fields_of(document(*made)), "small")


def keys(entries: list[Document]) -> list[str]:
    return [entry["key"] for entry in entries]


def test_a_new_option_is_blank_and_comes_last() -> None:
    changed, focus = edit(small(), "criteria.1.options.add")
    assert keys(changed["criteria"][1]["options"]) == ["o0", "o1", "o2", "option_1"]
    blank = {"anchor": "", "rationale": ""}
    assert changed["criteria"][1]["options"][3] == {
        "key": "option_1",
        "label": "",
        "cells": {"a": blank, "b": blank},
        "excludes": {},
    }
    assert focus == "criteria.1.options.3.label"


def test_a_new_criterion_starts_with_two_options() -> None:
    changed, focus = edit(small(), "criteria.add")
    new = changed["criteria"][2]
    assert (new["key"], new["weight"], new["choice"]) == ("criterion_1", 3, "single")
    assert keys(new["options"]) == ["option_1", "option_2"]
    assert focus == "criteria.2.name"


def test_a_new_alternative_has_a_blank_cell_everywhere() -> None:
    changed, focus = edit(small(), "alternatives.add")
    assert keys(changed["alternatives"]) == ["a", "b", "alternative_1"]
    for one in changed["criteria"]:
        for option in one["options"]:
            assert option["cells"]["alternative_1"] == {"anchor": "", "rationale": ""}
    assert focus == "alternatives.2.name"


def test_a_new_key_is_one_that_is_free() -> None:
    changed = small()
    for _ in range(3):
        changed, _focus = edit(changed, "criteria.0.options.add")
    changed, _focus = edit(changed, "criteria.0.options.4.remove")
    changed, _focus = edit(changed, "criteria.0.options.add")
    assert keys(changed["criteria"][0]["options"])[3:] == ["option_1", "option_3", "option_2"]


@pytest.mark.parametrize(
    ("what", "order", "focus"),
    [
        ("criteria.0.options.0.down", ["o1", "o0", "o2"], "criteria.0.options.1.down"),
        ("criteria.0.options.1.down", ["o0", "o2", "o1"], "criteria.0.options.2.up"),
        ("criteria.0.options.1.up", ["o1", "o0", "o2"], "criteria.0.options.0.down"),
        ("criteria.0.options.0.up", ["o0", "o1", "o2"], "criteria.0.options.0.down"),
        ("criteria.0.options.2.down", ["o0", "o1", "o2"], "criteria.0.options.2.up"),
        ("criteria.0.options.0.remove", ["o1", "o2"], "criteria.0.options.0.label"),
        ("criteria.0.options.2.remove", ["o0", "o1"], "criteria.0.options.1.label"),
    ],
)
def test_what_is_moved_or_removed_leaves_the_rest_as_it_was(
    what: str, order: list[str], focus: str
) -> None:
    before = small()
    changed, then = edit(before, what)
    options = {one["key"]: one for one in before["criteria"][0]["options"]}
    assert changed["criteria"][0]["options"] == [options[key] for key in order]
    assert changed["criteria"][1] == before["criteria"][1]
    assert then == focus


def test_an_alternative_that_is_moved_keeps_its_cells() -> None:
    before = small(3)
    changed, focus = edit(before, "alternatives.2.up")
    assert keys(changed["alternatives"]) == ["a", "c", "b"]
    assert changed["criteria"] == before["criteria"]
    assert focus == "alternatives.1.up"


def test_an_alternative_takes_its_cells_and_exclusions_along_when_it_is_removed() -> None:
    changed, focus = edit(small(3), "alternatives.2.remove")
    options = [option for one in changed["criteria"] for option in one["options"]]
    assert {tuple(option["cells"]) for option in options} == {("a", "b")}
    assert [option["excludes"] for option in options] == [{}] * 6
    assert focus == "alternatives.1.name"


@pytest.mark.parametrize("key", ["", "a", "#0"])
@pytest.mark.parametrize(
    ("what", "order"),
    [("alternatives.0.down", [1, 0, 2]), ("alternatives.0.remove", [1, 2])],
)
def test_cells_stay_with_an_alternative_whose_key_is_faulty(
    key: str, what: str, order: list[int]
) -> None:
    fields = {**fields_of(small(3)), "alternatives.1.key": key}
    changed, _focus = edit(document_from(fields, "small"), what)
    after = fields_of(changed)
    for at in ("criteria.1.options.0.cells.{}.anchor", "criteria.0.options.0.excludes.{}"):
        assert [after[at.format(i)] for i in range(len(order))] == [
            fields[at.format(i)] for i in order
        ]


def test_the_last_of_a_list_can_be_removed_and_the_keyboard_goes_to_the_button_that_adds() -> None:
    changed, focus = edit(small(criteria=1), "criteria.0.remove")
    assert (changed["criteria"], focus) == ([], "criteria.add")
    changed, _focus = edit(changed, "criteria.add")
    assert keys(changed["criteria"]) == ["criterion_1"]


@pytest.mark.parametrize(
    ("made", "what"),
    [
        (small(options=6), "criteria.0.options.add"),
        (small(criteria=50, options=2), "criteria.add"),
        (small(), "criteria.2.remove"),
        (small(), "criteria.0.options.3.up"),
        (small(), "criteria.9.options.add"),
        (small(), "criteria.99.options.0.up"),
        (small(), "criteria.999999999.remove"),
        (small(), "alternatives.0"),
        (small(), "alternatives.0.add"),
        (small(), "criteria.0.options.0.cells.0.remove"),
        (small(), "title.remove"),
        (small(), "criteria.-1.remove"),
        (small(), "criteria.٣.remove"),
        (small(), "criteria.0.up\n"),
        (small(), ""),
        (small(), "x" * 100_000),
    ],
)
def test_what_cannot_be_done_is_refused(made: Document, what: str) -> None:
    before = copy.deepcopy(made)
    with pytest.raises(BadEdit):
        edit(made, what)
    assert made == before


def test_no_more_than_twenty_alternatives() -> None:
    made = small()
    for _ in range(18):
        made, _focus = edit(made, "alternatives.add")
    assert len(set(keys(made["alternatives"]))) == 20
    with pytest.raises(BadEdit):
        edit(made, "alternatives.add")


EDITS = st.builds(
    "{}.{}".format,
    st.sampled_from(["alternatives", "criteria", "criteria.0.options", "criteria.1.options"]),
    st.sampled_from(["add", *(f"{i}.{move}" for i in range(3) for move in ("up", "down"))]),
)


@given(st.lists(EDITS, max_size=6))
def test_whatever_is_added_and_moved_nothing_is_lost(edits: list[str]) -> None:
    """Every cell that was there is still there, with its names; and only one thing may be wrong
    with the matrix: what is new is blank."""
    made = before = small()
    for what in edits:
        try:
            made, _focus = edit(made, what)
        except BadEdit:
            continue
    assert written(before) <= written(made)
    filled = {name: value or blank(name) for name, value in fields_of(made).items()}
    Matrix.from_document(document_from(filled, "small"))


def written(made: Document) -> set[tuple[str, ...]]:
    """Every cell of *made* in the words of its criterion, option, and alternative."""
    return {
        (one["name"], option["label"], alternative["name"], str(cell), str(excluded))
        for one in made["criteria"]
        for option in one["options"]
        for alternative in made["alternatives"]
        for cell in [option["cells"][alternative["key"]]]
        for excluded in [option["excludes"].get(alternative["key"])]
    }


def blank(name: str) -> str:
    if "source" in name or "excludes" in name:
        return ""
    return "0" if name.endswith("anchor") else "New"
