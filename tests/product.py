"""The whole product, started as anybody would start it, for tests that look at it from outside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from consult import embedded, processes

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Product:
    process: subprocess.Popen[bytes]
    port: int
    var: Path
    log: Path

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def staff_password(self) -> str:
        """The password of the superuser `sam`."""
        return (self.var / "staff-password").read_text()

    @property
    def mail_dir(self) -> Path:
        return self.var / "mail"

    @property
    def database_url(self) -> str:
        return embedded.database_url(self.var)

    @property
    def redis_url(self) -> str:
        return embedded.redis_url(self.var)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop, and return its exit status."""
        self.process.send_signal(number)
        return self.process.wait(60)


def launch(
    var: Path,
    port: int,
    *,
    checkout: Path = CHECKOUT,
    before: Sequence[str] = (),
    log: Path | None = None,
) -> Product:
    """Run `manage.py up`, and return at once; `before` is a launcher of it."""
    var.mkdir(parents=True, exist_ok=True)
    log = log or var / "up.log"
    environment = {**os.environ, "VAR_DIR": str(var), "PORT": str(port)}
    for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*before, sys.executable, "manage.py", "up"],
            cwd=checkout,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    return Product(process, port, var, log)


def wait_until_ready(product: Product) -> Product:
    deadline = time.monotonic() + 120
    while "up       | Mail " not in product.log.read_text(errors="replace"):
        if product.process.poll() is not None or time.monotonic() > deadline:
            product.process.terminate()
            pytest.fail(f"The product did not start.\n{product.log.read_text(errors='replace')}")
        time.sleep(0.05)
    return product


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product on a free port, with data of its own, shared by all tests of this run."""
    # On a tether: it ends with this run, even if that is killed.
    tether = [sys.executable, str(processes.TETHER), str(int(signal.SIGTERM)), "30"]
    before = [*tether, str(os.getpid())]
    running = launch(tmp_path_factory.mktemp("product") / "var", free_port(), before=before)
    try:
        yield wait_until_ready(running)
    finally:
        running.stop()
