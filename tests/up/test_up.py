from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from consult import embedded, processes
from tests.product import CHECKOUT, Product, free_port, launch, wait_until_ready


@dataclass
class Home:
    """A checkout in a path with spaces, its data, and the product that runs there, if one does."""

    checkout: Path
    var: Path
    port: int = field(default_factory=free_port)
    product: Product | None = None

    def running(self) -> Product:
        """The product as it runs, or started again."""
        if self.product is None or self.product.process.poll() is not None:
            self.product = wait_until_ready(launch(self.var, self.port, checkout=self.checkout))
        return self.product


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("a folder")
    ignore = shutil.ignore_patterns(".*", "var", "__pycache__", "tests", "bench")
    checkout = shutil.copytree(CHECKOUT, folder / "my check out", ignore=ignore)
    home = Home(checkout, checkout / "var")
    yield home
    if home.product and home.product.process.poll() is None:
        home.product.stop()


def page(product: Product, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", product.port, timeout=10)
    connection.request("GET", path, headers={"Host": f"localhost:{product.port}"})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def left_behind(home: Home, *, seconds: float = 10) -> list[str]:
    """The command lines of processes of this home that are still there after `seconds`."""
    mark = f"VAR_DIR={home.var}".encode()
    deadline = time.monotonic() + seconds
    while True:
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                cwd = os.readlink(entry / "cwd")
                if mark in (entry / "environ").read_bytes() or cwd.startswith(str(home.var)):
                    found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:
                continue
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.05)


def web(product: Product) -> int:
    """The id of granian's main process: the first with its arguments, apart from its tether."""
    port = f"--port {product.port} "
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if port in command and "tether.py" not in command:
            found.append(int(entry.name))
    return min(found)


def test_it_prints_addresses_that_answer(home: Home) -> None:
    product = home.running()
    said = product.log.read_text()
    addresses = re.findall(r"^up       \| (Site|Admin|Mail) +(\S+)", said, re.MULTILINE)
    assert addresses == [
        ("Site", f"{product.url}/"),
        ("Admin", f"{product.url}/admin/"),
        ("Mail", f"{product.url}/dev/mail/"),
    ]
    answers = {name: page(product, urlsplit(url).path)[0] for name, url in addresses}
    assert answers == {"Site": 200, "Admin": 302, "Mail": 200}


def test_the_staff_password_is_printed_and_kept_from_others(home: Home) -> None:
    product = home.running()
    assert f"user sam, password {product.staff_password}\n" in product.log.read_text()
    assert stat.S_IMODE((home.var / "staff-password").stat().st_mode) == 0o600


def test_every_line_says_who_wrote_it(home: Home) -> None:
    lines = home.running().log.read_text().splitlines()
    names = ["beat", "postgres", "redis", "up", "web", "worker"]
    assert {line[:11] for line in lines} <= {f"{name:<8} | " for name in names}


UNANNOUNCED = """
INSERT INTO followups_message (idempotency_key, kind, recipient, subject, text, html, calendar,
    calendar_method, message_id, state, reason, due_at, lease, attempts, queued_at)
VALUES ('unannounced', 'staff-notice', 'staff@practice.example', 'Unannounced', '', '', '', '',
    '<unannounced@practice.example>', 'queued', '', now(), 0, 0, now())
"""


def test_the_scheduler_finds_a_mail_that_no_worker_was_told_of(home: Home) -> None:
    product = home.running()
    with psycopg.connect(product.database_url) as database:
        database.execute(UNANNOUNCED)
    # Its first sweep may come before the worker listens, and the next one comes 3 s later.
    deadline = time.monotonic() + 30
    while not (found := list(product.mail_dir.glob("*.eml"))):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert ["Subject: Unannounced" in file.read_text() for file in found] == [True]


def test_a_second_start_in_the_same_checkout_is_refused(home: Home) -> None:
    home.running()
    log = home.var / "second.log"
    second = launch(home.var, free_port(), checkout=home.checkout, log=log)
    assert second.process.wait(60) == 1
    assert log.read_text() == f"It is already running here: another process uses {home.var}.\n"
    assert page(home.running(), "/")[0] == 200


def test_a_taken_port_is_named(home: Home, tmp_path: Path) -> None:
    other = launch(tmp_path / "var", home.running().port, checkout=home.checkout)
    assert other.process.wait(60) == 1
    assert other.log.read_text() == (
        f"Port {home.port} is taken by another program. "
        f"Choose another one, as in PORT={home.port + 1} make run.\n"
    )


def test_a_killed_parent_leaves_no_process_and_sound_data(home: Home) -> None:
    product = home.running()
    password = product.staff_password
    with psycopg.connect(product.database_url) as database:
        database.execute("CREATE TABLE kept AS SELECT 'something dear' AS what")
    # A session in the middle of a transaction must not hold anything up.
    session = psycopg.connect(product.database_url)
    session.execute("DELETE FROM kept")
    product.process.kill()
    product.process.wait()
    assert left_behind(home) == []
    again = home.running()
    with psycopg.connect(again.database_url) as database:
        assert database.execute("SELECT what FROM kept").fetchall() == [("something dear",)]
    assert again.staff_password == password
    assert page(again, "/")[0] == 200


def test_a_killed_child_is_named_and_ends_everything(home: Home) -> None:
    product = home.running()
    os.kill(web(product), signal.SIGKILL)
    assert product.process.wait(60) == 1
    assert "\nweb ended by itself (signal SIGKILL).\n" in product.log.read_text()
    assert left_behind(home, seconds=0) == []


def test_it_stops_when_interrupted(home: Home) -> None:
    product = home.running()
    assert product.stop(signal.SIGINT) == 0
    assert product.log.read_text().endswith("up       | Stopped.\n")
    assert left_behind(home, seconds=0) == []
    assert not embedded.socket_directory(home.var).exists()


def test_it_stops_in_the_middle_of_starting_and_runs_for_anybody(home: Home) -> None:
    if home.product and home.product.process.poll() is None:
        home.product.stop()
    # Root becomes an ordinary user; the other tests run as whoever runs them.
    ordinary = ["unshare", "--user", "--map-user=1234", "--map-group=1234"]
    before = ordinary if os.getuid() == 0 else []
    product = launch(home.var, home.port, checkout=home.checkout, before=before)
    while "Listening at" not in product.log.read_text():
        assert product.process.poll() is None, product.log.read_text()
        time.sleep(0.01)
    assert product.stop(signal.SIGTERM) == 0
    assert left_behind(home, seconds=0) == []
    assert processes.working_in(home.var / "postgres") == []
