"""Ada reads an article and runs its matrix on her own case."""

from __future__ import annotations

import pytest
from django.test import Client

from consult.blog.models import Article

pytestmark = pytest.mark.usefixtures("same_sample_content")

ADDRESS = "/blog/fastapi-or-nodejs/"


def test_the_article_shows_its_author_its_topics_and_both_offers(client: Client) -> None:
    page = client.get(ADDRESS).text
    for expected in [
        "<h1>FastAPI or Node.js: choosing your backend engine</h1>",
        "Jonas Lindqvist",
        'href="/blog/topic/backends/"',
        'href="/blog/"',
        'href="/book/?from=fastapi-or-nodejs&amp;cta=call"',
        'href="https://wa.me/4915155501000?text=Hello%2C%20I%20have%20read%20%E2%80%9CFastAPI',
    ]:
        assert expected in page


def test_every_option_of_the_matrix_is_a_form_control_of_the_article(client: Client) -> None:
    article = Article.objects.select_related("matrix").get(slug="fastapi-or-nodejs")
    assert article.matrix
    page = client.get(ADDRESS).text
    for criterion in article.matrix.current().content.criteria:
        for option in criterion.options:
            assert f'name="{criterion.key}" value="{option.key}"' in page


def test_the_address_carries_the_answers(client: Client) -> None:
    page = client.get(ADDRESS + "?team=python").text
    assert 'name="team" value="python" checked' in " ".join(page.split())
    assert (
        "/intake/fastapi-vs-nodejs/?team=python&amp;from=fastapi-or-nodejs&amp;cta=matrix" in page
    )


def test_htmx_gets_the_verdict_alone(client: Client) -> None:
    response = client.get(ADDRESS + "?team=python", headers={"HX-Request": "true"})
    assert response.text.lstrip().startswith("<section")
    assert "<html" not in response.text
    assert "HX-Request" in response["Vary"]


def test_going_back_in_history_gets_the_whole_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get(ADDRESS, headers=headers).text


def test_an_unknown_option_is_named_and_the_rest_is_shown(client: Client) -> None:
    page = client.get(ADDRESS + "?team=cobol&integrity=strict").text
    assert "team=cobol" in page
    assert "/intake/fastapi-vs-nodejs/?integrity=strict&amp;" in page


def test_markup_in_the_address_is_only_text(client: Client) -> None:
    page = client.get(ADDRESS + "?team=<script>alert(1)</script>&utm_source=<b>").text
    assert "<script>alert" not in page
    assert "team=&lt;script&gt;" in page


def test_a_draft_is_not_found(client: Client) -> None:
    Article.objects.update(live=None, published_at=None)
    assert client.get(ADDRESS).status_code == 404


def test_the_home_page_leads_to_the_newest_article(client: Client) -> None:
    page = client.get("/").text
    assert f'<a href="{ADDRESS}">FastAPI or Node.js: choosing your backend engine</a>' in page


def test_a_topic_lists_its_articles(client: Client) -> None:
    assert f'<a href="{ADDRESS}">' in client.get("/blog/topic/backends/").text


@pytest.mark.parametrize(
    ("page", "fact"),
    [
        ("imprint", "Example Street 1, 10115 Berlin, Germany"),
        ("privacy", "hello@practice.example"),
        ("terms", "Jonas Lindqvist, Lindqvist Architecture"),
    ],
)
def test_legal_pages_take_their_facts_from_the_settings(
    client: Client, page: str, fact: str
) -> None:
    assert fact in client.get(f"/{page}/").text
