"""A date in an address of the admin that no calendar has."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.people import sam

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/admin/bookings/booking/?starts_at__year=99999999999",
        "/admin/intake/intake/?started_at__year=9999&started_at__month=12&started_at__day=31",
    ],
)
def test_it_is_refused_with_a_sentence(client: Client, path: str) -> None:
    client.force_login(sam())
    response = client.get(path)
    assert response.status_code == 400
    assert "could not be read" in response.text
