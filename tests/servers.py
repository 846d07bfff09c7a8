"""A pytest plugin: a PostgreSQL and a Redis of its own for every run of the tests.

It is imported before the settings are, so that they read the addresses of these servers. The
servers start only when a test has been chosen that is not one of the pure core's.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import embedded

CORE = Path(__file__).parent / "advisor" / "core"
VAR = Path(tempfile.mkdtemp(prefix="consult-tests-"))
atexit.register(shutil.rmtree, VAR, ignore_errors=True)

for name in ("PRODUCTION", "PORT", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL"):
    os.environ.pop(name, None)
os.environ["VAR_DIR"] = str(VAR)
os.environ["DATABASE_URL"] = embedded.database_url(VAR)
os.environ["REDIS_URL"] = embedded.redis_url(VAR)

postgresql = embedded.PostgreSQL(VAR, durable=False)
redis = embedded.Redis(VAR, durable=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Iterator[None]:
    pure = all(CORE in item.path.parents for item in session.items)
    if pure or session.config.option.collectonly:
        return (yield)
    with (VAR / "servers.log").open("wb") as log:
        try:
            postgresql.start(log)
            redis.start(log)
            return (yield)
        finally:
            redis.stop()
            postgresql.stop()


@pytest.fixture
def redis_server() -> Iterator[embedded.Redis]:
    """The Redis of this run. A test may stop it; afterwards it runs again."""
    yield redis
    if redis.process is None:
        with (VAR / "servers.log").open("ab") as log:
            redis.start(log)
