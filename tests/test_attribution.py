"""Where Ada came from goes along in her own requests, from the page she lands on to her lead."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from advisor.context import SOURCE_KEYS
from consult import pages
from consult.blog.models import Article
from consult.intake.models import Intake
from consult.intake.page_token import PageToken
from consult.intake.services import run_of
from consult.intake.source import Source
from consult.leads.models import Case
from consult.staff.lead_page import lead_page
from tests.intake.visit import SAVED
from tests.people import NOW, fill_in

pytestmark = pytest.mark.usefixtures("same_sample_content")

UTM = {"utm_source": "newsletter", "utm_campaign": "november"}
QUERY = "?utm_source=newsletter&utm_campaign=november"
ARTICLE = "/blog/fastapi-or-nodejs/"


def link(page: Any, start: str) -> str:
    """The first address in the page that begins so."""
    found = re.search(rf'href="({re.escape(start)}[^"]*)"', page.content.decode())
    assert found, start
    return unescape(found[1])


def test_without_a_script_the_marks_of_a_link_reach_the_lead(client: Client) -> None:
    home = client.get("/" + QUERY)
    article = client.get(link(home, ARTICLE))
    start = link(article, "/intake/fastapi-vs-nodejs/")
    assert client.post(start).status_code == 303
    intake = Intake.objects.get()
    expected = Source(article="fastapi-or-nodejs", cta="matrix", utm=UTM)
    assert Source.model_validate(intake.source) == expected
    order = [f"q-{c.key}" for c in intake.matrix_version.content.criteria]
    for key in (*order, "verdict", "brief", "plans", "contact"):
        data = SAVED.get(key, {}) if not key.startswith("q-") else {"options": []}
        fill_in(intake, {key: data})
    check = {"page-token": str(PageToken(intake.submission_id, "check", run_of(intake).revision))}
    assert client.post("/intake/fastapi-vs-nodejs/check/", check).status_code == 303
    case = Case.objects.get()
    assert Source.model_validate(case.source) == expected
    shown = lead_page(case.lead, NOW)["cases"]
    assert isinstance(shown, list)
    assert dict(shown[0].source) == {
        "Article": "fastapi-or-nodejs",
        "Call to action": "matrix",
        **UTM,
    }


@pytest.mark.parametrize("page", ["/", "/blog/", "/blog/topic/python/", "/author/jonas-lindqvist/"])
def test_links_to_articles_carry_what_brought_the_visitor(client: Client, page: str) -> None:
    carried = "?utm_campaign=november&utm_source=newsletter"
    assert link(client.get(page + QUERY), ARTICLE) == ARTICLE + carried
    assert link(client.get(page), ARTICLE) == ARTICLE


def test_links_to_a_call_carry_it_too(client: Client) -> None:
    carried = "&utm_campaign=november&utm_source=newsletter"
    article = client.get(ARTICLE + QUERY)
    call = "/book/?from=fastapi-or-nodejs&amp;cta=call"
    assert link(article, call) == unescape(call) + carried
    assert link(client.get("/" + QUERY), "/book/?cta=") == f"/book/?cta=home{carried}"
    assert link(client.get("/fit/" + QUERY), "/fit/fastapi-vs-nodejs/").endswith(carried[1:])


def test_markup_in_a_mark_stays_an_address(client: Client) -> None:
    page = client.get('/?utm_source="><script>alert(1)</script>').text
    assert "<script>alert" not in page


def test_a_very_long_mark_is_cut(client: Client) -> None:
    assert len(client.get("/?utm_source=" + "x" * 7000).content) < 30_000


def test_an_address_with_too_many_fields_is_refused_with_a_sentence(client: Client) -> None:
    query = "?" + "&".join(f"a{n}=" for n in range(600))
    response = client.get(ARTICLE + query)
    assert response.status_code == 400
    assert "could not be read" in response.text
    assert client.get("/fit/" + query).status_code == 200


@pytest.mark.parametrize(
    ("ref", "kept"),
    [
        ("news.ycombinator.com", "news.ycombinator.com"),
        ("Example.COM", "example.com"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("https://a.example/private?path", ""),
        ("a.example/path", ""),
        ("user@a.example", ""),
        ("-a.example", ""),
        ("x" * 81, ""),
        ("<b>", ""),
        ("", ""),
    ],
)
def test_of_the_site_that_linked_here_only_the_host_is_kept(ref: str, kept: str) -> None:
    source = Source.from_query({"ref": ref})
    assert source == Source(referrer=kept)
    assert source.query() == ({"ref": kept} if kept else {})


def test_a_source_of_before_can_still_be_read() -> None:
    old = {"article": "a", "cta": "call", "utm": {}}
    assert Source.model_validate(old) == Source(article="a", cta="call")


def test_ref_is_no_answer(client: Client) -> None:
    page = client.get("/fit/fastapi-vs-nodejs/?team=python&ref=a.example").text
    assert "Part of this link was left out" not in page
    assert "ref=a.example" in page


SCRIPTS_OWN = "?ref=a.example&utm_source=x&from=y&cta=z"


def test_what_our_script_adds_to_an_address_gets_the_kept_page(client: Client) -> None:
    first = client.get(ARTICLE + SCRIPTS_OWN)
    assert "a.example" not in first.text
    Article.objects.update(title="Read again")
    for query in ("", SCRIPTS_OWN, "?utm_medium=x&ref=b.example"):
        assert client.get(ARTICLE + query).content == first.content
    for query in ("?utm_source=x", "?ref=a&team=python", "?team=python&ref=a", "?refs=1", "?ref"):
        assert "Read again" in client.get(ARTICLE + query).text


def test_every_key_of_a_source_may_be_in_it() -> None:
    query = "&".join(f"{key}=x" for key in sorted(SOURCE_KEYS))
    assert pages._says_nothing_of_the_page(query)
