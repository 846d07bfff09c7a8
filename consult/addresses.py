"""E-mail addresses whose domain is not ASCII: the same mailbox is written in one way only.

A domain has a readable form and one for machines (`xn--…`, RFC 5890), and both can be typed.
Python and Django know the rules of 2003, by which a mail to `größe.example` goes to
`grösse.example`, which is somebody else's.
"""

from __future__ import annotations

import idna

LONGEST = 255  # characters of a domain (RFC 1035, 2.3.4)


def readable(address: str) -> str:
    """*address* with its domain in letters; as it is where that is ASCII, or is no domain."""
    local, at, domain = address.rpartition("@")
    if not at or len(domain) > LONGEST or (domain.isascii() and "xn--" not in domain.lower()):
        return address
    try:
        return local + at + idna.decode(domain, uts46=True)
    except idna.IDNAError:
        return address


def on_the_wire(address: str) -> str:
    """*address* as mail servers want it; as it is where its domain has no such form."""
    local, at, domain = address.rpartition("@")
    if not at or len(domain) > LONGEST or domain.isascii():
        return address
    try:
        return local + at + idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return address
