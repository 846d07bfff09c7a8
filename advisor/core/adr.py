"""A verdict as an architecture decision record in Markdown, by the template of MADR 4.0.0."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .adr_outcome import confirmation, outcome
from .explain import Sentence, explain
from .explanation.phrases import Gettext, all_of, in_quotes, in_turn
from .explanation.sentence import quoting
from .explanation.telling import Telling
from .markdown import bullets, link, plain
from .model import Alternative, Answers, Criterion, Matrix, Option
from .result import Result


def adr(
    matrix: Matrix,
    answers: Answers,
    result: Result,
    today: date,
    gettext: Gettext = str,
    url: str = "",
) -> str:
    """The record, for a team to complete and commit; *url* is where to run the matrix again.

    It is a proposal whatever the verdict: a matrix advises, and people decide. The names of its
    sections are those of the template in every language.
    """
    telling = Telling(matrix, answers, result, gettext)
    sentences = explain(matrix, answers, result, gettext)
    parts = [
        f"---\nstatus: proposed\ndate: {today.isoformat()}\ndecision-makers: []\n---",
        f"# {plain(_title(telling))}",
        "## Context and Problem Statement",
        *_context(telling),
        "## Decision Drivers",
        bullets(_driver(telling, criterion) for criterion in matrix.criteria),
        "## Considered Options",
        bullets(plain(_named(telling, one)) for one in matrix.alternatives),
        "## Decision Outcome",
        *outcome(telling, sentences),
        *confirmation(telling, sentences),
        "## Pros and Cons of the Options",
        *(part for one in matrix.alternatives for part in _option(telling, sentences, one)),
        "## More Information",
        *_more(telling, today, url),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _title(telling: Telling) -> str:
    gettext, kind = telling.gettext, telling.result.verdict.kind
    if kind == "close_call":
        message = gettext("Undecided: %(title)s")
    elif kind == "neither":
        message = gettext("None of them: %(title)s")
    else:
        message = gettext("Choose %(winner)s: %(title)s")
    return message % (telling.names | {"title": telling.matrix.title})


def _context(telling: Telling) -> Iterator[str]:
    gettext, matrix = telling.gettext, telling.matrix
    yield plain(gettext("The question is: %(title)s") % {"title": matrix.title})
    message = gettext(
        "A decision matrix compares %(alternatives)s on the drivers below. Answered for this case: "
        "%(answered)s of %(total)s."
    )
    names = {
        "alternatives": all_of((one.name for one in matrix.alternatives), gettext),
        "answered": len(telling.answered),
        "total": len(matrix.criteria),
    }
    yield plain(message % names)
    yield gettext(
        "The matrix advises; it does not decide. The status stays proposed until those who decide "
        "have put their names above."
    )


def _driver(telling: Telling, criterion: Criterion) -> str:
    gettext, weight = telling.gettext, telling.answers.weight(criterion)
    if weight == criterion.weight:
        message = gettext("%(criterion)s, weight %(weight)s: %(question)s")
    else:
        message = gettext(
            "%(criterion)s, weight %(weight)s (in the matrix %(default)s): %(question)s"
        )
    asked = message % {
        "criterion": criterion.name,
        "weight": weight,
        "default": criterion.weight,
        "question": criterion.question,
    }
    labels = [in_quotes(option.label, gettext) for option in telling.chosen(criterion)]
    if labels:
        said = gettext("Answer: %(options)s.") % {"options": all_of(labels, gettext)}
    else:
        said = gettext("Answer: not sure.")
    return plain(in_turn(asked, said, gettext))


def _named(telling: Telling, alternative: Alternative) -> str:
    if not alternative.detail.strip():
        return alternative.name
    names = {"name": alternative.name, "detail": alternative.detail}
    return telling.gettext("%(name)s (%(detail)s)") % names


def _option(telling: Telling, sentences: list[Sentence], one: Alternative) -> Iterator[str]:
    gettext, total = telling.gettext, telling.result.totals[one.key]
    yield f"### {plain(_named(telling, one))}"
    points = telling.between(total.low, total.high)
    yield gettext("%(points)s of 100 points.") % {"points": points}
    for sentence in sentences:
        if sentence.role == "excluded" and sentence.alternative == one.key:
            yield plain(sentence.said(gettext))
    cells = [(c, option) for c in telling.answered for option in telling.chosen(c)]
    cells.sort(key=lambda cell: -cell[1].cells[one.key].anchor)
    yield bullets(_judged(telling, criterion, option, one.key) for criterion, option in cells)


def _judged(telling: Telling, criterion: Criterion, option: Option, key: str) -> str:
    """One cell as an argument, with its source."""
    gettext, cell = telling.gettext, option.cells[key]
    if cell.anchor >= 3:
        message = gettext("Good, because of “%(option)s” on %(criterion)s.")
    elif cell.anchor == 2:
        message = gettext("Neutral, because of “%(option)s” on %(criterion)s.")
    else:
        message = gettext("Bad, because of “%(option)s” on %(criterion)s.")
    text = message % {"option": option.label, "criterion": criterion.name}
    argument = plain(quoting("deciding", text, criterion.key, option, key).said(gettext))
    if cell.source is None:
        return argument
    return gettext("%(argument)s Source: %(source)s, as of %(date)s.") % {
        "argument": argument,
        "source": link(cell.source.title, cell.source.url),
        "date": cell.source.as_of.isoformat(),
    }


def _more(telling: Telling, today: date, url: str) -> Iterator[str]:
    gettext, matrix, version = telling.gettext, telling.matrix, telling.result.version
    if version is None:
        message = gettext(
            "Drafted on %(date)s with the matrix “%(title)s” (%(slug)s), from a file."
        )
    else:
        message = gettext(
            "Drafted on %(date)s with version %(version)s of the matrix “%(title)s” (%(slug)s)."
        )
    names = {"title": matrix.title, "slug": matrix.slug}
    yield plain(message % (names | {"date": today.isoformat(), "version": version}))
    yield gettext(
        "Points are a weighted sum on a scale from 0 to 100. A lead under %(close_call)s points is "
        "a close call, one from %(clear)s points is clear, and under a total of %(floor)s points "
        "no alternative is advised."
    ) % {"close_call": matrix.close_call, "clear": matrix.clear, "floor": matrix.floor}
    yield _weights(telling)
    if url:
        yield link(gettext("Run it again with these answers"), url)


def _weights(telling: Telling) -> str:
    gettext = telling.gettext
    changed = [
        gettext("%(criterion)s %(weight)s instead of %(default)s")
        % {
            "criterion": criterion.name,
            "weight": telling.answers.weight(criterion),
            "default": criterion.weight,
        }
        for criterion in telling.matrix.criteria
        if telling.answers.weight(criterion) != criterion.weight
    ]
    if not changed:
        return gettext("The weights are those of the matrix.")
    return plain(
        gettext("Weights changed for this case: %(weights)s.")
        % {"weights": all_of(changed, gettext)}
    )
