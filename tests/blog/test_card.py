"""The picture that goes with a shared link to an article."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from advisor.canvas import EDGE, FOOT, HUES, WIDTH
from advisor.grid import AlternativeView
from consult.blog.pictures.card import card

LONG = "Which of all these many databases should a company of our size run for ten years? " * 2


def named(names: list[str]) -> list[AlternativeView]:
    return [AlternativeView(name, name, "", number) for number, name in enumerate(names, 1)]


def draw(
    title: str = "Queues", topics: tuple[str, ...] = ("Data",), names: tuple[str, ...] = ()
) -> bytes:
    return card(
        title=title,
        author="Jonas Lindqvist",
        topics=topics,
        alternatives=named(list(names)),
        practice="Lindqvist Architecture",
    )


def image(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def hues(data: bytes) -> set[str]:
    """Which of the alternatives' hues are on the card."""
    colours = image(data).getcolors(1 << 20)
    assert colours
    found = {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in colours}  # type: ignore[misc]  # in RGB
    return found & set(HUES)


def test_the_same_article_is_the_same_picture() -> None:
    one = draw(names=("Postgres", "Kafka"))
    opened = Image.open(BytesIO(one))
    assert (opened.format, opened.size) == ("PNG", (1200, 630))
    assert len(one) < 60_000
    assert one == draw(names=("Postgres", "Kafka"))


def test_each_part_of_it_can_be_told_from_the_picture() -> None:
    cards = [
        draw(),
        draw(title="Streams"),
        draw(topics=()),
        draw(topics=("Data", "Cost")),
        draw(names=("Postgres", "Kafka")),
        draw(names=("Kafka", "Postgres")),
        card(title="Queues", author="Lin", topics=["Data"], alternatives=[], practice="L"),
    ]
    assert len(set(cards)) == len(cards)


def test_what_it_compares_is_there_in_its_own_hues() -> None:
    assert hues(draw()) == set()
    assert hues(draw(names=("A", "B"))) == set(HUES[:2])
    assert hues(draw(names=("A", "B", "C"))) == set(HUES[:3])
    # More than four would leave the title no room: the foot counts them.
    assert hues(draw(names=tuple("ABCDEFG"))) == set(HUES[:4])
    assert draw(names=tuple("ABCDEFG")) != draw(names=tuple("ABCDEF"))


@pytest.mark.parametrize(
    "text", ["", "A", LONG[:150], "Wort" * 37, "שלום עולם" * 15, "決定🦀" * 40]
)
@pytest.mark.parametrize("count", [0, 2, 3, 9])
def test_nothing_runs_over_the_edges(text: str, count: int) -> None:
    data = card(
        title=text,
        author=text,
        topics=[text] * 3,
        alternatives=named([text] * count),
        practice=text,
    )
    found = image(data)
    for box in ((0, 12, EDGE - 1, 630), (WIDTH - EDGE + 3, 12, WIDTH, 630)):
        colours = found.crop(box).getcolors()
        assert colours == [((box[2] - box[0]) * (box[3] - box[1]), (253, 252, 250))]


def test_a_long_title_stays_above_what_it_compares() -> None:
    data = card(
        title=LONG[:150], author="L", topics=["Data"], alternatives=named(["A", "B"]), practice="L"
    )
    between = image(data).crop((0, FOOT - 20 - 58 - 22, WIDTH, FOOT - 20 - 58))
    assert between.getcolors() == [(WIDTH * 22, (253, 252, 250))]
