"""A page as a visitor has it before him: where it is, its links, and the form that it sends."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

_LEADS_ON = re.compile(r"/intake/[\w-]+/(?:[\w.-]+/)?(?:\?|$)")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Control:
    """A field of a form: its kind, what is in it, and between which values one may choose."""

    kind: str
    chosen: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)


@dataclass
class Form:
    action: str
    controls: dict[str, Control] = field(default_factory=dict)

    def as_it_is(self) -> dict[str, list[str]]:
        return {name: c.chosen for name, c in self.controls.items() if c.kind != "file"}


@dataclass
class Page:
    """`url` is a path with its query, `intake` the submission id that the form carries."""

    url: str
    title: str
    form: Form | None
    links: list[str]

    @property
    def intake(self) -> str | None:
        controls = self.form.controls if self.form else {}
        token = controls.get("page-token")
        found = _UUID.match(token.chosen[0]) if token else None
        return found[0] if found else None

    @property
    def step(self) -> str:
        """The last part of the path: `brief` for `/intake/a-or-b/brief/?change=1`."""
        return self.url.partition("?")[0].rstrip("/").rpartition("/")[2]


def read(url: str, html: str) -> Page:
    """The page at *url*, with the form that leads on, if there is one.

    That is the last with a page token, or the start's own: others mail a link, or choose.
    """
    reader = _Reader(url)
    reader.feed(html)
    forms = [form for form in reader.forms if _LEADS_ON.match(form.action)]
    forms.sort(key=lambda form: "page-token" in form.controls)
    return Page(url, reader.title, forms[-1] if forms else None, reader.links)


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.title = ""
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self._area: Control | None = None
        self._select: Control | None = None
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._in_title = tag == "title"
        if tag == "a" and "href" in given:
            self.links.append(urljoin(self.url, given["href"]))
        if tag == "form" and given.get("method", "").lower() == "post":
            self._form = Form(urljoin(self.url, given.get("action", "")))
            self.forms.append(self._form)
        if self._form is None:
            return
        if tag == "input" and given.get("name"):
            self._input(self._form, given)
        if tag == "textarea":
            self._area = self._form.controls[given["name"]] = Control("textarea", [""])
        if tag == "select":
            self._select = self._form.controls[given["name"]] = Control("select")
        if tag == "option" and self._select:
            self._select.values.append(given.get("value", ""))
            if "selected" in given:
                self._select.chosen = [given.get("value", "")]

    def _input(self, form: Form, given: dict[str, str]) -> None:
        kind, value = given.get("type", "text"), given.get("value", "")
        control = form.controls.setdefault(given["name"], Control(kind))
        if kind in ("radio", "checkbox"):
            control.values.append(value or "on")
            if "checked" in given:
                control.chosen.append(value or "on")
        else:
            control.chosen.append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "textarea":
            self._area = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._in_title and not self.title:
            self.title = data.strip()
        if self._area:
            # The first newline of an area is markup.
            self._area.chosen = [self._area.chosen[0] + data.removeprefix("\n")]
