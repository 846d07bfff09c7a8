from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from consult.quotes.content import Offer, canonical, content_hash
from consult.quotes.pricing import Line

OFFER = Offer(
    reference="Q-K7DM-2XQ9-1",
    version=1,
    title="Prüfung",
    introduction="",
    currency="EUR",
    valid_until=date(2026, 12, 7),
    lines=(Line("Review", Decimal("1.5"), Decimal("1200"), Decimal("19")),),
)


def test_the_text_is_the_same_for_ever() -> None:
    assert canonical(OFFER) == (
        '{"currency":"EUR","gross":"2142.00","introduction":"","lines":[{"description":"Review",'
        '"net":"1800.00","quantity":"1.50","tax_percent":"19.00","unit_price":"1200.00"}],'
        '"net":"1800.00","reference":"Q-K7DM-2XQ9-1","tax":"342.00","title":"Prüfung",'
        '"valid_until":"2026-12-07","version":1}'
    )


def test_equal_amounts_written_differently_are_the_same_offer() -> None:
    line = Line("Review", Decimal("1.50"), Decimal("1200.00"), Decimal("19.00"))
    assert content_hash(replace(OFFER, lines=(line,))) == content_hash(OFFER)


def test_every_term_counts() -> None:
    other_line = replace(OFFER.lines[0], unit_price=Decimal("1200.01"))
    others = [
        replace(OFFER, reference="Q-K7DM-2XQ9-2"),
        replace(OFFER, version=2),
        replace(OFFER, title="Review"),
        replace(OFFER, introduction="Hello"),
        replace(OFFER, currency="USD"),
        replace(OFFER, valid_until=date(2026, 12, 8)),
        replace(OFFER, lines=(other_line,)),
        replace(OFFER, lines=(*OFFER.lines, other_line)),
    ]
    hashes = {content_hash(offer) for offer in [OFFER, *others]}
    assert len(hashes) == len(others) + 1
    assert {len(each) for each in hashes} == {64}
