"""The feed, read as strictly as the strictest validator would."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]  # it has no types

from audit.markup import read
from audit.product import Site
from audit.report import Report
from audit.tools import HERE, VNU, run

FEED = "/blog/feed/"
ATOM = "{http://www.w3.org/2005/Atom}"
JING = "nu.validator.vendor.thaiopensource.relaxng.util.Driver"
# RFC 3339, with the upper-case letters that RFC 4287 asks for.
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")

NO_DATE = "is no date of RFC 3339"


def check(site: Site) -> Report:
    with site.client() as client:
        response = client.get(FEED)
    if response.status_code != 200:
        return Report(faults=[f"{FEED} answers {response.status_code}"])
    report = Report()
    content_type = response.headers["Content-Type"]
    if not content_type.startswith("application/atom+xml"):
        report.faults.append(f"its content type is {content_type}")
    parsed = feedparser.parse(response.content)
    if parsed.bozo:
        report.faults.append(f"feedparser: {parsed.bozo_exception}")
        return report
    report.figures = [f"{len(parsed.entries)} entries, {len(response.content):,} bytes"]
    report.faults += against_the_schema(response.text, site.folder)
    report.faults += faults(response.text, site.url + FEED)
    missing = set(site.articles) - {urlsplit(entry.link).path for entry in parsed.entries}
    report.faults += [f"there is no entry for {path}" for path in sorted(missing)]
    return report


def against_the_schema(text: str, folder: Path) -> list[str]:
    """What RFC 4287's own RELAX NG schema refuses, as jing says it."""
    file = folder / "feed.xml"
    file.write_text(text)
    jing = ("java", "-cp", VNU, JING, "-c", HERE / "atom.rnc")
    said = run(*jing, file, seconds=60, good=(0, 1))
    return [line.removeprefix(f"{file}:") for line in said.splitlines()]


def faults(text: str, address: str) -> list[str]:
    """What the RFC asks for in words, and validators look at."""
    feed = ElementTree.fromstring(text)
    entries = feed.findall(f"{ATOM}entry")
    named = [(feed, "the feed"), *((one, f"entry {n}") for n, one in enumerate(entries, 1))]
    found = [fault for one, name in named for fault in _of_one(one, name)]
    if any(NO_DATE in fault for fault in found):
        return found
    if address not in _links(feed, "self"):
        found.append(f"the feed has no link to itself, {address}")
    for number, entry in enumerate(entries, 1):
        found += _of_entry(entry, feed, f"entry {number}")
    ids = Counter(element.text for element in feed.iter(f"{ATOM}id"))
    found += [f"the id {one} is there {count} times" for one, count in ids.items() if count > 1]
    updated = [_date(entry, "updated") for entry in entries]
    if updated and _date(feed, "updated") != max(updated):
        found.append("the feed was not updated when its newest entry was")
    return found


def _of_one(element: ElementTree.Element, name: str) -> list[str]:
    """A feed or an entry: its own children, not those of its entries."""
    found = []
    for child in element:
        tag, text = child.tag.removeprefix(ATOM), (child.text or "").strip()
        if tag in ("updated", "published") and not DATE.fullmatch(child.text or ""):
            found.append(f"{name}: {child.text!r} {NO_DATE}")
        if tag in ("id", "icon", "logo") and not _absolute(child.text or ""):
            found.append(f"{name}: its {tag} {child.text!r} is no absolute address")
        if tag == "link" and not _absolute(child.get("href", "")):
            found.append(f"{name}: its link {child.get('href')!r} is not absolute")
        if tag == "author":
            uri = child.findtext(f"{ATOM}uri")
            if uri is not None and not _absolute(uri):
                found.append(f"{name}: its author's address {uri!r} is not absolute")
        if tag == "title" and not text:
            found.append(f"{name}: its title is empty")
    return found


def _of_entry(entry: ElementTree.Element, feed: ElementTree.Element, name: str) -> list[str]:
    found = []
    if entry.find(f"{ATOM}author") is None and feed.find(f"{ATOM}author") is None:
        found.append(f"{name} has no author")
    if len(_links(entry, "alternate")) != 1:
        found.append(f"{name} has {len(_links(entry, 'alternate'))} links to its page, not one")
    published = entry.find(f"{ATOM}published")
    if published is not None and _date(entry, "updated") < _date(entry, "published"):
        found.append(f"{name} was updated before it was published")
    content = entry.find(f"{ATOM}content")
    if content is None or content.get("type") != "html" or not (content.text or "").strip():
        return [*found, f"{name} has no full content as HTML"]
    html = content.text or ""
    relative = sorted({link for link in read(html).links if not _absolute(link)})
    found += [f"{name}: its content refers to {link!r}, relative to nothing" for link in relative]
    if unsafe := re.findall(r"<(?:script|style|iframe|form|object)\b|\s(?:style|on\w+)=", html):
        found.append(f"{name}: its content has {unsafe[0]!r}, which readers strip or refuse")
    return found


def _links(element: ElementTree.Element, rel: str) -> list[str]:
    links = element.findall(f"{ATOM}link")
    return [link.get("href", "") for link in links if link.get("rel", "alternate") == rel]


def _date(element: ElementTree.Element, name: str) -> datetime:
    return datetime.fromisoformat(element.findtext(f"{ATOM}{name}", "").strip())


def _absolute(address: str) -> bool:
    """Whether it is an address by itself: with a scheme, and no space in it."""
    parts = urlsplit(address)
    return bool(parts.scheme and (parts.netloc or parts.path)) and not re.search(r"\s", address)
