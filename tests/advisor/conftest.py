from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from advisor.models import DecisionMatrix
from tests.advisor.desk import published


@pytest.fixture
def sam(db: None) -> User:
    """As in tests.people, but without a password, which takes long to hash."""
    return User.objects.create_user("sam", is_staff=True, is_superuser=True)


@pytest.fixture
def desk(sam: User, client: Client) -> Client:
    """Sam's browser, signed in."""
    client.force_login(sam)
    return client


@pytest.fixture
def matrix(db: None) -> DecisionMatrix:
    """The golden matrix as version 1, with no draft."""
    return published()
