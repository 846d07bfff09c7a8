from __future__ import annotations

import pytest

from consult.blog.markdown import render
from consult.blog.markdown.code import LANGUAGES, LONGEST_BLOCK, LONGEST_LINE, MOST_COLOURED


def test_code_is_coloured_by_classes() -> None:
    assert render("```python\nx = '<b>'  # y\n```").html == (
        '<pre class="highlight" role="group" tabindex="0" aria-label="Code in Python">'
        '<code class="language-python">x = <span class="s1">\'&lt;b&gt;\'</span>  '
        '<span class="c1"># y</span>\n</code></pre>\n'
    )


@pytest.mark.parametrize(
    "body",
    [
        "```\n<x>\n```",
        "    <x>",
        "```nonsense\n<x>\n```",
        '```"><script>\n<x>\n```',
        "~~~ \n<x>\n~~~",
    ],
)
def test_code_of_no_language_or_an_unknown_one_is_plain(body: str) -> None:
    assert render(body).html == (
        '<pre class="highlight" role="group" tabindex="0" aria-label="Code">'
        "<code>&lt;x&gt;\n</code></pre>\n"
    )


@pytest.mark.parametrize("typed", LANGUAGES)
def test_every_language_that_is_offered_is_known(typed: str) -> None:
    html = render(f"```{typed}\na\n```").html
    assert f'<code class="language-{LANGUAGES[typed]}">' in html


def test_the_case_of_a_language_and_what_follows_it_do_not_matter() -> None:
    assert render("```TS title=x\na\n```").html == render("```typescript\na\n```").html


def test_blank_lines_at_the_start_stay() -> None:
    assert "\n\n<span" in render("```python\n\n\n1\n```").html


def coloured(code: str) -> bool:
    return "<span" in render(f"```python\n{code}\n```").html


def test_a_file_is_not_coloured() -> None:
    lines = "x = 1\n" * (LONGEST_BLOCK // 6)
    assert (coloured(lines[:-1]), coloured(lines + lines)) == (True, False)
    assert (coloured("1" * LONGEST_LINE), coloured("1" * (LONGEST_LINE + 1))) == (True, False)


def test_no_more_than_so_much_of_an_article_is_coloured() -> None:
    html = render(("```python\n" + "x = 1\n" * (LONGEST_BLOCK // 6) + "```\n") * 8).html
    parts = html.split("<pre")[1:]
    assert [("<span" in part) for part in parts] == [True] * (MOST_COLOURED // 4_998) + [False] * 2
