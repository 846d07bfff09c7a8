"""What a matrix can and cannot say, beside its editor: shares that add up, and findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations

from django.utils.formats import number_format
from django.utils.translation import gettext

from advisor.core.differences import SEPARATOR
from advisor.core.health import Alike, CellKey, Health, health
from advisor.core.model import Matrix, MatrixError
from advisor.core.rounding import shown_parts
from advisor.editor.fields import Document, walk
from advisor.editor.problems import problems_of

MOST_LISTED = 100


@dataclass(frozen=True)
class ShareView:
    """A share of all answer sets. `number` is its alternative's, 0 where it is nobody's."""

    name: str
    number: int
    width: str
    shown: str


@dataclass(frozen=True)
class Finding:
    """`link` is the id of the field in the editor where it can be changed."""

    text: str
    link: str


@dataclass(frozen=True)
class Section:
    """Findings of one kind, `count` in all; `more` of them are not listed."""

    title: str
    explanation: str
    count: int
    findings: list[Finding]
    more: int


@dataclass(frozen=True)
class HealthView:
    """`outcomes` and `ahead` each add up to 100 %, and so does every list of `pairs`."""

    answer_sets: str
    exact: bool
    outcomes: list[ShareView]
    ahead: list[ShareView]
    pairs: list[list[ShareView]]
    sections: list[Section]
    never_win: dict[str, str]


def health_context(document: Document, today: date) -> dict[str, object]:
    """The context of `_health.html`. A document with faults has no health, only their number."""
    try:
        matrix = Matrix.from_document(document)
    except MatrixError:
        return {"health": None, "waits_for": len(problems_of(document))}
    return {"health": _view(matrix, health(matrix, today)), "waits_for": 0}


def _view(matrix: Matrix, found: Health) -> HealthView:
    names = {one.key: one.name for one in matrix.alternatives}
    return HealthView(
        answer_sets=number_format(found.answer_sets, force_grouping=True),
        exact=found.exact,
        outcomes=_outcomes(found, names),
        ahead=_ahead(found, names),
        pairs=[] if found.exact else list(_pairs(found, names)),
        sections=list(_sections(matrix, found)),
        never_win={key: names[key] for key in found.never_win},
    )


def _outcomes(found: Health, names: Mapping[str, str]) -> list[ShareView]:
    if found.decided is None or found.close_calls is None or found.none is None:
        return []
    rest = [(gettext("Close call"), found.close_calls)]
    if found.none:
        rest.append((gettext("All ruled out"), found.none))
    return _shares(names, found.decided, rest)


def _ahead(found: Health, names: Mapping[str, str]) -> list[ShareView]:
    if found.wins is None or found.none is None:
        return []
    level = 1 - sum(found.wins.values(), found.none)
    rest = [(gettext("Level"), level), (gettext("All ruled out"), found.none)]
    return _shares(names, found.wins, [(name, share) for name, share in rest if share])


def _pairs(found: Health, names: Mapping[str, str]) -> Iterator[list[ShareView]]:
    for one, other in combinations(names, 2):
        shares = {one: found.pairwise[one][other], other: found.pairwise[other][one]}
        rest = 1 - sum(shares.values(), Fraction())
        yield _shares(names, shares, [(gettext("Level"), rest)] if rest else [])


def _shares(
    names: Mapping[str, str], shares: Mapping[str, Fraction], rest: list[tuple[str, Fraction]]
) -> list[ShareView]:
    """Whole percentages that add up; what is there, but rounds to nothing, says so."""
    numbers = {key: number for number, key in enumerate(names, start=1)}
    named = [(names[key], numbers[key], share) for key, share in shares.items()]
    named += [(name, 0, share) for name, share in rest]
    percentages = shown_parts([100 * share for _name, _number, share in named])
    return [
        ShareView(name, number, f"{float(100 * share):.2f}", _percent(share, int(percentage)))
        for (name, number, share), percentage in zip(named, percentages, strict=True)
    ]


def _percent(share: Fraction, percentage: int) -> str:
    if share and not percentage:
        return gettext("under 1 %")
    return gettext("%(number)s %%") % {"number": percentage}


def _sections(matrix: Matrix, found: Health) -> Iterator[Section]:
    """The kinds of findings that there are, the worst first."""
    about = _Places(matrix)
    kinds = [
        (
            gettext("Can never win"),
            gettext("Whatever is answered, it is ruled out, or another one is ahead or level."),
            (about.alternative(key) for key in found.never_win),
        ),
        (
            gettext("Never decide"),
            gettext("Whatever the other answers are, this one alone does not change who is ahead."),
            (about.criterion(key) for key in found.never_decide),
        ),
        (
            gettext("Nobody can tell them apart"),
            gettext("Same anchors, same exclusions: choosing between these changes nothing."),
            (about.options(alike) for alike in found.indistinguishable),
        ),
        (
            gettext("Without a rationale"),
            gettext("Readers see an anchor and no reason."),
            (about.cell(key, "rationale") for key in found.without_rationale),
        ),
        (
            gettext("Source older than a year"),
            gettext("Look whether it still says the same."),
            (about.cell(key, "source.as_of") for key in found.stale),
        ),
    ]
    for title, explanation, findings in kinds:
        if every := list(findings):
            listed = every[:MOST_LISTED]
            yield Section(title, explanation, len(every), listed, len(every) - len(listed))


class _Places:
    """What a finding is about, in words, and where the editor has it."""

    def __init__(self, matrix: Matrix) -> None:
        self.names = {one.key: one.name for one in matrix.alternatives}
        self.criteria = {one.key: one.name for one in matrix.criteria}
        self.labels = {
            (criterion.key, option.key): option.label
            for criterion in matrix.criteria
            for option in criterion.options
        }
        self.links = {field.by_keys: f"id_{field.name}" for field in walk(matrix.document())}

    def alternative(self, key: str) -> Finding:
        return Finding(self.names[key], self.links[f"alternatives.{key}.name"])

    def criterion(self, key: str) -> Finding:
        return Finding(self.criteria[key], self.links[f"criteria.{key}.weight"])

    def options(self, alike: Alike) -> Finding:
        labels = ", ".join(f"“{self.labels[alike.criterion, key]}”" for key in alike.options)
        at = f"criteria.{alike.criterion}.options.{alike.options[0]}.label"
        return Finding(f"{self.criteria[alike.criterion]}: {labels}", self.links[at])

    def cell(self, key: CellKey, field: str) -> Finding:
        option = self.labels[key.criterion, key.option]
        place = (self.criteria[key.criterion], option, self.names[key.alternative])
        at = f"criteria.{key.criterion}.options.{key.option}.cells.{key.alternative}.{field}"
        return Finding(SEPARATOR.join(place), self.links[at])
