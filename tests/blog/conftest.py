from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from tests import people


@pytest.fixture
def sample_content(db: None) -> None:
    call_command("sample_content")


@pytest.fixture
def sam(db: None) -> User:
    return people.sam()


@pytest.fixture
def desk(sam: User, client: Client) -> Client:
    """Sam's browser, signed in."""
    client.force_login(sam)
    return client
