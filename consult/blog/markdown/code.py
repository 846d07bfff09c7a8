"""Code in colour: Pygments' classes, no styles."""

from __future__ import annotations

import re
from functools import cache

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name

from consult.blog.markdown.text import html_token

# Language as it is typed → as Pygments calls it. Any other is shown plain: some of the several
# hundred that Pygments knows take minutes for a few thousand characters.
LANGUAGES = {
    "bash": "bash", "console": "console", "css": "css",
    "diff": "diff", "docker": "docker", "dockerfile": "docker", "go": "go", "html": "html",
    "http": "http", "ini": "ini", "javascript": "javascript", "js": "javascript",
    "json": "json", "kotlin": "kotlin", "nginx": "nginx", "php": "php", "py": "python",
    "python": "python", "rb": "ruby", "ruby": "ruby", "rust": "rust", "sh": "bash",
    "shell": "bash", "sql": "sql", "toml": "toml", "ts": "typescript",
    "typescript": "typescript", "xml": "xml", "yaml": "yaml", "yml": "yaml",
}  # fmt: skip
# Characters of a block, of one of its lines, and of all blocks of an article: what is longer is a
# file, not an example, and is shown plain. The lexers' time can grow with the square of a length.
LONGEST_BLOCK = 5_000
LONGEST_LINE = 200
MOST_COLOURED = 30_000

_formatter = HtmlFormatter(nowrap=True)
# What static/css/site.css has no colour for is most of the spans, and would weigh for nothing.
UNCOLOURED = re.compile(r'<span class="(?!k|s|m|c|nf|nc|nd|nt|fm|gd|gi)[a-z0-9]+">([^<]*)</span>')


def draw(tokens: list[Token]) -> None:
    left = MOST_COLOURED
    for at, token in enumerate(tokens):
        if token.type not in {"fence", "code_block"}:
            continue
        code = token.content
        language = LANGUAGES.get(token.info.strip().split(" ")[0].lower())
        if language and len(code) <= min(left, LONGEST_BLOCK) and _short_lines(code):
            left -= len(code)
            # Pygments escapes what it colours.
            coloured = highlight(code, _lexer(language), _formatter)
            shown = mark_safe(UNCOLOURED.sub(r"\1", coloured))
        else:
            shown = escape(code)
        tokens[at] = html_token(_block(shown, language))


@cache
def _lexer(language: str) -> Lexer:
    """As Pygments calls it. To make them all would be a sixth of what a process takes to start,
    and most processes colour nothing."""
    lexer: Lexer = get_lexer_by_name(language, stripnl=False)
    return lexer


def _short_lines(code: str) -> bool:
    return max(map(len, code.splitlines()), default=0) <= LONGEST_LINE


def _block(shown: str, language: str | None) -> str:
    name = _("Code in %(language)s") % {"language": _lexer(language).name} if language else ""
    return format_html(
        '<pre class="highlight" role="group" tabindex="0" aria-label="{}">'
        "<code{}>{}</code></pre>\n",
        name or _("Code"),
        format_html(' class="language-{}"', language) if language else "",
        shown,
    )
