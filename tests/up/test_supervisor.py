from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from consult import processes
from tests.up.test_tether import come_true

QUIET = """
import sys
sys.path.insert(0, sys.argv[1])
from consult.supervisor import Supervisor
with Supervisor(width=2) as supervisor:
    supervisor.run("quiet", ["sleep", "300"])
    supervisor.say("up", "Ready.")
    supervisor.wait(lambda: False)
"""


@pytest.mark.parametrize("opened", [pty.openpty, os.pipe])
def test_when_nobody_listens_any_more_it_ends_though_it_has_nothing_to_say(
    tmp_path: Path, opened: Callable[[], tuple[int, int]]
) -> None:
    ours, its = opened()
    root = str(processes.TETHER.parent.parent)
    running = subprocess.Popen(
        [sys.executable, "-c", QUIET, root],
        cwd=tmp_path,
        stdout=its,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # no signal comes from this terminal
    )
    os.close(its)
    assert os.read(ours, 100).strip() == b"up | Ready."
    os.close(ours)
    try:
        assert come_true(lambda: running.poll() is not None)
        assert processes.working_in(tmp_path) == []
    finally:
        running.terminate()
        running.wait(10)
