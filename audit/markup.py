"""What an HTML page links to, what can be linked to in it, and the data blocks it carries."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

# Elements whose attribute is an address that a browser or a person fetches with GET.
ADDRESSES = {
    "a": ("href",),
    "audio": ("src",),
    "form": ("action",),
    "iframe": ("src",),
    "img": ("src", "srcset"),
    "link": ("href", "imagesrcset"),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "use": ("href",),
    "video": ("src", "poster"),
}
IN_META = {"og:image", "og:url", "og:image:url", "twitter:image"}


@dataclass
class Markup:
    links: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    json_ld: list[str] = field(default_factory=list)


def read(html: str) -> Markup:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Markup()
        self.in_json_ld = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if "id" in given:
            self.found.ids.add(given["id"])
        if tag == "a" and "name" in given:
            self.found.ids.add(given["name"])
        self.in_json_ld = tag == "script" and given.get("type") == "application/ld+json"
        if self.in_json_ld:
            self.found.json_ld.append("")
        # Only what a GET fetches: an action of a POST changes something.
        if tag == "form" and given.get("method", "get").lower() != "get":
            return
        if tag == "meta" and given.get("property", given.get("name")) in IN_META:
            self.found.links.append(given["content"])
        for name in ADDRESSES.get(tag, ()):
            if name.endswith("srcset"):
                candidates = [one.split() for one in given.get(name, "").split(",")]
                self.found.links += [one[0] for one in candidates if one]
            elif given.get(name):
                # The place that a form leads to is a place in its answer.
                address = given[name].partition("#")[0] if tag == "form" else given[name]
                self.found.links.append(address)

    def handle_data(self, data: str) -> None:
        if self.in_json_ld:
            self.found.json_ld[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self.in_json_ld = False
