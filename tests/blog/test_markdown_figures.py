from __future__ import annotations

import pytest

from consult.blog.markdown import Shown, picture_names, render


def file(number: int, format: str) -> str:
    return f"/media/{number:032x}.{format}"


SHOT = Shown(
    width=1600,
    height=900,
    sources={
        "avif": ((480, file(1, "avif")), (1600, file(2, "avif"))),
        "webp": ((480, file(3, "webp")), (1600, file(4, "webp"))),
    },
)
PICTURES = {"shot": SHOT}
SIZES = "(min-width: 40rem) 35.5rem, calc(100vw - 2rem)"


def test_a_picture_is_a_figure_with_all_its_files_its_size_and_its_caption() -> None:
    rendered = render('a\n\n![What *it* "shows"](picture:shot "As of <2026>")\n\nb', PICTURES)
    assert rendered.html == (
        "<p>a</p>\n<figure><picture>"
        f'<source type="image/avif" srcset="{file(1, "avif")} 480w, {file(2, "avif")} 1600w"'
        f' sizes="{SIZES}">'
        f'<img src="{file(4, "webp")}" srcset="{file(3, "webp")} 480w, {file(4, "webp")} 1600w"'
        f' sizes="{SIZES}" width="1600" height="900" alt="What it &quot;shows&quot;" loading="lazy"'
        ' decoding="async"></picture><figcaption>As of &lt;2026&gt;</figcaption></figure>\n'
        "<p>b</p>\n"
    )
    assert rendered.faults == ()


def test_without_a_caption_there_is_none() -> None:
    assert "figcaption" not in render("![a](picture:shot)", PICTURES).html


def test_a_figure_may_stand_in_a_list_and_in_a_box() -> None:
    rendered = render("- ![a](picture:shot)\n\n!!! note\n    ![a](picture:shot)", PICTURES)
    assert (rendered.html.count("<figure>"), rendered.faults) == (2, ())


def test_the_names_of_the_pictures_are_known_before() -> None:
    body = '![a](picture:shot-1)\n\n![b](<picture:shot_2> "c")\n\n![d][e]\n\n[e]: picture:shot3'
    assert picture_names(body) == {"shot-1", "shot_2", "shot3"}


@pytest.mark.parametrize("alt", ["", " ", "&#32;"])
def test_a_picture_without_a_description_is_a_fault(alt: str) -> None:
    assert render(f"![{alt}](picture:shot)", PICTURES).faults == (
        "The picture “shot” has no description: say between the square brackets what it shows,"
        " for people who cannot see it.",
    )


def test_a_picture_that_is_not_there_is_a_fault() -> None:
    rendered = render("![a](picture:none)", PICTURES)
    assert "<img" not in rendered.html
    assert rendered.faults == ("There is no picture “none”.",)


@pytest.mark.parametrize(
    "address",
    ["https://a.example/b.png", "//a.example/b.png", "/media/b.png", "data:image/png;base64,AA"],
)
def test_a_picture_from_elsewhere_is_a_fault(address: str) -> None:
    rendered = render(f"![a]({address})", PICTURES)
    assert "<img" not in rendered.html
    assert rendered.faults == (
        f"The picture “{address}” is from elsewhere: upload it, and place it with"
        " picture:its-name.",
    )


@pytest.mark.parametrize(
    "body",
    [
        "See ![a](picture:shot) here.",
        "![a](picture:shot) ![a](picture:shot)",
        "[![a](picture:shot)](/blog/)",
        "| ![a](picture:shot) |\n|---|",
    ],
)
def test_a_picture_in_the_midst_of_a_text_is_a_fault(body: str) -> None:
    rendered = render(body, PICTURES)
    assert "<img" not in rendered.html
    assert "A picture must stand in a paragraph of its own." in rendered.faults
