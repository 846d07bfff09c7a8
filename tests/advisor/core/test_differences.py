from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.core.differences import Change, differences
from advisor.core.model import Matrix, load_matrix
from tests.advisor.core.build import GOLDEN, criterion, document
from tests.advisor.core.strategies import cases

Path = tuple[Any, ...]
KEYS = [
    *("slug", "title", "close_call", "alternatives", "criteria", "options", "key", "name"),
    *("label", "weight", "cells", "excludes", "anchor", "source", "choice", "a", "colour"),
]


def tables(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | tables(inner),
    max_leaves=12,
)


def golden() -> dict[str, Any]:
    return load_matrix((GOLDEN / "matrix.toml").read_text()).document()


def leaves(value: Any, at: Path = ()) -> Iterator[Path]:
    """Where a single value stands that is no key."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key != "key":
                yield from leaves(one, (*at, key))
    elif isinstance(value, list):
        for position, one in enumerate(value):
            yield from leaves(one, (*at, position))
    else:
        yield at


def by_keys(value: Any, path: Path) -> str:
    parts = []
    for part in path:
        value = value[part]
        parts.append(value["key"] if isinstance(part, int) else part)
    return ".".join(parts)


def replaced(value: Any, path: Path, new: Any) -> Any:
    """A copy of *value* with *new* at *path*."""
    if not path:
        return new
    first, *rest = path
    changed = copy.copy(value)
    changed[first] = replaced(value[first], tuple(rest), new)
    return changed


def said(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, Any, Any]]:
    return [(c.kind, str(c), c.before, c.after) for c in differences(before, after)]


def test_a_cell_is_named_as_its_author_calls_it() -> None:
    after = golden()
    after["criteria"][1]["options"][0]["cells"]["fastapi"]["anchor"] = 3

    assert differences(golden(), after) == [
        Change(
            "changed",
            "criteria.team.options.python.cells.fastapi.anchor",
            ("Team expertise", "Mostly Python", "FastAPI", "anchor"),
            4,
            3,
        )
    ]
    assert said(golden(), after)[0][1] == "Team expertise › Mostly Python › FastAPI › anchor"


def test_everything_that_can_change_is_told() -> None:
    after = golden()
    after |= {"title": "FastAPI or Node?", "close_call": 5}
    after["alternatives"][1]["name"] = "Node"
    workload, team = after["criteria"][:2]
    workload |= {"weight": 3, "choice": "single", "why": "Because."}
    ml = workload["options"][0]
    source = {"title": "Docs", "url": "https://example.org/", "as_of": "2026-01-31"}
    ml["cells"]["fastapi"]["source"] = source
    ml["excludes"] = {"nodejs": "No models."}
    team["options"][0]["label"] = "Python"

    assert said(golden(), after) == [
        ("changed", "Matrix › title", "FastAPI or Node.js?", "FastAPI or Node?"),
        ("changed", "Matrix › close call", 8, 5),
        ("changed", "Alternatives › Node › name", "Node.js", "Node"),
        (
            "changed",
            "Primary workload › why we ask",
            "It decides more than anything else.",
            "Because.",
        ),
        ("changed", "Primary workload › weight", 5, 3),
        ("changed", "Primary workload › choice", "multiple", "single"),
        ("added", "Primary workload › Serving models › FastAPI › source", None, source),
        ("added", "Primary workload › Serving models › Node › exclusion", None, "No models."),
        ("changed", "Team expertise › Python › answer", "Mostly Python", "Python"),
    ]


def test_one_more_at_the_top_is_one_change_with_all_that_it_says() -> None:
    after = golden()
    new = criterion("cost", 2, {"low": (1, 2)}, alternatives=["fastapi", "nodejs"])
    after["criteria"].insert(0, new)

    (change,) = differences(golden(), after)

    assert (change.kind, change.at, change.place) == ("added", "criteria.cost", ("Cost",))
    assert (change.before, change.after) == (None, new)
    assert [(str(part), part.after) for part in change.parts] == [
        ("Cost › key", "cost"),
        ("Cost › name", "Cost"),
        ("Cost › question", "What about cost?"),
        ("Cost › why we ask", ""),
        ("Cost › weight", 2),
        ("Cost › Option low › key", "low"),
        ("Cost › Option low › answer", "Option low"),
        ("Cost › Option low › FastAPI › anchor", 1),
        ("Cost › Option low › FastAPI › rationale", "low on fastapi."),
        ("Cost › Option low › Node.js › anchor", 2),
        ("Cost › Option low › Node.js › rationale", "low on nodejs."),
    ]


def test_an_alternative_that_goes_takes_its_cells_along() -> None:
    before = document(criterion("w", 1, {"x": (1, 2), "y": (2, 1)}))
    after = copy.deepcopy(before)
    del after["alternatives"][1]
    for option in after["criteria"][0]["options"]:
        del option["cells"]["b"]

    assert [(c.kind, c.at) for c in differences(before, after)] == [
        ("removed", "alternatives.b"),
        ("removed", "criteria.w.options.x.cells.b"),
        ("removed", "criteria.w.options.y.cells.b"),
    ]


def test_another_order_is_one_change_for_each_list() -> None:
    after = golden()
    after["alternatives"].reverse()
    after["criteria"].insert(0, after["criteria"].pop(1))
    after["criteria"][1]["options"].reverse()

    assert said(golden(), after) == [
        (
            "moved",
            "Matrix › order of the alternatives",
            ("FastAPI", "Node.js"),
            ("Node.js", "FastAPI"),
        ),
        (
            "moved",
            "Matrix › order of the criteria",
            ("Primary workload", "Team expertise", "Data integrity", "Time to market"),
            ("Team expertise", "Primary workload", "Data integrity", "Time to market"),
        ),
        (
            "moved",
            "Primary workload › order of the options",
            ("Serving models", "Real-time collaboration"),
            ("Real-time collaboration", "Serving models"),
        ),
    ]


def test_another_key_is_another_entry() -> None:
    after = golden()
    after["criteria"][3]["key"] = "deadline"

    assert [(c.kind, c.at) for c in differences(golden(), after)] == [
        ("added", "criteria.deadline"),
        ("removed", "criteria.time"),
    ]


def test_what_the_format_fills_in_is_no_change() -> None:
    shorter = golden()
    for key in ("close_call", "clear", "floor"):
        del shorter[key]
    for one in shorter["criteria"]:
        if one["choice"] == "single":
            del one["choice"]
        for option in one["options"]:
            option.pop("excludes", None)
            option["cells"]["fastapi"]["source"] = None

    assert Matrix.from_document(shorter) == Matrix.from_document(golden())
    assert differences(golden(), shorter) == []


def test_python_takes_some_values_for_the_same_that_are_not() -> None:
    for one, other in [(1, True), (1, 1.0), (0, False), ("1", 1)]:
        after = golden() | {"floor": one}
        assert len(differences(golden() | {"floor": other}, after)) == 1


@pytest.mark.parametrize("wrong", [None, 5, "text", [], {}, [5], [None], ["a", {}], [{"key": []}]])
@pytest.mark.parametrize(
    "path",
    [
        ("title",),
        ("alternatives",),
        ("alternatives", 0),
        ("alternatives", 0, "key"),
        ("criteria",),
        ("criteria", 0),
        ("criteria", 0, "name"),
        ("criteria", 0, "options"),
        ("criteria", 0, "options", 0),
        ("criteria", 0, "options", 0, "cells"),
        ("criteria", 0, "options", 0, "cells", "fastapi"),
        ("criteria", 0, "options", 0, "excludes"),
    ],
)
def test_a_wrong_value_anywhere_is_a_change_and_no_crash(path: Path, wrong: object) -> None:
    before = golden()
    before["criteria"][0]["options"][0]["excludes"] = {"nodejs": "No."}
    after = replaced(before, path, wrong)

    assert differences(before, after)
    assert differences(after, before)
    assert differences(after, copy.deepcopy(after)) == []


def test_the_same_key_twice_hides_neither_entry() -> None:
    twice = golden()
    twice["criteria"][1]["key"] = "workload"
    changed = copy.deepcopy(twice)
    changed["criteria"][1]["weight"] = 0

    assert said(twice, changed) == [("changed", "Team expertise › weight", 4, 0)]


@given(tables(json))
@settings(max_examples=25)
def test_nothing_differs_from_itself(one: dict[str, Any]) -> None:
    assert differences(one, copy.deepcopy(one)) == []


@given(tables(json), tables(json))
@settings(max_examples=25)
def test_there_and_back_are_the_same_differences(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    back = {"added": "removed", "removed": "added", "changed": "changed", "moved": "moved"}
    there = [(c.kind, c.at, repr(c.before), repr(c.after)) for c in differences(one, other)]
    again = [(back[c.kind], c.at, repr(c.after), repr(c.before)) for c in differences(other, one)]
    assert sorted(there) == sorted(again)


@given(cases(), st.data())
@settings(max_examples=20)
def test_one_value_changed_is_one_difference_at_its_place(
    case: tuple[Matrix, object], data: st.DataObject
) -> None:
    before = case[0].document()
    path = data.draw(st.sampled_from(list(leaves(before))))
    old = before
    for part in path:
        old = old[part]
    new = old + 1 if isinstance(old, int) else f"{old}!"

    (change,) = differences(before, replaced(before, path, new))

    expected = ("changed", by_keys(before, path), old, new)
    assert (change.kind, change.at, change.before, change.after) == expected


@given(cases(most=2), cases(most=2))
@settings(max_examples=20)
def test_two_matrices_differ_exactly_when_there_are_differences(
    one: tuple[Matrix, object], other: tuple[Matrix, object]
) -> None:
    (a, _), (b, _) = one, other
    assert bool(differences(a.document(), b.document())) == (a != b)


def test_the_largest_matrix_is_compared_at_once() -> None:
    rows = {f"o{i}": [i % 5] * 20 for i in range(6)}
    keys = [f"a{i}" for i in range(20)]
    before = document(*(criterion(f"c{i}", 1, rows, alternatives=keys) for i in range(50)))
    after = copy.deepcopy(before)
    for each in after["criteria"]:
        for option in each["options"]:
            for cell in option["cells"].values():
                cell["rationale"] += " More."

    began = time.process_time()
    assert len(differences(before, after)) == 6_000
    assert time.process_time() - began < 1
