"""Files on the page of the brief: kept whatever else is wrong, named wherever the brief is."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consult.followups.models import Message
from consult.intake.attachments import page
from consult.intake.attachments import services as attachments
from consult.intake.attachments.services import content_of
from consult.intake.models import Attachment, Intake
from consult.leads.models import Case
from tests.intake.files import PDF, keep_in, pdf, upload
from tests.intake.visit import BRIEF, START, Visit
from tests.people import NOW, hand_in


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """An empty store of this test's own."""
    return keep_in(settings, tmp_path / "attachments")


def names(ada: Visit) -> list[str]:
    return [attachment.name for attachment in ada.intake().attachments.all()]


def send(ada: Visit, *files: SimpleUploadedFile, **changes: Any) -> Any:
    return ada.post("brief", {**BRIEF, "files": list(files), **changes})


def text_of(answer: Any) -> str:
    page: str = unescape(answer.content.decode())
    return re.sub(r"\s+", " ", page)


def ticks(ada: Visit) -> list[str]:
    """What the boxes to remove files send, in their order."""
    return re.findall(r'name="remove-files" value="(\w+)"', ada.get("brief").content.decode())


def problems(answer: Any) -> list[str]:
    """What the summary says, each once more by its field."""
    html = unescape(answer.content.decode())
    found = re.findall(r'<li><a href="#id_files">(.*?)</a></li>', html)
    assert [html.count(one) for one in found] == [2] * len(found)
    return found


def test_a_file_is_kept_under_a_name_of_chance_and_nobody_else_may_read_it(
    ada: Visit, store: Path
) -> None:
    ada.reach("brief")
    answer = send(ada, upload("../../Plan 1.PDF"), upload("notes.md", b"# Routes"))
    assert (answer.status_code, answer.headers["Location"]) == (303, START + "plans/")
    first, second = ada.intake().attachments.all()
    assert [(a.position, a.name, a.content_type, a.size) for a in (first, second)] == [
        (1, "Plan 1.pdf", "application/pdf", len(PDF)),
        (2, "notes.md", "text/markdown", 8),
    ]
    assert sorted(path.name for path in store.iterdir()) == sorted(
        [str(first.file.name), str(second.file.name)]
    )
    assert all(re.fullmatch(r"[0-9a-f]{32}", path.name) for path in store.iterdir())
    assert {oct(path.stat().st_mode & 0o777) for path in store.iterdir()} == {"0o600"}
    assert [content_of(first), content_of(second)] == [PDF, b"# Routes"]
    assert ada.intake().saved()["brief"].keys() == BRIEF.keys()


def test_the_form_sends_files_with_htmx_and_without(ada: Visit) -> None:
    ada.reach("brief")
    form = re.search(r'<form method="post" action="[^"]*brief/".*?>', text_of(ada.get("brief")))
    assert form
    assert 'enctype="multipart/form-data"' in form[0]
    assert 'data-hx-encoding="multipart/form-data"' in form[0]
    assert "multipart" not in text_of(ada.get("q-workload"))


def test_what_is_there_can_be_removed(
    ada: Visit, store: Path, django_capture_on_commit_callbacks: Any
) -> None:
    ada.reach("brief")
    send(ada, upload("plan.pdf", pdf("a")), upload("costs.pdf", pdf("b")))
    page = text_of(ada.get("brief"))
    assert f"Remove plan.pdf ({len(pdf('a'))} bytes)" in page
    with django_capture_on_commit_callbacks(execute=True):
        send(ada, **{"remove-files": ticks(ada)[:1]})
    assert names(ada) == ["costs.pdf"]
    assert len(list(store.iterdir())) == 1


def test_a_place_that_was_freed_is_filled_by_the_same_page(ada: Visit) -> None:
    ada.reach("brief")
    send(ada, *(upload(f"{n}.pdf", pdf(n)) for n in "abc"))
    send(ada, upload("d.pdf", pdf("d")), **{"remove-files": ticks(ada)[:1]})
    assert names(ada) == ["d.pdf", "b.pdf", "c.pdf"]


@pytest.mark.parametrize("odd", ["", "x", "\0", "\ud800", "../../etc/passwd", "1" * 10_000])
def test_an_odd_box_removes_nothing(ada: Visit, odd: str) -> None:
    ada.reach("brief")
    send(ada, upload())
    data = {"remove-files": [odd.encode("utf-8", "surrogatepass")]}
    assert send(ada, **data).status_code == 303
    assert names(ada) == ["plan.pdf"]


def test_nobody_removes_a_file_of_somebody_elses(ada: Visit) -> None:
    ada.reach("brief")
    send(ada, upload())
    bo = Visit(Client())
    bo.reach("brief")
    send(bo, **{"remove-files": ticks(ada)})
    assert names(ada) == ["plan.pdf"]


