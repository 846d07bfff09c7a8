"""Files and documents that nobody writes by accident: each is refused with a place, at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.core.model import Matrix, MatrixError, load_matrix
from advisor.core.toml import to_toml
from tests.advisor.core.build import GOLDEN, criterion, document

TOML = (GOLDEN / "matrix.toml").read_text()
Document = dict[str, Any]


def refused(matrix: Callable[[], Matrix]) -> list[str]:
    """What is wrong with it, said in under a second (of its own: the machine may be busy)."""
    began = time.process_time()
    with pytest.raises(MatrixError) as caught:
        matrix()
    assert time.process_time() - began < 1
    return [str(problem) for problem in caught.value.problems]


def file_problems(text: str) -> list[str]:
    return refused(lambda: load_matrix(text))


def problems(document: object) -> list[str]:
    return refused(lambda: Matrix.from_document(document))


def good() -> Document:
    return document(
        criterion("work", 5, {"x": (4, 1), "y": (2, 4)}),
        criterion("team", 3, {"x": (4, 1), "y": (2, 4)}),
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("slug = ", "line 1, column 8: is not TOML: Invalid value"),
        ("slug: a", "line 1, column 5: is not TOML: Expected '=' after a key in a key/value pair"),
        ('slug = "a', "line 1, column 10: is not TOML: Illegal character '\\n'"),
        ("slug = '''a", "end of document: is not TOML: Expected \"'''\""),
        ('slug = "a"\nslug = "b"', "line 2, column 11: is not TOML: Cannot overwrite a value"),
        ("[a]\n[a]", "line 2, column 3: is not TOML: Cannot declare ('a',) twice"),
        ("a = { b = 1, b = 2 }", "line 1, column 19: is not TOML: Duplicate inline table key 'b'"),
        (
            "a = {}\na.b = 1",
            "line 2, column 8: is not TOML: Cannot mutate immutable namespace ('a',)",
        ),
        ('title = "nul\0"', "line 1, column 13: is not TOML: Illegal character '\\x00'"),
        (
            'title = "\\ud800"',
            "line 1, column 16: is not TOML: Escaped character is not a Unicode scalar value",
        ),
        ("day = 2026-02-30", "line 1, column 7: is not TOML: Invalid date or datetime"),
        (
            f"[{'k' * 90_000}]\n" * 2,
            f"line 2, column 90002: is not TOML: Cannot declare ('{'k' * 42}…",
        ),
        ("\nfloor = " + "9" * 5_000, "line 2: has a number of too many digits"),
        ("\nfloor = " + "1_" * 400_000 + "1", "line 2: has a number of too many digits"),
        ("x = " + "[" * 100_000, "matrix: is nested too deeply"),
        ("x = " + "{ a = " * 100_000, "matrix: is nested too deeply"),
        ("\n[" + "a." * 50_000 + "a]", "line 2: has a key of too many parts"),
        ("x = {" + "a . " * 50_000 + "a = 1}", "line 1: has a key of too many parts"),
        (
            'x = { y = """a"""", ' + "'b.c'.\"d#\" . " * 50_000 + "a = 1}",
            "line 1: has a key of too many parts",
        ),
        ('x = "' + '\\"' * 499_000, "line 1, column 998006: is not TOML: Illegal character '\\n'"),
        (
            "x = '" + "y" * 5_000_000 + "'",
            "matrix: must have at most 1000000 characters as a file",
        ),
    ],
    ids=lambda value: value[:20],
)
def test_what_is_no_toml_is_refused_where_it_stops_being_it(text: str, problem: str) -> None:
    assert file_problems(text) == [problem]


@pytest.mark.parametrize(
    ("line", "most"),
    [
        ("k{}=1\n", 20_000),
        ("[k{}]\n", 20_000),
        ("[[k]]\n", 30_000),
        ("k.k.k.k.k.k.k{}=1\n", 10_000),
        ("#\n", 100_000),
        ('[[criteria]]\nkey="c"\nweight=7\n', 5_000),
    ],
)
def test_a_file_full_of_what_is_unknown_is_refused_without_a_word_on_each(
    line: str, most: int
) -> None:
    assert 0 < len(file_problems("".join(line.format(i) for i in range(most)))) < 10


@pytest.mark.parametrize("entry", ["1,", "{},", "[],", "1e400,", "nan,"])
def test_a_long_list_of_nothing_is_counted_not_read(entry: str) -> None:
    text = f"criteria = [{entry * (200_000 // len(entry))}]"

    assert file_problems(text)[-1] == "criteria: must have at most 50 entries"


def test_a_file_that_is_wrong_in_every_line_is_refused_with_every_fault() -> None:
    unknown = ", ".join(f"k{i} = 1" for i in range(6))
    cells = "".join(f"cells.a{i} = {{ {unknown} }}\n" for i in range(20))
    faults = file_problems(("[[criteria]]\n" + f"[[criteria.options]]\n{cells}" * 6) * 10)

    assert len([each for each in faults if each.endswith("is not a known key")]) == 7_200
    assert len([each for each in faults if each.endswith("anchor is missing")]) == 1_200


@pytest.mark.parametrize(
    "value",
    ["1e400", "0x" + "f" * 900_000, "inf", "-nan", "2026-01-31", "[40]", "{ floor = 40 }", "'40'"],
    ids=lambda value: value[:10],
)
def test_only_an_integer_is_an_integer(value: str) -> None:
    assert file_problems(f"floor = {value}\n{TOML}") == ["floor: must be an integer from 0 to 100"]


def test_two_thresholds_too_long_to_print_are_refused() -> None:
    huge = "f" * 400_000

    assert file_problems(f"close_call = 0xf{huge}\nclear = 0xe{huge}\n{TOML}") == [
        "close_call: must be an integer from 1 to 100",
        "clear: must be an integer from 1 to 100",
    ]


def test_the_same_key_of_two_criteria_is_refused_at_the_second() -> None:
    assert file_problems(TOML.replace('key = "team"', 'key = "workload"')) == [
        "criteria[1].key: workload is already the key of criteria[0]"
    ]


def test_a_cell_given_twice_is_refused_at_its_line() -> None:
    cell = 'cells.fastapi = { anchor = 4, rationale = "Models are at home in Python." }\n'
    line = TOML[: TOML.index(cell)].count("\n") + 2

    assert file_problems(TOML.replace(cell, cell * 2, 1)) == [
        f"line {line}, column {len(cell)}: is not TOML: Cannot overwrite a value"
    ]


def test_a_key_with_a_dot_is_a_table_in_a_table_and_no_alternative() -> None:
    assert file_problems(TOML.replace("cells.nodejs", "cells.node.js", 1)) == [
        "criteria[0].options[0].cells.node: anchor is missing",
        "criteria[0].options[0].cells.node: rationale is missing",
        "criteria[0].options[0].cells.node: js is not a known key",
        "criteria[0].options[0].cells: nodejs is missing",
        "criteria[0].options[0].cells: node is not an alternative",
    ]
    assert file_problems(TOML.replace("cells.nodejs", 'cells."node.js"', 1)) == [
        "criteria[0].options[0].cells: nodejs is missing",
        "criteria[0].options[0].cells: node.js is not an alternative",
    ]


def test_a_file_may_come_from_any_editor() -> None:
    plain = load_matrix(TOML)

    assert load_matrix(TOML.replace("\n", "\r\n")) == plain
    assert load_matrix(f"\N{BYTE ORDER MARK}{TOML}") == plain
    assert load_matrix(TOML.rstrip("\n")) == plain


def test_ten_thousand_criteria_are_counted_not_read() -> None:
    assert problems(good() | {"criteria": good()["criteria"] * 5_000}) == [
        "criteria: must have at most 50 entries"
    ]


def test_ten_thousand_keys_are_counted_not_read() -> None:
    crowd = {f"k{i}": 1 for i in range(10_000)}
    bad = good()
    bad["criteria"][0]["options"][0]["cells"] |= crowd

    assert problems(good() | crowd) == ["matrix: must have at most 14 entries"]
    assert problems(bad) == ["criteria[0].options[0].cells: must have at most 24 entries"]


def test_a_hostile_key_is_quoted_on_one_short_line() -> None:
    bad = good() | {"x\0\n" + "y" * 1000: 1}

    assert problems(bad) == [f"matrix: x� {'y' * 56}… is not a known key"]


def test_half_a_character_in_a_key_is_refused_where_it_stands() -> None:
    top, option, cell = good() | {"\ud800": 1}, good(), good()
    option["criteria"][1]["options"][0]["\ud800"] = 1
    cell["criteria"][1]["options"][0]["cells"]["\ud800"] = {"anchor": 1, "rationale": ""}

    assert problems(top) == ["matrix: has a key that is not text"]
    assert problems(option) == ["criteria[1].options[0]: has a key that is not text"]
    assert problems(cell) == ["criteria[1].options[0].cells: � is not an alternative"]


@pytest.mark.parametrize("key", [5, 10**5_000, None, (1, 2)], ids=["5", "huge", "None", "pair"])
def test_a_key_that_is_not_text_is_refused_where_it_stands(key: object) -> None:
    bad = good()
    bad["criteria"][0]["options"][0]["excludes"] = {key: "No."}

    top: dict[Any, Any] = {**good(), key: 1}

    assert problems(top) == ["matrix: has a key that is not text"]
    assert problems(bad) == ["criteria[0].options[0].excludes: has a key that is not text"]


@pytest.mark.parametrize("value", [None, 3, "text", [], True])
def test_what_is_not_a_table_is_no_matrix(value: object) -> None:
    assert problems(value) == ["matrix: must be a table"]


def in_its_own_criteria(bad: Document) -> None:
    bad["criteria"].append(bad)


def list_in_itself(bad: Document) -> None:
    bad["criteria"].append(bad["criteria"])


def criterion_as_its_options(bad: Document) -> None:
    bad["criteria"][0]["options"] = [bad["criteria"][0]] * 2


def cells_as_a_cell(bad: Document) -> None:
    cells = bad["criteria"][0]["options"][0]["cells"]
    cells["a"] = cells


def cell_as_its_source(bad: Document) -> None:
    cell = bad["criteria"][0]["options"][0]["cells"]["a"]
    cell["source"] = cell


@pytest.mark.parametrize(
    ("twist", "first"),
    [
        (in_its_own_criteria, "criteria[2]: key is missing"),
        (list_in_itself, "criteria[2]: must be a table"),
        (criterion_as_its_options, "criteria[0].options[0]: label is missing"),
        (cells_as_a_cell, "criteria[0].options[0].cells.a: anchor is missing"),
        (cell_as_its_source, "criteria[0].options[0].cells.a.source: title is missing"),
    ],
)
def test_what_contains_itself_is_refused_where_it_begins_to(
    twist: Callable[[Document], None], first: str
) -> None:
    bad = good()
    twist(bad)

    assert problems(bad)[0] == first


def places(node: Any) -> list[tuple[Any, Any]]:
    """Every table and list below, with each of its keys."""
    found: list[tuple[Any, Any]] = []
    for key, child in node.items() if isinstance(node, dict) else enumerate(node):
        found += [(node, key), *(places(child) if isinstance(child, dict | list) else [])]
    return found


odd = st.sampled_from(
    [None, True, -1, 5, 10**5_000, 2.5, float("nan"), float("inf"), "", " ", "\0", "\ud800", "\r"]
    + ["x" * 1_000_000, b"bytes", date(1, 1, 1), object(), [[]], {"": 1}, {1: 1}, {1, 2}, ()]
)
changes = st.lists(st.tuples(st.integers(0, 10_000), odd | st.just(...)), min_size=1, max_size=3)


@settings(max_examples=100)
@given(changes)
def test_a_document_with_odd_things_in_it_is_refused_with_their_places(
    changes: list[tuple[int, Any]],
) -> None:
    """`...` takes the thing away."""
    changed = good()
    for number, value in changes:
        found = places(changed)
        node, key = found[number % len(found)]
        if value is ...:
            del node[key]
        else:
            node[key] = deepcopy(value)

    try:
        matrix = Matrix.from_document(changed)
    except MatrixError as error:
        told = [(problem.at.encode(), problem.message.encode()) for problem in error.problems]
    else:
        assert load_matrix(to_toml(matrix)) == matrix
        return
    assert told
    assert all(0 < len(at) < 200 and 0 < len(message) < 200 for at, message in told)
