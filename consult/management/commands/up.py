from __future__ import annotations

import errno
import fcntl
import http.client
import os
import secrets
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from consult.embedded import EmbeddedError, PostgreSQL, Redis
from consult.supervisor import ChildDied, Supervisor

STAFF = "sam"
ADDRESS = "127.0.0.1"
# Nothing here is reached from outside, so that running it as root is nobody's surprise.
NO_ROOT_WARNING = ("-W", "ignore:You're running the worker")
CELERY = (sys.executable, *NO_ROOT_WARNING, "-m", "celery", "--quiet", "-A", "consult")


class Refused(Exception):
    """The product cannot start here and now; the text says why, and what to do."""


class Command(BaseCommand):
    help = "Start everything on this machine: servers, web, worker, scheduler. Ctrl-C stops it."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            if settings.PRODUCTION:
                raise Refused("`up` is for trying and developing; PRODUCTION is on.")
            with only_one(settings.VAR_DIR):
                require_free_port(settings.PORT)
                with Supervisor(width=8) as supervisor:
                    start(supervisor, began)
                    supervisor.wait(lambda: False)
        except KeyboardInterrupt:
            return
        except (Refused, EmbeddedError, ChildDied) as problem:
            self.stderr.write(str(problem))
            sys.exit(1)


def start(supervisor: Supervisor, began: float) -> None:
    """Start one thing after the other, and return when the first page has answered."""
    if settings.EMBEDDED_DATABASE:
        supervisor.serve("postgres", PostgreSQL(settings.VAR_DIR))
    if settings.EMBEDDED_REDIS:
        supervisor.serve("redis", Redis(settings.VAR_DIR))
    supervisor.say("up", "Preparing the database.")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("sample_content", verbosity=0)
    password = staff_password(settings.VAR_DIR)
    connections.close_all()
    supervisor.run(
        "web",
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
        + ["--host", ADDRESS, "--port", str(settings.PORT)]
        + ["--workers", "2", "--blocking-threads", "2", "--workers-kill-timeout", "3"]
        + ["consult.wsgi:application"],
    )
    supervisor.wait(first_page_answers(deadline=time.monotonic() + 60))
    supervisor.run(
        "worker",
        [*CELERY, "worker", "--pool", "prefork", "--concurrency", "2", "--loglevel", "INFO"]
        + ["--without-gossip", "--without-mingle"],
    )
    schedule = settings.VAR_DIR / "beat-schedule"
    supervisor.run("beat", [*CELERY, "beat", "--schedule", str(schedule), "--pidfile="])
    for line in (
        f"Ready after {time.monotonic() - began:.1f} s.",
        f"Site   {settings.SITE_URL}/",
        f"Admin  {settings.SITE_URL}/admin/  user {STAFF}, {password}",
        f"Mail   {settings.SITE_URL}/dev/mail/",
    ):
        supervisor.say("up", line)


@contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Keep `var` to this process; raise Refused if another one has it."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"It is already running here: another process uses {var}.") from None
        yield


def require_free_port(port: int) -> None:
    """Raise Refused unless we may listen there. One that was just killed gets 3 s to let go."""
    deadline = time.monotonic() + 3
    while True:
        try:
            return socket.create_server((ADDRESS, port)).close()
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE:
                raise Refused(f"Cannot listen on {ADDRESS}, port {port}: {problem}.") from None
            if time.monotonic() > deadline:
                raise Refused(
                    f"Port {port} is taken by another program. Choose another one, as in "
                    f"PORT={port + 1} make run."
                ) from None
            time.sleep(0.1)


def staff_password(var: Path) -> str:
    """Make sure that there is a superuser, and return what to say about the password."""
    path = var / "staff-password"
    users = get_user_model().objects
    sam = users.filter(username=STAFF).first()
    if sam is None:
        password = secrets.token_urlsafe(12)
        fresh = var / "staff-password.new"
        fresh.unlink(missing_ok=True)
        with open(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(password)
        fresh.rename(path)
        sam = users.create_superuser(STAFF, settings.STAFF_EMAIL, password)
    kept = path.read_text() if path.exists() else ""
    return f"password {kept}" if kept and sam.check_password(kept) else "the password you chose"


def first_page_answers(*, deadline: float) -> Callable[[], bool]:
    """A question that is true once the home page comes; raises Refused after the deadline."""

    def answers() -> bool:
        connection = http.client.HTTPConnection(ADDRESS, settings.PORT, timeout=5)
        try:
            connection.request("GET", "/", headers={"Host": urlsplit(settings.SITE_URL).netloc})
            said = f"status {connection.getresponse().status}"
        except (OSError, http.client.HTTPException) as problem:
            said = str(problem)
        finally:
            connection.close()
        if said != "status 200" and time.monotonic() > deadline:
            raise Refused(f"The first page does not answer: {said}.")
        return said == "status 200"

    return answers
