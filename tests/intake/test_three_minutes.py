"""Whoever knows his case needs three minutes and ten screens: an estimate, made of the pages.

By the keystroke-level model (Card, Moran, and Newell 1980, doi:10.1145/358886.358895), with its own
times: M, to think of what comes next, 1.35 s; P, to point with a mouse, 1.1 s; H, to move the hand
between mouse and keyboard, 0.4 s; B, to press or to let go of a button, 0.1 s; K, a key of an
average typist, 0.28 s. Nobody thinks before Continue once the page is filled in (its rule 1).
Beside that he reads, at the 238 words a minute of Brysbaert 2019 (doi:10.1016/j.jml.2019.104047):
headings and questions; of the answers those down to his own, which is the one in the middle; of the
verdict its headline. A response takes 0.3 s. What he has runs already, which is one question more.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from django.test import Client

import advisor
from advisor.core.model import load_matrix
from advisor.services import publish
from tests.intake.visit import CONTACT
from tests.people import NOW
from tests.tree import text, tree

M, P, H, B, K = 1.35, 1.1, 0.4, 0.1, 0.28  # seconds
READING = 60 / 238  # seconds for a word
RESPONSE = 0.3  # seconds
MOST_SCREENS, MOST_SECONDS = 10, 180
MATRICES = sorted((Path(advisor.__file__).parent / "matrices").glob("*.toml"))
# What he writes: the sentence or two that the page asks for, and no more than it needs.
WRITES = {
    "what": "A freight exchange, with price forecasts for shippers and hauliers.",
    "today": "Rails, on two machines",
    **{name: CONTACT[name] for name in ("name", "email")},
}


def click() -> float:
    return P + 2 * B


def words(*elements: Element) -> float:
    return sum(len(text(element).split()) for element in elements) * READING


def answer(page: Element, field: Element) -> tuple[str, float]:
    """What he answers in the field, and the seconds that he reads, thinks, points, and types."""
    name, kind = field.attrib["name"], field.get("type", field.tag)
    labels = {one.get("for"): one for one in page.iter("label")}
    if kind not in ("radio", "checkbox"):
        label = labels[field.attrib["id"]]
        return WRITES[name], words(label) + M + click() + 2 * H + len(WRITES[name]) * K
    choices = [one for one in page.iter("input") if one.get("name") == name]
    middle = len(choices) // 2
    read = [labels[one.attrib["id"]] for one in choices[: middle + 1]]
    return choices[middle].get("value", "on"), words(*read) + M + click()


def fill_in(page: Element) -> tuple[dict[str, str], float]:
    """What he sends of a page, and the seconds that he needs before he presses the button."""
    sent: dict[str, str] = {}
    [main] = page.iterfind(".//main")
    headlines = main.findall(".//*[@class='verdict__headline']")
    # A question that is the heading of its page is read once.
    seconds = words(*main.iter("legend"), *headlines)
    seconds += words(*main.iter("h1")) if not main.findall(".//legend/h1") else 0
    answered = 0.0
    for field in main.iterfind(".//form//*[@name]"):
        name, kind = field.attrib["name"], field.get("type", field.tag)
        if kind == "hidden" or "checked" in field.attrib:
            sent[name] = field.attrib["value"]
        elif field.tag == "select":
            [chosen] = [one for one in field.iter("option") if "selected" in one.attrib]
            sent[name] = chosen.attrib["value"]
    for field in main.iterfind(".//form//*[@name]"):
        name = field.attrib["name"]
        if name not in sent and (name in WRITES or field.get("type") in ("radio", "checkbox")):
            sent[name], needed = answer(main, field)
            answered += needed
    return sent, seconds + (answered or M)


def screens(client: Client, slug: str) -> Iterator[tuple[str, float]]:
    """Each screen from the start through the submission, with the seconds that he needs for it."""
    path = f"/intake/{slug}/"
    while not path.startswith("/case/"):
        sent, seconds = fill_in(tree(client.get(path).text))
        yield path, seconds + click() + RESPONSE
        response = client.post(path, sent)
        assert response.status_code == 303, path
        path = response.headers["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize("file", MATRICES, ids=lambda file: file.stem)
def test_who_knows_his_case_is_through_in_three_minutes(client: Client, file: Path) -> None:
    publish(load_matrix(file.read_text()), NOW)
    walked = dict(screens(client, file.stem))
    assert len(walked) <= MOST_SCREENS
    assert sum(walked.values()) <= MOST_SECONDS, walked
