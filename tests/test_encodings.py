"""Which bytes a client is sent, by what it says that it takes."""

from __future__ import annotations

import gzip

import brotli  # type: ignore[import-untyped]  # it comes without
import pytest

from consult.encodings import accepted, encoded


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", ("identity",)),
        ("gzip, deflate, br, zstd", ("br", "gzip", "identity")),
        ("gzip, deflate", ("gzip", "identity")),
        ("GZIP ; Q=0.5 ,br;q=0.1", ("gzip", "br", "identity")),
        ("br;q=0, gzip;q=0.001", ("gzip", "identity")),
        ("*", ("br", "gzip", "identity")),
        ("*;q=0.5, br;q=0", ("gzip", "identity")),
        ("identity, gzip;q=0.5", ("identity", "gzip")),
        ("identity;q=0", ("identity",)),
        ("br;q=2, gzip;q=x, gzip;level=9, ;;, é", ("identity",)),
        ("x" * 100_000, ("identity",)),
    ],
)
def test_the_best_encoding_that_is_taken_comes_first(
    header: str, expected: tuple[str, ...]
) -> None:
    assert accepted(header) == expected


def test_what_is_compressed_comes_back_whole() -> None:
    body = ("A page with a sentence. " * 40).encode()
    bodies = encoded(body)
    assert list(bodies) == ["br", "gzip", "identity"]
    assert brotli.decompress(bodies["br"]) == gzip.decompress(bodies["gzip"]) == body
    assert len(bodies["br"]) < len(bodies["gzip"]) < len(body)


def test_what_does_not_get_smaller_stays_as_it_is() -> None:
    assert encoded(b"ok") == {"identity": b"ok"}
