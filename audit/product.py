"""The product in production settings, with data of its own, started for one audit."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import httpx

from audit.crawl import Crawl, crawl
from consult import embedded, processes

CHECKOUT = Path(__file__).resolve().parent.parent
GUESTS = "from audit.guests import main; main()"


@dataclass(frozen=True)
class Guests:
    """Pages that only the holder of their link sees, and one that nobody should."""

    case: str
    booking: str
    quote: str
    server_error: str


@dataclass
class Site:
    url: str
    folder: Path
    guests: Guests
    database: embedded.PostgreSQL

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=20)

    @cached_property
    def crawl(self) -> Crawl:
        """Every public page, from the home page on."""
        with self.client() as client:
            return crawl(client)

    def largest(self, pattern: str) -> str:
        """The path of the largest page among those whose path matches."""
        return max(self.crawl.paths(pattern), key=lambda path: len(self.crawl.pages[path].text))

    @property
    def articles(self) -> list[str]:
        return self.crawl.paths(r"/blog/(?!feed/)[^/]+/")


@contextmanager
def product() -> Iterator[Site]:
    """Starts everything, and stops it again. Call it from the main thread."""
    with tempfile.TemporaryDirectory(prefix="consult-audit-") as folder, ExitStack() as started:
        var = Path(folder)
        url = _settings(var)
        log = started.enter_context((var / "log").open("wb"))
        database = embedded.PostgreSQL(var, durable=False)
        for server in (database, embedded.Redis(var, durable=False)):
            started.callback(server.stop)
            server.start(log)
        _run("manage.py", "migrate", "--verbosity", "0")
        _run("manage.py", "sample_content", "--verbosity", "0")
        _run("manage.py", "collectstatic", "--no-input", "--verbosity", "0")
        guests = Guests(**json.loads(_run("manage.py", "shell", "--no-imports", "-c", GUESTS)))
        web = processes.start(
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
            + ["--port", str(httpx.URL(url).port), "--workers", "2", "--blocking-threads", "2"]
            + ["audit.wsgi:application"],
            output=log,
            directory=CHECKOUT,
        )
        started.callback(processes.stop, web)
        site = Site(url, var, guests, database)
        _wait(site)
        yield site


def _settings(var: Path) -> str:
    """Set the environment of all that is started from here. Returns the site's address."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://localhost:{server.getsockname()[1]}"
    for name in ("ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE", "PORT"):
        os.environ.pop(name, None)
    os.environ |= {
        "PRODUCTION": "1",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": url,
        "VAR_DIR": str(var),
        "DATABASE_URL": embedded.database_url(var),
        "REDIS_URL": embedded.redis_url(var),
        "EMAIL_URL": "smtp://127.0.0.1:1",  # nobody is written to: there is no worker
        "TRUSTED_HOPS": "1",
    }
    return url


def _run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, timeout=180
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed; the lines it wrote say why.")
    return done.stdout


def _wait(site: Site) -> None:
    deadline = time.monotonic() + 60
    with site.client() as client:
        while True:
            try:
                if client.get("/").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            if time.monotonic() > deadline:
                text = (site.folder / "log").read_text(errors="replace")
                raise SystemExit(f"The product did not start.\n{text}")
            time.sleep(0.1)
