"""The picture of a shared link."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.management import call_command
from django.test import Client
from PIL import Image

from advisor.canvas import EDGE, PAPER, WIDTH
from advisor.card import card
from advisor.core.model import Answers, Matrix
from advisor.lettering import font, lines, readable
from advisor.verdict import verdict_view
from tests.advisor.core.build import answers, criterion, document

ADDRESS = "/fit/fastapi-vs-nodejs/card.png"
LONG = "Which of all these many databases should a company of our size run for ten years? " * 2


def named(title: str, names: list[str]) -> Matrix:
    anchors = [number % 5 for number in range(len(names))]
    keys = [f"a{number}" for number in range(len(names))]
    row = {"p": anchors, "q": anchors[::-1]}
    raw = document(criterion("x", 5, row, alternatives=keys), title=title)
    for alternative, name in zip(raw["alternatives"], names, strict=True):
        alternative |= {"name": name, "detail": name[::-1]}
    return Matrix.from_document(raw)


def draw(matrix: Matrix, given: Answers, practice: str = "Lindqvist Architecture") -> Image.Image:
    data = card(matrix, verdict_view(matrix, given), practice)
    return Image.open(BytesIO(data)).convert("RGB")


@pytest.fixture
def sample_content(db: None) -> None:
    call_command("sample_content")


@pytest.mark.usefixtures("sample_content")
def test_a_card_is_a_picture_that_everybody_may_keep_for_a_day(client: Client) -> None:
    response = client.get(ADDRESS + "?team=python&workload=ml")
    image = Image.open(BytesIO(response.content))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(response.content) < 100_000
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=86400"
    again = client.get(
        ADDRESS + "?workload=ml&team=python&utm_source=x",
        headers={"If-None-Match": response["ETag"]},
    )
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.usefixtures("sample_content")
def test_another_case_is_another_card(client: Client) -> None:
    queries = ["", "?team=python", "?team=typescript", "?team=python&w.team=1"]
    assert len({client.get(ADDRESS + query)["ETag"] for query in queries}) == 4


@pytest.mark.usefixtures("sample_content")
def test_what_it_does_not_know_is_left_out_and_an_unknown_version_is_not_there(
    client: Client,
) -> None:
    plain = client.get(ADDRESS + "?team=python").content
    odd = client.get(ADDRESS + "?team=python&team=rust&w.team=99&colour=%ff%F0%9F%A6%80")
    assert odd.content == plain
    statuses = {
        path: client.get(path).status_code
        for path in ["/fit/nothing/card.png", ADDRESS + "?matrix-version=7"]
    }
    assert set(statuses.values()) == {404}


@pytest.mark.parametrize("count", [2, 20])
@pytest.mark.parametrize("text", ["A", LONG[:90], "Wort" * 22, "שלום עולם" * 10])
def test_nothing_runs_over_the_edges(count: int, text: str) -> None:
    matrix = named((text * 3)[:200], [text] * count)
    for given in (Answers(), answers(x="p")):
        image = draw(matrix, given, practice=text)
        for box in ((0, 12, EDGE - 1, 630), (WIDTH - EDGE + 3, 12, WIDTH, 630)):
            colours = image.crop(box).getcolors()
            assert colours == [((box[2] - box[0]) * (box[3] - box[1]), (253, 252, 250))]
    assert PAPER == "#fdfcfa"


def test_letters_that_the_typeface_lacks_become_an_ellipsis() -> None:
    assert readable("FastAPI “as is”: 71 % – déjà vu…") == "FastAPI “as is”: 71 % – déjà vu…"
    assert readable("決定 FastAPI 🦀 שלום עולם") == "… FastAPI …"
    assert readable("Ḃeta ①") == "Beta 1"
    assert readable("abc\u202edef\u200b\u2060\n ghi") == "abcdef ghi"
    assert readable("") == ""


def test_lines_hold_every_word_or_say_that_they_do_not() -> None:
    face = font(40, 600)
    broken = lines(LONG, 600, face, 20)
    assert " ".join(broken) == " ".join(LONG.split())
    assert all(face.getlength(line) <= 600 for line in broken)
    cut = lines(LONG, 600, face, 2)
    assert (cut[0], cut[1][-1], len(cut)) == (broken[0], "…", 2)
    assert face.getlength(cut[1]) <= 600
    assert "".join(lines("x" * 300, 600, face, 99)) == "x" * 300
