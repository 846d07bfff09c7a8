"""The web servers of one product, each of them killed and started anew, and a proxy before them."""

from __future__ import annotations

import asyncio
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx

from consult import processes

CHECKOUT = Path(__file__).resolve().parent.parent
# A connection that was accepted before the kill may still be the kernel's for a moment.
AFTERMATH = 1.0  # seconds


class Web:
    """One server on a port of its own. `kill` is SIGKILL for it and all that it has started."""

    def __init__(self, log: IO[bytes]) -> None:
        self.log = log
        self.url = f"http://127.0.0.1:{_free_port()}"
        self.killed_at = 0.0
        self.ready = False
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return processes.start(
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
            + ["--port", str(httpx.URL(self.url).port), "--workers", "1"]
            + ["--blocking-threads", "2", "consult.wsgi:application"],
            farewell=signal.SIGKILL,
            output=self.log,
            directory=CHECKOUT,
        )

    def kill(self) -> None:
        self.ready = False
        self.killed_at = time.monotonic()
        processes.stop(self.process)
        self.killed_at = time.monotonic()

    def restart(self) -> None:
        self.process = self._start()

    async def wait(self, client: httpx.AsyncClient) -> None:
        """Until it answers; raises RuntimeError after a minute."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                await client.get(f"{self.url}/imprint/", timeout=10)
            except httpx.TransportError:
                await asyncio.sleep(0.05)
            else:
                self.ready = True
                return
        raise RuntimeError("A web server did not start; its log says why.")


class Proxy:
    """Chooses a server for each request, and tells it whose it is, as the hop before it does."""

    def __init__(self, webs: list[Web]) -> None:
        self.webs = webs
        # Without kept connections: who is killed leaves none behind that looks alive.
        self.transport = httpx.AsyncHTTPTransport(
            limits=httpx.Limits(max_keepalive_connections=0), verify=False
        )

    async def send(
        self,
        cookies: dict[str, str],
        address: str,
        method: str,
        path: str,
        data: Mapping[str, list[str]] | None,
        who: random.Random,
    ) -> httpx.Response:
        """Raises httpx.TransportError; `Killed`, where that was to be expected."""
        web = await self._choose(who)
        began = time.monotonic()
        headers = {
            "Host": "localhost",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-Forwarded-For": f"198.51.100.1, {address}",
            "X-Forwarded-Proto": "http",
        }
        async with httpx.AsyncClient(transport=_Lent(self.transport), timeout=30) as client:
            try:
                return await client.request(method, web.url + path, headers=headers, data=data)
            except httpx.TransportError as problem:
                if web.killed_at >= began - AFTERMATH or not web.ready:
                    raise Killed from problem
                raise

    async def _choose(self, who: random.Random) -> Web:
        while not (ready := [web for web in self.webs if web.ready]):
            await asyncio.sleep(0.05)
        return who.choice(ready)


class Killed(httpx.TransportError):
    """The server was killed meanwhile: whether it had done what was asked, nobody knows."""

    def __init__(self) -> None:
        super().__init__("killed")


class _Lent(httpx.AsyncBaseTransport):
    """A transport that its user does not close."""

    def __init__(self, transport: httpx.AsyncHTTPTransport) -> None:
        self.transport = transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self.transport.handle_async_request(request)


@contextmanager
def serving(number: int, log: Path) -> Iterator[list[Web]]:
    """So many web servers in the environment of this process. Call it from the main thread."""
    with log.open("ab") as output:
        webs = [Web(output) for _ in range(number)]
        try:
            yield webs
        finally:
            for web in webs:
                processes.stop(web.process)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
