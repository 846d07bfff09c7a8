from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import advisor
from advisor.core.model import Answers, Matrix, load_matrix
from advisor.editor.fields import MOST, Fields, cell_keys, document_from, fields_of
from tests.advisor.core.build import GOLDEN, criterion, document
from tests.advisor.core.strategies import cases

SHIPPED = [*Path(advisor.__file__).parent.glob("matrices/*.toml"), GOLDEN / "matrix.toml"]
# All of Unicode, the halves of surrogate pairs and NUL too, and often what is nearly right.
texts = st.one_of(
    st.text(st.characters(), max_size=8),
    st.sampled_from(
        ["", "0", "4", "5", "04", "-1", "٣", "1_0", "2.5", "a", "b", "#0", "#1", "a.b"]
    ),
)


def small() -> dict[str, Any]:
    return document(criterion("team", 3, {"python": (4, 1), "node": (1, 4)}))


@st.composite
def forms(draw: st.DrawFn) -> Fields:
    """All fields of a small grid, with anything typed into them."""
    across, down = draw(st.integers(0, 3)), draw(st.lists(st.integers(0, 3), max_size=3))
    names = ["title", "close_call", "clear", "floor"]
    names += [
        f"alternatives.{i}.{name}" for i in range(across) for name in ("key", "name", "detail")
    ]
    for i, options in enumerate(down):
        values = ("key", "name", "question", "why", "weight", "choice")
        names += [f"criteria.{i}.{name}" for name in values]
        for at in (f"criteria.{i}.options.{j}" for j in range(options)):
            names += [f"{at}.key", f"{at}.label"]
            for k in range(across):
                cell = ("anchor", "rationale", "source.title", "source.url", "source.as_of")
                names += [*(f"{at}.cells.{k}.{name}" for name in cell), f"{at}.excludes.{k}"]
    return {name: draw(texts) for name in names}


def storable(text: str) -> str:
    return re.sub("[\0\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)


@given(forms())
def test_whatever_is_typed_comes_back_as_it_was(form: Fields) -> None:
    again = fields_of(document_from(form, "small"))
    assert again == {name: storable(value) for name, value in form.items()}


@given(forms())
def test_whatever_is_typed_can_be_stored(form: Fields) -> None:
    stored = json.dumps(document_from(form, "small"), ensure_ascii=False)
    assert "\\u0000" not in stored
    assert fields_of(json.loads(stored.encode())) == fields_of(document_from(form, "small"))


@given(st.dictionaries(st.text(max_size=30), texts, max_size=5), forms())
def test_fields_from_elsewhere_change_nothing(others: Fields, form: Fields) -> None:
    extra = {f"?{name}": value for name, value in others.items()}
    assert document_from({**extra, **form}, "small") == document_from(form, "small")


@given(cases())
def test_a_matrix_comes_back_as_it_was(case: tuple[Matrix, Answers]) -> None:
    stored = case[0].document()
    assert document_from(fields_of(stored), stored["slug"]) == stored


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_matrices_come_back_as_they_were(path: Path) -> None:
    stored = load_matrix(path.read_text()).document()
    assert document_from(fields_of(stored), stored["slug"]) == stored


def test_every_field_is_named_by_its_place() -> None:
    stored = small()
    stored["criteria"][0]["options"][1]["excludes"] = {"b": "No."}
    fields = fields_of(stored)
    assert fields["alternatives.1.key"] == "b"
    assert fields["criteria.0.weight"] == "3"
    assert fields["criteria.0.options.0.cells.1.anchor"] == "1"
    assert fields["criteria.0.options.1.excludes.1"] == "No."
    assert fields["criteria.0.options.1.cells.1.source.url"] == ""


def test_an_alternative_takes_its_cells_to_its_new_key() -> None:
    stored = small()
    renamed = document_from({**fields_of(stored), "alternatives.1.key": "nodejs"}, "small")
    for before, after in zip(
        stored["criteria"][0]["options"], renamed["criteria"][0]["options"], strict=True
    ):
        assert after["cells"] == {"a": before["cells"]["a"], "nodejs": before["cells"]["b"]}


@pytest.mark.parametrize("key", ["", "a", "#1", "#0"])
def test_a_key_that_is_blank_or_taken_loses_no_cell(key: str) -> None:
    stored = small()
    faulty = document_from({**fields_of(stored), "alternatives.1.key": key}, "small")
    repaired = document_from({**fields_of(faulty), "alternatives.1.key": "b"}, "small")
    assert repaired == document_from(fields_of(stored), "small")
    assert list(faulty["criteria"][0]["options"][0]["cells"]) == ["a", "#1"]


def test_cells_are_kept_under_as_many_keys_as_there_are_alternatives() -> None:
    keys: list[Any] = ["a", "a", "", "#1", None, 7, "b", "#2"]
    kept = cell_keys([{"key": key} for key in keys] + ["not a table"])
    assert kept == ["a", "#1", "#2", "#3", "#4", "7", "b", "#7", "#8"]


def test_the_start_of_a_source_is_kept_and_nothing_is_no_source() -> None:
    fields = fields_of(small())
    cell = document_from({**fields, "criteria.0.options.0.cells.0.source.url": "x"}, "small")
    options = cell["criteria"][0]["options"]
    assert options[0]["cells"]["a"]["source"] == {"title": "", "url": "x", "as_of": ""}
    assert "source" not in options[0]["cells"]["b"]


def test_an_index_in_the_millions_allocates_nothing() -> None:
    far = {
        "criteria.999999999.key": "x",
        "criteria.50.key": "x",
        "alternatives.20.key": "x",
        "criteria.0.options.6.key": "x",
        "criteria.-1.key": "x",
        "criteria.٣.key": "x",
    }
    fields = fields_of(small())
    assert document_from({**fields, **far}, "small") == document_from(fields, "small")


def test_the_most_that_the_format_holds_is_read_whole() -> None:
    fields = {f"alternatives.{i}.key": f"a{i}" for i in range(MOST["alternatives"])}
    for i in range(MOST["criteria"]):
        fields[f"criteria.{i}.key"] = f"c{i}"
        fields |= {f"criteria.{i}.options.{j}.key": f"o{j}" for j in range(MOST["options"])}
    read = document_from(fields, "full")
    sizes = {(len(one["options"]), len(one["options"][5]["cells"])) for one in read["criteria"]}
    assert (len(read["alternatives"]), len(read["criteria"]), sizes) == (20, 50, {(6, 20)})


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"alternatives": 5, "criteria": "x"},
        {"alternatives": [1, None, []], "criteria": [{"options": {"a": 1}}]},
        {"criteria": [{"options": [{"cells": [], "excludes": 3}, 4]}], "title": {"a": []}},
        {"alternatives": [{"key": {}}], "criteria": [{"options": [{"cells": {"#0": 1}}]}]},
    ],
)
def test_a_document_of_any_shape_has_fields(odd: dict[str, Any]) -> None:
    fields = fields_of(odd)
    assert fields_of(document_from(fields, "odd")) == fields
