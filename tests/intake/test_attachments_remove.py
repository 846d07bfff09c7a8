"""Files are taken away again: by a box on the page of the brief, and with their intake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from consult.intake.models import Attachment
from tests.intake.files import keep_in, names, pdf, send, text_of, ticks, upload
from tests.intake.visit import Visit


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """An empty store of this test's own."""
    return keep_in(settings, tmp_path / "attachments")


def test_what_is_there_can_be_removed(ada: Visit, store: Path) -> None:
    ada.reach("brief")
    send(ada, upload("plan.pdf", pdf("a")), upload("costs.pdf", pdf("b")))
    page = text_of(ada.get("brief"))
    assert f"Remove plan.pdf ({len(pdf('a'))} bytes)" in page
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
