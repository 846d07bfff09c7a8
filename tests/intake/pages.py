"""A page as a visitor's browser sees it: its form, and the addresses in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class Page(HTMLParser):
    """`choices` are what radio buttons and boxes offer, by name; `typed` what is to be written."""

    action: str = ""
    hidden: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @classmethod
    def of(cls, text: str) -> Page:
        page = cls()
        page.feed(text)
        page.close()
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.addresses += [given[name] for name in ("href", "action", "src") if name in given]
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "form" and given.get("method") == "post":
            self.action = given["action"]
        elif tag == "input" and kind == "hidden":
            self.hidden[name] = given["value"]
        elif tag == "input" and kind in ("radio", "checkbox"):
            self.choices.setdefault(name, []).append(given.get("value", "on"))
        elif tag in ("input", "textarea", "select"):
            self.typed.append(name)

    def filled(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What is sent with *values* typed in, and the first of every choice that has none."""
        firsts = {name: offered[0] for name, offered in self.choices.items()}
        typed = {name: values.get(name, "") for name in self.typed}
        return {**self.hidden, **typed, **firsts}
