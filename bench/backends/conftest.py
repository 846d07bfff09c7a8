from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
import pytest

from bench.backends import database, servers


@pytest.fixture(scope="session")
def connection() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with database.running() as (_, connection):
        yield connection


@pytest.fixture(scope="session")
def ports(connection: psycopg.Connection[tuple[object, ...]]) -> Iterator[dict[str, int]]:
    core = max(os.sched_getaffinity(0))
    with ExitStack() as stack:
        yield {
            key: stack.enter_context(servers.running(server, core))[1]
            for key, server in servers.SERVERS.items()
        }
