"""The token of a page: without a good one nothing is saved, and nothing that was typed is lost."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable

import pytest
from django.core import signing
from django.test import Client

from consult.intake import page_token
from consult.intake.page_token import PageToken
from tests.intake.visit import START, STEPS, Visit

ID = uuid.UUID("6f9d6c3e-6a3f-4f7e-9d4e-2f1f7d0a8c11")
GOOD = PageToken(ID, "brief", 7)
TYPED = {**STEPS["brief"], "what": "Tolls for every lorry <between> two towns"}


def test_a_token_says_what_was_shown() -> None:
    assert PageToken.read(str(GOOD), "brief") == GOOD
    assert PageToken.read(str(GOOD), "contact") is None


GARBAGE = [
    "",
    "x",
    ":",
    "::",
    "//",
    "a/b/c:d",
    "\0",
    "\udc80",
    "￾" * 99,
    "😀:😀",
    "1" * 100_000,
    f"{ID}/brief/7",
    f"{ID}/brief/7:",
    str(GOOD).replace("/7:", "/8:"),
    str(GOOD).replace(":", "/"),
    str(GOOD) + "A",
    str(GOOD)[:-1],
    str(GOOD) * 2,
    str(GOOD).swapcase(),
    # Signed with our own key, but for something else.
    signing.Signer(salt="consult.links").sign(f"{ID}/brief/7"),
    signing.dumps(f"{ID}/brief/7"),
]


@pytest.mark.parametrize("text", GARBAGE, ids=lambda text: ascii(text)[:30])
def test_garbage_is_no_token(text: str) -> None:
    assert PageToken.read(text, "brief") is None


def mutations(count: int) -> list[str]:
    """The good token with a few characters changed, put in, or taken out; the same each time."""
    chance = random.Random(5)
    found: list[str] = []
    alphabet = f"{GOOD}/:-_=+ \0\udfffé😀"
    while len(found) < count:
        text = list(str(GOOD))
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(text))
            text[at : at + chance.randint(0, 2)] = chance.sample(alphabet, chance.randint(0, 2))
        if "".join(text) != str(GOOD):
            found.append("".join(text))
    return found


def accepted(texts: list[str]) -> list[str]:
    return [text for text in texts if PageToken.read(text, "brief")]


def test_of_ten_thousand_changed_tokens_none_is_accepted() -> None:
    assert accepted(mutations(10_000)) == []


def test_without_the_signature_changed_tokens_would_be_accepted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forged = str(GOOD).replace("/7:", "/8:")
    assert accepted([forged]) == []
    monkeypatch.setattr(page_token._signer, "unsign", lambda text: text.rpartition(":")[0])
    assert accepted([forged]) == [forged]
    assert PageToken.read(forged, "brief") == PageToken(ID, "brief", 8)


# What somebody may send instead of the token of Ada's page: from the visit, and another's.
INSTEAD: dict[str, Callable[[Visit, Visit], dict[str, str]]] = {
    "none": lambda ada, ben: {},
    "empty": lambda ada, ben: {"page-token": ""},
    "forged": lambda ada, ben: {"page-token": ada.token("brief").replace(":", "0:")},
    "cut off": lambda ada, ben: {"page-token": ada.token("brief")[:-4]},
    "of another page": lambda ada, ben: {"page-token": ada.token("contact")},
    "of another browser": lambda ada, ben: {"page-token": ben.token("brief")},
    "of no intake": lambda ada, ben: {"page-token": str(GOOD)},
    "NUL": lambda ada, ben: {"page-token": "\0"},
    "a long one": lambda ada, ben: {"page-token": "/" * 50_000},
}


@pytest.mark.parametrize("instead", INSTEAD)
def test_without_a_good_token_the_page_comes_again_with_what_was_typed(
    ada: Visit, instead: str
) -> None:
    ben = Visit(Client())
    ben.reach("brief")
    ada.reach("brief")
    before = ada.intake().saved()
    page = ada.client.post(f"{START}brief/", {**TYPED, **INSTEAD[instead](ada, ben)})
    assert page.status_code == 422
    assert "This page arrived incomplete. Check it and continue again." in page.text
    assert "Tolls for every lorry &lt;between&gt; two towns" in page.text
    assert f'value="{ada.token("brief")}"' in page.text
    assert ada.intake().saved() == before
    # Sent again as it is now, it is saved.
    assert ada.post("brief", TYPED).status_code == 303


@pytest.mark.parametrize("instead", INSTEAD)
def test_without_a_good_token_nothing_is_submitted(ada: Visit, instead: str) -> None:
    ben = Visit(Client())
    ben.reach("check")
    ada.reach("check")
    sent = INSTEAD[instead](ada, ben)
    if instead == "of another browser":
        sent = {"page-token": ben.token("check")}
    page = ada.client.post(f"{START}check/", sent)
    assert page.status_code == (409 if instead == "of another browser" else 422)
    assert (ada.intake().submitted_at, ben.intake().submitted_at) == (None, None)


def test_a_page_of_an_earlier_intake_in_this_browser_is_saved_in_the_one_of_now(
    ada: Visit,
) -> None:
    ada.reach("brief")
    earlier = ada.token("brief")
    ada.client.post(START, {"afresh": "1"})
    page = ada.client.post(f"{START}brief/", {**TYPED, "page-token": earlier})
    assert page.status_code == 303
    assert ada.intake().saved()["brief"]["what"] == TYPED["what"]
