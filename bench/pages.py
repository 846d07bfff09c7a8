"""What a page costs, kept and rendered: processor time of the whole stack, without a network.

    DATABASE_URL=… REDIS_URL=… python bench/pages.py [ADDRESS …]

Needs a database with the sample content and a Redis: those of a running `make run` will do. Each
request goes through the WSGI application as a server would call it, in production's settings.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
for name, value in {
    "PRODUCTION": "1",
    "SECRET_KEY": "only-for-this-measurement-0123456789-abcdefghijklmnopqrstuvwxyz",
    "SITE_URL": "https://practice.example",
    "EMAIL_URL": "smtp+tls://user:password@localhost",
    "TRUSTED_HOPS": "1",
}.items():
    os.environ.setdefault(name, value)

from consult.wsgi import application  # noqa: E402, I001  it reads what is set above
from consult import page_cache, pages  # noqa: E402  and they need it started

ADDRESSES = ("/blog/fastapi-or-nodejs/", "/", "/fit/fastapi-vs-nodejs/", "/imprint/")
SECONDS = 3.0


def get(address: str, encoding: str = "br", etag: str = "", query: str = "") -> tuple[str, int]:
    """The status and the length of the answer."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "SERVER_NAME": "practice.example",
        "SERVER_PORT": "443",
        "HTTP_HOST": "practice.example",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_ACCEPT_ENCODING": encoding,
        "HTTP_IF_NONE_MATCH": etag,
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    said: list[str] = []
    body = application(environ, lambda status, headers: said.append(status))
    length = sum(map(len, body))
    body.close()
    return said[0], length


def microseconds(call: Callable[[], object], seconds: float = SECONDS) -> float:
    """The median of the processor time."""
    times, until = [], time.monotonic() + seconds
    while time.monotonic() < until or len(times) < 5:
        before = time.process_time_ns()
        call()
        times.append((time.process_time_ns() - before) / 1000)
    return statistics.median(times)


def from_redis(address: str) -> None:
    pages._cache.clear()
    get(address)


def anew(address: str) -> None:
    """A page that nobody has made yet: rendered, compressed, and kept here and in Redis."""
    pages.renew()
    get(address)


def main(addresses: list[str]) -> None:
    print(f"{'microseconds':28}{'kept':>8}{'Redis':>8}{'plain':>8}{'first':>9}   br, gzip, whole")
    for address in addresses:
        sizes = [get(address, encoding) for encoding in ("br", "gzip", "identity")]
        assert {status for status, _ in sizes} == {"200 OK"}, sizes
        figures = [
            microseconds(lambda a=address: get(a)),
            microseconds(lambda a=address: from_redis(a)),
            microseconds(lambda a=address: get(a, query="plain=1")),
            microseconds(lambda a=address: anew(a)),
        ]
        shown = "".join(f"{figure:8.0f}" for figure in figures)
        print(f"{address:28}{shown}    {', '.join(str(length) for _, length in sizes)}")
    nowhere = "redis://127.0.0.1:1/0"
    away = page_cache.SharedMemory(nowhere)
    first = microseconds(lambda: page_cache.SharedMemory(nowhere).get("key"), 0.5)
    then = microseconds(lambda: away.get("key"), 0.5)
    print(f"to find Redis away: {first:.0f}; from then on: {then:.1f}")


if __name__ == "__main__":
    main(sys.argv[1:] or list(ADDRESSES))
