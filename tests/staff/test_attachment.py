"""What a visitor attached: for staff who may, as a download, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from consult.intake.attachments.changing import change
from consult.intake.models import Attachment, Intake
from consult.leads.models import Case
from tests.intake.files import PDF, keep_in, upload
from tests.people import NOW

NAME = "Pläne “neu”.pdf"


@pytest.fixture
def attachment(case: Case, settings: Any, tmp_path: Any) -> Attachment:
    """Ada's plan, as if it had been attached before she submitted."""
    keep_in(settings, tmp_path)
    assert case.intake
    Intake.objects.filter(pk=case.intake.pk).update(submitted_at=None)
    assert change(intake=case.intake, uploads=[upload(NAME)], now=NOW).problems == []
    Intake.objects.filter(pk=case.intake.pk).update(submitted_at=NOW)
    return case.intake.attachments.get()


def path_of(attachment: Attachment) -> str:
    return f"/admin/intake/intake/attachment/{attachment.pk}/"


def test_sam_gets_the_file_as_a_download_that_runs_nowhere(
    desk: Client, attachment: Attachment
) -> None:
    answer = desk.get(path_of(attachment))
    assert (answer.status_code, answer.content) == (200, PDF)
    names = (
        "Content-Type",
        "Content-Disposition",
        "X-Content-Type-Options",
        "Content-Security-Policy",
    )
    assert {name: answer.headers[name] for name in names} == {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": (
            "attachment; filename*=utf-8''Pl%C3%A4ne%20%E2%80%9Cneu%E2%80%9D.pdf"
        ),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))


def test_a_get_changes_nothing_and_nothing_else_is_taken(
    desk: Client, attachment: Attachment
) -> None:
    assert desk.post(path_of(attachment)).status_code == 405
    assert desk.head(path_of(attachment)).status_code == 200


def test_a_visitor_is_sent_to_the_login(client: Client, attachment: Attachment) -> None:
    answer = client.get(path_of(attachment))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/admin/login/")
    client.force_login(User.objects.create_user("ada"))
    assert client.get(path_of(attachment)).status_code == 302


def _eve(*permissions: str) -> Client:
    eve = User.objects.create_user("eve", is_staff=True)
    eve.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    desk = Client()
    desk.force_login(eve)
    return desk


def test_staff_without_the_permission_get_no_file_and_no_link(attachment: Attachment) -> None:
    desk = _eve("view_intake", "view_lead", "change_lead")
    assert desk.get(path_of(attachment)).status_code == 403
    case = Case.objects.get(intake=attachment.intake)
    page = desk.get(f"/admin/leads/lead/{case.lead_id}/change/").content.decode()
    assert (NAME in page, path_of(attachment) in page) == (True, False)
    page = desk.get(f"/admin/intake/intake/{attachment.intake_id}/change/").content.decode()
    assert path_of(attachment) not in page


def test_staff_with_the_permission_get_it(attachment: Attachment) -> None:
    assert _eve("view_attachment").get(path_of(attachment)).content == PDF


@pytest.mark.parametrize("page", ["lead", "intake"])
def test_the_pages_of_the_lead_and_of_the_intake_link_it(
    desk: Client, attachment: Attachment, page: str
) -> None:
    case = Case.objects.get(intake=attachment.intake)
    path = {
        "lead": f"/admin/leads/lead/{case.lead_id}/change/",
        "intake": f"/admin/intake/intake/{attachment.intake_id}/change/",
    }[page]
    html = desk.get(path).content.decode()
    assert f'href="{path_of(attachment)}"' in html
    assert f"{len(PDF)} bytes" in html.replace("\xa0", " ")


@pytest.mark.parametrize("pk", ["0", "999999999999999999999999", "x", "-1"])
def test_an_odd_number_is_not_there(desk: Client, attachment: Attachment, pk: str) -> None:
    answer = desk.get(f"/admin/intake/intake/attachment/{pk}/", follow=True)
    assert answer.status_code in {200, 404}
    assert answer.content != PDF
