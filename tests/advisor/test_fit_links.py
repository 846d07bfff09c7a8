"""Every line of the explanation leads to the cell that it rests on, and to that cell's source."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client

from advisor.verdict import Said
from consult import links
from consult.leads.models import Case
from tests.people import submitted_case_of_ada

pytestmark = pytest.mark.django_db

FIT = "/fit/fastapi-vs-nodejs/"
ARTICLE = "/blog/fastapi-or-nodejs/"
ANSWERS = "?workload=ml&workload=io&team=python&integrity=shared"


def followed(sentences: list[Said]) -> list[str]:
    """Where the lines that rest on one cell or row lead."""
    return [
        said.cell_url or said.row_url for said in sentences if said.role not in ("firmness", "flip")
    ]


def test_a_sentence_leads_to_its_cell_on_the_same_page(client: Client) -> None:
    call_command("sample_content")
    response = client.get(FIT + ANSWERS)
    leading = followed(response.context["verdict"].sentences)
    assert "#cell-team-python-fastapi" in leading
    assert "#criterion-time" in leading
    for url in leading:
        assert f'id="{url.removeprefix("#")}"' in response.text
        assert f'href="{url}"' in response.text


def test_in_an_article_it_leads_to_the_same_case_on_the_page_that_has_the_reasons(
    client: Client,
) -> None:
    call_command("sample_content")
    response = client.get(ARTICLE + ANSWERS)
    leading = followed(response.context["verdict"].sentences)
    assert "#criterion-time" in leading
    [cell] = [url for url in leading if url.endswith("#cell-team-python-fastapi")]
    assert f'href="{escape(cell)}"' in response.text
    there = client.get(cell)
    assert there.context["matrix"].slug == "fastapi-vs-nodejs"
    assert there.context["verdict"].headline == response.context["verdict"].headline
    assert 'id="cell-team-python-fastapi"' in there.text


def test_the_reasons_in_a_row_of_an_article_are_a_link_that_works_without_javascript(
    client: Client,
) -> None:
    call_command("sample_content")
    page = client.get(ARTICLE + ANSWERS).text
    assert 'class="reasons"' not in page
    [link] = re.findall(r'<a class="reasons__link" id="why-team" href="([^"]+)"', page)
    assert 'id="why-team"' in client.get(unescape(link)).text


def test_with_htmx_the_same_address_gives_only_the_reasons_in_that_row(client: Client) -> None:
    call_command("sample_content")
    asked = client.get(FIT, headers={"HX-Request": "true", "HX-Target": "why-team"})
    assert asked.text.startswith('<details class="reasons" open>')
    assert 'id="cell-team-python-fastapi"' in asked.text
    assert 'id="cell-time-web-fastapi"' not in asked.text
    assert "HX-Target" in asked["Vary"]
    for other in ("verdict", "why-nothing", "\0"):
        answer = client.get(FIT, headers={"HX-Request": "true", "HX-Target": other})
        assert answer.text.startswith('<section id="verdict"')


def test_every_cell_has_an_address_of_its_own(client: Client) -> None:
    call_command("sample_content")
    page = client.get(FIT).text
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert len([one for one in ids if one.startswith("cell-")]) == 2 * (6 + 6 + 5 + 5)


def test_a_cell_says_what_it_rests_on_and_since_when(client: Client) -> None:
    call_command("sample_content")
    page = " ".join(client.get(FIT + "?team=python&workload=ml").text.split())
    source = (
        'Source: <a href="https://fastapi.tiangolo.com/features/" rel="external">'
        "FastAPI: features</a>, as of 22 November 2026"
    )
    # In the explanation, and in the cell itself.
    assert page.count(source) == 2


def address(case: Case) -> str:
    return f"/case/{links.token('case', case)}/"


def test_on_a_page_without_the_matrix_it_leads_to_the_version_that_was_used(
    client: Client,
) -> None:
    verdict = client.get(address(submitted_case_of_ada())).context["verdict"]
    urls = [said.cell_url for said in verdict.sentences if said.cell_url]
    case = "/fit/golden/?workload=ml&team=python&matrix-version=1"
    assert f"{case}#cell-team-python-fastapi" in urls
    for url in urls:
        assert f'id="{urlsplit(url).fragment}"' in client.get(url).text


def test_in_the_intake_it_leads_there_too(client: Client) -> None:
    submitted_case_of_ada()
    client.post("/intake/golden/?workload=ml&team=python&integrity=strict&time=weeks")
    response = client.get("/intake/golden/verdict/")
    verdict = response.context["verdict"]
    [url, *_] = [said.cell_url for said in verdict.sentences if said.cell_url]
    assert url.startswith("/fit/golden/?workload=ml&team=python&")
    assert url.split("#")[0].endswith("&matrix-version=1")
    assert 'name="w.' not in response.text
    assert "Back to the author’s weights" not in response.text


@pytest.mark.parametrize("role", ["open", "something new"])
def test_a_line_of_any_kind_is_shown_with_what_it_has(role: str) -> None:
    said = Said(role, "One <line>.", None, None, None, cell_url="", row_url="#criterion-x")
    shown = render_to_string("advisor/_why.html", {"verdict": {"sentences": [said]}})
    assert "<p>One &lt;line&gt;.</p>" in shown
    assert '<a href="#criterion-x">Go to the question</a>' in shown
