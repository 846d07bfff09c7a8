"""Kept pages: how many, for whom, and what a Redis that fails or lies can do to them."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
import redis
from django.conf import settings

from consult import embedded
from consult.page_cache import Memory, Page, PageCache, pack, unpack

HEADERS = {"Content-Type": "text/html; charset=utf-8", "Vary": "Accept-Encoding"}
PAGE = Page(HEADERS, {"br": b"\x0b\n\x80", "gzip": b"\x1f\n\x8b\x00", "identity": b"<p>\nHi\n"})


def of(size: int) -> Page:
    return Page({}, {"identity": b"x" * size})


def test_a_process_keeps_the_pages_that_were_asked_for_last() -> None:
    memory = Memory(most_bytes=300)
    for key in "abc":
        memory.put(key, of(100))
    assert memory.get("a")
    memory.put("d", of(100))
    assert {key for key in "abcd" if memory.get(key)} == {"a", "c", "d"}


def test_a_page_that_replaces_another_takes_its_room() -> None:
    memory = Memory(most_bytes=300)
    for _ in range(9):
        memory.put("a", of(100))
    memory.put("b", of(200))
    assert memory.get("a") == of(100)
    memory.put("big", of(301))
    assert {key for key in ("a", "b", "big") if memory.get(key)} == set()


def test_what_one_process_has_made_another_finds() -> None:
    PageCache().put("what-one-has-made", PAGE)
    other = PageCache()
    assert other.get("what-one-has-made") == PAGE
    assert other.get("something-else") is None


def test_redis_lets_go_of_a_page_by_itself() -> None:
    PageCache().put("let-go", PAGE)
    with redis.Redis.from_url(settings.REDIS_URL, protocol=2) as client:
        assert 3500 < int(str(client.ttl("page:let-go"))) <= 3600


@pytest.mark.parametrize("cut", [0, 10, 33, -1])
def test_a_page_that_is_not_whole_is_none(cut: int) -> None:
    assert unpack("key", pack("key", PAGE)) == PAGE
    assert unpack("key", pack("key", PAGE)[:cut]) is None


def test_nobody_who_can_write_to_redis_can_change_a_page_or_swap_two() -> None:
    packed = pack("key", PAGE)
    assert unpack("key", packed.replace(b"Hi", b"Ho")) is None
    assert unpack("key", packed.replace(b"text/html", b"text/evil")) is None
    assert unpack("other", packed) is None


def test_the_digest_is_another_where_a_header_or_the_body_is_another() -> None:
    digests = {
        page.digest
        for page in [
            PAGE,
            Page({**HEADERS, "Vary": "*"}, PAGE.bodies),
            Page(HEADERS, {"identity": b"<p>\nHo\n"}),
        ]
    }
    assert len(digests) == 3
    assert Page(dict(reversed(HEADERS.items())), PAGE.bodies).digest == PAGE.digest


def test_a_redis_that_is_away_is_used_again_when_it_is_back(
    redis_server: embedded.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.page_cache.REST", 0.05)
    cache, other = PageCache(), PageCache()
    cache.put("before", PAGE)
    redis_server.stop()
    assert other.get("before") is None
    other.put("meanwhile", PAGE)
    assert other.get("meanwhile") == PAGE
    with Path(os.devnull).open("wb") as log:
        redis_server.start(log)
    time.sleep(0.06)
    other.put("after", PAGE)
    assert PageCache().get("after") == PAGE
