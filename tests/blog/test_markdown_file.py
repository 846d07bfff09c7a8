"""An article as a text, at its address with `.md`."""

from __future__ import annotations

from datetime import timedelta
from time import process_time

import pytest
from django.conf import settings
from django.test import Client
from markdown_it import MarkdownIt

from advisor.core.model import load_matrix
from advisor.services import publish
from consult.blog import services
from consult.blog.models import Article, Picture, PictureFile, Redirect
from consult.blog.programs.absolute import in_markdown
from tests.blog.writing import draft, published, unpublished
from tests.people import GOLDEN, NOW

pytestmark = pytest.mark.django_db

SITE = settings.SITE_URL
B = "b" * 32


def text_of(client: Client, path: str) -> str:
    """What follows the title, the summary, and the byline."""
    return client.get(path).text.split("\n\n", 3)[3]


def test_it_is_the_whole_article(client: Client) -> None:
    article = published("Engines *1*", "## Why\n\nBecause.", summary="Which [one]?")
    response = client.get("/blog/engines-1.md")
    address = f"{SITE}{article.get_absolute_url()}"
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["Link"] == f'<{address}>; rel="canonical"'
    assert response.text == (
        "# Engines \\*1\\*\n\n> Which \\[one\\]?\n\n"
        f"By [Lin Berg](<{SITE}/author/lin/>), published on 23 November 2026, last updated on "
        f"23 November 2026.\n<{address}>\n\n"
        "## Why\n\nBecause.\n"
    )


def test_links_and_pictures_are_whole_and_code_is_left_alone(client: Client) -> None:
    picture = Picture.objects.create(slug="plan", width=960, height=480)
    for format, width, digest in [
        ("webp", 960, B),
        ("webp", 480, "a" * 32),
        ("avif", 960, "c" * 32),
    ]:
        PictureFile.objects.create(
            picture=picture, format=format, width=width, height=1, digest=digest, content=b""
        )
    article = published("Engines")
    Article.objects.filter(pk=article.pk).update(
        body='[a](/fit/ "Fit") [b](#why) [c](https://b.example/) [d][e] `[f](/code)`\n\n'
        '![A plan](picture:plan "The plan") ![None](picture:gone)\n\n'
        "```md\n[g](/fenced)\n{{ matrix:golden }}\n```\n\n[e]: /book/\n",
    )
    assert text_of(client, "/blog/engines.md") == (
        f'[a]({SITE}/fit/ "Fit") [b]({SITE}/blog/engines/#why) [c](https://b.example/) [d][e] '
        "`[f](/code)`\n\n"
        f'![A plan]({SITE}/media/{B}.webp "The plan") ![None](picture:gone)\n\n'
        "```md\n[g](/fenced)\n{{ matrix:golden }}\n```\n\n"
        f"[e]: {SITE}/book/\n"
    )


def test_the_matrix_is_a_table_of_circumstances(client: Client) -> None:
    publish(load_matrix(GOLDEN.read_text()), NOW)
    published("Engines", "Before.\n\n{{ matrix:golden }}\n\nAfter.")
    text = text_of(client, "/blog/engines.md")
    assert text.startswith("Before.\n\n|  | FastAPI (Python) | Node.js (TypeScript) |")
    assert (
        "| What will this backend spend most of its time on? | Serving models | "
        "Real-time collaboration |"
    ) in text
    run = f"{SITE}/fit/golden/?from=engines&cta=markdown"
    assert f"[Run this matrix on your own case: FastAPI or Node.js?](<{run}>)" in text
    assert text.endswith("\n\nAfter.\n")
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert html.count("<table>") == 1
    assert html.count("<th>") == 3 + text.count("No difference")


def test_a_matrix_that_is_gone_leaves_no_trace(client: Client) -> None:
    article = published("Engines")
    body = "Before.\n\n{{ matrix:gone }}\n\nAfter.\n"
    Article.objects.filter(pk=article.pk).update(body=body)
    assert text_of(client, "/blog/engines.md") == "Before.\n\n\n\nAfter.\n"


def test_a_draft_is_not_found(client: Client) -> None:
    unpublished("Draft")
    for path in ["/blog/draft.md", "/blog/other.md", "/blog/.md", "/blog/Draft.MD"]:
        assert client.get(path).status_code == 404


def test_a_slug_that_changed_leads_on(client: Client) -> None:
    article = published("Engines")
    Redirect.objects.create(slug="motors", article=article)
    response = client.get("/blog/motors.md")
    assert (response.status_code, response["Location"]) == (301, "/blog/engines.md")


def test_who_has_it_already_gets_nothing(client: Client) -> None:
    article = published("Engines")
    tag = client.get("/blog/engines.md")["ETag"]
    assert client.get("/blog/engines.md", headers={"If-None-Match": tag}).status_code == 304
    later = NOW + timedelta(days=1)
    revision = services.save(
        article=article, draft=draft("Engines", "New."), based_on=1, by=None, now=later
    )
    services.publish(article=article, revision=revision, now=later)
    assert client.get("/blog/engines.md", headers={"If-None-Match": tag}).status_code == 200


def test_code_may_have_ticks_in_it_and_ends_at_as_many_as_it_began_with() -> None:
    line = "`` [a](/code)` [b](/code) `` [c](/text) ` [d](/text) ``[e](/text)"
    found: list[str] = []

    def seen(target: str) -> str:
        found.append(target)
        return f"<{target}>"

    in_markdown(line, resolve=seen, placed=str)
    assert found == ["/text"] * 3


def test_ticks_without_an_end_take_no_longer_than_other_text() -> None:
    line = "".join("`" * number + "[a](/fit/)" for number in range(1, 400))
    began = process_time()
    in_markdown(line, resolve=str, placed=str)
    assert process_time() - began < 1
