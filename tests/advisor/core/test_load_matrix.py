from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from advisor.core.model import Matrix, MatrixError, load_matrix
from tests.advisor.core.build import GOLDEN, criterion, document

TOML = (GOLDEN / "matrix.toml").read_text()


def problems(source: object) -> list[str]:
    with pytest.raises(MatrixError) as caught:
        load_matrix(source) if isinstance(source, str) else Matrix.from_document(source)
    return [str(problem) for problem in caught.value.problems]


def good() -> dict[str, Any]:
    return document(
        criterion("work", 5, {"x": (4, 1), "y": (2, 4)}),
        criterion("team", 3, {"x": (4, 1), "y": (2, 4)}),
    )


def test_a_file_becomes_a_matrix_with_the_defaults_of_the_format() -> None:
    matrix = load_matrix(TOML)

    assert (matrix.slug, matrix.close_call, matrix.clear, matrix.floor) == ("golden", 8, 20, 40)
    assert [a.key for a in matrix.alternatives] == ["fastapi", "nodejs"]
    assert [(c.key, c.choice, len(c.options)) for c in matrix.criteria] == [
        ("workload", "multiple", 2),
        ("team", "single", 3),
        ("integrity", "single", 3),
        ("time", "single", 2),
    ]
    assert matrix.criteria[0].options[0].cells["nodejs"].anchor == 1


def test_a_matrix_survives_being_stored_as_json() -> None:
    given = good()
    source = {"title": "Docs", "url": "https://example.org/docs", "as_of": date(2026, 1, 31)}
    given["criteria"][0]["options"][0]["cells"]["a"]["source"] = source
    given["criteria"][0]["options"][1]["excludes"] = {"b": "Not this."}
    matrix = Matrix.from_document(given)

    stored = matrix.document()

    assert stored["criteria"][0]["options"][0]["cells"]["a"]["source"]["as_of"] == "2026-01-31"
    assert Matrix.from_document(stored) == matrix


def test_the_leader_of_an_option_has_strictly_the_highest_anchor() -> None:
    matrix = Matrix.from_document(
        document(criterion("w", 1, {"first": (4, 1, 3), "last": (0, 1, 3), "tie": (4, 1, 4)}))
    )

    leaders = [o.leader(matrix.alternatives) for o in matrix.criteria[0].options]

    assert leaders == ["a", "c", None]


def test_every_fault_of_a_file_is_reported_with_its_place() -> None:
    bad = good()
    bad["colour"] = "red"
    del bad["title"]
    bad["close_call"] = 30
    bad["alternatives"][1]["key"] = "a"
    bad["criteria"][0]["weight"] = 6
    bad["criteria"][0]["options"][0]["cells"]["a"]["anchor"] = 5
    bad["criteria"][0]["options"][1]["key"] = "x"
    bad["criteria"][1]["key"] = "work"
    del bad["criteria"][1]["options"][0]["cells"]["a"]
    bad["criteria"][1]["options"][0]["excludes"]["rust"] = "No."
    bad["criteria"][1]["choice"] = "many"

    assert problems(bad) == [
        "matrix: title is missing",
        "criteria[0].weight: must be an integer from 0 to 5",
        "criteria[0].options[0].cells.a.anchor: must be an integer from 0 to 4",
        "criteria[1].choice: must be 'single' or 'multiple'",
        "matrix: colour is not a known key",
        "close_call: must not be above clear (20)",
        "alternatives[1].key: a is already the key of alternatives[0]",
        "criteria[1].key: work is already the key of criteria[0]",
        "criteria[0].options[1].key: x is already the key of criteria[0].options[0]",
        "criteria[0].options[0].cells: b is not an alternative",
        "criteria[0].options[1].cells: b is not an alternative",
        "criteria[1].options[0].cells: a is missing",
        "criteria[1].options[0].cells: b is not an alternative",
        "criteria[1].options[0].excludes: rust is not an alternative",
        "criteria[1].options[1].cells: b is not an alternative",
    ]


def test_the_missing_cell_of_the_format_page() -> None:
    lines = TOML.splitlines(keepends=True)
    first_of_integrity = next(i for i, line in enumerate(lines) if 'key = "plain"' in line)
    del lines[first_of_integrity + 3]

    assert problems("".join(lines)) == ["criteria[2].options[0].cells: nodejs is missing"]


