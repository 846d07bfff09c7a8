"""A real Celery worker, on the database and the Redis of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection

from consult import processes
from tests.smtp import Postbox


@pytest.fixture
def celery_worker_process(
    transactional_db: None,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that takes tasks by now. It mails to `smtp_server` if the test has that, too."""
    redis.Redis.from_url(settings.REDIS_URL, protocol=2).flushdb()
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    monkeypatch.setenv("DATABASE_URL", f"{server}/{connection.settings_dict['NAME']}")
    if "smtp_server" in request.fixturenames:
        postbox: Postbox = request.getfixturevalue("smtp_server")
        monkeypatch.setenv("EMAIL_URL", postbox.url)
    log = tmp_path / "worker.log"
    with log.open("wb") as output:
        worker = processes.start(
            [sys.executable, "-m", "celery", "-A", "consult", "worker", "--loglevel", "INFO"]
            + ["--concurrency", "2", "--without-gossip", "--without-mingle"],
            output=output,
        )
    deadline = time.monotonic() + 60
    while " ready." not in log.read_text():
        if worker.poll() is not None or time.monotonic() > deadline:
            processes.stop(worker)
            pytest.fail(f"The worker did not start.\n{log.read_text()}")
        time.sleep(0.05)
    yield worker
    processes.stop(worker)
