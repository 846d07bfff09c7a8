"""All visitors at once, while the servers under them are killed."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass

import httpx

from soak.ledger import Ledger
from soak.visitor import Visitor
from soak.webs import Proxy, Web


@dataclass(frozen=True)
class Plan:
    """`pause` times 1 to 3 seconds lie between two of at most so many `clicks` of each visitor;
    `kills` are some seconds apart.
    """

    seed: str
    visitors: int
    matrix: str
    at_once: int = 40
    pause: float = 0.1
    clicks: int = 60
    kills: tuple[float, float] = (2, 8)


async def run(plan: Plan, webs: list[Web]) -> Ledger:
    """What the visitors were told."""
    ledger = Ledger()
    async with httpx.AsyncClient(headers={"Host": "localhost"}) as client:
        await asyncio.gather(*(web.wait(client) for web in webs))
        killing = asyncio.create_task(_kill(plan, webs, ledger, client))
        await _visit(plan, Proxy(webs), ledger)
        killing.cancel()
        await asyncio.gather(killing, return_exceptions=True)
        await asyncio.gather(*(web.wait(client) for web in webs))
    return ledger


async def _visit(plan: Plan, proxy: Proxy, ledger: Ledger) -> None:
    places = asyncio.Semaphore(plan.at_once)

    async def one(number: int) -> None:
        async with places:
            visitor = Visitor(number, plan.matrix, proxy, ledger, plan.seed, plan.pause)
            await visitor.walk(plan.clicks)

    await asyncio.gather(*(one(number) for number in range(plan.visitors)))


async def _kill(plan: Plan, webs: list[Web], ledger: Ledger, client: httpx.AsyncClient) -> None:
    """Kill one server after the other, at random and not both at once for long."""
    chance = random.Random(f"{plan.seed}/kills")
    while True:
        await asyncio.sleep(chance.uniform(*plan.kills))
        web = chance.choice(webs)
        web.kill()
        ledger.counts["servers killed"] += 1
        web.restart()
        await web.wait(client)
