"""The feed's check can fail: each change to a good feed is found."""

from __future__ import annotations

import pytest

from audit.feed import faults

ADDRESS = "https://site.example/blog/feed/"
GOOD = f"""<feed xmlns="http://www.w3.org/2005/Atom">
<title>Journal</title><id>https://site.example/</id><updated>2026-11-24T00:00:00Z</updated>
<link rel="self" href="{ADDRESS}"/>
<entry><title>An article</title><id>urn:uuid:1</id><link href="https://site.example/blog/a/"/>
<author><name>Lin</name></author>
<published>2026-11-23T00:00:00Z</published><updated>2026-11-24T00:00:00Z</updated>
<content type="html">&lt;p>&lt;a href="https://site.example/">x&lt;/a>&lt;/p></content></entry>
</feed>"""


def test_a_good_feed_has_no_fault() -> None:
    assert faults(GOOD, ADDRESS) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('rel="self"', 'rel="next"', f"the feed has no link to itself, {ADDRESS}"),
        (
            "<published>2026-11-23T00:00:00Z",
            "<published>2026-11-23T00:00:00",
            "entry 1: '2026-11-23T00:00:00' is no date of RFC 3339",
        ),
        (
            "2026-11-23T00:00:00Z",
            "2026-11-25T00:00:00Z",
            "entry 1 was updated before it was published",
        ),
        ("<author><name>Lin</name></author>", "", "entry 1 has no author"),
        ("urn:uuid:1", "1", "entry 1: its id '1' is no absolute address"),
        ("urn:uuid:1", "https://site.example/", "the id https://site.example/ is there 2 times"),
        (
            '&lt;a href="https://site.example/"',
            '&lt;a href="/b/"',
            "entry 1: its content refers to '/b/', relative to nothing",
        ),
        (
            "&lt;p>",
            "&lt;p onclick=x>",
            "entry 1: its content has ' onclick=', which readers strip or refuse",
        ),
        ('type="html"', 'type="text"', "entry 1 has no full content as HTML"),
        (
            "<updated>2026-11-24T00:00:00Z</updated>\n<link",
            "<updated>2026-11-23T00:00:00Z</updated>\n<link",
            "the feed was not updated when its newest entry was",
        ),
    ],
)
def test_what_a_strict_reader_refuses_is_found(before: str, after: str, fault: str) -> None:
    text = GOOD.replace(before, after)
    assert fault in faults(text, ADDRESS)
