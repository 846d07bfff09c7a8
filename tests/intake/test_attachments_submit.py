"""Files and the submission: those that were seen are submitted, and after it none comes or goes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from consult.intake.attachments.changing import change
from consult.intake.models import Attachment, Intake
from consult.leads.models import Case
from tests.intake.files import keep_in, names, pdf, send, text_of, ticks, upload
from tests.intake.visit import BRIEF, START, Visit
from tests.people import NOW, hand_in


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """An empty store of this test's own."""
    return keep_in(settings, tmp_path / "attachments")


def shown(ada: Visit) -> dict[str, str]:
    """What the check page sends of the files that it shows."""
    page = ada.get("check").text
    return {"files-shown": re.findall(r'name="files-shown" value="([\w ]*)"', page)[0]}


def test_nothing_is_submitted_with_other_files_than_the_page_showed(ada: Visit) -> None:
    ada.reach("check")
    send(ada, upload())

    before = shown(ada)
    send(ada, upload("other.pdf", pdf("other")))
    answer = ada.post("check", before)
    assert (answer.status_code, "other.pdf" in answer.text) == (409, True)
    assert "The files have changed in another tab. Check them and submit again." in answer.text
    assert ada.intake().submitted_at is None
    both = shown(ada)
    send(ada, **{"remove-files": ticks(ada)[0]})
    assert ada.post("check", both).status_code == 409
    assert ada.post("check", shown(ada)).status_code == 303
    assert names(ada) == ["other.pdf"]
    assert Case.objects.count() == 1


def test_a_page_that_showed_other_files_than_were_submitted_offers_both(ada: Visit) -> None:
    ada.reach("check")
    send(ada, upload("a.pdf", pdf("a")), upload("b.pdf", pdf("b")))
    first = shown(ada)
    send(ada, upload("c.pdf", pdf("c")), **{"remove-files": ticks(ada)[0]})
    same, seen = shown(ada), ada.token("check")
    assert [ada.post("check", same).status_code for _ in "12"] == [303, 303]
    answer = ada.post("check", first)
    a, b, c = (f"{name}.pdf ({len(pdf(name))} bytes)" for name in "abc")
    assert answer.status_code == 409
    assert re.findall("<bdi>(.*?)</bdi>", text_of(answer)) == [f"{b}, 1 removed since", f"{c}, {b}"]
    old = ada.intake()
    kept = ada.client.post(START + "check/", {"page-token": seen, "keep": "1", **first})
    assert kept.headers["Location"] == START + "check/"
    assert (ada.intake() != old, names(ada), a in text_of(ada.get("check"))) == (
        True,
        ["b.pdf"],
        False,
    )
    assert [one.name for one in old.attachments.all()] == ["c.pdf", "b.pdf"]


def test_a_submission_in_the_middle_of_an_upload_wins(ada: Visit, store: Path) -> None:
    ada.reach("check")
    intake = ada.intake()
    hand_in(Intake.objects.get(pk=intake.pk))
    assert change(intake=intake, uploads=[upload()], now=NOW).problems == [
        "“plan.pdf” was not kept. The enquiry was submitted before it was there, so it was not "
        "added."
    ]
    assert (list(Attachment.objects.all()), list(store.iterdir())) == ([], [])


@pytest.fixture
def submitted(ada: Visit) -> Visit:
    ada.reach("check")
    send(ada, upload())
    old_tab = ada.token("brief")
    ada.submit()
    ada.old_tab = old_tab  # type: ignore[attr-defined]  # as that tab still has it
    return ada


def _from_the_old_tab(ada: Visit, **data: Any) -> Any:
    token = ada.old_tab  # type: ignore[attr-defined]  # see the fixture
    return ada.client.post(START + "brief/", {**BRIEF, "page-token": token, **data})


def test_after_the_submission_nothing_is_added(submitted: Visit) -> None:
    answer = _from_the_old_tab(submitted, files=upload("late.pdf", pdf("late")))
    assert answer.status_code == 409
    assert "The files that you chose are not among it" in text_of(answer)
    assert [a.name for a in Attachment.objects.all()] == ["plan.pdf"]


def test_after_the_submission_nothing_is_removed(submitted: Visit) -> None:
    [attachment] = Attachment.objects.all()
    answer = _from_the_old_tab(submitted, **{"remove-files": attachment.file.name})
    assert answer.status_code == 409
    assert [a.name for a in Attachment.objects.all()] == ["plan.pdf"]


def test_a_new_enquiry_has_the_files_of_the_old_one_but_for_those_that_were_ticked(
    submitted: Visit, store: Path, django_capture_on_commit_callbacks: Any
) -> None:
    old = submitted.intake()
    answer = _from_the_old_tab(submitted, **{"what": "Something else.", "put-anew": "1"})
    assert answer.status_code == 303
    first, second = Attachment.objects.order_by("pk")
    assert (first.intake, second.intake) == (old, submitted.intake())
    assert first.file.name == second.file.name
    with django_capture_on_commit_callbacks(execute=True):
        second.intake.delete()
    assert [path.name for path in store.iterdir()] == [first.file.name]
    with django_capture_on_commit_callbacks(execute=True):
        data = {"what": "Else.", "put-anew": "1", "remove-files": first.file.name}
        _from_the_old_tab(submitted, **data)
    assert [a.intake for a in Attachment.objects.all()] == [old]
    assert [path.name for path in store.iterdir()] == [first.file.name]
