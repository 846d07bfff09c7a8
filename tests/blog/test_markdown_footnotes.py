from __future__ import annotations

from consult.blog.markdown import render


def test_a_footnote_and_its_reference_lead_to_each_other() -> None:
    rendered = render("a[^why]\n\n[^why]: Because\n\n    of *b*.")
    assert rendered.html == (
        '<p>a<sup class="footnote-ref"><a href="#fn-1" id="fnref-1" role="doc-noteref"'
        ' aria-label="Footnote 1">1</a></sup></p>\n'
        '<section class="footnotes" role="doc-endnotes" aria-labelledby="footnotes">\n'
        '<h2 class="visually-hidden" id="footnotes">Footnotes</h2>\n<ol>\n'
        '<li id="fn-1"><p>Because</p>\n<p>of <em>b</em>. <a class="footnote-backref"'
        ' href="#fnref-1" role="doc-backlink" aria-label="Back to footnote 1 in the text">↩︎</a>'
        "</p>\n</li>\n</ol>\n</section>\n"
    )
    assert rendered.faults == ()


def test_a_footnote_leads_back_to_each_of_its_references() -> None:
    html = render("a[^1] b[^1]\n\n[^1]: c").html
    assert 'id="fnref-1"' in html
    assert 'id="fnref-1-2"' in html
    assert 'href="#fnref-1-2" role="doc-backlink"' in html
    assert 'aria-label="Back to footnote 1 in the text, place 2"' in html


def test_footnotes_are_numbered_as_they_are_referred_to() -> None:
    html = render("a[^z] b[^y]\n\n[^y]: first\n\n[^z]: second").html
    assert html.index('<li id="fn-1"><p>second') < html.index('<li id="fn-2"><p>first')


def test_a_heading_of_that_name_does_not_take_the_id_of_theirs() -> None:
    html = render("## Footnotes\n\na[^1]\n\n[^1]: b").html
    assert html.count('id="footnotes"') == 1
    assert 'id="section-footnotes"' in html


def test_a_footnote_that_nothing_refers_to_is_a_fault() -> None:
    assert render("a\n\n[^b]: c").faults == ("Nothing refers to the footnote [^b].",)


def test_a_reference_to_no_footnote_is_text() -> None:
    assert render("a[^1]").html == "<p>a[^1]</p>\n"
