"""JSON without its loopholes: a key given twice, NaN, a number too long to read."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from .answers import AnswersError
from .problems import Problem, quoted


def parse_json(text: str, at: str) -> object:
    """The value that *text* holds. Raises AnswersError, at the keys in question or else *at*."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except AnswersError:
        raise
    except RecursionError:
        raise AnswersError([Problem(at, "is nested too deeply")]) from None
    except ValueError as error:  # also of int(), which reads at most 4300 digits, and advises us
        reason = str(error).partition(";")[0]
        raise AnswersError([Problem(at, f"is not JSON: {reason}")]) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        times = Counter(key for key, _ in pairs)
        twice = (key for key, count in times.items() if count > 1)
        raise AnswersError(Problem(quoted(key), "is given twice") for key in twice)
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")
