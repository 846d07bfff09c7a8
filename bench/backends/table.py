"""Write the article's tables from results.json: `python -m bench.backends.table`.

A table in the article is known by its first line, and replaced as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent.parent
RESULTS = Path(__file__).parent / "results.json"
ARTICLE = ROOT / "consult/blog/articles/what-a-page-costs.md"
NAMES = {"fastapi": "FastAPI", "node": "Node.js", "django": "Django"}
WORK = {
    "article": "Article page",
    "cached": "The same page, kept whole",
    "accepted": "Form, accepted",
    "refused": "Form, refused",
}
WAYS = [
    ("Node.js, queries by hand", "article", "node"),
    ("FastAPI, queries by hand", "article", "fastapi"),
    ("FastAPI, SQLAlchemy’s ORM", "article", "fastapi_orm"),
    ("Django, queries by hand", "article_sql", "django"),
    ("Django, its ORM", "article", "django"),
]


def main() -> None:
    results = json.loads(RESULTS.read_text())
    text = ARTICLE.read_text()
    for table in tables(results):
        text = replaced(text, table)
    ARTICLE.write_text(text)


def tables(results: dict[str, Any]) -> list[list[str]]:
    costs, settings = results["costs"], results["settings"]

    def value(work: str, key: str, what: str) -> float:
        return float(median(each[what] for each in costs[work][key]))

    def spread(work: str, key: str, what: str) -> str:
        found = [each[what] for each in costs[work][key]]
        return f"{number(median(found))}\u00a0({number(min(found))}–{number(max(found))})"

    cpu = table(
        ["Processor time per request, µs", *NAMES.values()],
        ([label, *(spread(work, key, "cpu_us") for key in NAMES)] for work, label in WORK.items()),
    )
    ways = table(
        ["Article page, µs per request", "server", "PostgreSQL"],
        (
            [label, spread(work, key, "cpu_us"), number(value(work, key, "database_us"))]
            for label, work, key in WAYS
        ),
    )
    speed = table(
        ["Work", "engine", "requests/s", "p50, ms", "p99, ms", "alone, ms"],
        (
            [
                label,
                name,
                number(value(work, key, "per_second")),
                *(precise(value(work, key, what)) for what in ("p50_ms", "p99_ms", "alone_p50_ms")),
            ]
            for work, label in WORK.items()
            for key, name in NAMES.items()
        ),
    )
    size = table(
        ["Size", *NAMES.values()],
        [
            ["Memory after the load, MB"]
            + [number(median(results["memory_mb"][key])) for key in NAMES],
            ["Lines of code and templates"] + [str(results["lines"][key]) for key in NAMES],
        ],
    )
    return [cpu, ways, speed, size, bench(results, settings)]


def bench(results: dict[str, Any], settings: dict[str, Any]) -> list[str]:
    found, machine = results["versions"], results["machine"]

    def together(*names: str) -> str:
        return ", ".join(f"{name} {found[name]}" for name in names)

    kind = "virtual machine" if machine["virtual"] else "machine"
    rows = [
        ["Measured on", results["measured_on"]],
        [
            "Machine",
            f"{kind}, {machine['cores']} cores of an {machine['processor']} (family and model "
            f"{machine['family_model']}, {machine['mhz']} MHz), {machine['memory_gb']} GB, "
            f"Linux {machine['kernel']}",
        ],
        ["Load average before and after", f"{machine['load_before']} and {machine['load_after']}"],
        [
            "Each measurement",
            f"{settings['rounds']} rounds of about {settings['seconds']:g} s, "
            f"{settings['connections']} connections",
        ],
        ["Page", f"{results['page_bytes']:,} bytes, uncompressed"],
        ["FastAPI", f"Python {found['python']}, " + together(*FASTAPI)],
        ["Node.js", f"Node.js {found['node']}, " + together(*NODE)],
        ["Django", f"Python {found['python']}, " + together("django", "granian", "psycopg")],
        ["Beside them", f"PostgreSQL {found['postgresql']}, h2load {found['h2load']}"],
    ]
    return table(["The bench", "as measured"], rows)


FASTAPI = ["fastapi", "starlette", "pydantic", "uvicorn", "uvloop", "asyncpg", "jinja2"]
FASTAPI += ["sqlalchemy"]
NODE = ["fastify", "eta", "pg", "zod"]


def table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    numeric = [
        ":---" if i == 0 or name in ("engine", "as measured") else "---:"
        for i, name in enumerate(head)
    ]
    return [f"| {' | '.join(cells)} |" for cells in [head, numeric, *rows]]


def number(value: float) -> str:
    """One decimal below a hundred, none above."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def precise(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def replaced(text: str, table: list[str]) -> str:
    """Raises ValueError unless a table with this first line stands in the text once."""
    lines = text.split("\n")
    if lines.count(table[0]) != 1:
        raise ValueError(f"The article has no one table that begins {table[0]!r}.")
    start = end = lines.index(table[0])
    while end < len(lines) and lines[end].startswith("|"):
        end += 1
    return "\n".join([*lines[:start], *table, *lines[end:]])


if __name__ == "__main__":
    main()
