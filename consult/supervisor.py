"""Several programs as one: their output side by side, and the end of one is the end of all."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import IO, Self

from consult import processes, tether
from consult.embedded import PostgreSQL, Redis


class ChildDied(Exception):
    """A program that should have gone on has ended."""


class Supervisor:
    """Starts servers and the programs that use them, watches all, and stops them in reverse order.

    Inside, SIGINT, SIGTERM, and SIGHUP raise KeyboardInterrupt, once. Only in the main thread.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.programs: list[subprocess.Popen[bytes]] = []
        self.servers = ExitStack()
        self.readers: list[threading.Thread] = []
        self.printing = threading.Lock()
        self.mute = False

    def __enter__(self) -> Self:
        tether.adopt_orphans()
        for number in tether.ENDINGS:
            signal.signal(number, _interrupt)
        return self

    def __exit__(self, *exception: object) -> None:
        for number in tether.ENDINGS:
            signal.signal(number, signal.SIG_IGN)
        self.say("up", "Stopping.")
        for program in reversed(self.programs):
            program.terminate()
        for program in self.programs:
            program.wait()
        self.servers.close()
        tether.kill_orphans()
        for reader in self.readers:
            reader.join(timeout=2)
        self.say("up", "Stopped.")

    def serve(self, name: str, server: PostgreSQL | Redis) -> None:
        """Start an embedded server, and return once it answers."""
        self.servers.callback(server.stop)
        with self._output(name) as output:
            self.children[name] = server.start(output)

    def run(self, name: str, command: Sequence[str]) -> None:
        """Start a program; on leaving it has 8 s to finish what it is doing."""
        with self._output(name) as output:
            child = processes.start(command, output=output)
        self.children[name] = child
        self.programs.append(child)

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait for `until`, looking five times a second.

        Raises ChildDied if a program ends, KeyboardInterrupt if nobody can read our lines any more.
        """
        while not until():
            for name, child in self.children.items():
                if child.poll() is not None:
                    raise ChildDied(f"{name} ended by itself ({_status(child.returncode)}).")
            if _hung_up(sys.stdout):
                raise KeyboardInterrupt
            time.sleep(0.2)

    def say(self, name: str, text: str) -> None:
        if self.mute:
            return
        try:
            with self.printing:
                print(f"{name:<{self.width}} | {text}", flush=True)
        except OSError:  # nobody listens any more: the terminal was closed, or the pipe's reader
            self.mute = True
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115  for as long as the process lives
            os.kill(os.getpid(), signal.SIGTERM)

    @contextmanager
    def _output(self, name: str) -> Iterator[IO[bytes]]:
        source, sink = os.pipe()
        reader = threading.Thread(target=self._copy, args=(name, source), daemon=True)
        reader.start()
        self.readers.append(reader)
        with open(sink, "wb", buffering=0) as output:
            yield output

    def _copy(self, name: str, source: int) -> None:
        with open(source, "rb") as lines:
            for line in lines:
                self.say(name, line.decode(errors="replace").rstrip())


def _interrupt(number: int, frame: FrameType | None) -> None:
    for ending in tether.ENDINGS:
        signal.signal(ending, signal.SIG_IGN)
    raise KeyboardInterrupt


def _hung_up(output: IO[str] | None) -> bool:
    """Whether the terminal was closed, or the pipe's reader has ended.

    The kernel tells only the first process of a terminal, and that may be one that doesn't care.
    """
    if output is None:  # started without any
        return False
    line = select.poll()
    line.register(output, 0)  # these two events come unasked, and no others
    return bool(line.poll(0))


def _status(code: int) -> str:
    # The tether says 128 + n for a signal n; a negative code is of a tether that was itself killed.
    names = {known.value: known.name for known in signal.Signals}
    name = names.get(-code if code < 0 else code - 128)
    return f"signal {name}" if name else f"status {code}"
