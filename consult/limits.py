"""Who is asking: the one function that decides a client's address."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The visitor's address, or None where it cannot be told.

    Each trusted proxy appends the address it saw to X-Forwarded-For, so with N trusted hops the
    N-th entry from the right is the last one that nobody outside could have written.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_HOPS:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        address = hops[-settings.TRUSTED_HOPS] if len(hops) >= settings.TRUSTED_HOPS else ""
    try:
        return str(ip_address(address))
    except ValueError:
        return None
