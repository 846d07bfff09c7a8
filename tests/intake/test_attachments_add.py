"""Files are attached on the page of the brief: kept whatever else is wrong."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consult.intake.attachments import page
from consult.intake.attachments.services import content_of
from tests.intake.files import PDF, keep_in, names, pdf, send, text_of, upload
from tests.intake.visit import BRIEF, START, Visit


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """An empty store of this test's own."""
    return keep_in(settings, tmp_path / "attachments")


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
