"""Files without a row, as a crash leaves them, go; those that may yet get one stay."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DataError, transaction

from consult.intake.attachments import changing
from consult.intake.attachments.services import remove_orphans
from consult.intake.models import Attachment
from consult.intake.tasks import expire
from tests.intake.files import PDF, keep_in, upload
from tests.intake.visit import Visit

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path / "attachments")


def written(path: Path, age: timedelta) -> Path:
    path.write_bytes(b"x")
    os.utime(path, times=(0, (NOW - age).timestamp()))
    return path


def test_a_file_without_a_row_goes_after_a_day(ada: Visit, store: Path) -> None:
    ada.reach("brief")
    changing.change(intake=ada.intake(), uploads=[upload()], now=NOW)
    kept = store / str(Attachment.objects.get().file.name)
    written(kept, age=timedelta(days=99))
    old = written(store / "old", age=timedelta(hours=25))
    fresh = written(store / "fresh", age=timedelta(hours=23))
    assert remove_orphans(NOW) == 1
    assert (kept.exists(), old.exists(), fresh.exists()) == (True, False, True)


def test_where_nothing_was_ever_attached_nothing_is_to_be_done(ada: Visit, store: Path) -> None:
    assert not store.exists()
    assert remove_orphans(NOW) == 0


def test_they_go_with_the_nightly_task(ada: Visit, store: Path) -> None:
    store.mkdir()
    old = written(store / "old", age=timedelta(days=400))
    expire()
    assert not old.exists()


def test_the_nightly_task_ends_well_though_the_store_is_away(
    ada: Visit, store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store.write_text("A file where the folder should be.")
    assert expire() == 0
    assert "Its orphans go the next night." in caplog.text


def test_killed_between_the_file_and_its_row_it_leaves_an_orphan_and_no_row(
    ada: Visit, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*args: object) -> None:
        os.kill(os.getpid(), 9)

    ada.reach("brief")
    intake = ada.intake()
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(changing, "_add", killed)
        changing.change(intake=intake, uploads=[upload()], now=NOW)
    assert os.waitpid(child, 0)[1] == 9
    [left] = store.iterdir()
    assert (left.read_bytes(), Attachment.objects.count()) == (PDF, 0)
    assert remove_orphans(datetime.now(UTC) + timedelta(days=2)) == 1
    assert list(store.iterdir()) == []


def test_where_the_row_cannot_be_written_the_file_goes_at_once(
    ada: Visit, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.reach("brief")
    monkeypatch.setattr(changing, "clean", lambda *args: "x" * 101)
    with pytest.raises(DataError), transaction.atomic():
        changing.change(intake=ada.intake(), uploads=[upload()], now=NOW)
    assert list(store.iterdir()) == []
