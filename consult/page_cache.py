"""Where finished pages are kept: in this process, and in Redis for all of them."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hmac import compare_digest
from threading import Lock

import redis
from django.conf import settings
from django.utils.crypto import salted_hmac
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

MOST_BYTES = 32 * 1024 * 1024
# What nobody has asked for as long need not fill Redis, which is Celery's as well.
SECONDS_IN_REDIS = 3600
PATIENCE = 0.1  # seconds that a page may wait for Redis
REST = 5.0  # seconds that a Redis which did not answer is left alone


@dataclass(frozen=True)
class Page:
    """A whole response: its headers, and its body in each encoding."""

    headers: Mapping[str, str]
    bodies: Mapping[str, bytes]

    @cached_property
    def digest(self) -> str:
        """Another one where a header or the body is another."""
        made = hashlib.sha256(json.dumps(sorted(self.headers.items())).encode())
        made.update(self.bodies["identity"])
        return made.hexdigest()[:24]

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values()))


class Memory:
    """The pages that were asked for last, up to so many bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page:
                self._pages.move_to_end(key)
            return page

    def put(self, key: str, page: Page) -> None:
        with self._lock:
            before = self._pages.pop(key, None)
            self._pages[key] = page
            self._bytes += page.size - (before.size if before else 0)
            while self._bytes > self._most_bytes:
                self._bytes -= self._pages.popitem(last=False)[1].size

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0


class SharedMemory:
    """The same in Redis. One that is away or hangs costs a page a moment, and then no more: it
    is left alone for a while."""

    def __init__(self, url: str) -> None:
        # Written out, because redis-py's defaults changed lately: it would try again, and wait.
        self._redis = redis.Redis.from_url(
            url,
            protocol=2,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )
        self._back_at = 0.0

    def get(self, key: str) -> Page | None:
        if time.monotonic() < self._back_at:
            return None
        try:
            kept = self._redis.get(_name(key))
        except redis.RedisError as error:
            self._is_away(error)
            return None
        return unpack(key, kept) if isinstance(kept, bytes) else None

    def put(self, key: str, page: Page) -> None:
        if time.monotonic() < self._back_at:
            return
        try:
            self._redis.set(_name(key), pack(key, page), ex=SECONDS_IN_REDIS)
        except redis.RedisError as error:
            self._is_away(error)

    def _is_away(self, error: redis.RedisError) -> None:
        self._back_at = time.monotonic() + REST
        logger.warning("Pages are rendered without Redis for %s seconds: %s", REST, error)


def _name(key: str) -> str:
    return f"page:{key}"


def pack(key: str, page: Page) -> bytes:
    """*page* as bytes, sealed: whoever can write to Redis cannot put words into our pages."""
    sizes = {name: len(body) for name, body in page.bodies.items()}
    head = json.dumps([dict(page.headers), sizes]).encode()
    content = b"\n".join([head, b"".join(page.bodies.values())])
    return _seal(key, content) + content


def unpack(key: str, packed: bytes) -> Page | None:
    """The page, or None where it was not packed by us under this key."""
    seal, content = packed[:32], packed[32:]
    if not compare_digest(seal, _seal(key, content)):
        return None
    head, _, rest = content.partition(b"\n")
    headers, sizes = json.loads(head)
    bodies = {}
    for name, size in sizes.items():
        bodies[name], rest = rest[:size], rest[size:]
    return Page(headers, bodies)


def _seal(key: str, content: bytes) -> bytes:
    message = hashlib.sha256(content).hexdigest()
    return salted_hmac("consult.page_cache", f"{key} {message}", algorithm="sha256").digest()


class PageCache:
    """Both: what one process has made, the others find in Redis and keep."""

    def __init__(self) -> None:
        self._memory = Memory()
        self._shared = SharedMemory(settings.REDIS_URL)

    def get(self, key: str) -> Page | None:
        page = self._memory.get(key)
        if page is None and (page := self._shared.get(key)):
            self._memory.put(key, page)
        return page

    def put(self, key: str, page: Page) -> None:
        self._memory.put(key, page)
        self._shared.put(key, page)

    def clear(self) -> None:
        """Forget what this process keeps."""
        self._memory.clear()
