"""The tokens of the style sheets, read from them, and what two colours are to each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Scheme = Literal["light", "dark"]

TOKEN = re.compile(r"^ +--([\w-]+): (.+);$", re.MULTILINE)
PAIR = re.compile(r"light-dark\((#\w+), (#\w+)\)")
# Colours that text is set in, each on every ground that it may stand on. WCAG 2.2 asks for 4.5.
TEXT = ("ink", "quiet", "accent", "accent-strong", "bad", "good", "warn")
HUES = tuple(f"alt-{number}" for number in range(1, 7))
GROUNDS = ("paper", "raised", "sunken")
# What draws the edge of a control: 3 is enough.
EDGES = ("edge",)


@dataclass(frozen=True)
class Ratio:
    colour: str
    ground: str
    scheme: Scheme
    ratio: float
    least: float

    @property
    def enough(self) -> bool:
        return self.ratio >= self.least


def tokens(text: str) -> dict[str, str]:
    """Every custom property that a sheet in *text* gives to `:root` in the layer of tokens."""
    layers = re.findall(r"^@layer tokens \{\n(.*?)^\}", text, re.DOTALL | re.MULTILINE)
    return {name: value for layer in layers for name, value in TOKEN.findall(layer)}


def colours(found: dict[str, str]) -> dict[str, dict[Scheme, str]]:
    """Those tokens that are a colour for either scheme."""
    pairs = {name: PAIR.fullmatch(value) for name, value in found.items()}
    return {name: {"light": pair[1], "dark": pair[2]} for name, pair in pairs.items() if pair}


def ratios(of: dict[str, dict[Scheme, str]]) -> list[Ratio]:
    """The contrast of every colour with each ground that it is used on, in both schemes."""
    pairs = [(colour, ground, 4.5) for colour in TEXT + HUES for ground in GROUNDS]
    pairs += [(colour, ground, 3.0) for colour in EDGES for ground in GROUNDS]
    pairs += [("on-accent", "accent", 4.5), ("on-accent", "accent-strong", 4.5)]
    schemes: tuple[Scheme, ...] = ("light", "dark")
    return [
        Ratio(colour, ground, scheme, contrast(of[colour][scheme], of[ground][scheme]), least)
        for scheme in schemes
        for colour, ground, least in pairs
    ]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21, of two colours like `#fff` or `#0a5fa5`."""
    darker, lighter = sorted([_luminance(one), _luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
