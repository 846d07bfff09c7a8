"""Sam chooses cases, sees every mail before it goes out, and issues the advice anew."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from advisor.models import MatrixVersion
from consult.followups.models import Message
from consult.leads.models import Advice, Case, Lead
from consult.leads.services import reissue
from tests.leads.revisions import LATER, golden, published, turned
from tests.people import submitted_case_of_ada
from tests.staff.admin_form import words

pytestmark = pytest.mark.django_db

# Nothing but what an id may be: what is no case is left out.
GARBAGE = ["", "x", "-1", "0", "9" * 40, "1e3", "٣", "<b>", "\ufffd"]


@pytest.fixture
def case() -> Case:
    return submitted_case_of_ada()


@pytest.fixture
def version(case: Case) -> MatrixVersion:
    return published(turned(golden()))


def mails(desk: Client, version: MatrixVersion, *cases: object) -> Any:
    query = urlencode([("case", getattr(case, "pk", case)) for case in cases])
    return desk.get(f"/admin/replay/{version.pk}/mails/?{query}", follow=True)


def issue(desk: Client, version: MatrixVersion, *cases: object) -> Any:
    data = {"case": [getattr(case, "pk", case) for case in cases]}
    return desk.post(f"/admin/replay/{version.pk}/issue/", data, follow=True)


def sent() -> list[tuple[str, str]]:
    rows = Message.objects.filter(kind="advice").order_by("pk")
    return list(rows.values_list("idempotency_key", "recipient"))


def test_every_mail_is_shown_before_it_goes_out(
    desk: Client, case: Case, version: MatrixVersion
) -> None:
    page = mails(desk, version, case)
    assert f"A new verdict on your case {case.reference} To ada@client.example" in words(page)
    assert "Node.js is the clear choice" in words(page)
    assert f'<input type="hidden" name="case" value="{case.pk}">' in page.text
    html = f"/admin/replay/{version.pk}/mails/{case.pk}/"
    assert f'src="{html}"' in page.text
    framed = desk.get(html)
    assert "Hello Ada Okafor," in framed.text
    assert framed["Content-Security-Policy"].startswith("default-src 'none'")
    assert (Advice.objects.count(), sent()) == (0, [])


def test_what_was_shown_is_what_is_queued(desk: Client, case: Case, version: MatrixVersion) -> None:
    shown = mails(desk, version, case).context["written"][0][1]
    issue(desk, version, case)
    queued = Message.objects.get(kind="advice")
    assert (shown.subject, shown.text, shown.html) == (queued.subject, queued.text, queued.html)


def test_issuing_says_so_and_the_page_no_longer_asks(
    desk: Client, sam: User, case: Case, version: MatrixVersion
) -> None:
    response = issue(desk, version, case)
    assert response.redirect_chain == [(f"/admin/replay/{version.pk}/", 303)]
    assert "The advice on 1 case was issued anew, and its mail is on its way." in words(response)
    assert "1 open case has the advice of this version already." in words(response)
    assert [(one.case, one.issued_by) for one in Advice.objects.all()] == [(case, sam)]
    assert sent() == [(f"case:{case.pk}:advice:v2", "ada@client.example")]
    assert list(case.activities.filter(kind="advice").values_list("by__username")) == [("sam",)]


def test_only_what_was_chosen_is_issued(desk: Client) -> None:
    case, _other = submitted_case_of_ada(), submitted_case_of_ada()
    version = published(turned(golden()))
    assert "1 verdict changes of 1 open case." in words(issue(desk, version, case))
    assert [one.case for one in Advice.objects.all()] == [case]


def test_pressing_twice_issues_once(desk: Client, case: Case, version: MatrixVersion) -> None:
    issue(desk, version, case)
    page = words(issue(desk, version, case))
    assert "1 case was left out: its lead was closed, or newer advice or a newer version" in page
    assert "issued anew" not in page
    assert (Advice.objects.count(), len(sent())) == (1, 1)


def test_a_lead_that_was_lost_meanwhile_is_left_out(
    desk: Client, case: Case, version: MatrixVersion
) -> None:
    mails(desk, version, case)
    Lead.objects.update(stage="lost")
    assert "1 case was left out" in words(issue(desk, version, case))
    assert (Advice.objects.count(), sent()) == (0, [])


def test_a_version_that_was_published_meanwhile_comes_first(
    desk: Client, case: Case, version: MatrixVersion
) -> None:
    mails(desk, version, case)
    published(golden(floor=1))
    page = words(issue(desk, version, case))
    assert "1 case was left out" in page
    assert "Version 3 has been published since" in page
    assert (Advice.objects.count(), sent()) == (0, [])


def test_a_verdict_that_stays_is_not_issued_anew(desk: Client, case: Case) -> None:
    version = published(golden(title="By another name"))
    assert "Choose at least one case whose verdict changes." in words(mails(desk, version, case))
    assert "1 case was left out" in words(issue(desk, version, case))
    assert not Advice.objects.exists()


def test_with_nothing_chosen_nothing_happens(
    desk: Client, case: Case, version: MatrixVersion
) -> None:
    assert "Choose at least one case whose verdict changes." in words(mails(desk, version))
    assert "No case was chosen, so nothing was issued." in words(issue(desk, version))
    assert not Advice.objects.exists()


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_for_a_case_is_left_out(
    desk: Client, case: Case, version: MatrixVersion, garbage: str
) -> None:
    assert "Choose at least one case" in words(mails(desk, version, garbage))
    assert "1 case was left out" in words(issue(desk, version, garbage))
    assert not Advice.objects.exists()
    page = words(issue(desk, version, garbage, case))
    assert "The advice on 1 case was issued anew" in page
    assert "1 case was left out" in page


def test_text_that_cannot_be_read_is_refused(
    desk: Client, case: Case, version: MatrixVersion
) -> None:
    path = f"/admin/replay/{version.pk}"
    assert desk.get(f"{path}/mails/?case=%00").status_code == 400
    assert desk.post(f"{path}/issue/", {"case": ["1"] * 501}).status_code == 400
    assert desk.get(f"{path}/mails/?{'case=1&' * 1200}").status_code == 414
    assert issue(desk, version, "\0").status_code == 200
    assert not Advice.objects.exists()


def test_the_mail_of_a_case_that_gets_none_is_not_found(
    desk: Client, case: Case, version: MatrixVersion
) -> None:
    reissue(case=case, version=version, by=None, now=LATER)
    for pk in (str(case.pk), "0", "9" * 40):
        assert desk.get(f"/admin/replay/{version.pk}/mails/{pk}/").status_code == 404


def test_issuing_takes_the_permission_to_change_leads(
    client: Client, case: Case, version: MatrixVersion
) -> None:
    eve = User.objects.create_user("eve", is_staff=True)
    eve.user_permissions.add(Permission.objects.get(codename="view_lead"))
    path = f"/admin/replay/{version.pk}"
    client.force_login(eve)
    assert client.get(f"{path}/mails/?case={case.pk}").status_code == 403
    assert client.get(f"{path}/mails/{case.pk}/").status_code == 403
    assert client.post(f"{path}/issue/", {"case": case.pk}).status_code == 403
    assert not Advice.objects.exists()
    eve.user_permissions.add(Permission.objects.get(codename="change_lead"))
    assert client.get(f"{path}/mails/?case={case.pk}").status_code == 200
    assert client.post(f"{path}/issue/", {"case": case.pk}).status_code == 303
    assert Advice.objects.count() == 1


def test_nobody_else_gets_in(client: Client, case: Case, version: MatrixVersion) -> None:
    path = f"/admin/replay/{version.pk}"
    for address in (f"{path}/mails/?case={case.pk}", f"{path}/mails/{case.pk}/"):
        assert client.get(address).headers["Location"].startswith("/admin/login/")
    assert client.post(f"{path}/issue/").headers["Location"].startswith("/admin/login/")


def test_another_site_cannot_press_the_button(
    sam: User, case: Case, version: MatrixVersion
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(sam)
    path = f"/admin/replay/{version.pk}/issue/"
    assert browser.post(path, {"case": case.pk}).status_code == 403
    assert browser.get(path).status_code == 405
    assert not Advice.objects.exists()