def test_files_are_kept_though_another_field_is_wrong(ada: Visit) -> None:
    ada.reach("brief")
    answer = send(ada, upload(), what="")
    assert answer.status_code == 422
    assert "Write in a sentence or two what is being built." in text_of(answer)
    assert "Remove plan.pdf" in text_of(answer)
    assert names(ada) == ["plan.pdf"]


def test_the_text_and_the_good_files_are_kept_though_one_file_is_not(ada: Visit) -> None:
    ada.reach("brief")
    answer = send(ada, upload("run.exe", b"MZ\x90\0\x03"), upload(), what="Route planning.")
    assert answer.status_code == 422
    assert problems(answer) == [
        "“run.exe” was not kept. It is a program. Describe what it does, or attach it as text in a "
        "PDF."
    ]
    assert "Route planning." in text_of(answer)
    assert names(ada) == ["plan.pdf"]
    assert ada.intake().saved()["brief"]["what"] == "Route planning."
    assert send(ada, what="Route planning.").status_code == 303


def test_a_fourth_file_is_refused_and_the_first_three_stay(ada: Visit, store: Path) -> None:
    ada.reach("brief")
    answer = send(ada, *(upload(f"{n}.pdf", pdf(n)) for n in "abcd"))
    assert problems(answer) == [
        "“d.pdf” was not kept. At most 3 files can be attached. Remove one to make room."
    ]
    assert names(ada) == ["a.pdf", "b.pdf", "c.pdf"]
    assert len(list(store.iterdir())) == 3


def test_the_same_file_again_is_there_once(ada: Visit, store: Path) -> None:
    """As after a refresh, or a second click."""
    ada.reach("brief")
    assert [send(ada, upload(), upload("again.pdf")).status_code for _ in "12"] == [303, 303]
    assert names(ada) == ["plan.pdf"]
    assert len(list(store.iterdir())) == 1


def test_more_files_than_anybody_attaches_are_not_even_read(ada: Visit) -> None:
    ada.reach("brief")
    answer = send(ada, *(upload(f"{n}.pdf", pdf(str(n))) for n in range(11)))
    assert answer.status_code == 400
    assert names(ada) == []


def test_three_files_of_five_megabytes_fit_and_no_more(ada: Visit) -> None:
    ada.reach("brief")
    big = [upload(f"{n}.txt", n.encode() * (5 * 2**20)) for n in "abc"]
    assert send(ada, *big).status_code == 303
    assert [attachment.size for attachment in ada.intake().attachments.all()] == [5 * 2**20] * 3
    answer = send(ada, upload("d.txt", b"d" * 16_000_000))
    assert answer.status_code == 413
    assert "Go back, and attach files of at most 5 MB each." in text_of(answer)


@pytest.mark.parametrize("step", ["q-workload", "plans", "contact", "check"])
def test_no_other_page_takes_megabytes(ada: Visit, step: str) -> None:
    ada.reach(step)
    assert ada.post(step, {"files": upload("a.txt", b"a" * 1_000_000)}).status_code == 413


def test_whoever_sends_files_all_the_time_has_to_wait_and_loses_no_text(
    ada: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "BURST", 1)
    ada.reach("brief")
    send(ada, upload())
    answer = send(ada, upload("b.pdf", pdf("b")), what="Route planning.")
    assert problems(answer) == [
        "Files came too often; these were not kept. Attach them again in 30 seconds."
    ]
    assert (names(ada), ada.intake().saved()["brief"]["what"]) == (["plan.pdf"], "Route planning.")


def test_a_page_without_files_costs_what_it_did(ada: Visit) -> None:
    ada.reach("brief")
    send(ada)  # The bucket of tokens is there now, as for everybody's second page.
    data = {**BRIEF, "page-token": ada.token("brief")}
    with CaptureQueriesContext(connection) as captured:
        assert ada.client.post(START + "brief/", data).status_code == 303
    assert [q["sql"] for q in captured if "attachment" in q["sql"]] == []
    # BEGIN and COMMIT, which a savepoint stands for here, are in it.
    assert len(captured) <= 8


