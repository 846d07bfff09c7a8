"""Start programs that cannot outlive this process, and see who works where."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

TETHER = Path(__file__).with_name("tether.py")


def start(
    command: Sequence[str],
    *,
    farewell: signal.Signals = signal.SIGTERM,
    patience: float = 8,
    before: Sequence[str] = (),
    output: int | IO[bytes] | None = None,
    directory: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` on a tether, and return the tether.

    Terminating that, or the end of this process, sends `farewell` to the program and kills it
    and all it has started `patience` seconds later. The kernel ties this to the *thread* that
    calls: let it be the main thread. `before` is a launcher (`unshare …`) for both.
    """
    how = [str(int(farewell)), str(patience), str(os.getpid())]
    return subprocess.Popen(
        [*before, sys.executable, "-I", "-S", str(TETHER), *how, *command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        cwd=directory,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        start_new_session=True,
    )


def stop(tether: subprocess.Popen[bytes]) -> None:
    tether.terminate()
    tether.wait()


def wait_until_left(directory: Path, *, seconds: float) -> bool:
    """Wait until no process works in `directory`; False if one still does after `seconds`."""
    deadline = time.monotonic() + seconds
    while working_in(directory):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def working_in(directory: Path) -> list[int]:
    """The ids of this machine's processes whose working directory is `directory`."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and os.readlink(entry / "cwd") == str(directory):
                found.append(int(entry.name))
        except OSError:  # it ended meanwhile, or belongs to somebody else
            continue
    return found
