"""The style sheets as text, and as a page needs them that shows every state at once."""

from __future__ import annotations

import re

from django.contrib.staticfiles import finders

SHEETS = ("site", "page", "report", "forms")
# What a pointer or a keyboard would have to hold, as a class that stands in for it.
STATES = {":hover": ".-hover", ":focus-visible": ".-focus"}
# What says the same thing twice when both schemes stand on one page.
NAMED = re.compile(
    r'\b(id|for|name|form|href|aria-labelledby|aria-describedby|aria-controls)="([^"]*)"'
)


def sheet(name: str) -> str:
    path = finders.find(f"css/{name}.css")
    assert isinstance(path, str), name
    with open(path) as file:
        return file.read()


def every() -> str:
    return "\n".join(sheet(name) for name in SHEETS)


def states() -> str:
    """Every rule for a state, once more for its class, in the layers of the first."""
    # The fonts are here already.
    text = re.sub(r"@font-face \{.*?\}", "", every(), flags=re.DOTALL)
    for state, stand_in in STATES.items():
        text = text.replace(state, stand_in)
    return text


def classes(text: str) -> set[str]:
    """The classes that a sheet has rules for."""
    text = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", text, flags=re.DOTALL)
    selectors = re.findall(r"[^{};]*\{", text)
    return {name for one in selectors for name in re.findall(r"\.(-?[a-z_][\w-]*)", one, re.I)}


def twin(html: str) -> str:
    """The same for a second place on one page: its own ids, names, and links to them."""

    def renamed(match: re.Match[str]) -> str:
        attribute, value = match.groups()
        if attribute == "href":
            value = f"{value}-dark" if value.startswith("#") else value
        else:
            value = " ".join(f"{one}-dark" for one in value.split())
        return f'{attribute}="{value}"'

    return NAMED.sub(renamed, html)
