"""Private links stay between Ada and the practice: no log has them, and no other site."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from consult import links, processes
from consult.bookings.models import Booking
from consult.case.services import mail_data_link
from consult.followups.models import Message
from consult.followups.tasks import send
from consult.leads.models import Case
from consult.quotes.models import Quote
from tests.case.person import ada_with_everything
from tests.people import hold
from tests.product import free_port
from tests.smtp import Postbox

WHOLE = re.compile(r"(~|%7E)[\w-]{43}", re.IGNORECASE)


@contextmanager
def web_server(log: Path) -> Iterator[int]:
    """The real one, on the database of the tests; yields its port."""
    port = free_port()
    with log.open("wb") as output:
        server = processes.start(
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "1"]
            + ["--host", "127.0.0.1", "--port", str(port), "consult.wsgi:application"],
            output=output,
        )
    try:
        deadline = time.monotonic() + 30
        while "Started worker" not in log.read_text():
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        yield port
    finally:
        processes.stop(server)


def ask(port: int, method: str, path: str) -> int:
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    browser.request(method, path, headers={"Host": "localhost"})
    status = browser.getresponse().status
    browser.close()
    return status


@pytest.mark.django_db(transaction=True)
def test_neither_the_web_servers_log_nor_the_workers_has_a_whole_token(
    smtp_server: Postbox,
    celery_worker_process: subprocess.Popen[bytes],
    tmp_path: Path,
) -> None:
    with transaction.atomic():
        case = ada_with_everything()
        mail_data_link(lead=case.lead, now=timezone.now())
    token = links.token("case", case)
    gone = links.token("booking", case)
    smtp_server.answer = f"550 No, because of {token} and <{case.email}>"
    send.delay(list(Message.objects.values_list("pk", flat=True)))
    assert os.environ["DATABASE_URL"].endswith(str(connection.settings_dict["NAME"]))
    with web_server(tmp_path / "web.log") as port:
        statuses = [
            ask(port, "GET", f"/case/{token}/"),
            ask(port, "GET", f"/case/{gone}/"),
            ask(port, "GET", f"/book/{quote(gone, safe='')}/"),
            ask(port, "GET", f"/book/?case={gone.replace('~', '%7E')}"),
            ask(port, "GET", f"/case/{token}/mails/"),
            ask(port, "POST", f"/case/{token}/replace-link/"),
            ask(port, "GET", f"/data/{links.token('data', case.lead)}/"),
        ]
    deadline = time.monotonic() + 20
    while "550" not in (worker := (tmp_path / "worker.log").read_text()):
        assert time.monotonic() < deadline, worker
        time.sleep(0.05)
    web = (tmp_path / "web.log").read_text()
    assert statuses == [200, 404, 404, 404, 405, 403, 404]
    assert web.count("~…") + web.count("%7E…") >= 5
    assert [WHOLE.findall(log) for log in (web, worker)] == [[], []]
    assert case.email not in web + worker


@pytest.mark.django_db
def test_no_page_hands_a_token_to_another_site(client: Client) -> None:
    case = ada_with_everything()
    data = links.dated_token("data", case.lead, until=timezone.now().replace(year=2999))
    for path in [
        f"/case/{links.token('case', case)}/",
        f"/book/{links.token('booking', Booking.objects.get())}/",
        f"/quote/{links.token('quote', Quote.objects.get())}/",
        f"/data/{data}/",
        f"/data/{data}/delete/",
        f"/case/{links.token('booking', case)}/",
    ]:
        response = client.get(path)
        assert response["Referrer-Policy"] == "same-origin", path
        assert "default-src 'self'" in response["Content-Security-Policy"], path
        away = re.findall(r'(?:href|src|action)="((?:https?:|//|mailto:)[^"]*)"', response.text)
        assert [url for url in away if WHOLE.search(url)] == [], path


@pytest.mark.django_db
def test_no_cache_no_browser_and_no_search_engine_keeps_a_private_page(client: Client) -> None:
    case = ada_with_everything()
    assert case.intake
    hold(client, case.intake)
    data = links.dated_token("data", case.lead, until=timezone.now().replace(year=2999))
    for path in [
        f"/case/{links.token('case', case)}/",
        f"/case/receipt/{case.intake.submission_id}/",
        f"/book/?case={links.token('case', case)}",
        f"/book/{links.token('booking', Booking.objects.get())}/",
        f"/quote/{links.token('quote', Quote.objects.get())}/",
        f"/data/{data}/",
        f"/data/{data}/delete/",
        "/data/",
    ]:
        response = client.get(path)
        kept = (response.status_code, response["Cache-Control"])
        assert kept == (200, "private, no-store"), path
        for said in ('data-hx-history="false"', '<meta name="robots" content="noindex">'):
            assert said in response.text, path


@pytest.mark.django_db
def test_the_database_of_one_machine_logs_no_statement() -> None:
    """A refused INSERT would stand in its log with every link in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings"
            " WHERE name IN ('log_min_error_statement', 'log_error_verbosity') ORDER BY name"
        )
        found = cursor.fetchall()
    assert found == [("log_error_verbosity", "terse"), ("log_min_error_statement", "panic")]
    assert not Case.objects.exists()
