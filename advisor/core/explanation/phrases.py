"""Numbers and lists as a language writes them: each pattern is a message of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import floor

Gettext = Callable[[str], str]


def number(value: Fraction, digits: int, gettext: Gettext) -> str:
    """A number that is not negative, rounded half up, without zeros at its end."""
    units = floor(value * 10**digits + Fraction(1, 2))
    whole, rest = divmod(units, 10**digits)
    decimals = f"{rest:0{digits}}".rstrip("0")
    if not decimals:
        return str(whole)
    return gettext("%(whole)s.%(decimals)s") % {"whole": whole, "decimals": decimals}


def percent(share: Fraction) -> str:
    """A share between 0 and 1, rounded, but neither to nothing nor to all."""
    return str(min(99, max(1, floor(100 * share + Fraction(1, 2)))))


def stretch(low: str, high: str, gettext: Gettext) -> str:
    """Two ends as people read them: `71`, or `71 to 79`."""
    if low == high:
        return low
    return gettext("%(low)s to %(high)s") % {"low": low, "high": high}


def all_of(items: Iterable[str], gettext: Gettext) -> str:
    """At least one item: `A`, `A and B`, or `A, B and C`."""
    *others, last = items
    if not others:
        return last
    return gettext("%(first)s and %(second)s") % {"first": _row(others, gettext), "second": last}


def any_of(items: Iterable[str], gettext: Gettext) -> str:
    """At least one item: `A`, `A or B`, or `A, B or C`."""
    *others, last = items
    if not others:
        return last
    return gettext("%(first)s or %(second)s") % {"first": _row(others, gettext), "second": last}


def in_turn(first: str, second: str, gettext: Gettext) -> str:
    """Two whole sentences, one after the other."""
    return gettext("%(sentence)s %(next_sentence)s") % {"sentence": first, "next_sentence": second}


def in_quotes(label: str, gettext: Gettext) -> str:
    return gettext("“%(label)s”") % {"label": label}


def _row(items: list[str], gettext: Gettext) -> str:
    row = items[0]
    for item in items[1:]:
        row = gettext("%(first)s, %(second)s") % {"first": row, "second": item}
    return row
