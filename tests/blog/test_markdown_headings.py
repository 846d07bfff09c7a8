from __future__ import annotations

import pytest

from consult.blog.markdown import Heading, render


def ids(body: str) -> list[str]:
    return [heading.id for heading in render(body).headings]


def test_a_heading_has_an_id_and_a_link_to_itself() -> None:
    rendered = render('## Why *not* "both"?')
    assert rendered.html == (
        '<h2 id="section-why-not-both">Why <em>not</em> “both”?<a class="heading-anchor"'
        ' href="#section-why-not-both" aria-label="Link to “Why not “both”?”">#</a></h2>\n'
    )
    assert rendered.headings == (Heading(2, "section-why-not-both", "Why not “both”?"),)


def test_headings_are_of_the_second_to_the_fourth_order() -> None:
    rendered = render("# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n\n###### f")
    assert [heading.level for heading in rendered.headings] == [2, 2, 3, 4, 4, 4]
    assert rendered.faults == ()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## Why\n\n## Why\n\n## Why 2", ["section-why", "section-why-2", "section-why-2-2"]),
        ("## a 2\n\n## a\n\n## a", ["section-a-2", "section-a", "section-a-3"]),
        ("## Über Größe", ["section-uber-grosse"]),
        ("## 日本\n\n## `()`", ["section", "section-2"]),
        ("## Main\n\n## option-team-python", ["section-main", "section-option-team-python"]),
        ("## " + "a b " * 50, ["section-" + ("a-b-" * 50)[:59]]),
    ],
)
def test_ids_are_unique_and_of_letters_that_links_can_carry(body: str, expected: list[str]) -> None:
    assert ids(body) == expected


def test_an_id_stays_when_another_heading_is_added_below() -> None:
    assert ids("## a\n\n## a")[0] == ids("## a")[0]


def test_headings_of_quotations_lists_and_boxes_are_not_the_articles() -> None:
    rendered = render("## a\n\n> ### b\n\n- ### c\n\n!!! note\n    ### d")
    assert rendered.headings == (Heading(2, "section-a", "a"),)
    assert "<h3>b</h3>" in rendered.html


def test_a_footnote_is_no_part_of_a_headings_text() -> None:
    assert render("## a[^1]\n\n[^1]: b").headings == (Heading(2, "section-a", "a"),)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("## a\n\n#### b", "The heading “b” skips a level: give it ### instead."),
        ("### a", "The heading “a” skips a level: give it ## instead."),
        ("##\n", "A heading is empty."),
    ],
)
def test_a_heading_that_misleads_is_a_fault(body: str, fault: str) -> None:
    assert render(body).faults == (fault,)
