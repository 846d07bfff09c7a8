from __future__ import annotations

import pytest

from consult.blog.markdown import around_matrix, render


def test_markdown_becomes_html() -> None:
    assert render("## Why\n\n*Because* of `x`, see [this](https://a.example/).").html == (
        "<h2>Why</h2>\n<p><em>Because</em> of <code>x</code>, see "
        '<a href="https://a.example/" rel="noopener">this</a>.</p>\n'
    )


def test_a_heading_of_the_first_order_is_one_of_the_second() -> None:
    assert render("# Why\n\n`<h1>`").html == "<h2>Why</h2>\n<p><code>&lt;h1&gt;</code></p>\n"


def test_quotation_marks_become_typographic() -> None:
    assert render(""""It's" `"`""").html == '<p>“It’s” <code>"</code></p>\n'


def test_the_place_of_the_matrix_parts_the_text() -> None:
    html = render("Before.\n\n{{ matrix:queues }}\n\nAfter.").html
    assert around_matrix(html) == ("<p>Before.</p>\n", "\n<p>After.</p>\n")


def test_a_text_without_a_place_stays_whole() -> None:
    assert around_matrix(render("All.").html) == ("<p>All.</p>\n", "")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
        ("[a](javascript:x)", "<p>[a](javascript:x)</p>\n"),
        ('[a](https://a.example/ "t\\" onclick=x")', None),
        ("![](https://a.example/pixel.gif)", "<p></p>\n"),
        ("<div style=x hx-get=/>", "<p>&lt;div style=x hx-get=/&gt;</p>\n"),
    ],
)
def test_hostile_markdown_is_only_text(text: str, html: str | None) -> None:
    rendered = render(text).html
    if html is not None:
        assert rendered == html
    assert " onclick=" not in rendered.replace("&quot; onclick=x", "")
