"""Articles that ship with the product: Markdown files under a TOML head between `+++` lines."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent / "articles"


@dataclass(frozen=True)
class ArticleFile:
    title: str
    slug: str
    summary: str
    topics: list[str]
    body: str
    published: date | None = None  # when it first appeared; None means now


def read(path: Path) -> ArticleFile:
    """Raises ValueError or TypeError where the head is missing or says something unknown."""
    _, head, body = path.read_text().split("+++\n", 2)
    return ArticleFile(**tomllib.loads(head), body=body.strip() + "\n")


def shipped() -> list[ArticleFile]:
    return [read(path) for path in sorted(FOLDER.glob("*.md"))]
