"""The article that measures says nothing that its results do not say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from statistics import median

import pytest

from bench.backends.table import ARTICLE, NAMES, RESULTS, WORK, tables

TEXT = ARTICLE.read_text().split("+++\n", 2)[2]
FOUND = json.loads(RESULTS.read_text())


def of(work: str, key: str, what: str = "cpu_us") -> float:
    return float(median(each[what] for each in FOUND["costs"][work][key]))


def each(holds: Callable[[str], bool]) -> bool:
    return all(holds(key) for key in NAMES)


# Each sentence with a comparison in it, and whether the results bear it out.
CLAIMS = [
    (
        "Django's page is by far the most expensive of the three: more than five times FastAPI's.",
        of("article", "django") > 5 * of("article", "fastapi")
        and of("article", "django") > 5 * of("article", "node"),
    ),
    (
        "For the form the distance shrinks.",
        all(
            of(form, "django") / of(form, key) < of("article", "django") / of("article", key)
            for form, key in [("accepted", "fastapi"), ("accepted", "node")]
        ),
    ),
    (
        "accepting a form costs less than a third of what showing the article costs.",
        of("accepted", "django") < of("article", "django") / 3,
    ),
    (
        "Node.js is the cheapest for both forms,",
        each(
            lambda key: all(of(form, "node") <= of(form, key) for form in ("accepted", "refused"))
        ),
    ),
    (
        "refusing a form is cheaper than accepting it in all three.",
        each(lambda key: of("refused", key) < of("accepted", key)),
    ),
    (
        "For each of the three it saves more than three quarters of the price.",
        each(lambda key: of("cached", key) < of("article", key) / 4),
    ),
    (
        "Django's kept page costs less than FastAPI's page built anew.",
        of("cached", "django") < of("article", "fastapi"),
    ),
    (
        "The ORM is the largest part of the price in both frameworks.",
        of("article", "django") > 2 * of("article_sql", "django")
        and of("article", "fastapi_orm") > 2 * of("article", "fastapi"),
    ),
    (
        "Without it, Django's page costs less than half.",
        of("article_sql", "django") < of("article", "django") / 2,
    ),
    (
        "With one, FastAPI's costs more than three times as much as before.",
        of("article", "fastapi_orm") > 3 * of("article", "fastapi"),
    ),
    (
        "What remains of Django without the ORM is still dearer than FastAPI without one",
        of("article_sql", "django") > of("article", "fastapi"),
    ),
    (
        "it is much smaller than the first table suggests.",
        of("article_sql", "django") < of("article", "django") / 2,
    ),
    (
        "PostgreSQL works more than one and a half times as long for Node.js as for FastAPI.",
        of("article", "node", "database_us") > 1.5 * of("article", "fastapi", "database_us"),
    ),
    (
        "On the slowest line of it, the page is ready before anybody could have noticed.",
        each(lambda key: all(of(work, key, "alone_p50_ms") < 100 for work in WORK)),
    ),
    (
        "Node.js takes the most memory,",
        each(lambda key: median(FOUND["memory_mb"]["node"]) >= median(FOUND["memory_mb"][key])),
    ),
    (
        "The amount of code is within a third for all three.",
        max(FOUND["lines"].values()) * 3 <= min(FOUND["lines"].values()) * 4,
    ),
    (
        "At five times that average, the most expensive line of the first table needs less than "
        "one core.",
        5 * 1_000_000 / 86_400 * of("article", "django") < 1_000_000,
    ),
]


def test_its_tables_are_those_of_the_results() -> None:
    found: list[list[str]] = [[]]
    for line in TEXT.split("\n"):
        if line.startswith("|"):
            found[-1].append(line)
        elif found[-1]:
            found.append([])

    assert [table for table in found if table] == tables(FOUND)


@pytest.mark.parametrize(("sentence", "holds"), CLAIMS, ids=[claim for claim, _ in CLAIMS])
def test_what_it_says_of_them_holds(sentence: str, holds: bool) -> None:
    assert TEXT.count(sentence) == 1
    assert holds


def test_no_other_number_stands_in_it() -> None:
    """But the two statuses, and the two runtimes, which are those of the results."""
    prose = re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL)
    prose = re.sub(r"^\[\^.*|^\|.*|^\d+\. ", "", prose, flags=re.MULTILINE)
    prose = re.sub(r"\]\(.*?\)|\[\^\w+\]", "", prose)
    python, node = FOUND["versions"]["python"], FOUND["versions"]["node"]

    runtimes = [python.rpartition(".")[0], node.partition(".")[0]]
    assert re.findall(r"(?<![A-Za-z])\d+(?:[.,]\d+)*", prose) == ["303", "422", *runtimes]


def test_every_round_was_kept() -> None:
    rounds = FOUND["settings"]["rounds"]

    assert rounds >= 5
    assert {len(found) for keys in FOUND["costs"].values() for found in keys.values()} == {rounds}
    assert {work: set(keys) for work, keys in FOUND["costs"].items()} == {
        "article": {"fastapi", "node", "django", "fastapi_orm"},
        "cached": set(NAMES),
        "accepted": set(NAMES),
        "refused": set(NAMES),
        "article_sql": {"django"},
    }
