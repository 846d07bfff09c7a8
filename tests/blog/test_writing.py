"""What docs/writing.md promises to authors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from consult.blog.files import ArticleFile, shipped
from consult.blog.markdown import Shown, render
from consult.blog.markdown.code import LANGUAGES, LONGEST_BLOCK, LONGEST_LINE, MOST_COLOURED
from consult.blog.markdown.render import LONGEST

PAGE = (Path(__file__).resolve().parents[2] / "docs/writing.md").read_text()
EXAMPLES = [text for _, text in re.findall(r"^(`{3,4})markdown\n(.*?)^\1$", PAGE, re.M | re.S)]
PICTURES = {"throughput": Shown(8, 6, {"webp": ((8, f"/media/{0:032x}.webp"),)})}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split("\n")[0])
def test_every_example_can_be_published(example: str) -> None:
    assert render(example, PICTURES).faults == ()


def test_the_examples_show_everything_that_there_is() -> None:
    html = render("\n\n".join(EXAMPLES), PICTURES).html
    for part in [
        "<em>", "<ul>", "<ol>", "<blockquote>", "<table>", "align-right", "<figcaption>",
        "admonition--note", "admonition--tip", "admonition--warning", "footnotes", "matrix-place",
        "language-python", 'rel="noopener"', "mailto:",
    ]:  # fmt: skip
        assert part in html


def test_the_languages_and_the_limits_are_those_that_hold() -> None:
    listed = PAGE[PAGE.index("In colour:") : PAGE.index("Any other is shown plain")]
    assert re.findall(r"`(\w+)`", listed) == sorted(LANGUAGES)
    for number in (LONGEST, LONGEST_BLOCK, LONGEST_LINE, MOST_COLOURED):
        assert f"{number:,}" in PAGE


@pytest.mark.parametrize("file", shipped(), ids=lambda file: file.slug)
def test_every_article_that_ships_can_be_published(file: ArticleFile) -> None:
    assert render(file.body).faults == ()
