"""A page of the admin as a browser sees it: what it says, and what its form would send."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.test import Client


class _Fields(HTMLParser):
    """Collects what the page's forms would send with no button pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {key: value or "" for key, value in attrs}
        name = has.get("name", "")
        if tag == "input" and name and has.get("type") not in {"submit", "checkbox"}:
            self.values[name] = has.get("value", "")
        elif tag == "select":
            self.select = name
            self.values[name] = ""
        elif tag == "option" and "selected" in has:
            self.values[self.select] = has.get("value", "")
        elif tag == "textarea":
            self.textarea = name
            self.values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.textarea = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.values[self.textarea] += data.lstrip("\r\n")


def fields(client: Client, path: str) -> dict[str, str]:
    """What the form on the page would send as it stands."""
    parser = _Fields()
    parser.feed(client.get(path).content.decode())
    return {key: value for key, value in parser.values.items() if "__prefix__" not in key}


def press(client: Client, path: str, button: str, value: str = "1", **changes: str) -> Any:
    """Fill in *changes*, press *button*, and see the page that follows."""
    data = fields(client, path) | changes | {button: value}
    return client.post(path, data, follow=True)


def words(response: Any) -> str:
    """What the page says, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())
