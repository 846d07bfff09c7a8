"""The product as a soak starts it: web servers and a database, both of which a test may end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest

from consult import embedded
from soak.product import fill_database, settings
from soak.webs import Web, serving


@dataclass
class Site:
    """A PostgreSQL that may be stopped, and web servers that may be killed; Redis is away."""

    database: embedded.PostgreSQL
    webs: list[Web]
    log: Path

    @property
    def database_url(self) -> str:
        return embedded.database_url(self.database.var)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.database.start(log)

    def count(self, table: str) -> int:
        with psycopg.connect(self.database_url) as connection:
            [count] = connection.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,)
        return int(count)


@pytest.fixture(scope="session")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """It, started once for all tests that look at it from outside."""
    var = tmp_path_factory.mktemp("outside") / "var"
    database = embedded.PostgreSQL(var, durable=False)
    with pytest.MonkeyPatch.context() as environment:
        for name, value in settings(var, embedded.database_url(var)).items():
            environment.setenv(name, value)
        var.mkdir()
        with (var / "log").open("wb") as log:
            database.start(log)
        fill_database()
        with serving(2, var / "log") as webs:
            for web in webs:
                wait_for(web)
            yield Site(database, webs, var / "log")
    database.stop()


def wait_for(web: Web) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{web.url}/imprint/", headers={"Host": "localhost"}).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail("The web server did not start.")
