"""What a visitor fills in, and what must be saved of it."""

from __future__ import annotations

import random
from typing import Any

from soak.page import Control, Form

# Each is a field of a page; a text that is not among them is left empty, as a person leaves a
# field that is not shown.
LINES = ("what", "integrations", "notes", "today")
NOT_SURE = "not-sure"
# By these a row is known again: the numbers in them are never used twice.
KNOWN_BY = {
    "brief": ("what", "stage"),
    "plans": ("users", "traffic", "timeline", "budget"),
    "contact": ("name", "email", "company"),
}


def filled_in(form: Form, who: random.Random, visitor: int, serial: int) -> dict[str, list[str]]:
    """All that is sent of *form*, with every choice made anew."""
    return {
        name: _filled(name, control, who, visitor, serial)
        for name, control in form.controls.items()
        if control.kind != "file"
    }


def _filled(
    name: str, control: Control, who: random.Random, visitor: int, serial: int
) -> list[str]:
    if control.kind == "radio":
        return [who.choice([value for value in control.values if value])]
    if control.kind == "checkbox":
        return _ticked(control.values, who)
    if control.kind in ("hidden", "select"):
        return control.chosen or control.values[:1]
    if name == "phone":
        return ["+49 30 5550100"]
    if name == "email":
        return [f"visitor-{visitor}@client.example"]
    if name in ("name", "company"):
        return [f"Visitor {visitor}, {name} {serial}"]
    return [f"{name} {serial} – größer & <schneller>"] if name in LINES else [""]


def _ticked(values: list[str], who: random.Random) -> list[str]:
    if values == ["on"]:
        return values
    if NOT_SURE in values and who.random() < 0.2:
        return [NOT_SURE]
    open_to_choice = [value for value in values if value != NOT_SURE]
    ticked = set(who.sample(open_to_choice, who.randint(1, len(open_to_choice))))
    return [value for value in values if value in ticked]


def saved_of(step: str, form: Form, sent: dict[str, list[str]]) -> dict[str, dict[str, Any]]:
    """The part of what was *sent* on page *step* by which its rows are known, by their keys."""
    if step == "verdict":
        return {"verdict": {}}
    if step in KNOWN_BY:
        return {step: {name: sent[name][0] for name in KNOWN_BY[step] if name in sent}}
    return {
        f"q-{name}": {"options": [value for value in sent[name] if value != NOT_SURE]}
        for name, control in form.controls.items()
        if step.startswith("q-") and control.kind in ("radio", "checkbox")
    }
