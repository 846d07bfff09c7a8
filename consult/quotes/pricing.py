"""What a quote costs: exact decimals in, amounts of the currency with two digits out.

The order of rounding is that of the European standard for electronic invoices (EN 16931): every
line's net amount is rounded, totals are sums of rounded amounts (BR-CO-10), and the tax of a rate
is computed once, from the sum of the lines at that rate, and rounded (BR-CO-17). Halves are
rounded up, as in commercial rounding (DIN 1333).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MINOR_UNIT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """A line item. *tax_percent* is in per cent: 19 means 19 %."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    tax_percent: Decimal

    @property
    def net(self) -> Decimal:
        return rounded(self.quantity * self.unit_price)


@dataclass(frozen=True)
class Tax:
    """All lines at one rate: their net amount, and the tax on it."""

    percent: Decimal
    net: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Totals:
    """`net` + `tax` = `gross`; `taxes` has one entry a rate, the lowest first."""

    net: Decimal
    taxes: tuple[Tax, ...]
    tax: Decimal
    gross: Decimal


def rounded(amount: Decimal) -> Decimal:
    """*amount* with two digits, halves away from zero."""
    return amount.quantize(MINOR_UNIT, ROUND_HALF_UP)


def totals(lines: Iterable[Line]) -> Totals:
    """The totals of *lines*; all zero where there are none."""
    nets: dict[Decimal, Decimal] = {}
    for line in lines:
        nets[line.tax_percent] = nets.get(line.tax_percent, Decimal("0.00")) + line.net
    taxes = tuple(
        Tax(percent, nets[percent], rounded(nets[percent] * percent / 100))
        for percent in sorted(nets)
    )
    net = sum(nets.values(), Decimal("0.00"))
    tax = sum((tax.amount for tax in taxes), Decimal("0.00"))
    return Totals(net=net, taxes=taxes, tax=tax, gross=net + tax)
