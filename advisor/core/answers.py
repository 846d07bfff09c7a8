"""Reading answers: strictly for the command and the API, leniently for a page's query string."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from urllib.parse import urlencode

from .model import Answers, Criterion, Matrix
from .problems import Problem, quoted


class AnswersError(ValueError):
    """Answers that do not fit their matrix, with every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


_WEIGHTS = ("0", "1", "2", "3", "4", "5")


def read_answers(matrix: Matrix, data: object) -> Answers:
    """Answers from a parsed JSON object. Raises AnswersError with all faults."""
    if not isinstance(data, dict):
        raise AnswersError([Problem("answers", "must be an object with answers and weights")])
    answers, weights = data.get("answers", {}), data.get("weights", {})
    problems = [
        Problem(quoted(key), "is not a known key")
        for key in data
        if key not in ("answers", "weights")
    ]
    problems += _answer_faults(matrix, answers)
    problems += _weight_faults(matrix, weights)
    if problems:
        raise AnswersError(problems)
    return Answers(
        answers={
            c.key: _in_file_order(c, answers[c.key]) for c in matrix.criteria if answers.get(c.key)
        },
        weights={c.key: weights[c.key] for c in matrix.criteria if c.key in weights},
    )


def _answer_faults(matrix: Matrix, answers: object) -> Iterator[Problem]:
    if not isinstance(answers, dict):
        yield Problem("answers", "must be an object")
        return
    criteria = {criterion.key: criterion for criterion in matrix.criteria}
    for key, chosen in answers.items():
        at = f"answers.{quoted(key)}"
        if key not in criteria:
            yield Problem(at, "there is no such criterion")
        elif chosen is not None and not isinstance(chosen, list | tuple):
            yield Problem(at, "must be a list of option keys, or null")
        else:
            for message in _choice_faults(criteria[key], chosen or ()):
                yield Problem(at, message)


def _choice_faults(
    criterion: Criterion, chosen: list[object] | tuple[object, ...]
) -> Iterator[str]:
    keys = {option.key for option in criterion.options}
    if not all(isinstance(key, str) for key in chosen):
        yield "must be a list of option keys, or null"
        return
    times = Counter(chosen)
    yield from (f"there is no option {quoted(key)}" for key in times if key not in keys)
    yield from (f"{quoted(key)} is given twice" for key, count in times.items() if count > 1)
    if criterion.choice == "single" and len(times) > 1:
        yield "takes one option only"


def _weight_faults(matrix: Matrix, weights: object) -> Iterator[Problem]:
    if not isinstance(weights, dict):
        yield Problem("weights", "must be an object")
        return
    criteria = {criterion.key for criterion in matrix.criteria}
    for key, weight in weights.items():
        at = f"weights.{quoted(key)}"
        if key not in criteria:
            yield Problem(at, "there is no such criterion")
        elif type(weight) is not int or not 0 <= weight <= 5:
            yield Problem(at, "must be an integer from 0 to 5")
    if all(weights.get(c.key, c.weight) == 0 for c in matrix.criteria):
        yield Problem("weights", "must not all be 0")


def parse_query(
    matrix: Matrix, pairs: Iterable[tuple[str, str]], ignore: Container[str] = ()
) -> tuple[Answers, tuple[str, ...]]:
    """What a query string says, and the `key=value` pairs (safe to print) that were left out.

    An empty value is "not sure", or the matrix's own weight. Of several options for a single
    choice, and of several weights for one criterion, the first counts. `ignore` holds the keys
    that belong to the page.
    """
    criteria = {criterion.key: criterion for criterion in matrix.criteria}
    answers: dict[str, set[str]] = {c.key: set() for c in matrix.criteria}
    weights: dict[str, int] = {}
    unknown: list[str] = []
    for key, value in pairs:
        name = key.removeprefix("w.")
        if key in ignore or (value == "" and name in criteria):
            continue
        if key in criteria:
            known = _choose(criteria[key], answers[key], value)
        else:
            known = name in criteria and _weigh(weights, name, value)
        if not known:
            unknown.append(f"{quoted(key)}={quoted(value)}")
    if all(weights.get(c.key, c.weight) == 0 for c in matrix.criteria):
        unknown += [f"w.{key}={weight}" for key, weight in weights.items()]
        weights = {}
    return Answers(
        answers={
            c.key: _in_file_order(c, answers[c.key]) for c in matrix.criteria if answers[c.key]
        },
        weights={
            c.key: w for c in matrix.criteria if (w := weights.get(c.key, c.weight)) != c.weight
        },
    ), tuple(unknown)


def _choose(criterion: Criterion, chosen: set[str], value: str) -> bool:
    known = any(option.key == value for option in criterion.options)
    if known and (criterion.choice == "multiple" or not chosen):
        chosen.add(value)
    return value in chosen


def _weigh(weights: dict[str, int], key: str, value: str) -> bool:
    return value in _WEIGHTS and weights.setdefault(key, int(value)) == int(value)


def _in_file_order(criterion: Criterion, chosen: Iterable[str]) -> tuple[str, ...]:
    keys = set(chosen)
    return tuple(option.key for option in criterion.options if option.key in keys)


def to_query(matrix: Matrix, answers: Answers) -> str:
    """The canonical query string: the order of the file, weights only where they were changed."""
    pairs = [(c.key, option.key) for c in matrix.criteria for option in answers.chosen(c)]
    pairs += [
        (f"w.{c.key}", str(answers.weight(c)))
        for c in matrix.criteria
        if answers.weight(c) != c.weight
    ]
    return urlencode(pairs)
