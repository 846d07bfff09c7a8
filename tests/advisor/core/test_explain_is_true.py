"""Whatever is said holds in every case that the answers leave possible, tried one by one."""

from __future__ import annotations

from hypothesis import given, settings

from advisor.core.model import Answers, Matrix
from tests.advisor.core.build import answers, criterion, matrix
from tests.advisor.core.claims import claims, comes_to, none_fits, reason
from tests.advisor.core.strategies import cases
from tests.advisor.core.truth import truth


@settings(max_examples=100)
@given(cases())
def test_what_is_said_is_true(drawn: tuple[Matrix, Answers]) -> None:
    assert [text for text, holds in claims(truth(*drawn)) if not holds] == []


def test_a_false_claim_would_be_noticed() -> None:
    case = truth(matrix(criterion("work", 1, {"x": (4, 1), "y": (1, 4)})), answers(work="x"))

    assert list(claims(case)) == [
        ("A is the clear choice: it leads B by 75 of 100 points.", True),
        ("Work speaks for A by 75 points: “Option x”.", True),
        ("If the answer on Work were “Option y”, B would win.", True),
    ]
    assert not comes_to(case, "Work", "y", "A would win")
    assert not none_fits(case, "A", "100", "40")
    assert not reason(case, "Work", "A", "50", "x")
