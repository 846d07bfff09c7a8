"""What exactly is offered, as one text, so that an acceptance can say what was accepted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from consult.quotes.pricing import Line, totals


@dataclass(frozen=True)
class Offer:
    """The terms of one version of a quote."""

    reference: str
    version: int
    title: str
    introduction: str
    currency: str
    valid_until: date
    lines: tuple[Line, ...]


def canonical(offer: Offer) -> str:
    """*offer* as JSON: sorted keys, no spaces, amounts as text with two digits."""
    total = totals(offer.lines)
    document = {
        "reference": offer.reference,
        "version": offer.version,
        "title": offer.title,
        "introduction": offer.introduction,
        "currency": offer.currency,
        "valid_until": offer.valid_until.isoformat(),
        "lines": [
            {
                "description": line.description,
                "quantity": _text(line.quantity),
                "unit_price": _text(line.unit_price),
                "tax_percent": _text(line.tax_percent),
                "net": _text(line.net),
            }
            for line in offer.lines
        ],
        "net": _text(total.net),
        "tax": _text(total.tax),
        "gross": _text(total.gross),
    }
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content_hash(offer: Offer) -> str:
    """SHA-256 of the canonical text in UTF-8, as 64 hexadecimal digits."""
    return sha256(canonical(offer).encode()).hexdigest()


def _text(amount: Decimal) -> str:
    return f"{amount:.2f}"
