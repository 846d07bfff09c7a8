"""A published page is sent as it was made, until something that it shows is changed."""

from __future__ import annotations

import gzip
from typing import Any

import brotli  # type: ignore[import-untyped]  # it comes without
import pytest
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries, Settings

from advisor.models import DecisionMatrix
from advisor.services import publish
from consult import embedded, pages
from consult import urls as site
from consult.blog.models import Article, Author, Topic
from consult.blog.services import Draft, save
from consult.blog.services import publish as publish_article
from consult.http import private
from consult.page_cache import PageCache
from tests.people import NOW, sam

pytestmark = pytest.mark.django_db

ARTICLE = "/blog/fastapi-or-nodejs/"
KEPT = [
    "/",
    "/blog/",
    "/blog/topic/python/",
    "/author/jonas-lindqvist/",
    ARTICLE,
    "/fit/",
    "/fit/fastapi-vs-nodejs/",
    "/imprint/",
    "/privacy/",
    "/terms/",
    "/blog/fastapi-or-nodejs.md",
    "/blog/feed/",
    "/sitemap.xml",
    "/robots.txt",
    "/llms.txt",
]


@pytest.fixture
def content(db: None) -> None:
    call_command("sample_content")


def sample_page(request: HttpRequest, kind: str) -> HttpResponse:
    response = HttpResponse(kind * 100)
    if kind == "cookie":
        response.set_cookie("visitor", "ada")
    if kind == "vary":
        response.headers["Vary"] = "Accept, Cookie"
    if kind == "gone":
        response.status_code = 404
    return response


