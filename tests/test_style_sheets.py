"""What holds of every style sheet: how it is served, that it can be read from right to left, and
what an article weighs."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from lightningcss import process_stylesheet

from consult.static import Storage

SHEETS = sorted(Path("static/css").glob("*.css"))
MOST = 14_600  # bytes: what a server sends before it waits for the first answer

# A side by its compass name is wrong in every language that is written from right to left. Of
# `inset`, `margin`, and `padding` with four values, the second and the fourth must be the same.
SIDES = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom"
    r"|width|height|(?:min|max)-(?:width|height))[\w-]*\s*:"
    r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
)
FOUR = re.compile(r"(?<![\w-])(?:inset|margin|padding):\s*([^;{}()]+);")


def physical(sheet: str) -> list[str]:
    """What in *sheet* has a left or a right that does not turn with the text."""
    rules = re.sub(r"/\*.*?\*/|\([^()]*\)|url\([^)]*\)", "", sheet, flags=re.DOTALL)
    lopsided = [
        match[0]
        for match in FOUR.finditer(rules)
        if len(sides := match[1].split()) == 4 and sides[1] != sides[3]
    ]
    return [match[0] for match in SIDES.finditer(rules)] + lopsided


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_sheet_knows_left_from_right(path: Path) -> None:
    assert physical(path.read_text()) == []


def test_a_left_is_found() -> None:
    assert physical("a { margin-left: 1px; } b { padding: 0 1px 0 2px; } c { width: 1px; }") == [
        "margin-left:",
        "width:",
        "padding: 0 1px 0 2px;",
    ]
    assert physical("@media (max-width: 3rem) { a { margin: 0 1px; } }") == []


DARK = re.compile(r"@media[^{]*prefers-color-scheme[^{]*\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}")
A_COLOUR = re.compile(r"--[\w-]+|color-scheme|(?:[\w-]+-)?color|background|fill|stroke")
SHEETS_OF_OTHERS = [
    Path(str(files(package) / "static" / folder))
    for package, folder in [("django.contrib.admin", "admin/css"), ("ninja", "ninja")]
]


def told_by_the_scheme(sheet: str) -> set[str]:
    """The properties that a scheme gives other values, `light-dark()` apart: that is for colours
    alone."""
    blocks = "".join(DARK.findall(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)))
    return set(re.findall(r"([\w-]+)\s*:[^;{}]*[;}]", blocks))


def test_a_scheme_changes_colours_and_nothing_else() -> None:
    """What is checked in the light scheme alone (tests/e2e/looks.py) then holds in the dark one."""
    paths = [*SHEETS, Path("templates/emails/_style.css")]
    paths += [path for folder in SHEETS_OF_OTHERS for path in folder.rglob("*.css")]
    found = {path.name: told_by_the_scheme(path.read_text()) for path in paths}
    assert {"dark_mode.css", "_style.css"} == {name for name, told in found.items() if told}
    others = {p for told in found.values() for p in told if not A_COLOUR.fullmatch(p)}
    assert others == set()
    scripts = "".join(path.read_text() for path in Path("static/js").glob("*.js"))
    assert "prefers-color-scheme" not in scripts


def test_a_scheme_that_changes_more_is_found() -> None:
    dark = "@media (prefers-color-scheme: dark) { a { display: none; } b { --x: y } }"
    sheet = "@media print { a { top: 0 } }" + dark
    assert told_by_the_scheme(sheet) == {"display", "--x"}


def test_in_production_a_sheet_has_lost_its_comments_and_nothing_else(tmp_path: Path) -> None:
    storage = Storage(location=tmp_path)
    sheet = "/* Why. */\n@layer base {\n  a:hover > b :is(i, u) { margin: calc(1em + 2px); }\n}\n"
    storage.save("css/some.css", ContentFile(sheet.encode()))
    assert all(
        done[2] is True
        for done in storage.post_process({"css/some.css": (storage, "css/some.css")})
    )
    [served] = tmp_path.glob("css/some.*.css")
    assert served.read_text() == "@layer base{a:hover>b :is(i,u){margin:calc(1em + 2px)}}"


@pytest.mark.django_db
@pytest.mark.parametrize("path", sorted(Path("consult/blog/articles").glob("*.md")))
def test_an_article_with_its_matrix_and_its_styles_fits_into_the_first_flight(
    client: Client, path: Path
) -> None:
    call_command("sample_content")
    page = client.get(f"/blog/{path.stem}/").text
    sheets = re.findall(r'<link rel="stylesheet" href="/(static/css/[^"]+)"', page)
    assert sheets == ["static/css/site.css"]
    texts = [page, *(process_stylesheet(Path(sheet).read_text()) for sheet in sheets)]
    assert sum(len(brotli.compress(text.encode(), quality=11)) for text in texts) < MOST
