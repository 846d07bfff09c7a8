"""Whatever is typed into the search, it is answered in sentences."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.blog.search.find import find, unknown
from consult.blog.search.query import MOST, parsed, words
from tests.blog.writing import published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    [
        "'", '"', '"""', '"open', "''; DROP TABLE blog_article; --", "a & b | !c <-> d", ":*",
        "node:*", "!!", "-", "--", "-a", "or", "or or", "(", "\\", "%", "_", "*", "😀", "😀" * 100,
        "\u202e\u0301\ufffe", "\x02\x03", "\n\t", "the", "日本語の検索", "ⅷ ½ ²", "a.b.c./d/e",
        "'or 1=1", "{{ q }}", "<script>alert(1)</script>", "${7*7}", "-" * 200, '"a" ' * 50,
        "e" * 200,
    ],
)  # fmt: skip
def test_it_is_answered(client: Client, query: str) -> None:
    published("Engines", "Node and a few words: one, two.")
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200
    assert "<script>alert" not in response.text


@pytest.mark.parametrize("query", ["q=%ED%A0%80", "q=%FF%FE", "q=%", "q=&q=x&q=y", "q", "x=1"])
def test_an_address_that_is_no_text_is_answered(client: Client, query: str) -> None:
    assert client.get(f"/search/?{query}").status_code == 200


def test_punctuation_alone_is_nothing_to_look_for(client: Client) -> None:
    page = client.get("/search/", {"q": "?!"}).text
    assert "Type a word to look for." in page
    assert 'value="?!"' in page


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("x" * 201, 400, "Please ask in 200 characters at most."),
        ("x" * 10_000, 414, "This address is too long to be read."),
        ("a\0b", 400, "This address contains a character that cannot be read."),
    ],
)
def test_what_cannot_be_looked_for_is_refused_with_a_sentence(
    client: Client, query: str, status: int, sentence: str
) -> None:
    response = client.get("/search/", {"q": query})
    assert (response.status_code, sentence in response.text) == (status, True)


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/search/", {"q": "x"}).status_code == 405


typed = st.text(
    st.one_of(st.sampled_from("\"'-/.:*&|!()<> or"), st.characters(exclude_characters="\0")),
    max_size=MOST,
).map(lambda text: text.encode("utf-8", "replace").decode())


@settings(max_examples=150)
@given(typed)
def test_postgresql_understands_every_question(query: str) -> None:
    question = parsed(query)
    find(question, 1)
    unknown(words(query), question)
