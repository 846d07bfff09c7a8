"""Whatever an address says: the rest is shown, and nothing breaks."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.test import Client

from advisor.context import read_query, read_source
from advisor.core.model import Answers, Matrix
from advisor.services import publish
from tests.advisor.core.build import criterion, document, matrix
from tests.people import NOW

pytestmark = pytest.mark.django_db

FIT = "/fit/small/"
PATHS = [FIT, f"{FIT}adr.md", f"{FIT}card.png"]


def awkward() -> Matrix:
    """Its criteria have the names of the page's own keys, and of its own elements."""
    return matrix(
        criterion("from", 3, {"p": [4, 0], "q": [0, 4]}),
        criterion("cta", 2, {"fit": [3, 1], "q": [1, 3]}, choice="multiple"),
        criterion("utm_source", 1, {"p": [2, 1], "q": [1, 2]}),
        criterion("criterion", 1, {"cta": [2, 1], "alternative": [1, 2]}),
        criterion("verdict", 1, {"why": [2, 1], "text": [1, 2]}),
    )


@pytest.fixture(autouse=True)
def published(db: None) -> None:
    publish(awkward(), NOW)


def test_an_answer_wins_over_where_the_visitor_came_from() -> None:
    query = QueryDict("from=p&from=an-article&cta=fit&cta=letter&cta=q&utm_source=x&verdict=why")
    answers = {"from": ("p",), "cta": ("fit", "q"), "verdict": ("why",)}
    assert read_query(awkward(), query) == (Answers(answers=answers), ())
    source = {"from": "an-article", "cta": "letter", "utm_source": "x"}
    assert read_source(awkward(), query) == source


def test_both_travel_on_under_the_same_name(client: Client) -> None:
    context = client.get(FIT + "?from=p&from=an-article&cta=q&utm_source=q").context
    assert context["share_url"] == FIT + "?from=p&cta=q&utm_source=q&matrix-version=1"
    assert context["intake_url"] == (
        "/intake/small/?from=p&cta=q&utm_source=q&from=an-article&cta=fit"
    )
    assert context["hidden"] == (("from", "an-article"),)
    started = client.post(context["intake_url"])
    assert started.status_code == 303


def test_no_two_elements_have_the_same_name(client: Client) -> None:
    page = client.get(FIT + "?from=p&cta=q").text
    ids = page.split(' id="')[1:]
    names = [one.split('"')[0] for one in ids]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    "query",
    [
        "%ff=%ff&w.%ff=%ff",
        "\ud800=\ud800&w.from=\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
        "from=%3Cscript%3Ealert(1)%3C%2Fscript%3E&%3Cb%3E=1",
        "w.from=1e3&w.from=%F0%9F%92%A5&w.=3&w.w.from=3&.=&=&&&=x",
        "from[]=p&from.p=1&w.from[]=3&w.from=+3&w.from=%D9%A3",
        "utm_source=%0d%0aSet-Cookie:x&cta=" + "y" * 3000,
        "from=" + "p" * 6000,
    ],
)
@pytest.mark.parametrize("path", PATHS)
def test_garbage_is_left_out(client: Client, path: str, query: str) -> None:
    response = client.get(f"{path}?{query}&verdict=why")
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    if path == FIT:
        assert response.context["verdict"].answered == 1


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("query", "status"),
    [("a=1&" * 501, 400), ("a=1&" * 10_000, 414), ("from=%00p", 400)],
)
def test_too_much_is_refused_with_a_sentence(
    client: Client, path: str, query: str, status: int
) -> None:
    response = client.get(f"{path}?{query}")
    assert (response.status_code, response["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert "<h1" in response.text


def test_long_and_hostile_texts_of_a_matrix_stay_texts(client: Client) -> None:
    one = criterion("x", 5, {"p": [4, 1], "q": [1, 4]})
    for option in one["options"]:
        option["label"] = "<b onclick=x>" + "Wort" * 70
        option["excludes"] = {"b": "“</textarea><script>alert(1)</script>”"}
        for cell in option["cells"].values():
            cell["rationale"] = "</q></textarea><script>alert(2)</script>" + "\u202e" * 3
            cell["source"] = {
                "title": "<i>Title</i>",
                "url": "https://source.example/?a=1&b='",
                "as_of": "2026-01-31",
            }
    content = document(one, title="<title>", slug="hostile")
    publish(Matrix.from_document(content), NOW)
    for path in ["/fit/hostile/", "/fit/hostile/adr.md", "/fit/hostile/card.png"]:
        response = client.get(path + "?x=p")
        assert response.status_code == 200
        if path.endswith("/"):
            for markup in ["<script>alert", "<b onclick", "<i>Title", "</textarea><"]:
                assert markup not in response.text
