from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.core.rounding import shown_parts


def test_a_third_three_times_still_makes_a_hundred() -> None:
    assert shown_parts([Fraction(100, 3)] * 3) == (Decimal(34), Decimal(33), Decimal(33))
    assert shown_parts([Fraction(100, 3)] * 3, 1) == (
        Decimal("33.4"),
        Decimal("33.3"),
        Decimal("33.3"),
    )


def test_what_was_cut_most_is_given_back_first() -> None:
    parts = [Fraction(12, 10), Fraction(28, 10), Fraction(0)]

    assert shown_parts(parts) == (Decimal(1), Decimal(3), Decimal(0))


def test_nothing_has_no_parts() -> None:
    assert shown_parts([]) == ()


parts = st.builds(Fraction, st.integers(0, 10_000), st.integers(1, 500))


@settings(max_examples=40)
@given(st.lists(parts, max_size=12), st.integers(0, 2))
def test_parts_add_up_to_the_rounded_total_and_none_moves_by_a_unit(
    parts: list[Fraction], digits: int
) -> None:
    shown = shown_parts(parts, digits)

    total = Fraction(floor(sum(parts) * 10**digits + Fraction(1, 2)), 10**digits)
    assert Fraction(sum(shown)) == total
    for part, one in zip(parts, shown, strict=True):
        assert abs(Fraction(one) - part) < Fraction(1, 10**digits)
