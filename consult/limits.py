"""Who is asking, and how often: the client's address, and a bucket of tokens for each."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from consult.http import refuse

View = Callable[..., HttpResponse]

# One statement, so that of many requests at once each sees what the one before has left. `after`
# is when the bucket would be full again with this token taken, `empty` the latest that may be.
# A clock that was set back can have left a later one: such a bucket is empty, and fills from now.
#
# Whoever brings a new row takes some old ones away, so the table stays as small as its use.
_TAKE = """
    WITH tidied AS (
        DELETE FROM consult_tokenbucket WHERE key IN (
            SELECT key FROM consult_tokenbucket WHERE full_at < %(now)s AND key <> %(key)s
            LIMIT 20 FOR UPDATE SKIP LOCKED
        )
        AND NOT EXISTS (SELECT 1 FROM consult_tokenbucket WHERE key = %(key)s)
    )
    INSERT INTO consult_tokenbucket AS bucket (key, full_at, granted)
    VALUES (%(key)s, %(now)s + %(token)s, true)
    ON CONFLICT (key) DO UPDATE SET (full_at, granted) = (
        SELECT CASE WHEN after <= %(empty)s THEN after ELSE after - %(token)s END,
               after <= %(empty)s
        FROM (
            SELECT LEAST(GREATEST(bucket.full_at, %(now)s), %(empty)s) + %(token)s
        ) AS taken (after)
    )
    RETURNING granted, full_at
"""


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


def household(address: str | None) -> str:
    """Who shares a bucket: one IPv4 address, one IPv6 /64, or all whose address is unknown.

    A /64 is the least that an IPv6 customer is given, and every address in it is his to use.
    """
    if address is None:
        return "unknown"
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or IPv6Network((int(ip), 64), strict=False))
    return str(ip)


def take(
    scope: str, address: str | None, *, burst: int, per_minute: int, now: datetime
) -> timedelta | None:
    """Take a token from the bucket of *address*; where it is empty, say how long until the next.

    A bucket holds *burst* tokens and gets *per_minute* new ones, evenly. Those of one scope do not
    touch those of another.
    """
    digest = salted_hmac(f"consult.limits.{scope}", household(address), algorithm="sha256").digest()
    token = timedelta(minutes=1) / per_minute
    empty = now + burst * token
    values: dict[str, Any] = {
        "key": UUID(bytes=digest[:16]),
        "now": now,
        "token": token,
        "empty": empty,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        granted, full_at = cursor.fetchone()
    return None if granted else full_at + token - empty


def limited(
    scope: str, *, burst: int, per_minute: int, methods: Collection[str] | None = None
) -> Callable[[View], View]:
    """Decorator: 429 and Retry-After, in seconds, for whoever asks more often. See `take`.

    Only requests with one of *methods* count, if given.
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def within_limits(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if methods is not None and request.method not in methods:
                return view(request, *args, **kwargs)
            wait = take(
                scope,
                client_address(request),
                burst=burst,
                per_minute=per_minute,
                now=timezone.now(),
            )
            if wait is None:
                return view(request, *args, **kwargs)
            seconds = ceil(wait.total_seconds())
            sentence = ngettext(
                "That was a lot at once. Try again in %(seconds)s second.",
                "That was a lot at once. Try again in %(seconds)s seconds.",
                seconds,
            )
            status = HTTPStatus.TOO_MANY_REQUESTS
            response = refuse(request, status, sentence % {"seconds": seconds})
            response.headers["Retry-After"] = str(seconds)
            return response

        return within_limits

    return decorator
