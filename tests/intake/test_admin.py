from __future__ import annotations

from django.test import Client
from django.utils.html import escape

from tests.intake.visit import Visit
from tests.people import sam


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
    for part in ["q-workload", "Route planning for lorries", "ada@client.example", verdict]:
        assert part in page
    assert 'name="_save"' not in page
    refused = [staff.post(path + "change/").status_code, staff.post(path + "delete/").status_code]
    assert refused == [403, 403]
    assert "golden" in staff.get("/admin/intake/intake/?submitted_at__isempty=0").content.decode()
