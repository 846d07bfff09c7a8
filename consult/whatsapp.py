"""Links that open a WhatsApp conversation with a text already typed."""

from __future__ import annotations

from urllib.parse import quote


def whatsapp_url(number: str, text: str) -> str:
    """The wa.me address for *number* (international, digits only) with *text* percent-encoded.

    WhatsApp's own form: https://faq.whatsapp.com/5913398998672934
    """
    return f"https://wa.me/{number}?text={quote(text, safe='')}"
