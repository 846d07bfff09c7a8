"""Sam sends a link to what is not published yet, and it shows just what will be."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from advisor.core.model import load_matrix
from advisor.services import publish
from consult import links
from consult.blog import services
from consult.blog.models import Article, Topic
from consult.blog.preview import preview_path
from tests.advisor.core.build import GOLDEN
from tests.blog.desk import fresh, published, saved, url
from tests.people import NOW
from tests.staff.admin_form import words

pytestmark = pytest.mark.django_db
BODY = "Before.\n\n## Why\n\n{{ matrix:golden }}\n\nAfter, with `code`.\n"


@pytest.fixture(autouse=True)
def golden(db: None) -> None:
    publish(load_matrix((GOLDEN / "matrix.toml").read_text()), NOW)


def topic() -> Topic:
    return Topic.objects.get_or_create(slug="queues", defaults={"name": "Queues & such"})[0]


def read(client: Client, path: str, query: str = "", **headers: str) -> Any:
    answer = client.get(path + query, headers=headers)
    assert answer.status_code == 200
    return answer


def same_but_for_its_address_and_time(page: Any, path: str) -> str:
    """What must differ: where the page is, which its forms lead back to, the second at which it
    was published, and that nobody counts who looks at a preview."""
    text = re.sub(r' data-count="[^"]*"', "", page.text).replace(path, "HERE")
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^\"<]*", "TIME", text)


@pytest.mark.parametrize("query", ["", "?team=python&utm_source=news"])
@pytest.mark.parametrize("before", ["nothing", "another revision"])
def test_the_preview_is_to_the_byte_what_is_then_published(
    client: Client, before: str, query: str
) -> None:
    article = published() if before == "another revision" else None
    revision = saved(article, title="On <queues>", slug="on-queues", body=BODY, topics=[topic()])
    article = revision.article
    path = preview_path(article)
    seen = same_but_for_its_address_and_time(read(client, path, query), path)
    services.publish(article=article, revision=revision, now=timezone.now())
    address = "/blog/on-queues/"
    then = read(client, address, query)
    assert f'rel="canonical" href="http://localhost:8000{address}"' in then.text
    assert "fit__form" in then.text
    assert "Queues &amp; such" in then.text
    # What a preview says of the article's own address is the same there.
    assert seen.replace(address, "HERE") == same_but_for_its_address_and_time(then, address)


def test_the_matrix_of_a_preview_answers_at_its_own_address(client: Client) -> None:
    article = saved(body=BODY).article
    path = preview_path(article)
    page = read(client, path)
    assert f'hx-get="{path}"' in page.text
    part = read(client, path, "?team=python", **{"HX-Request": "true"}).text
    assert part.lstrip().startswith("<section")
    assert "<html" not in part


def test_it_shows_the_newest_revision_and_readers_go_on_seeing_theirs(client: Client) -> None:
    article = published()
    saved(article, body="Only drafted.\n")
    assert "Only drafted." in read(client, preview_path(article)).text
    assert "Only drafted." not in read(client, "/blog/queues/").text
    assert fresh(article).body != "Only drafted.\n"


def test_no_search_engine_and_no_cache_keeps_it(client: Client) -> None:
    page = read(client, preview_path(saved().article))
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Cache-Control"] == "private, no-store"
    assert dict(page.cookies) == {}


def test_a_revoked_link_leads_nowhere_and_the_next_one_works(desk: Client, sam: User) -> None:
    article = saved().article
    old = preview_path(article)
    anybody = Client()
    read(anybody, old)
    assert old in desk.get(url(article, "change")).text
    assert "leads nowhere now" in words(desk.post(url(article, "revoke"), follow=True))
    assert anybody.get(old).status_code == 404
    assert old not in desk.get(url(article, "change")).text
    read(anybody, preview_path(fresh(article)))


def test_only_a_link_that_was_made_for_this_opens_it(client: Client) -> None:
    article = saved().article
    forged = links.token("preview", article)[:-2] + "AA"
    for token in (forged, links.token("case", article), f"{article.pk}-1", "x"):
        assert client.get(f"/preview/{token}/").status_code == 404


def test_a_link_works_on_after_the_article_is_out_and_after_it_is_withdrawn(
    client: Client,
) -> None:
    article = published()
    read(client, preview_path(article))
    services.withdraw(article=article)
    read(client, preview_path(article))


def test_who_reads_the_log_cannot_open_it() -> None:
    path = preview_path(saved().article)
    record = logging.makeLogRecord({"msg": "Not Found: %s", "args": (path,)})
    line = links.MaskPrivate().format(record)
    assert line.startswith("Not Found: /")
    assert path.partition("~")[2].rstrip("/") not in line


def test_a_draft_with_faults_can_be_looked_at(client: Client) -> None:
    article = saved(body="{{ matrix:nowhere }}\n\nText.\n").article
    assert "Text." in read(client, preview_path(article)).text
    assert Article.objects.get().live is None
