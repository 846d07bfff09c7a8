from __future__ import annotations

import re

import pytest
from django.test import Client

from advisor.core.model import Matrix
from advisor.models import MatrixVersion
from advisor.services import publish
from consult.intake.models import Intake, Step
from tests.intake.visit import START, Visit
from tests.people import NOW


def test_looking_at_the_start_page_begins_nothing(ada: Visit) -> None:
    page = ada.client.get(START + "?workload=ml&from=an-article")
    assert page.status_code == 200
    assert "3 questions are open" in page.content.decode()
    assert (Intake.objects.count(), page.cookies.get("sessionid")) == (0, None)


def test_starting_pins_the_version_and_keeps_the_source(ada: Visit, version: MatrixVersion) -> None:
    after = ada.start("?from=choosing&cta=matrix&utm_source=letter&utm_medium=<b>")
    intake = ada.intake()
    assert after == "/intake/golden/q-workload/"
    assert (intake.matrix_version, intake.source, intake.saved()) == (
        version,
        {
            "article": "choosing",
            "cta": "matrix",
            "referrer": "",
            "utm": {"utm_source": "letter", "utm_medium": "b"},
        },
        {},
    )


def test_answers_from_the_article_are_saved_and_not_asked_again(ada: Visit) -> None:
    after = ada.start("?workload=ml&workload=realtime&team=python&w.workload=3&w.team=4")
    assert after == "/intake/golden/q-integrity/"
    assert ada.intake().saved() == {
        "q-workload": {"options": ["ml", "realtime"]},
        "q-team": {"options": ["python"]},
        "weights": {"workload": 3},
    }


def test_a_visitor_who_answered_everything_comes_to_the_verdict_at_once(ada: Visit) -> None:
    after = ada.start("?workload=ml&team=python&integrity=strict&time=weeks")
    assert after == "/intake/golden/verdict/"


def test_what_a_link_says_wrongly_is_named_and_the_rest_kept(ada: Visit) -> None:
    query = "?workload=ml&workload=nonsense&team=weeks&w.time=9&colour=<script>"
    page = ada.client.get(START + query).content.decode()
    for pair in ["workload=nonsense", "team=weeks", "w.time=9", "colour=&lt;script&gt;"]:
        assert pair in page
    ada.start(query)
    assert ada.intake().saved() == {"q-workload": {"options": ["ml"]}}


def test_who_comes_back_may_continue_or_start_afresh(ada: Visit) -> None:
    ada.reach("q-integrity")
    first = ada.intake()
    page = ada.client.get(START).content.decode()
    assert 'href="/intake/golden/q-integrity/"' in page
    assert "Start afresh" in page
    assert ada.start("?team=python", afresh="1") == "/intake/golden/q-workload/"
    assert ada.intake().saved() == {"q-team": {"options": ["python"]}}
    assert set(first.saved()) == {"q-workload", "q-team"}


def test_a_start_button_in_an_old_tab_does_not_put_a_draft_aside(ada: Visit) -> None:
    ada.reach("q-integrity")
    draft = ada.intake()
    answer = ada.client.post(START + "?team=python")
    assert answer.status_code == 409
    assert "You have begun already" in answer.content.decode()
    assert (ada.intake(), Intake.objects.count()) == (draft, 1)


def test_a_second_click_on_start_goes_on_with_the_first(ada: Visit) -> None:
    assert ada.start("?workload=ml") == ada.start("?workload=ml") == "/intake/golden/q-team/"
    assert Intake.objects.count() == 1


def test_a_draft_keeps_its_version_when_a_new_one_is_published(
    ada: Visit, version: MatrixVersion, matrix: Matrix
) -> None:
    ada.reach("q-team")
    publish(matrix.model_copy(update={"title": "Another title"}), NOW)
    assert ada.fill("q-team") == "/intake/golden/q-integrity/"
    assert ada.intake().matrix_version == version


def test_each_save_is_one_row_and_the_last_answer_counts(ada: Visit) -> None:
    ada.reach("q-team")
    ada.fill("q-workload", workload=["realtime"])
    ada.fill("q-workload", workload=["ml", "realtime"])
    rows = Step.objects.filter(intake=ada.intake()).values_list("revision", "key", "data")
    assert list(rows) == [
        (2, "q-workload", {"options": ["ml"]}),
        (3, "q-workload", {"options": ["realtime"]}),
        (4, "q-workload", {"options": ["ml", "realtime"]}),
    ]
    assert ada.intake().saved() == {"q-workload": {"options": ["ml", "realtime"]}}


@pytest.mark.usefixtures("version")
@pytest.mark.parametrize("path", ["/intake/unknown/", "/intake/unknown/brief/", "/intake/x y/"])
def test_a_matrix_that_does_not_exist_is_not_found(client: Client, path: str) -> None:
    assert [client.get(path).status_code, client.post(path).status_code] == [404, 404]


def test_the_start_page_is_kept_by_no_cache(ada: Visit) -> None:
    assert ada.client.get(START).headers["Cache-Control"] == "private, no-store"


def test_the_entrance_may_be_found_and_the_steps_behind_it_not(ada: Visit) -> None:
    """With answers in its address or without, the entrance is one page to a search engine."""
    for query in ("", "?team=python", "?lost=1"):
        entrance = ada.client.get(START + query).text
        assert re.findall('<link rel="canonical" href="[^"]*(/intake/[^"]*)"', entrance) == [START]
        assert '<meta name="robots"' not in entrance
        assert re.findall('<meta name="description" content="([^"]+)"', entrance) == [
            "“FastAPI or Node.js?”: the verdict on your own case in about three minutes, with its "
            "reasons, before you give any personal data."
        ]
    step = ada.client.get(ada.start()).text
    assert '<meta name="robots" content="noindex">' in step
    assert 'rel="canonical"' not in step
