"""Measure the backends, and write results.json: `python -m bench.backends.run`.

Every round starts each server anew, in another order, so that what else the machine does at a
time does not fall on one of them alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

from bench.backends import database, servers
from bench.backends.measure import MOST, load, memory, processor_time, tree
from bench.backends.seed import HERE
from bench.backends.servers import ARTICLE, NODE, SERVERS, Server, ask, lines

RESULTS = HERE / "results.json"
CONNECTIONS = 16
ALONE = 200
PYTHON_PACKAGES = [
    *("fastapi", "starlette", "pydantic", "uvicorn", "uvloop", "httptools", "asyncpg"),
    *("sqlalchemy", "jinja2", "django", "granian", "psycopg"),
]
NODE_PACKAGES = ["fastify", "@fastify/formbody", "eta", "pg", "zod"]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4, help="about, for each measurement")
    parser.add_argument("--output", type=Path, default=RESULTS)
    given = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        sys.exit("It needs two cores: one for the server, one for the database and the load.")
    os.sched_setaffinity(0, cores[:-1])
    before = os.getloadavg()[0]
    with database.running() as (postgres, connection):
        bench = Bench(connection, postgres.pid, cores[-1], given.seconds)
        for number in range(given.rounds):
            keys = list(SERVERS)
            turn = number % len(keys)
            for key in keys[turn:] + keys[:turn]:
                print(f"round {number + 1} of {given.rounds}: {SERVERS[key].name}", flush=True)
                bench.measure(key, SERVERS[key])
        results = {
            "measured_on": datetime.now(UTC).date().isoformat(),
            "settings": {
                "rounds": given.rounds,
                "seconds": given.seconds,
                "connections": CONNECTIONS,
                "alone": ALONE,
            },
            "machine": machine(before),
            "versions": versions(connection),
            "page_bytes": bench.page_bytes,
            "lines": {key: lines(server) for key, server in SERVERS.items() if server.files},
            "memory_mb": bench.memory,
            "costs": bench.costs,
        }
    given.output.write_text(json.dumps(results, indent=1) + "\n")
    print(f"Written to {given.output}.")


class Bench:
    def __init__(
        self,
        connection: psycopg.Connection[tuple[object, ...]],
        postgres: int,
        core: int,
        seconds: float,
    ) -> None:
        self.connection = connection
        self.postgres = postgres
        self.core = core
        self.seconds = seconds
        self.page_bytes = 0
        self.memory: dict[str, list[float]] = {}
        self.costs: dict[str, dict[str, list[dict[str, Any]]]] = {}

    def measure(self, key: str, server: Server) -> None:
        with servers.running(server, self.core) as (tether, port):
            for work, (path, form) in server.requests.items():
                found = self.cost(tether.pid, f"http://127.0.0.1:{port}{path}", form)
                self.costs.setdefault(work, {}).setdefault(key, []).append(found)
            if key == "fastapi":
                self.page_bytes = len(ask(port, ARTICLE[0])[2])
            # The tether is ours; what it has started is theirs.
            self.memory.setdefault(key, []).append(round(memory(tree(tether.pid)[1:]), 1))

    def cost(self, pid: int, url: str, form: str | None) -> dict[str, Any]:
        """Warm up, then measure for about so many seconds, then once more with one visitor."""
        first = load(url, form, requests=300, connections=CONNECTIONS)
        half = self._fitting(first.per_second / 2)
        warm = load(url, form, requests=half, connections=CONNECTIONS)
        requests = self._fitting(warm.per_second)
        self.connection.execute("TRUNCATE enquiry")
        user, system = processor_time(pid)
        database = sum(processor_time(self.postgres))
        seen = load(url, form, requests=requests, connections=CONNECTIONS)
        user, system = (
            after - before
            for after, before in zip(processor_time(pid), (user, system), strict=True)
        )
        database = sum(processor_time(self.postgres)) - database
        self._check(seen.statuses, requests, form)
        alone = load(url, form, requests=ALONE, connections=1)
        return {
            "requests": requests,
            "status": next(iter(seen.statuses)),
            "user_us": round(user / requests, 1),
            "system_us": round(system / requests, 1),
            "cpu_us": round((user + system) / requests, 1),
            "database_us": round(database / requests, 1),
            "per_second": round(seen.per_second, 1),
            "p50_ms": round(seen.percentile(50), 3),
            "p99_ms": round(seen.percentile(99), 3),
            "alone_p50_ms": round(alone.percentile(50), 3),
        }

    def _fitting(self, per_second: float) -> int:
        return max(CONNECTIONS, min(MOST, round(per_second * self.seconds)))

    def _check(self, statuses: dict[int, int], requests: int, form: str | None) -> None:
        accepted = requests if form == servers.VALID else 0
        expected = {200: requests} if form is None else {303 if accepted else 422: requests}
        assert statuses == expected, statuses
        rows = self.connection.execute("SELECT count(*) FROM enquiry").fetchone()
        assert rows == (accepted,), rows


def machine(load_before: float) -> dict[str, Any]:
    info = Path("/proc/cpuinfo").read_text()
    fields = dict(line.split(":", 1) for line in info.split("\n\n")[0].splitlines() if ":" in line)
    known = {name.strip(): value.strip() for name, value in fields.items()}
    memory = Path("/proc/meminfo").read_text().split()[1]
    return {
        "processor": known["model name"],
        "family_model": f"{known['cpu family']}/{known['model']}",
        "mhz": round(float(known["cpu MHz"])),
        "cores": os.cpu_count(),
        "virtual": "hypervisor" in known["flags"],
        "memory_gb": round(int(memory) / 1024**2),
        "kernel": platform.release(),
        "load_before": round(load_before, 2),
        "load_after": round(os.getloadavg()[0], 2),
    }


def versions(connection: psycopg.Connection[tuple[object, ...]]) -> dict[str, str]:
    def output(*command: str) -> str:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    server = connection.execute("SHOW server_version").fetchone()
    assert server
    found = {
        "python": platform.python_version(),
        "node": output(str(NODE), "--version").removeprefix("v"),
        "postgresql": str(server[0]),
        "h2load": output("h2load", "--version").rpartition("/")[2],
    }
    found |= {name: version(name) for name in PYTHON_PACKAGES}
    for name in NODE_PACKAGES:
        package = HERE / "node/node_modules" / name / "package.json"
        found[name] = json.loads(package.read_text())["version"]
    return found


if __name__ == "__main__":
    main()
