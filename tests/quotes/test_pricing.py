from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.quotes.pricing import Line, Tax, Totals, rounded, totals


def line(quantity: str, unit_price: str, tax_percent: str = "19") -> Line:
    return Line("Review", Decimal(quantity), Decimal(unit_price), Decimal(tax_percent))


LINES = st.lists(
    st.builds(
        Line,
        description=st.just("Review"),
        quantity=st.decimals(0, "999999.99", places=2),
        unit_price=st.decimals(0, "9999999999.99", places=2),
        tax_percent=st.sampled_from([Decimal("0.00"), Decimal("7.00"), Decimal("19.00")]),
    ),
    max_size=20,
)


def test_a_day_and_a_half_at_nineteen_per_cent() -> None:
    assert totals([line("1.5", "1200.00")]) == Totals(
        net=Decimal("1800.00"),
        taxes=(Tax(Decimal("19"), Decimal("1800.00"), Decimal("342.00")),),
        tax=Decimal("342.00"),
        gross=Decimal("2142.00"),
    )


def test_no_lines_cost_nothing() -> None:
    zero = Decimal("0.00")
    assert totals([]) == Totals(net=zero, taxes=(), tax=zero, gross=zero)


@pytest.mark.parametrize(
    ("exact", "shown"),
    [("0.005", "0.01"), ("0.015", "0.02"), ("0.0049", "0.00"), ("2.675", "2.68")],
)
def test_halves_of_a_cent_are_rounded_up(exact: str, shown: str) -> None:
    assert rounded(Decimal(exact)) == Decimal(shown)


def test_each_line_is_rounded_before_it_is_added() -> None:
    # Three times 0.125: rounded lines make 0.39, a rounded sum would make 0.38.
    assert totals([line("0.25", "0.50", "0")] * 3).net == Decimal("0.39")


def test_tax_is_taken_once_from_the_sum_of_a_rate() -> None:
    # 19 % of 0.13 is 0.0247, so 0.02 three times; of 0.39 it is 0.0741.
    assert totals([line("1", "0.13")] * 3).tax == Decimal("0.07")


def test_rates_stand_apart_with_the_lowest_first() -> None:
    lines = [line("1", "100"), line("1", "50", "7"), line("2", "10"), line("1", "5", "0")]
    assert totals(lines).taxes == (
        Tax(Decimal("0"), Decimal("5.00"), Decimal("0.00")),
        Tax(Decimal("7"), Decimal("50.00"), Decimal("3.50")),
        Tax(Decimal("19"), Decimal("120.00"), Decimal("22.80")),
    )


@given(LINES)
def test_the_parts_add_up_to_the_totals(lines: list[Line]) -> None:
    sums = totals(lines)
    assert sums.net == sum(line.net for line in lines) == sum(tax.net for tax in sums.taxes)
    assert sums.tax == sum(tax.amount for tax in sums.taxes)
    assert sums.gross == sums.net + sums.tax


@given(LINES)
def test_every_amount_has_exactly_two_digits(lines: list[Line]) -> None:
    sums = totals(lines)
    amounts = [sums.net, sums.tax, sums.gross, *(line.net for line in lines)]
    assert {amount.as_tuple().exponent for amount in amounts} == {-2}


@given(LINES)
def test_a_line_is_within_half_a_cent_of_its_exact_product(lines: list[Line]) -> None:
    for each in lines:
        assert abs(each.net - each.quantity * each.unit_price) <= Decimal("0.005")


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError):
        totals([Line("Review", 1.5, Decimal("10.00"), Decimal("19"))])  # type: ignore[arg-type]  # that is the test
