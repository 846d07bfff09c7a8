"""The tools that come from npm, run where they were installed, and no longer than they may."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
VNU = MODULES / "vnu-jar/build/dist/vnu.jar"


class Failed(Exception):
    """A tool could not do its work; the text has what it wrote."""


def run(
    *command: str | Path,
    seconds: float,
    good: Sequence[int] = (0,),
    **environment: str,
) -> str:
    """What the command prints. Raises Failed for another status than the good ones."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=HERE,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    if done.returncode not in good:
        raise Failed(f"{command[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout
