from __future__ import annotations

import logging
from io import StringIO

import pytest
from django.http import Http404
from django.test import Client

from consult import links
from consult.leads.models import Case
from tests.people import open_case_for_ada

pytestmark = pytest.mark.django_db


def test_a_token_leads_to_its_row() -> None:
    case = open_case_for_ada()
    assert links.resolve("case", links.token("case", case), Case.objects.all()) == case


def test_a_token_serves_one_purpose_only() -> None:
    case = open_case_for_ada()
    with pytest.raises(Http404):
        links.resolve("quote", links.token("case", case), Case.objects.all())


def test_a_revoked_token_leads_nowhere() -> None:
    case = open_case_for_ada()
    token = links.token("case", case)
    case.link_generation += 1
    case.save()
    with pytest.raises(Http404):
        links.resolve("case", token, Case.objects.all())


@pytest.mark.parametrize(
    "text", ["", "1-1", "1-1~", "1-1~forged", "~", "x" * 5000, "١-١~x", "\ud800", "1-1~\x00"]
)
def test_garbage_leads_nowhere(text: str) -> None:
    open_case_for_ada()
    with pytest.raises(Http404):
        links.resolve("case", text, Case.objects.all())


def test_the_log_of_a_refused_request_holds_no_token(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = StringIO()
    console = next(h for h in logging.getLogger().handlers if h.get_name() == "console")
    monkeypatch.setattr(console, "stream", log)
    text = links.token("quote", open_case_for_ada())
    client.get(f"/quote/{text}/")
    pk, _, signature = text.partition("~")
    assert log.getvalue() == f"WARNING django.request: Not Found: /quote/{pk}~…/\n"
    assert len(signature) == 43
