"""Addresses for readers elsewhere: every path and every anchor with its site before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

# A tag as the sanitiser writes it. In a text every < is an entity, so code that shows tags, or
# their attributes, is left alone.
_TAG = re.compile(r'<[a-z][a-z0-9]*(?:\s+[a-z-]+(?:="[^"]*")?)+\s*/?>')
_ONE = re.compile(r'(\s(?:href|src)=")([^"]*)(?=")')
_SET = re.compile(r'(\ssrcset=")([^"]*)(?=")')


def in_html(html: str, url: str) -> str:
    """Sanitised *html* of the page at *url*, to be read anywhere."""

    def tag(match: re.Match[str]) -> str:
        one = _ONE.sub(lambda at: at[1] + urljoin(url, at[2]), match[0])
        return _SET.sub(lambda at: at[1] + _set(at[2], url), one)

    return _TAG.sub(tag, html)


def _set(srcset: str, url: str) -> str:
    candidates = (candidate.split() for candidate in srcset.split(",") if candidate.strip())
    return ", ".join(" ".join([urljoin(url, first), *rest]) for first, *rest in candidates)


_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_LINK = re.compile(r"(?:\]\(\s*<?|^\s{0,3}\[[^\]]+\]:\s*<?)(?P<target>(?:[/#]|picture:)[^\s)>]*)")
_TICKS = re.compile(r"`+")


def in_markdown(body: str, resolve: Callable[[str], str], placed: Callable[[str], str]) -> str:
    """*body* with every link, picture, and line of its own passed through, but for code.

    *resolve* gets targets that begin with `/`, `#`, or `picture:`, and *placed* whole lines.
    """
    lines, fence = [], ""
    for line in body.splitlines():
        opened = _FENCE.match(line)
        if fence:
            if opened and opened[1].startswith(fence) and not line.strip(f" \t{fence[0]}"):
                fence = ""
        elif opened:
            fence = opened[1]
        else:
            line = _resolved(placed(line), resolve)
        lines.append(line)
    return "\n".join(lines) + "\n"


def _resolved(line: str, resolve: Callable[[str], str]) -> str:
    """What looks like a link in code is not one."""
    pieces, at = [], 0
    for start, end in [*_code(line), (len(line), len(line))]:
        for link in _LINK.finditer(line, at, start):
            pieces += [line[at : link.start("target")], resolve(link["target"])]
            at = link.end()
        pieces.append(line[at:end])
        at = end
    return "".join(pieces)


def _code(line: str) -> Iterator[tuple[int, int]]:
    """Where code begins and ends: at so many ticks, and at the next that are as many."""
    runs = list(_TICKS.finditer(line))
    last = {len(run[0]): run for run in runs}
    opened = None
    for run in runs:
        if opened is None:
            opened = run if run is not last[len(run[0])] else None
        elif len(run[0]) == len(opened[0]):
            yield opened.start(), run.end()
            opened = None
