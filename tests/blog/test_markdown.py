"""Running text, links, tables, and boxes. Headings, footnotes, pictures, code, and the place of the
matrix have files of their own."""

from __future__ import annotations

import pytest

from consult.blog.markdown import LONGEST, Rendered, render


def test_markdown_becomes_html() -> None:
    assert render("*Because* of `x`, **see** ~~that~~\n\n- a\n- b\n\n10. c\n\n---\n\n> d").html == (
        "<p><em>Because</em> of <code>x</code>, <strong>see</strong> <s>that</s></p>\n"
        '<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<ol start="10">\n<li>c</li>\n</ol>\n<hr>\n'
        "<blockquote>\n<p>d</p>\n</blockquote>\n"
    )


def test_a_text_without_faults_has_all_that_is_known_of_it() -> None:
    assert render("One *two* `three`.") == Rendered(
        html="<p>One <em>two</em> <code>three</code>.</p>\n",
        headings=(),
        text="One two three.",
        words=3,
        matrix=None,
        faults=(),
    )


def test_quotation_marks_become_typographic() -> None:
    assert render(""""It's" `"`""").html == '<p>“It’s” <code>"</code></p>\n'


def test_html_is_shown_as_it_is_typed() -> None:
    assert render("A `List<T>` or <b>List<T></b>.").html == (
        "<p>A <code>List&lt;T&gt;</code> or &lt;b&gt;List&lt;T&gt;&lt;/b&gt;.</p>\n"
    )


def test_the_text_is_what_there_is_to_read() -> None:
    body = (
        '# A *b*\n\nc\n"d"[^1]\n\n![e `f`](picture:g "h")\n\n```python\ni = 1\n```\n\n'
        "{{ matrix:j }}\n\n| k | l |\n|---|---|\n| m | < |\n\n!!! tip\n    n\n\n[^1]: o"
    )
    rendered = render(body)
    assert rendered.text == "A b\nc “d”\ne f h\ni = 1\nk\nl\nm\n<\nTip\nn\no"
    assert rendered.words == 17


# Links


def test_links_lead_to_other_sites_pages_of_ours_places_and_addresses() -> None:
    body = '[a](https://a.example/?b=c&d "e") [f](/blog/) [g](#section-h) <mailto:i@a.example>'
    rendered = render(body)
    assert rendered.html == (
        '<p><a href="https://a.example/?b=c&amp;d" title="e" rel="noopener">a</a>'
        ' <a href="/blog/">f</a> <a href="#section-h">g</a>'
        ' <a href="mailto:i@a.example">mailto:i@a.example</a></p>\n'
    )
    assert rendered.faults == ()


@pytest.mark.parametrize(
    "address",
    ["javascript:x", "JavaScript:x", "data:text/html,x", "tel:+49", "//a.example/", "page", "?a=b"],
)
def test_a_link_elsewhere_is_only_its_text_and_a_fault(address: str) -> None:
    rendered = render(f"See [this *one*]({address}).")
    assert rendered.html == "<p>See this <em>one</em>.</p>\n"
    assert rendered.faults == (
        f"The link to “{address}” cannot be followed: it must begin with https://, http://,"
        " mailto:, / (for a page of this site), or # (on the same page).",
    )


def test_a_link_without_a_text_is_a_fault() -> None:
    assert render("[](/blog/) [`a`](/b)").faults == ("The link to “/blog/” has no text.",)


# Tables


def test_a_table_scrolls_in_itself_and_is_aligned_by_classes() -> None:
    assert render("| a | b | |\n|---|--:|:-:|\n| c | *d* | e |").html == (
        '<div class="table" role="region" tabindex="0" aria-label="Table 1">\n'
        '<table>\n<thead>\n<tr>\n<th scope="col">a</th>\n'
        '<th class="align-right" scope="col">b</th>\n<td class="align-center"></td>\n</tr>\n'
        '</thead>\n<tbody>\n<tr>\n<td>c</td>\n<td class="align-right"><em>d</em></td>\n'
        '<td class="align-center">e</td>\n</tr>\n</tbody>\n</table>\n</div>\n'
    )


def test_tables_have_names_that_tell_them_apart() -> None:
    html = render("|a|\n|-|\n\nb\n\n|a|\n|-|").html
    assert [html.count(f'aria-label="Table {number}"') for number in (1, 2, 3)] == [1, 1, 0]


# Boxes


@pytest.mark.parametrize(
    ("head", "kind", "title"),
    [
        ("note", "note", '<p class="admonition__title">Note</p>\n'),
        ("tip", "tip", '<p class="admonition__title">Tip</p>\n'),
        ("WARNING", "warning", '<p class="admonition__title">Warning</p>\n'),
        ('tip "Say *so*"', "tip", '<p class="admonition__title">Say <em>so</em></p>\n'),
        ('note ""', "note", ""),
    ],
)
def test_a_box_has_its_kind_and_its_title(head: str, kind: str, title: str) -> None:
    rendered = render(f"!!! {head}\n    a\n\n    - b\n\nc")
    assert rendered.html == (
        f'<div class="admonition admonition--{kind}" role="note">\n{title}<p>a</p>\n<ul>\n'
        "<li>b</li>\n</ul>\n</div>\n<p>c</p>\n"
    )
    assert rendered.faults == ()


def test_a_box_of_another_kind_is_a_note_and_a_fault() -> None:
    rendered = render("!!! danger\n    a")
    assert rendered.html.startswith('<div class="admonition admonition--note" role="note">\n')
    assert rendered.faults == ("There is no box of the kind “danger”: use note, tip, or warning.",)


def test_question_marks_start_no_box() -> None:
    assert render("??? what").html == "<p>??? what</p>\n"


# Faults


def test_each_fault_is_said_once_and_no_more_than_twenty() -> None:
    assert render("[](/a)\n\n[](/a)").faults == ("The link to “/a” has no text.",)
    assert len(render("".join(f"[](/{number})" for number in range(100))).faults) == 20


def test_a_fault_quotes_no_more_than_a_line() -> None:
    assert render(f"[](/{'a' * 200})").faults == (f"The link to “/{'a' * 58}…” has no text.",)


def test_five_megabytes_are_refused_before_they_are_read() -> None:
    sentence = "The text is longer than 100000 characters."
    assert render("[a](" * 1_250_000) == Rendered("", (), "", 0, None, (sentence,))
    assert render("a" * LONGEST).faults == ()
