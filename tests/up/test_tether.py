from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from consult import processes

# Starts a grandchild in a session of its own, which nobody but the tether can find, and ignores
# the farewell.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen(["sleep", "300"], start_new_session=True)
open("started", "w").close()
time.sleep(300)
"""
STARTER = f"""
import signal, sys, threading, time
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from consult import processes
threading.Thread(target=time.sleep, args=[300], daemon=True).start()
processes.start([sys.executable, "-c", {STUBBORN!r}], patience=0.5, directory=Path.cwd())
time.sleep(300)
"""


def come_true(question: Callable[[], object]) -> bool:
    deadline = time.monotonic() + 10
    while not question():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_a_killed_starter_takes_everything_with_it(tmp_path: Path) -> None:
    root = str(processes.TETHER.parent.parent)
    starter = subprocess.Popen([sys.executable, "-c", STARTER, root], cwd=tmp_path)
    assert come_true((tmp_path / "started").exists)
    assert len(processes.working_in(tmp_path)) == 4  # starter, tether, program, grandchild
    starter.kill()
    starter.wait()
    assert come_true(lambda: processes.working_in(tmp_path) == [])


def test_a_program_that_ends_leaves_nothing_of_its_own_behind(tmp_path: Path) -> None:
    tether = processes.start([sys.executable, "-c", STUBBORN], directory=tmp_path)
    assert come_true((tmp_path / "started").exists)
    (program,) = set(processes.working_in(tmp_path)) & children(tether.pid)
    os.kill(program, signal.SIGKILL)
    assert tether.wait(10) == 128 + signal.SIGKILL
    assert processes.working_in(tmp_path) == []


def test_the_status_is_the_programs() -> None:
    assert processes.start(["sh", "-c", "exit 3"]).wait(10) == 3


@pytest.mark.parametrize("inherited", [signal.SIG_DFL, signal.SIG_IGN])
def test_the_program_hears_its_own_farewell(tmp_path: Path, inherited: signal.Handlers) -> None:
    script = "trap 'echo farewell > said; exit 0' INT; touch ready; while :; do sleep 0.05; done"
    before = signal.signal(signal.SIGINT, inherited)
    tether = processes.start(["sh", "-c", script], farewell=signal.SIGINT, directory=tmp_path)
    signal.signal(signal.SIGINT, before)
    assert come_true((tmp_path / "ready").exists)
    processes.stop(tether)
    assert (tmp_path / "said").read_text() == "farewell\n"


def children(pid: int) -> set[int]:
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
