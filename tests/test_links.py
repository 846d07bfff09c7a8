from __future__ import annotations

import logging
import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.http import Http404
from django.test import Client

from consult import links
from consult.leads.models import Case, Lead
from tests.people import NOW, open_case_for_ada

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


UNTIL = NOW + timedelta(hours=24)


def test_a_dated_token_leads_to_its_row_until_its_time_is_out() -> None:
    lead = open_case_for_ada().lead
    token = links.dated_token("data", lead, until=UNTIL)
    leads = Lead.objects.all()
    moment = UNTIL - timedelta(microseconds=1)
    assert links.resolve_dated("data", token, leads, now=moment) == lead
    with pytest.raises(Http404):
        links.resolve_dated("data", token, leads, now=UNTIL)


def test_its_date_cannot_be_moved_and_it_is_no_other_token() -> None:
    case = open_case_for_ada()
    lead, leads = case.lead, Lead.objects.all()
    dated = links.dated_token("data", lead, until=UNTIL)
    later = dated.replace(str(int(UNTIL.timestamp())), "9999999999")
    plain = links.token("data", lead)
    other = links.dated_token("erase", lead, until=UNTIL)
    for text in (later, plain, other, "", "1-1-1~x", "\ud800", "1-1-1~\x00", "x" * 5000):
        with pytest.raises(Http404):
            links.resolve_dated("data", text, leads, now=NOW)
    with pytest.raises(Http404):
        links.resolve("data", dated, leads)


def test_a_dated_token_is_revoked_like_any_other() -> None:
    lead = open_case_for_ada().lead
    token = links.dated_token("data", lead, until=UNTIL)
    Lead.objects.update(link_generation=2)
    with pytest.raises(Http404):
        links.resolve_dated("data", token, Lead.objects.all(), now=NOW)


def test_no_log_line_holds_a_token_whatever_its_form() -> None:
    """Nor does a traceback, whose text no filter of messages ever sees."""
    token = links.token("case", open_case_for_ada())
    forms = [token, token.replace("~", "%7E"), token.replace("~", "%7e"), f"/book/?case={token}&x"]
    record = logging.LogRecord("x", logging.ERROR, "", 0, "Asked for %r", (forms,), None)
    try:
        raise ValueError(f"SELECT '{token}'")
    except ValueError:
        record.exc_info = sys.exc_info()
    line = links.MaskPrivate("{message}", style="{").format(record)
    signature = token.partition("~")[2]
    assert (line.count("…"), signature in line) == (5, False)
    assert logging.Formatter("{message}", style="{").format(record).count(signature) == 5


@pytest.mark.parametrize(
    ("line", "logged"),
    [
        ("550 5.1.1 <ada@client.example>: no such user", "550 5.1.1 <…@…>: no such user"),
        ("Key (lower(email))=(a.d+a@client.example) exists", "Key (lower(email))=(…@…) exists"),
        ("{'ada@client.example': (550, b'No')}", "{'…@…': (550, b'No')}"),
        ("to mailto:ädä@größe.example.", "to mailto:…@…."),
        ("celery@host ready, @wraps(view), a @ b.c", "celery@host ready, @wraps(view), a @ b.c"),
        ("x" * 1_000_000 + " @y.z", "x" * 1_000_000 + " @y.z"),
    ],
)
def test_no_log_line_says_whose_address_it_is(line: str, logged: str) -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "%s", (line,), None)
    assert links.MaskPrivate("{message}", style="{").format(record) == logged
