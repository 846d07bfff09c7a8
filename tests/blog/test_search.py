"""Ada looks for what has been written, and does not always type it right."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from consult.blog.models import Article
from consult.blog.search.find import BEGIN, END, marked
from tests.blog.writing import published, unpublished
from tests.people import NOW

pytestmark = pytest.mark.django_db


def ask(client: Client, query: str, **more: str) -> str:
    response = client.get("/search/", {"q": query, **more})
    assert response.status_code == 200
    return response.text


def titles(page: str) -> list[str]:
    found = re.findall(r'<h2 class="entry__title"><a [^>]*>(.*?)</a>', page)
    return [unescape(re.sub("</?mark>", "", title)) for title in found]


def plain(page: str) -> str:
    return " ".join(page.split())


def test_a_title_comes_before_a_summary_and_a_summary_before_a_text(client: Client) -> None:
    published("On waiting", "Queues and queues, and more queues, and queues again.")
    published("On patience", summary="What queues teach.", at=NOW - timedelta(days=1))
    published("Queues", at=NOW - timedelta(days=2))
    assert titles(ask(client, "queues")) == ["Queues", "On patience", "On waiting"]


def test_an_article_on_the_subject_comes_before_one_that_keeps_mentioning_it(
    client: Client,
) -> None:
    published("On waiting", "Queues. " * 80)
    published("Queues", "Much else. " * 80, at=NOW - timedelta(days=1))
    assert titles(ask(client, "queues")) == ["Queues", "On waiting"]


def test_a_word_itself_comes_before_what_begins_with_it(client: Client) -> None:
    published("TypeScript")
    published("Engines", "A type.", at=NOW - timedelta(days=1))
    assert titles(ask(client, "type")) == ["Engines", "TypeScript"]


def test_every_word_must_be_there_in_any_form(client: Client) -> None:
    published("One", "A database that scales.")
    published("Two", "A database.")
    assert titles(ask(client, "scaling databases")) == ["One"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"event loop"', ["Loop"]),
        ("event -loop", ["Fair"]),
        ("zebra or loop", ["Loop"]),
        ("eve", ["Fair", "Loop"]),  # the last word need only have been begun
        ("fair eve", ["Fair"]),
    ],
)
def test_a_search_has_phrases_exclusions_and_choices(
    client: Client, query: str, expected: list[str]
) -> None:
    published("Loop", "The event loop.")
    published("Fair", "An event at the fair.")
    assert sorted(titles(ask(client, query))) == expected


@pytest.mark.parametrize("query", ["node.js", "Node", "node js", "nodejs", "Node.js backend"])
def test_a_name_with_a_dot_is_found_by_its_parts_and_without_it(client: Client, query: str) -> None:
    published("Engines", "A Node.js backend, over TCP/IP.")
    page = ask(client, query)
    assert titles(page) == ["Engines"]
    assert "<mark>Node</mark>.<mark>js</mark>" in page or "<mark>Node</mark>.js" in page


def test_a_mistyped_word_is_corrected_and_said_so(client: Client) -> None:
    published("Engines", "FastAPI is one. FastAPI again.")
    page = plain(ask(client, "fastpai engine"))
    assert titles(page) == ["Engines"]
    assert "Showing results for <strong>fastapi engine</strong>." in page
    instead = "/search/?q=fastpai+engine&amp;exact=1"
    assert f'<a href="{instead}">Search for fastpai engine instead</a>' in page


def test_what_was_typed_can_be_insisted_on(client: Client) -> None:
    published("Engines", "FastAPI is one.")
    page = ask(client, "fastpai", exact="1")
    assert (titles(page), "Showing results" in page) == ([], False)
    assert "No article has all of these words." in page


def test_a_word_that_occurs_in_any_form_is_left_alone(client: Client) -> None:
    published("One", "Frameworks, framed.")
    assert "Showing results" not in ask(client, "framework -farmework the")


def test_a_word_in_a_topic_corrects_as_well_and_leads_to_it(client: Client) -> None:
    published("One", topics=["Kubernetes"])
    assert '<a href="/blog/topic/kubernetes/">Kubernetes</a>' in ask(client, "kuberentes")


def test_an_author_is_found_by_name(client: Client) -> None:
    published("One")
    assert '<a href="/author/lin/">Lin Berg</a>' in ask(client, "berg")


def test_a_word_of_a_draft_is_not_known(client: Client) -> None:
    published("FastAPI")
    unpublished("Fastpai")
    assert titles(ask(client, "fastpai")) == ["FastAPI"]


def test_drafts_are_not_found_and_lend_no_words(client: Client) -> None:
    published("One", "Public words.")
    unpublished("Secretly")
    page = ask(client, "secretly")
    assert titles(page) == []
    assert "Showing results" not in ask(client, "secertly")


def test_a_snippet_marks_what_was_found_and_runs_nothing(client: Client) -> None:
    hostile = "<img src=x onerror=alert(1)> trap </mark><script>trap(2)</script> \x02trap\x03 &lt;"
    article = published("One <b>trap</b>", summary="A <i>trap</i> & more")
    Article.objects.filter(pk=article.pk).update(text=hostile)
    page = ask(client, "trap")
    for expected in [
        "One &lt;b&gt;<mark>trap</mark>&lt;/b&gt;</a>",
        "A &lt;i&gt;<mark>trap</mark>&lt;/i&gt; &amp; more</p>",
        ">onerror=alert(1)&gt; <mark>trap</mark> &lt;/mark&gt;&lt;script&gt;"
        "<mark>trap</mark>(2)&lt;/script&gt; <mark>trap</mark></p>",
    ]:
        assert expected in page
    assert page.count("<mark>") == page.count("</mark>") == 5


@pytest.mark.parametrize("query", ["article", "tcp", "ip", "amp", "TCP/IP", "List<Article>"])
def test_words_in_code_and_between_signs_are_found(client: Client, query: str) -> None:
    published("Engines", "A `List<Article>` over TCP/IP, and `&amp;`.")
    assert titles(ask(client, query)) == ["Engines"]


def test_only_the_marks_become_markup() -> None:
    assert marked(f"a < {BEGIN}b&c{END} <mark>") == "a &lt; <mark>b&amp;c</mark> &lt;mark&gt;"


def test_results_come_in_pages(client: Client) -> None:
    for number in range(12):
        published(f"Queue {number}", at=NOW + timedelta(days=number))
    first, second = ask(client, "queue"), ask(client, "queue", page="2")
    assert titles(first) + titles(second) == [f"Queue {number}" for number in range(11, -1, -1)]
    assert '<a class="pages__older" href="?q=queue&amp;page=2" rel="next">' in first
    assert '<a class="pages__newer" href="?q=queue" rel="prev">' in second
    for page in ["3", "0", "-1", "x", "²", "", "99999999"]:
        assert client.get("/search/", {"q": "queue", "page": page}).status_code == 404


def test_nothing_found_is_no_dead_end(client: Client) -> None:
    published("Engines", topics=["Backends"])
    page = ask(client, "zebra")
    assert '<a href="/blog/topic/backends/">Backends</a>' in page
    assert '<a href="/blog/engines/">Engines</a>' in page


def test_results_are_not_listed_by_search_engines(client: Client) -> None:
    page = ask(client, "x")
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page


def test_who_asks_without_end_is_told_to_wait(client: Client) -> None:
    answers = [client.get("/search/?q=x").status_code for _ in range(33)]
    assert answers[:30] == [200] * 30
    assert 429 in answers[30:]
