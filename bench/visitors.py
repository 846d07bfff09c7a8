"""What visitors wait for: 20 of them in an intake at once, with 1 to 3 seconds between clicks.

    python bench/visitors.py [SECONDS]

It starts a product of its own, two web servers over the embedded PostgreSQL. Each visitor comes
through a proxy hop with an address of his own, and the limits stay on; whoever has submitted is
followed by the next one. The time is that of the client, on loopback, with a new connection for
each request. p95 of all has to stay below 50 ms.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import time
from collections import defaultdict
from http.cookies import SimpleCookie
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx

from soak.answers import filled_in
from soak.page import read
from soak.product import product
from soak.webs import Proxy, Web

VISITORS = 20
SECONDS = 120.0
LIMIT = 50.0  # milliseconds
START = "/intake/fastapi-vs-nodejs/"

Times = dict[str, list[float]]


class Visitor:
    def __init__(self, number: int, proxy: Proxy, times: Times) -> None:
        self.number = number
        self.proxy, self.times = proxy, times
        self.who = random.Random(number)
        self.address = f"203.0.{number // 250 + 1}.{number % 250 + 1}"
        self.cookies: dict[str, str] = {}

    async def walk(self, until: float, pause: float = 1.0) -> None:
        """From the start to the receipt, as a person who knows his case."""
        address = START
        while "/receipt/" not in address and time.monotonic() < until:
            await asyncio.sleep(self.who.uniform(1, 3) * pause)
            page = read(address, (await self.send("GET", address)).text)
            assert page.form, page
            sent = filled_in(page.form, self.who, self.number, 1)
            await asyncio.sleep(self.who.uniform(1, 3) * pause)
            answer = await self.send("POST", page.form.action, sent)
            assert answer.status_code == 303, (address, answer.status_code)
            address = answer.headers["Location"]

    async def send(
        self, method: str, path: str, data: dict[str, list[str]] | None = None
    ) -> httpx.Response:
        began = time.perf_counter()
        answer = await self.proxy.send(self.cookies, self.address, method, path, data, self.who)
        step = path.removeprefix(START).strip("/") or "start"
        step = "question" if step.startswith("q-") else step
        self.times[f"{method:4} {step}"].append((time.perf_counter() - began) * 1000)
        for line in answer.headers.get_list("set-cookie"):
            self.cookies |= {m.key: m.value for m in SimpleCookie(line).values()}
        return answer


async def visits(webs: list[Web], seconds: float) -> Times:
    times: Times = defaultdict(list)
    async with httpx.AsyncClient(headers={"Host": "localhost"}) as client:
        await asyncio.gather(*(web.wait(client) for web in webs))
    proxy, numbers, until = Proxy(webs), count(), time.monotonic() + seconds

    async def one_after_the_other() -> None:
        while time.monotonic() < until:
            await Visitor(next(numbers), proxy, times).walk(until)

    for _ in range(3):  # What each server does once is done.
        await Visitor(next(numbers), proxy, defaultdict(list)).walk(until, pause=0)
    await asyncio.gather(*(one_after_the_other() for _ in range(VISITORS)))
    return times


def main(seconds: float) -> int:
    with product(servers=2) as (_, webs):
        times = asyncio.run(visits(webs, seconds))
    times = {**dict(sorted(times.items())), "all": [t for each in times.values() for t in each]}
    print(f"{'milliseconds':20}{'requests':>9}{'p50':>8}{'p95':>8}{'p99':>8}")
    for page, figures in times.items():
        cuts = statistics.quantiles(figures * 2, n=100, method="inclusive")
        print(f"{page:20}{len(figures):9}{cuts[49]:8.1f}{cuts[94]:8.1f}{cuts[98]:8.1f}")
    return 1 if cuts[94] > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
