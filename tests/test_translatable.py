"""Every word of the interface can be translated, and every date, number, and amount localised."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType

ROOT = Path(__file__).resolve().parent.parent
# Those of `dev/` are read by whoever works on the code.
TEMPLATES = sorted(
    path
    for pattern in ("*.html", "*.txt")
    for path in (ROOT / "templates").rglob(pattern)
    if ROOT / "templates" / "dev" not in path.parents
)
PYTHON = sorted(
    path
    for name in ("advisor", "consult")
    for path in (ROOT / name).rglob("*.py")
    if path.parent.name != "migrations"
)

# What is read or heard of an element, besides its text.
SPOKEN = {"alt", "aria-label", "aria-description", "placeholder", "title", "data-copied"}
# Names, addresses, and notations that are the same in every language.
SAME_EVERYWHERE = {
    "WhatsApp", "Markdown", "TOML", "JSON", "CSV", "ADR", "API", "OpenAPI", "htmx", "Atom", "URL",
    "UTC", "https",
}  # fmt: skip
WORDS = re.compile(r"[^\W\d_]{2,}")
KEYWORDS = {"label", "help_text", "verbose_name", "verbose_name_plural", "empty_label"}


class Reader(HTMLParser):
    """Collects what a person reads of markup: its text, and the attributes that are spoken."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in {"script", "style", "code", "pre", "kbd"}
        self.read += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style", "code", "pre", "kbd"}

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.read.append(data)


def untranslated(template: str) -> list[str]:
    """The words of a template's own text that stand outside every translation."""
    markup, inside = "", ""
    for token in Lexer(template).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0]
            if name in {"blocktranslate", "comment"}:
                inside = f"end{name}"
            elif token.contents == "block bodyclass":  # It fills an attribute.
                inside = "endblock"
            elif name == inside:
                inside = ""
        elif token.token_type == TokenType.TEXT and not inside:
            markup += token.contents
        # Something stands here, so that an attribute made of it alone is not left empty.
        markup += "" if token.token_type == TokenType.TEXT else "\N{OBJECT REPLACEMENT CHARACTER}"
    reader = Reader()
    reader.feed(markup)
    reader.close()
    words = [word for text in reader.read for word in WORDS.findall(text)]
    return [word for word in words if word not in SAME_EVERYWHERE]


def bare_keywords(source: str) -> Iterator[str]:
    """Texts given to a field's label and the like without gettext."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        for keyword in node.keywords:
            value = keyword.value
            if keyword.arg in KEYWORDS and isinstance(value, ast.Constant) and value.value:
                yield f"{keyword.arg}={value.value!r}"


def described(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=described)
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    assert untranslated(path.read_text()) == []


@pytest.mark.parametrize("path", PYTHON, ids=described)
def test_labels_go_through_gettext(path: Path) -> None:
    assert list(bare_keywords(path.read_text())) == []


def test_dates_are_written_by_named_formats_only() -> None:
    own = re.compile(r"""\|date:(["'])(?!c\1|Y-m-d\1|[A-Z_]+_FORMAT\1)(.*?)\1""")
    found = {
        described(path): [match[2] for match in own.finditer(path.read_text())]
        for path in TEMPLATES
    }
    # One letter is a part of a date, which has no order to localise.
    assert {
        name: formats for name, formats in found.items() if any(len(f) > 1 for f in formats)
    } == {}
    call = re.compile(r"""date_format\([^\n]*?(["'])(?![A-Z_]+_FORMAT\1)(.*?)\1""")
    assert [described(path) for path in PYTHON if call.search(path.read_text())] == []


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_every_language_has_every_format(language: str) -> None:
    english = vars(import_module("consult.formats.en.formats"))
    own = vars(import_module(f"consult.formats.{language.replace('-', '_')}.formats"))
    assert {name for name in english if name.isupper()} <= set(own)


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ('<a aria-label="Close">{{ x }}</a>', ["Close"]),
        ('{% translate "Hello" %}, {{ name }} · 5 %', []),
        ("{% blocktranslate %}Hello{% endblocktranslate %} there", ["there"]),
        ('<script src="a.js">run()</script><code>make run</code>', []),
    ],
)
def test_what_counts_as_a_word(template: str, words: list[str]) -> None:
    assert untranslated(template) == words


def test_what_counts_as_a_bare_label() -> None:
    assert list(bare_keywords('f(label="Name", help_text=_("Why"))')) == ["label='Name'"]
