from __future__ import annotations

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from consult.limits import client_address


def address(settings: Settings, hops: int, forwarded: str | None) -> str | None:
    settings.TRUSTED_HOPS = hops
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.9")
    return client_address(request)


@pytest.mark.parametrize(
    ("hops", "forwarded", "expected"),
    [
        (0, None, "10.0.0.9"),
        (0, "203.0.113.7", "10.0.0.9"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "203.0.113.7, 10.0.0.1", "203.0.113.7"),
        (2, "203.0.113.7", None),
        (1, None, None),
        (1, "not an address", None),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_trusted_hops_are_believed(
    settings: Settings, hops: int, forwarded: str | None, expected: str | None
) -> None:
    assert address(settings, hops, forwarded) == expected
