"""The PostgreSQL that comes with the product, filled with the rows of the page."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen

import psycopg

from bench.backends.seed import fill
from consult.embedded import NAME, PostgreSQL, database_url, socket_directory


@contextmanager
def running() -> Iterator[tuple[Popen[bytes], psycopg.Connection[tuple[object, ...]]]]:
    """Its process, and a connection of our own. Commits do not wait for the disk."""
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        server = PostgreSQL(var, durable=False)
        process = server.start(output=DEVNULL)
        try:
            # What asyncpg, pg, and psycopg all read.
            os.environ |= {"PGHOST": str(socket_directory(var)), "PGUSER": NAME, "PGDATABASE": NAME}
            with psycopg.connect(database_url(var), autocommit=True) as connection:
                fill(connection)
                yield process, connection
        finally:
            server.stop()
