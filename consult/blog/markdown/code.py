"""Code in colour: Pygments' classes, no styles."""

from __future__ import annotations

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from consult.blog.markdown.text import html_token

# Language as it is typed → as Pygments calls it. Any other is shown plain: some of the several
# hundred that Pygments knows can be made to take for ever.
LANGUAGES = {
    "bash": "bash", "console": "console", "csharp": "csharp", "css": "css",
    "diff": "diff", "docker": "docker", "dockerfile": "docker", "go": "go", "html": "html",
    "http": "http", "ini": "ini", "java": "java", "javascript": "javascript", "js": "javascript",
    "json": "json", "kotlin": "kotlin", "nginx": "nginx", "php": "php", "py": "python",
    "python": "python", "rb": "ruby", "ruby": "ruby", "rust": "rust", "sh": "bash",
    "shell": "bash", "sql": "sql", "toml": "toml", "ts": "typescript",
    "typescript": "typescript", "xml": "xml", "yaml": "yaml", "yml": "yaml",
}  # fmt: skip
# Characters; what is longer is a file, not an example, and is shown plain.
LONGEST_COLOURED = 10_000

_lexers = {name: get_lexer_by_name(name, stripnl=False) for name in set(LANGUAGES.values())}
_formatter = HtmlFormatter(nowrap=True)


def draw(tokens: list[Token]) -> None:
    for at, token in enumerate(tokens):
        if token.type in {"fence", "code_block"}:
            tokens[at] = html_token(_block(token.content, token.info.strip().split(" ")[0]))


def _block(code: str, typed: str) -> str:
    language = LANGUAGES.get(typed.lower())
    lexer = _lexers[language] if language else None
    html = (
        '<pre class="highlight" role="group" tabindex="0" aria-label="{}"><code{}>{}</code></pre>\n'
    )
    return format_html(
        html,
        _("Code in %(language)s") % {"language": lexer.name} if lexer else _("Code"),
        format_html(' class="language-{}"', language) if language else "",
        # Pygments escapes what it colours.
        mark_safe(highlight(code, lexer, _formatter))
        if lexer and len(code) <= LONGEST_COLOURED
        else escape(code),
    )
