"""A matrix where it cannot be run, in a feed or a text: when to choose which alternative."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from advisor.core.markdown import link, plain
from advisor.core.model import Criterion, Matrix


@dataclass(frozen=True)
class Circumstances:
    """The answers to one question: those that speak for each alternative, in the matrix's order,
    and those that speak for no single one."""

    question: str
    cells: list[list[str]]
    shared: list[str]


def circumstances(matrix: Matrix) -> list[Circumstances]:
    return [_of(matrix, criterion) for criterion in matrix.criteria]


def _of(matrix: Matrix, criterion: Criterion) -> Circumstances:
    led: dict[str | None, list[str]] = {one.key: [] for one in matrix.alternatives} | {None: []}
    for option in criterion.options:
        led[option.leader(matrix.alternatives)].append(option.label)
    cells = [led[one.key] for one in matrix.alternatives]
    return Circumstances(criterion.question, cells, led[None])


def names(matrix: Matrix) -> list[str]:
    return [f"{one.name} ({one.detail})" if one.detail else one.name for one in matrix.alternatives]


def as_html(matrix: Matrix, url: str) -> str:
    """A plain table; *url* is where the matrix can be run."""
    context = {
        "matrix": matrix,
        "names": names(matrix),
        "rows": circumstances(matrix),
        "shared": any(row.shared for row in circumstances(matrix)),
        "url": url,
    }
    return render_to_string("blog/_matrix_table.html", context)


def as_markdown(matrix: Matrix, url: str) -> str:
    rows = circumstances(matrix)
    shared = any(row.shared for row in rows)
    head = ["", *map(plain, names(matrix)), *([plain(_("No difference"))] if shared else [])]
    lines = [head, ["---"] * len(head)]
    for row in rows:
        cells = [*row.cells, *([row.shared] if shared else [])]
        lines.append([plain(row.question), *("; ".join(map(plain, cell)) for cell in cells)])
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{table}\n\n{link(_('Run this matrix on your own case: %s') % matrix.title, url)}"
