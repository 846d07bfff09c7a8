from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

pytest_plugins = ["tests.product", "tests.browser", "tests.smtp", "tests.worker", "tests.outside"]

# How long an example takes says more of what else the machine is doing than of the code.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
# Of any input to a form: `make inputs` asks for many more.
settings.register_profile("inputs", max_examples=int(os.environ.get("INPUTS", "15")), deadline=None)

# A hash that is slow on purpose would be most of what a test of the admin takes.
site.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def no_kept_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins without a page of an earlier one: this process forgets them, and Redis
    has none for an empty database of its own.

    Nor does a reader set off what is due by the clock: tests have times of their own.
    """
    from consult import pages  # It reads the settings, which the pure core does without.

    pages.forget()
    monkeypatch.setattr(pages, "NO_EDITION", uuid.uuid4())
    monkeypatch.setattr(pages, "watchers", [])


@pytest.fixture(scope="module")
def sample_content_of_a_module(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("sample_content")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def same_sample_content(sample_content_of_a_module: None, db: None) -> None:
    """The sample content, written once for all tests of a module.

    For modules whose tests all use it, and see it on their one connection: none may commit.
    """
    from consult import pages

    pages.renew()