@pytest.mark.parametrize("anchor", ["5", "-1", "2.5", "4.0", "true", '"3"', "[3]", "nan"])
def test_an_anchor_is_an_integer_from_0_to_4_and_nothing_else(anchor: str) -> None:
    text = TOML.replace("nodejs = { anchor = 1", f"nodejs = {{ anchor = {anchor}", 1)

    assert problems(text) == [
        "criteria[0].options[0].cells.nodejs.anchor: must be an integer from 0 to 4"
    ]


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("close_call", 0, "close_call: must be an integer from 1 to 100"),
        ("clear", 101, "clear: must be an integer from 1 to 100"),
        ("clear", 7, "close_call: must not be above clear (7)"),
        ("floor", -1, "floor: must be an integer from 0 to 100"),
        ("floor", 40.0, "floor: must be an integer from 0 to 100"),
        ("slug", "Not A Slug", "slug: must be a lower-case slug of at most 80 characters"),
        ("slug", "a\n", "slug: must be a lower-case slug of at most 80 characters"),
        ("title", "x" * 201, "title: must have at most 200 characters"),
        ("title", "  ", "title: must not be blank"),
        ("title", 7, "title: must be text"),
        ("title", "nul\0", "title: must not contain control characters"),
        ("title", "half \ud83d", "title: must not contain control characters"),
        ("alternatives", "ab", "alternatives: must be a list"),
        ("alternatives", {}, "alternatives: must be a list"),
        ("criteria", [], "criteria: must have at least 1 entry"),
        ("criteria", None, "criteria: must be a list"),
    ],
)
def test_a_wrong_value_is_named(path: str, value: object, message: str) -> None:
    assert problems(good() | {path: value}) == [message]


@pytest.mark.parametrize("key", ["Work", "9lives", "two words", "a-b", "", "a" * 51, "wörk", "w.a"])
def test_a_key_is_a_lower_case_identifier(key: str) -> None:
    bad = good()
    bad["criteria"][0]["key"] = key

    assert problems(bad) == [
        "criteria[0].key: must be a lower-case identifier of at most 50 characters"
    ]


@pytest.mark.parametrize("weight", [-1, 6, 2.0, True, "3", None])
def test_a_weight_is_an_integer_from_0_to_5(weight: object) -> None:
    bad = good()
    bad["criteria"][0]["weight"] = weight

    assert problems(bad) == ["criteria[0].weight: must be an integer from 0 to 5"]


def test_one_weight_at_least_is_above_0() -> None:
    bad = good()
    for each in bad["criteria"]:
        each["weight"] = 0

    assert problems(bad) == ["criteria: at least one weight must be above 0"]


def test_lists_have_their_limits() -> None:
    options = {f"o{i}": (1, 2) for i in range(7)}
    lonely = document(criterion("w", 1, {"x": (1,)}))

    assert problems(document(criterion("w", 1, options))) == [
        "criteria[0].options: must have at most 6 entries"
    ]
    assert problems(lonely) == [
        "alternatives: must have at least 2 entries",
        "criteria[0].options: must have at least 2 entries",
    ]
    crowd = [f"a{i}" for i in range(21)]
    rows = {"x": (1,) * 21, "y": (2,) * 21}
    assert problems(document(criterion("w", 1, rows, alternatives=crowd))) == [
        "alternatives: must have at most 20 entries"
    ]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (
            "url",
            "javascript:alert(1)",
            "must be an http or https address of at most 500 characters",
        ),
        ("url", "https://a b", "must be an http or https address of at most 500 characters"),
        ("as_of", "soon", "must be a date such as 2026-01-31"),
        ("as_of", 20260131, "must be a date such as 2026-01-31"),
        ("as_of", "20260131", "must be a date such as 2026-01-31"),
        ("as_of", "2026-02-30", "must be a date such as 2026-01-31"),
        ("as_of", datetime(2026, 1, 31, tzinfo=UTC), "must be a date such as 2026-01-31"),
        ("url", "https://a\0b", "must be an http or https address of at most 500 characters"),
        ("url", "https://\ud800", "must be an http or https address of at most 500 characters"),
        ("title", "", "must not be blank"),
    ],
)
def test_a_source_is_complete_and_harmless(field: str, value: object, message: str) -> None:
    bad = good()
    source = {"title": "Docs", "url": "https://example.org/", "as_of": "2026-01-31", field: value}
    bad["criteria"][0]["options"][0]["cells"]["a"]["source"] = source

    assert problems(bad) == [f"criteria[0].options[0].cells.a.source.{field}: {message}"]
