"""One measurement: so many requests, what they cost, and how long they took."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

TICK = 1_000_000 / os.sysconf("SC_CLK_TCK")  # microseconds
MOST = 100_000
TIME_LIMIT = 60


@dataclass(frozen=True)
class Load:
    """What the load generator saw: its requests per second, and each one's milliseconds."""

    statuses: dict[int, int]
    per_second: float
    milliseconds: list[float]

    def percentile(self, which: int) -> float:
        return quantiles(self.milliseconds, n=100, method="inclusive")[which - 1]


def load(url: str, form: str | None, *, requests: int, connections: int) -> Load:
    """Send exactly *requests*, at most MOST, over kept-open connections, and wait for each."""
    assert requests <= MOST
    assert url.startswith("http://127.0.0.1:")
    with tempfile.TemporaryDirectory() as folder:
        log, data = Path(folder, "log"), Path(folder, "data")
        command = ["h2load", "--h1", "--threads=1", f"--requests={requests}"]
        command += [f"--clients={connections}", f"--log-file={log}"]
        if form is not None:
            data.write_text(form)
            command += [
                f"--data={data}",
                "--header=content-type: application/x-www-form-urlencoded",
            ]
        subprocess.run([*command, url], check=True, capture_output=True, timeout=TIME_LIMIT)
        rows = [tuple(map(int, line.split())) for line in log.read_text().splitlines()]
    assert len(rows) == requests
    statuses: dict[int, int] = {}
    for _, status, _ in rows:
        statuses[status] = statuses.get(status, 0) + 1
    began = min(start for start, _, _ in rows)
    ended = max(start + took for start, _, took in rows)
    return Load(
        statuses, requests / (ended - began) * 1_000_000, [took / 1000 for *_, took in rows]
    )


def processor_time(root: int) -> tuple[float, float]:
    """Microseconds that a process and all it has started have used: in user mode, in the kernel."""
    user = system = 0
    for pid in tree(root):
        try:
            # Behind the name, in parentheses: fields 14 to 17, with those of ended children.
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile, and its parent counts it
            continue
        user += int(fields[11]) + int(fields[13])
        system += int(fields[12]) + int(fields[14])
    return user * TICK, system * TICK


def memory(pids: Iterable[int]) -> float:
    """Megabytes, each page divided among the processes that share it (PSS)."""
    kilobytes = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                kilobytes += int(line.split()[1])
    return kilobytes / 1024


def tree(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found
