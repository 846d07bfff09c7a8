"""What looks like spam is told to staff, and honest visitors look like none."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.core.model import Matrix
from consult.intake import spam
from consult.intake.spam import Evidence, evidence, suspicions
from tests.intake.runs import run_with
from tests.intake.visit import SAVED
from tests.people import NOW

WHAT = "Route planning for lorries, with a model behind it that knows every bridge."
ADA = Evidence(
    name="Ada Okafor",
    company="Okafor Freight",
    texts=(WHAT, "SAP, and a warehouse of our own."),
    took=timedelta(minutes=3),
)
SNIPPET = """Each page does this, and it is slow:

```html
<a href="https://shop.example/1">One</a> <a href="https://shop.example/2">Two</a>
<a href="https://shop.example/3">Three</a>
```

and in the client `fetch("https://api.shop.example/v1/carts?full=1")` waits for it, as in

    curl -s https://api.shop.example/v1/carts | jq .
    curl -s https://api.shop.example/v1/users | jq .
"""

HONEST: dict[str, Evidence] = {
    "the usual": ADA,
    "one word each": replace(ADA, name="Madonna", company="", texts=("CRM", "none", "none")),
    "titles": replace(ADA, name="Dr. Müller-Lüdenscheidt (CTO)", company="Müller & Co. KG"),
    "initials": replace(ADA, name="J.R.R. Tolkien", company="B.V. de Jong"),
    "another script": replace(ADA, name="محمد عبد الله", company="株式会社 例"),
    "no space after a title": replace(ADA, name="Dr.Infosino, St.Johnny", company="yes.no"),
    "named after a domain": replace(ADA, company="Booking.com, www.schmidt.example"),
    "frameworks": replace(ADA, texts=("Node.js, ASP.NET, socket.io, and Vue.js with Next.js.",)),
    "its own product": replace(
        ADA,
        texts=(
            f"{WHAT} See https://lorries.example and www.lorries.example/docs.",
            "https://api.lorries.example/v2/openapi.json",
        ),
    ),
    "hardly more than two links": replace(
        ADA, texts=("https://lorries.example", "https://github.example/okafor/lorries")
    ),
    "like another": replace(ADA, texts=("https://www.lorries.example but for ships, please",)),
    "what it talks to": replace(
        ADA, texts=(WHAT * 3, "\n".join(f"https://docs.example/{n}" for n in range(6)))
    ),
    "code": replace(ADA, texts=(WHAT, SNIPPET)),
    "one link in HTML": replace(
        ADA, texts=('It renders <a href="https://a.example/">a</a> twice.',)
    ),
    "generics and lists": replace(ADA, texts=("list[url] and Map<a, href>, [link] below",)),
    "very long": replace(ADA, texts=(" ".join([WHAT] * 60),)),
    "just slow enough": replace(ADA, took=timedelta(seconds=10)),
    "after days": replace(ADA, took=timedelta(days=20)),
    "a copy of an earlier enquiry": replace(ADA, took=None),
    "begun by another clock": replace(ADA, took=timedelta(hours=1)),
}
TRAPPED = "A field that people do not see was filled in: “%s”."
MANY, MOSTLY = "The brief holds 9 links.", "The brief is hardly more than its 4 links."
FORUM = "The brief holds links written for a forum, in HTML or BBCode."
SAME = "The same text stands in several fields."
LINKS = [f"https://pills.example/{n}" for n in range(9)]
ODD: dict[str, tuple[Evidence, list[str]]] = {
    "unseen": (replace(ADA, unseen="Hi\nthere"), [TRAPPED % "Hi there"]),
    "unseen, long": (replace(ADA, unseen="x" * 200), [TRAPPED % ("x" * 59 + "…")]),
    "too quick": (
        replace(ADA, took=timedelta(seconds=9.9)),
        ["From the start to the submission it took 9 seconds."],
    ),
    "a clock set back": (
        replace(ADA, took=timedelta(seconds=-5)),
        ["From the start to the submission it took 0 seconds."],
    ),
    "link as name": (replace(ADA, name="https://pills.example"), ["The name holds a web address."]),
    "www in name": (replace(ADA, name="Win www.pills.example"), ["The name holds a web address."]),
    "domain in name": (replace(ADA, name="Visit Pills.COM now"), ["The name holds a web address."]),
    "link as company": (
        replace(ADA, company="http://pills.example/?a=1"),
        ["The company’s name holds a link."],
    ),
    "many links": (replace(ADA, texts=(WHAT * 20 + " ".join(LINKS),)), [MANY]),
    "many links over fields": (replace(ADA, texts=(WHAT * 9, *LINKS)), [MANY]),
    "mostly links": (replace(ADA, texts=("Cheap pills here", " ".join(LINKS[:4]))), [MOSTLY]),
    "BBCode": (replace(ADA, texts=(f"{WHAT} [URL=https://pills.example]x[/URL]",)), [FORUM]),
    "BBCode, short": (replace(ADA, texts=(f"{WHAT} [url]www.pills.example[/url]",)), [FORUM]),
    "HTML": (
        replace(ADA, texts=(WHAT * 9 + "<A class=x HREF = 'https://p.example'>p</A> " * 2,)),
        [FORUM],
    ),
    "the same everywhere": (replace(ADA, texts=(WHAT, WHAT.upper() + "\n", WHAT)), [SAME]),
    "all at once": (
        Evidence("www.p.example", "http://p.example", tuple(LINKS) * 2, "x", timedelta(0)),
        [
            TRAPPED % "x",
            "From the start to the submission it took 0 seconds.",
            "The name holds a web address.",
            "The company’s name holds a link.",
            "The brief holds 18 links.",
            SAME,
        ],
    ),
}


@pytest.mark.parametrize("who", HONEST)
def test_an_honest_visitor_is_not_suspected(who: str) -> None:
    assert suspicions(HONEST[who]) == []


@pytest.mark.parametrize("what", ODD)
def test_what_a_person_hardly_does_is_told_in_a_sentence(what: str) -> None:
    seen, sentences = ODD[what]
    assert suspicions(seen) == sentences


words = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=12)
prose = st.lists(words, min_size=5, max_size=40).map(" ".join)
link = st.sampled_from(
    ["https://lorries.example/", "www.lorries.example", "http://a.example/b?c=d"]
)
code = st.sampled_from([SNIPPET, "`<a href='https://x.example'>`", "    x = '[url=https://a.b]'"])


@settings(max_examples=60)
@given(texts=st.lists(prose, min_size=2, max_size=4, unique=True), data=st.data())
def test_two_links_and_any_code_make_no_brief_suspicious(
    texts: list[str], data: st.DataObject
) -> None:
    written = [text.replace("`", "'") for text in texts]
    written[0] += " " + " ".join(data.draw(st.lists(link, max_size=2)))
    written[1] += "\n\n" + data.draw(code)
    assert suspicions(replace(ADA, texts=tuple(dict.fromkeys(written)))) == []


@settings(max_examples=60)
@given(st.builds(Evidence, st.text(), st.text(), st.lists(st.text()).map(tuple), st.text()))
def test_whatever_was_typed_is_looked_at(seen: Evidence) -> None:
    assert all(sentence.endswith(".") for sentence in suspicions(seen))


@pytest.mark.parametrize(
    "text", ["[url " * 1000, "<a " * 1700, "`" * 5000, "```" * 1600, "https://" * 600, "a." * 2500]
)
def test_no_text_takes_long(text: str) -> None:
    """Five fields of 5,000 characters: what grew with the square of them would take seconds."""
    fields = replace(ADA, texts=(text[:5000],) * 5)
    before = time.process_time()
    suspicions(fields)
    assert time.process_time() - before < 0.5


def test_each_limit_is_what_lets_honest_visitors_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken out one by one, somebody above would be suspected."""

    def suspected() -> set[str]:
        return {who for who, seen in HONEST.items() if suspicions(seen)}

    assert suspected() == set()
    for limit, value, who in [
        ("LEAST_TIME", timedelta(seconds=11), {"just slow enough"}),
        ("MOST_LINKS", 5, {"what it talks to"}),
        ("FEW_LINKS", 1, {"hardly more than two links", "its own product"}),
        ("MOST_ANCHORS", 0, {"one link in HTML"}),
        ("LEAST_TEXT", 1, {"one word each"}),
    ]:
        with monkeypatch.context() as without:
            without.setattr(spam, limit, value)
            assert suspected() == who
    with monkeypatch.context() as without:
        without.setattr(spam, "_CODE", spam._BBCODE)
        assert suspected() == {"code"}


def test_the_evidence_is_what_was_saved_and_the_time_it_took(matrix: Matrix) -> None:
    saved = {**SAVED, "trap": {"text": "pills"}}
    begun, now = NOW - timedelta(seconds=7), NOW
    assert evidence(run_with(matrix, saved), begun, now) == Evidence(
        name="Ada Okafor",
        company="Okafor Freight",
        texts=("Route planning for lorries,\nwith a model behind it.",),
        unseen="pills",
        took=timedelta(seconds=7),
    )


def test_a_copy_is_not_too_quick(matrix: Matrix) -> None:
    copied = run_with(matrix, {}, carried=SAVED)
    assert suspicions(evidence(copied, NOW, NOW)) == []
