from __future__ import annotations

from django.test import Client
from django.utils.html import escape

from tests.intake.visit import Visit
from tests.people import sam
from tests.staff.admin_form import words


def test_sam_reads_what_ada_said_and_can_change_nothing(ada: Visit) -> None:
    ada.reach("check")
    ada.submit()
    staff = Client()
    staff.force_login(sam())
    intake = ada.intake()
    assert intake.result
    verdict = escape(intake.result["explanation"][0])
    path = f"/admin/intake/intake/{intake.pk}/"
    page = staff.get(path + "change/").content.decode()
    for part in ["Primary workload", "Route planning for lorries", "ada@client.example", verdict]:
        assert part in page
    assert 'name="_save"' not in page
    refused = [staff.post(path + "change/").status_code, staff.post(path + "delete/").status_code]
    assert refused == [403, 403]
    assert "golden" in staff.get("/admin/intake/intake/?submitted_at__isempty=0").content.decode()


def test_each_save_is_told_in_words_and_what_it_took_out(ada: Visit) -> None:
    ada.reach("brief")
    ada.fill("brief", stage="rewrite")
    ada.fill("plans", today="PHP on one machine", reason="rigid")
    ada.fill("brief", stage="idea")
    staff = Client()
    staff.force_login(sam())
    page = words(staff.get(f"/admin/intake/intake/{ada.intake().pk}/change/"))
    assert "Brief What is being built Route planning for lorries, with a model behind it." in page
    taken = "What runs today PHP on one machine Why it is rewritten It is too hard to change"
    assert f"Taken out, because it no longer applied: {taken}" in page
