"""Run a program, and see to it that nothing of it is left when it or its starter ends.

    python tether.py FAREWELL PATIENCE STARTER PROGRAM [ARGUMENT ...]

When the process STARTER ends in whatever way, or when this one is asked to stop, the program
gets the signal FAREWELL, and PATIENCE seconds later it is killed. Whatever it started and left
behind is killed in any case. The exit status is the program's, 128 + n if signal n ended it.

This is a process of its own because nothing else is certain: the signal that the kernel sends
at the starter's end comes once for each of its threads, and not every program survives that;
and the program's own children get none at all.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from contextlib import suppress
from glob import glob

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36  # <linux/prctl.h>
ENDINGS = {signal.SIGTERM, signal.SIGINT}
if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup asks for that
    ENDINGS.add(signal.SIGHUP)
WATCHED = {*ENDINGS, signal.SIGCHLD}
libc = ctypes.CDLL(None)


def main(arguments: list[str]) -> int:
    farewell, patience, starter, *command = arguments
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    tie_to_parent(int(starter), signal.SIGTERM)
    adopt_orphans()
    own = os.getpid()
    program = os.fork()
    if not program:
        become(command, own, int(farewell))
    status = follow(program, int(farewell), float(patience))
    kill_orphans()
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def tie_to_parent(parent: int, number: int) -> None:
    """Ask for the signal at the parent's end; exit if that has come already."""
    libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("The starter ended before its program began.")


def adopt_orphans() -> None:
    """Become the parent of whatever our descendants leave behind."""
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def become(command: list[str], parent: int, farewell: int) -> None:
    os.setsid()
    tie_to_parent(parent, farewell)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python ignores it, and so would the program
    # A shell that starts us in the background has SIGINT ignored, and so would the program.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execvp(command[0], command)


def follow(program: int, farewell: int, patience: float) -> int:
    """Wait for the program's end, and return its wait status."""
    deadline = None
    while True:
        left = 3600.0 if deadline is None else max(0.0, deadline - time.monotonic())
        got = signal.sigtimedwait(WATCHED, left)
        if got and got.si_signo in ENDINGS and deadline is None:
            os.kill(program, farewell)
            deadline = time.monotonic() + patience
        elif got is None and deadline is not None:
            os.kill(program, signal.SIGKILL)
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                if ended[0] == program:
                    return ended[1]


def kill_orphans() -> None:
    """Kill all children of this process, and the children that those leave behind."""
    while children := [pid for name in glob("/proc/self/task/*/children") for pid in read(name)]:
        for pid in children:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            for pid in children:
                os.waitpid(pid, 0)


def read(name: str) -> list[int]:
    with open(name) as file:
        return [int(pid) for pid in file.read().split()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
