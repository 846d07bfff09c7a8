"""A verdict to keep: a link with its picture, a text, and a decision record."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from advisor.core.adr import adr
from advisor.core.model import Answers
from advisor.core.scoring import score
from advisor.models import DecisionMatrix

pytestmark = pytest.mark.usefixtures("same_sample_content")

FIT = "/fit/fastapi-vs-nodejs/"
SITE = "http://localhost:8000"
QUERY = "?workload=ml&team=python&w.time=1"
PINNED = QUERY + "&matrix-version=1"


def properties(page: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', page)
    return {name: html.unescape(content) for name, content in found}


def test_a_shared_link_shows_the_verdict_before_it_is_opened(client: Client) -> None:
    response = client.get(FIT + QUERY + "&utm_source=letter")
    headline = response.context["verdict"].headline
    assert properties(response.text) == {
        "og:type": "website",
        "og:site_name": "Lindqvist Architecture",
        "og:url": f"{SITE}{FIT}{PINNED}",
        "og:title": "FastAPI or Node.js as your backend engine?",
        "og:description": headline,
        "og:image": f"{SITE}{FIT}card.png{PINNED}",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": headline,
        "twitter:card": "summary_large_image",
    }
    assert f'<link rel="canonical" href="{SITE}{FIT}">' in response.text


def test_without_answers_it_shows_the_matrix(client: Client) -> None:
    shown = properties(client.get(FIT).text)
    assert shown["og:image"] == f"{SITE}{FIT}card.png"
    assert shown["og:image:alt"] == shown["og:title"]


def test_the_link_carries_the_case_and_nothing_of_where_the_visitor_came_from(
    client: Client,
) -> None:
    page = client.get(FIT + "?w.time=1&cta=home&workload=ml&team=python&utm_source=x&from=y").text
    assert f'<a href="{FIT}{html.escape(PINNED)}" id="share-link">' in page


def test_the_text_is_the_whole_explanation_and_where_to_run_it_again(client: Client) -> None:
    response = client.get(FIT + QUERY)
    [text] = re.findall(r'<textarea id="verdict-text"[^>]*>(.*?)</textarea>', response.text, re.S)
    lines = html.unescape(text).splitlines()
    verdict = response.context["verdict"]
    assert lines[:3] == ["FastAPI or Node.js as your backend engine?", "", verdict.headline]
    assert lines[-2:] == ["", SITE + FIT + PINNED]
    assert len(lines) == 5 + len(verdict.sentences)
    assert any(line.endswith("async code is the only new subject.”") for line in lines)


def test_the_decision_record_is_a_file_of_its_own(client: Client) -> None:
    response = client.get(f"{FIT}adr.md{QUERY}&utm_source=x&colour=red")
    version = DecisionMatrix.objects.get(slug="fastapi-vs-nodejs").current()
    case = Answers(answers={"workload": ("ml",), "team": ("python",)}, weights={"time": 1})
    today = date.fromisoformat(timezone.now().date().isoformat())
    assert response.text == adr(
        version.content,
        case,
        score(version.content, case, 1),
        today,
        url=f"{SITE}{FIT}{QUERY}&matrix-version=1",
    )
    expected = {
        "Content-Type": "text/markdown; charset=utf-8",
        "Content-Disposition": 'attachment; filename="adr-fastapi-vs-nodejs.md"',
        "X-Robots-Tag": "noindex",
    }
    assert {name: response[name] for name in expected} == expected
    assert "default-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["adr.md", "card.png"])
def test_what_is_kept_is_only_read(client: Client, name: str) -> None:
    assert client.post(FIT + name).status_code == 405
    assert client.head(FIT + name).status_code == 200
    assert client.get(f"/fit/nothing/{name}").status_code == 404


def test_an_article_leads_to_the_verdict_on_a_page_of_its_own(client: Client) -> None:
    page = client.get("/blog/fastapi-or-nodejs/" + QUERY).text
    assert f'href="{FIT}{html.escape(PINNED)}"' in page
    assert 'id="verdict-text"' not in page