def test_a_name_that_is_code_is_shown_as_text(ada: Visit) -> None:
    ada.reach("brief")
    send(ada, upload("<img src=x onerror=alert(1)>.pdf"))
    assert "<img" not in ada.get("brief").content.decode()
    answer = send(ada, upload("<img src=y>.exe", b"MZ\0"))
    assert "<img" not in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b'filename="a\0b.pdf"', "ab.pdf"),
        (b'filename="a\xef\xbf\xbd.pdf"', "a.pdf"),
        (b'filename="C:\\plans\\a.pdf"', "a.pdf"),
        (b"filename*=UTF-8''%E2%80%AEa%00%0D%0A.pdf", "a.pdf"),
        (b'filename="' + b"x" * 900 + b'.pdf"', "x" * 96 + ".pdf"),
        (b'filename="&#x202e;&lt;b&gt;.pdf"', "_b_.pdf"),
    ],
)
def test_a_name_that_no_browser_sends_is_cleaned_as_well(
    ada: Visit, sent: bytes, kept: str
) -> None:
    ada.reach("brief")
    lines = [b'--b\r\nContent-Disposition: form-data; name="files"; ' + sent, b"", PDF]
    for name, value in {**BRIEF, "page-token": ada.token("brief")}.items():
        head = f'--b\r\nContent-Disposition: form-data; name="{name}"'
        lines += [head.encode(), b"", value.encode()]
    body = b"\r\n".join([*lines, b"--b--", b""])
    answer = ada.client.post(START + "brief/", body, "multipart/form-data; boundary=b")
    assert (answer.status_code, names(ada)) == (303, [kept])


# Where the files are named.


def test_they_are_named_with_their_sizes_wherever_the_brief_is(ada: Visit) -> None:
    ada.reach("check")
    send(ada, upload(), upload("notes.txt", b"x" * 2048))
    check = text_of(ada.get("check"))
    plan = f"plan.pdf ({len(PDF)} bytes)"
    assert f'<dt>Files</dt> <dd dir="auto">{plan}<br>notes.txt (2.0 KB)</dd>' in check
    receipt = ada.submit()
    case = Case.objects.get()
    for path in (receipt, case.get_absolute_url()):
        shown = text_of(ada.client.get(path))
        assert plan in shown, path
        assert "notes.txt (2.0 KB)" in shown, path
        assert not [a.file.name for a in Attachment.objects.all() if a.file.name in shown]
    notice = Message.objects.get(kind=Message.Kind.STAFF_NOTICE)
    assert f"Files: {plan}\nnotes.txt (2.0 KB)" in notice.text.replace("\xa0", " ")


def test_no_address_leads_to_what_is_kept(ada: Visit, settings: Any) -> None:
    ada.reach("brief")
    send(ada, upload())
    [attachment] = ada.intake().attachments.all()
    name = str(attachment.file.name)
    paths = [f"/{folder}{name}" for folder in ("", "media/", "attachments/", "static/", "var/")]
    assert {ada.client.get(path, follow=True).status_code for path in paths} == {404}
    assert settings.MEDIA_ROOT == settings.MEDIA_URL.strip("/") == ""
    assert str(settings.STATIC_ROOT) not in storages["attachments"].path(name)


# After the submission.


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


def test_nothing_is_submitted_with_other_files_than_the_page_showed(ada: Visit) -> None:
    ada.reach("check")
    send(ada, upload())

    def shown() -> dict[str, str]:
        page = ada.get("check").text
        return {"files-shown": re.findall(r'name="files-shown" value="([\w ]*)"', page)[0]}

    before = shown()
    send(ada, upload("other.pdf", pdf("other")))
    answer = ada.post("check", before)
    assert (answer.status_code, "other.pdf" in answer.text) == (409, True)
    assert "The files have changed in another tab. Check them and submit again." in answer.text
    assert ada.intake().submitted_at is None
    both = shown()
    send(ada, **{"remove-files": ticks(ada)[0]})
    assert ada.post("check", both).status_code == 409
    assert ada.post("check", shown()).status_code == 303
    assert names(ada) == ["other.pdf"]
    assert ada.post("check", both).status_code == 303  # Once it is submitted, to the receipt.
    assert Case.objects.count() == 1


def test_a_submission_in_the_middle_of_an_upload_wins(ada: Visit, store: Path) -> None:
    ada.reach("check")
    intake = ada.intake()
    hand_in(Intake.objects.get(pk=intake.pk))
    assert attachments.store(intake=intake, uploads=[upload()], now=NOW) == [
        "“plan.pdf” was not kept. The enquiry was submitted before it was there, so it was not "
        "added."
    ]
    assert (list(Attachment.objects.all()), list(store.iterdir())) == ([], [])


def test_the_file_goes_with_its_intake_after_the_commit(
    ada: Visit, store: Path, django_capture_on_commit_callbacks: Any
) -> None:
    ada.reach("brief")
    send(ada, upload())
    with django_capture_on_commit_callbacks() as callbacks:
        ada.intake().delete()
    assert (Attachment.objects.count(), len(list(store.iterdir()))) == (0, 1)
    for callback in callbacks:
        callback()
    assert list(store.iterdir()) == []