urlpatterns = [
    path("test/private/", pages.kept(private(lambda request: HttpResponse("secret")))),
    path("test/<slug:kind>/", pages.kept(sample_page)),
    *site.urlpatterns,
]


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("address", KEPT)
def test_a_page_is_made_once_and_then_sent_without_a_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    first = client.get(address)
    with django_assert_num_queries(0):
        again = Client().get(address)
    assert (again.status_code, again.content) == (200, first.content)
    assert dict(again.headers) == dict(first.headers)
    assert "default-src 'self'" in again["Content-Security-Policy"]
    assert again["X-Frame-Options"] == "DENY"
    assert again["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Accept-Encoding" in again["Vary"]


@pytest.mark.usefixtures("content")
def test_to_keep_an_article_costs_one_query_more_than_to_render_it(client: Client) -> None:
    with CaptureQueriesContext(connection) as rendered:
        client.get(ARTICLE + "?team=python")
    with CaptureQueriesContext(connection) as kept:
        client.get(ARTICLE)
    assert len(kept) == len(rendered) + 1


@pytest.mark.usefixtures("content")
def test_the_edition_is_one_query_and_is_not_read_again_at_once(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/imprint/")
    pages._out.forget()
    with django_assert_num_queries(1):
        client.get("/imprint/")
    with django_assert_num_queries(0):
        client.get("/terms/")


@pytest.mark.usefixtures("content")
def test_another_process_takes_the_page_from_redis(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = client.get(ARTICLE)
    monkeypatch.setattr(pages, "_cache", PageCache())
    with django_assert_num_queries(0):
        again = client.get(ARTICLE)
    assert (again.content, dict(again.headers)) == (first.content, dict(first.headers))


@pytest.mark.usefixtures("content")
def test_without_redis_pages_are_rendered(
    client: Client, redis_server: embedded.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    redis_server.stop()
    monkeypatch.setattr(pages, "_cache", PageCache())
    for address in KEPT:
        assert client.get(address).status_code == 200
    # This process keeps its own all the same.
    Article.objects.update(title="Not read again")
    assert "<h1>FastAPI or Node.js" in client.get(ARTICLE).text


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("header", "encoding"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("", None)]
)
def test_a_page_travels_as_the_client_takes_it(
    client: Client, header: str, encoding: str | None
) -> None:
    plain = client.get(ARTICLE).content
    sent = client.get(ARTICLE, headers={"Accept-Encoding": header})
    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert sent.get("Content-Encoding") == encoding
    assert unpacked(sent.content) == plain
    assert sent["Content-Length"] == str(len(sent.content))


@pytest.mark.usefixtures("content")
def test_who_has_the_page_is_told_so_and_gets_no_other_encoding_for_it(client: Client) -> None:
    tags = set()
    for encoding in ("br", "gzip", "identity"):
        headers = {"Accept-Encoding": encoding}
        etag = client.get(ARTICLE, headers=headers)["ETag"]
        tags.add(etag)
        for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
            same = client.get(ARTICLE, headers={**headers, "If-None-Match": known})
            assert (same.status_code, same.content, same["ETag"]) == (304, b"", etag)
            assert same["Cache-Control"] == "public, max-age=0, must-revalidate"
            assert "Accept-Encoding" in same["Vary"]
            assert not {"Content-Type", "Content-Encoding"} & {*same.headers}
    assert len(tags) == 3
    other = client.get(ARTICLE, headers={"Accept-Encoding": "br", "If-None-Match": '"x"'})
    assert other.status_code == 200


@pytest.mark.usefixtures("content")
def test_the_head_of_a_page_is_that_of_the_page(client: Client) -> None:
    for headers in ({"Accept-Encoding": "br"}, {}):
        head = client.head(ARTICLE, headers=headers)
        page = client.get(ARTICLE, headers=headers)
        assert (head.content, dict(head.headers)) == (b"", dict(page.headers))


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("query", "headers"),
    [("?team=python", {}), ("?utm_source=x", {}), ("", {"HX-Request": "true"})],
)
def test_what_is_one_visitors_own_is_not_kept(
    client: Client, query: str, headers: dict[str, str]
) -> None:
    client.get(ARTICLE)
    Article.objects.update(title="Read again")
    page = client.get(ARTICLE + query, headers=headers)
    assert "ETag" not in page.headers
    assert "Read again" in page.text or "<h1" not in page.text
    assert "<h1>FastAPI or Node.js" in client.get(ARTICLE).text


@pytest.mark.usefixtures("content")
def test_a_page_in_another_language_is_another_page(client: Client) -> None:
    client.get(ARTICLE)
    Article.objects.update(title="Rendered again")
    with override("de"):
        assert "<h1>Rendered again" in client.get(ARTICLE).text
    assert "<h1>FastAPI or Node.js" in client.get(ARTICLE).text


@pytest.mark.usefixtures("content")
def test_a_host_that_is_not_ours_is_refused_for_a_kept_page_too(client: Client) -> None:
    client.get(ARTICLE)
    assert client.get(ARTICLE, headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("kind", ["private", "cookie", "vary"])
def test_what_is_for_one_visitor_is_never_kept_and_the_tests_say_so(
    client: Client, settings: Settings, kind: str
) -> None:
    settings.ROOT_URLCONF = __name__
    with pytest.raises(RuntimeWarning, match="A kept page is not the same for all"):
        client.get(f"/test/{kind}/")
    with pytest.warns(RuntimeWarning):
        response = client.get(f"/test/{kind}/")
    assert (response.status_code, response.get("ETag")) == (200, None)
    with pytest.warns(RuntimeWarning):
        client.get(f"/test/{kind}/")


def test_what_is_not_found_is_not_kept(client: Client, settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    assert client.get("/test/plain/").get("ETag")
    assert [client.get("/test/gone/").get("ETag") for _ in "12"] == [None, None]


def change_title(title: str) -> None:
    article = Article.objects.get(slug="fastapi-or-nodejs")
    draft = Draft(title, article.slug, article.summary, article.body, article.author)
    revision = save(article=article, draft=draft, based_on=1, by=None, now=NOW)
    publish_article(article=article, revision=revision, now=article.published_at or NOW)


@pytest.mark.usefixtures("content")
def test_publishing_an_article_replaces_every_page(client: Client) -> None:
    for address in (ARTICLE, "/", "/blog/"):
        client.get(address)
    change_title("A new title")
    for address in (ARTICLE, "/", "/blog/"):
        assert "A new title" in client.get(address).text


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("address", "model", "slug", "field"),
    [
        (ARTICLE, Author, "jonas-lindqvist", "name"),
        ("/blog/topic/python/", Topic, "python", "name"),
        ("/fit/", DecisionMatrix, "fastapi-vs-nodejs", "title"),
    ],
)
def test_a_change_beside_the_articles_replaces_the_pages(
    client: Client, address: str, model: Any, slug: str, field: str
) -> None:
    client.get(address)
    row = model.objects.get(slug=slug)
    setattr(row, field, "Something new")
    row.save()
    assert "Something new" in client.get(address).text


@pytest.mark.usefixtures("content")
def test_a_new_version_of_a_matrix_replaces_the_pages(client: Client) -> None:
    address = "/fit/fastapi-vs-nodejs/"
    client.get(address)
    matrix = DecisionMatrix.objects.get(slug="fastapi-vs-nodejs").current().content
    publish(matrix.model_copy(update={"title": "Another question"}), NOW)
    assert "Another question" in client.get(address).text


@pytest.mark.usefixtures("content")
def test_a_deleted_article_is_gone(client: Client) -> None:
    client.get(ARTICLE)
    Article.objects.get(slug="fastapi-or-nodejs").delete()
    assert client.get(ARTICLE).status_code == 404


@pytest.mark.usefixtures("content")
def test_a_draft_renews_nothing(client: Client) -> None:
    client.get(ARTICLE)
    token = pages._out.token()
    article = Article.objects.get(slug="fastapi-or-nodejs")
    draft = Draft("A draft", article.slug, article.summary, article.body, article.author)
    save(article=article, draft=draft, based_on=1, by=sam(), now=NOW)
    pages._out.forget()
    assert pages._out.token() == token
