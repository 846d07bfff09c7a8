"""A page's bytes as they travel: whole, or compressed in a way that the client takes."""

from __future__ import annotations

import gzip
import re
from functools import lru_cache

import brotli  # type: ignore[import-untyped]  # it comes without

# What a client says for no encoding at all.
IDENTITY = "identity"
# The smallest first: among those that a client likes equally well, that one is sent.
PREFERENCE = ("br", "gzip", IDENTITY)

_CODING = re.compile(
    r"\s*([a-z*][a-z0-9-]*)\s*(?:;\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*)?", re.ASCII
)


def encoded(body: bytes) -> dict[str, bytes]:
    """*body* in each encoding that makes it smaller, and as it is."""
    smaller = {
        "br": brotli.compress(body, mode=brotli.MODE_TEXT),
        "gzip": gzip.compress(body, mtime=0),
    }
    return {name: made for name, made in smaller.items() if len(made) < len(body)} | {
        IDENTITY: body
    }


# Browsers send one of a handful of values; the rest must not cost memory.
@lru_cache(maxsize=256)
def accepted(header: str) -> tuple[str, ...]:
    """Of the encodings we have, those that an Accept-Encoding takes, the best first (RFC 9110).

    What cannot be read in it counts as not said. *identity* is always among them, as the last
    resort: a client that forbids even that is better served with the page than with an error.
    """
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        if coding := _CODING.fullmatch(part):
            weights[coding[1]] = float(coding[2] or 1)
    other = weights.get("*", 0)
    # A star stands for what makes a page smaller: who sends one takes anything.
    liked = {name: weights.get(name, other) for name in PREFERENCE[:-1]}
    liked[IDENTITY] = weights.get(IDENTITY, 0)
    ranked = sorted(PREFERENCE, key=lambda name: -liked[name])
    return tuple(name for name in ranked if liked[name] or name == IDENTITY)
