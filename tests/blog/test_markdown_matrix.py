"""The one place of the matrix."""

from __future__ import annotations

import pytest

from consult.blog.markdown import around_matrix, render

MISPLACED = (
    "The place of the matrix must be a paragraph of its own, outside lists and quotations:"
    " {{ matrix:its-name }}."
)


def test_the_place_of_the_matrix_parts_the_text() -> None:
    rendered = render("Before.\n\n{{ matrix:queues-2 }}\n\nAfter.")
    assert (rendered.matrix, rendered.faults) == ("queues-2", ())
    assert around_matrix(rendered.html) == ("<p>Before.</p>\n", "<p>After.</p>\n")


def test_a_text_without_a_place_stays_whole() -> None:
    rendered = render("All of {{ x }}.")
    assert (rendered.matrix, rendered.faults) == (None, ())
    assert around_matrix(rendered.html) == ("<p>All of {{ x }}.</p>\n", "")


def test_a_second_matrix_is_a_fault() -> None:
    rendered = render("{{ matrix:a }}\n\n{{ matrix:b }}")
    assert rendered.matrix == "a"
    assert rendered.faults == ("There is a second matrix, “b”: an article has one.",)


@pytest.mark.parametrize(
    "body",
    [
        "> {{ matrix:a }}",
        "- {{ matrix:a }}",
        "## {{ matrix:a }}",
        "!!! note\n    {{ matrix:a }}",
        "b[^1]\n\n[^1]: {{ matrix:a }}",
        "| {{ matrix:a }} |\n|---|",
        "Here: {{ matrix:a }}",
        "b\n{{ matrix:a }}",
        "**{{ matrix:a }}**",
        "{{ matrix }}",
        "{{ matrix: }}",
        "{{ matrix:A b }}",
        "{{ Matrix:a }}",
        "{{matrix:a}}",
    ],
)
def test_a_place_that_is_none_is_a_fault_and_parts_nothing(body: str) -> None:
    rendered = render(body)
    assert (rendered.matrix, rendered.faults) == (None, (MISPLACED,))
    assert around_matrix(rendered.html) == (rendered.html, "")


def test_in_code_it_is_code() -> None:
    rendered = render("`{{ matrix:a }}`\n\n    {{ matrix:a }}")
    assert (rendered.matrix, rendered.faults) == (None, ())
    assert around_matrix(rendered.html) == (rendered.html, "")


def test_its_mark_cannot_be_typed() -> None:
    mark = '<p class="matrix-place">{{ matrix:a }}</p>'
    for body in (mark, mark.replace("<", "&lt;"), f"```html\n{mark}\n```", f"> {mark}"):
        html = render(body).html
        assert around_matrix(html) == (html, "")
