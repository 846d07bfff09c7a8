"""Without a Redis nobody waits for one, measured while nothing else runs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.test import Client

from advisor.core.model import load_matrix
from advisor.services import publish
from consult.embedded import Redis
from consult.followups.models import Message
from consult.page_cache import Page, SharedMemory
from tests.intake.visit import Visit
from tests.people import GOLDEN, NOW
from tests.product import free_port


@pytest.mark.django_db(transaction=True)
def test_who_submits_does_not_wait_for_one(redis_server: Redis) -> None:
    publish(load_matrix(GOLDEN.read_text()), NOW)
    ada = Visit(Client())
    ada.reach("check")
    redis_server.stop()
    began = time.monotonic()
    assert ada.submit().startswith("/case/receipt/")
    assert time.monotonic() - began < 0.8
    assert [message.state for message in Message.objects.all()] == ["queued", "queued"]


NUDGE = """
import time
import django
django.setup()
from consult.followups.services import nudge_after_commit
began = time.monotonic()
nudge_after_commit([1])
print(time.monotonic() - began)
"""


def test_a_process_that_never_had_one_does_not_wait_either() -> None:
    away = f"redis://127.0.0.1:{free_port()}/0"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "consult.settings", "REDIS_URL": away}
    done = subprocess.run(
        [sys.executable, "-c", NUDGE], env=environment, capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < 0.5
    assert "No worker was told of messages [1]" in done.stderr


@pytest.fixture
def deaf_server() -> Iterator[str]:
    """The address of something that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def test_a_redis_that_hangs_is_waited_for_once(deaf_server: str) -> None:
    shared, page = SharedMemory(deaf_server), Page({}, {"identity": b"Hi"})
    started = time.monotonic()
    assert shared.get("key") is None
    first = time.monotonic() - started
    for _ in range(100):
        shared.put("key", page)
        assert shared.get("key") is None
    rest = time.monotonic() - started - first
    assert 0.1 <= first < 0.4
    assert rest < 0.1
