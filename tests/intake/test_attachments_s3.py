"""Files in a bucket: a real server that speaks S3, and what a visitor sees when it is away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import boto3
import pytest
from django.core.files.storage import storages
from django.test import Client
from moto.server import ThreadedMotoServer

from consult import storage
from consult.intake.attachments.changing import change
from consult.intake.attachments.services import content_of, remove_orphans
from tests.intake.files import PDF, pdf, upload
from tests.intake.visit import BRIEF, Visit
from tests.people import NOW, sam
from tests.product import free_port


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, settings: Any) -> Any:
    """An empty one, which the settings name."""
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    s3 = boto3.resource("s3", endpoint_url=f"http://{server}", region_name="us-east-1", **keys)
    made = s3.Bucket("our-files")
    made.create()
    made.objects.all().delete()
    _use(settings, f"s3+http://key:secret@{server}/our-files")
    return made


def _use(settings: Any, url: str) -> None:
    settings.STORAGES = {**settings.STORAGES, "attachments": storage.from_url(url)}


def in_it(bucket: Any) -> list[str]:
    return [one.key for one in bucket.objects.all()]


def send(ada: Visit, *files: Any, **changes: Any) -> Any:
    return ada.post("brief", {**BRIEF, "files": list(files), **changes})


def test_a_file_is_kept_read_and_removed_there(ada: Visit, bucket: Any) -> None:
    ada.reach("brief")
    assert send(ada, upload(), upload("b.pdf", pdf("b"))).status_code == 303
    first, second = ada.intake().attachments.all()
    assert sorted(in_it(bucket)) == sorted([str(first.file.name), str(second.file.name)])
    assert [content_of(first), content_of(second)] == [PDF, pdf("b")]
    change(intake=ada.intake(), now=NOW, remove=[str(first.file.name)])
    assert in_it(bucket) == [second.file.name]


def test_orphans_go_there_too(ada: Visit, bucket: Any) -> None:
    ada.reach("brief")
    send(ada, upload())
    [attachment] = ada.intake().attachments.all()
    bucket.put_object(Key="orphan", Body=b"x")
    now = datetime.now(UTC)
    assert remove_orphans(now) == 0
    assert remove_orphans(now + timedelta(days=2)) == 1
    assert in_it(bucket) == [attachment.file.name]


def test_nobody_waits_for_it_for_long(bucket: Any) -> None:
    config = storages["attachments"].connection.meta.client.meta.config  # type: ignore[attr-defined]  # S3's own
    waits = (config.connect_timeout, config.read_timeout, config.retries["total_max_attempts"])
    assert waits == (2, 5, 2)


def test_while_it_is_away_the_page_says_so_and_keeps_everything_else(
    ada: Visit, settings: Any
) -> None:
    _use(settings, f"s3+http://key:secret@127.0.0.1:{free_port()}/our-files")
    ada.reach("brief")
    answer = send(ada, upload(), upload("b.pdf", pdf("b")), what="Route planning.")
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    for name in ("plan.pdf", "b.pdf"):
        sentence = f"“{name}” was not kept. Our store for files does not answer."
        assert page.count(sentence) == 2  # in the summary, and by its field
    assert ada.intake().saved()["brief"]["what"] == "Route planning."
    assert ada.intake().attachments.count() == 0
    assert send(ada, what="Route planning.").status_code == 303


@pytest.mark.parametrize("fault", ["bucket", "key"])
def test_a_bucket_that_is_not_ours_is_one_that_is_away(
    ada: Visit, bucket: Any, settings: Any, server: str, fault: str
) -> None:
    name = "nobodys" if fault == "bucket" else "our-files"
    _use(settings, f"s3+http://key:secret@{server}/{name}")
    ada.reach("brief")
    if fault == "key":
        bucket.delete()
    answer = send(ada, upload())
    assert "Our store for files does not answer." in unescape(answer.content.decode())


def test_a_file_is_removed_for_the_visitor_while_it_is_away(
    ada: Visit, bucket: Any, settings: Any
) -> None:
    """The file itself is then an orphan, and goes as one."""
    ada.reach("brief")
    send(ada, upload())
    [attachment] = ada.intake().attachments.all()
    _use(settings, f"s3+http://key:secret@127.0.0.1:{free_port()}/our-files")
    answer = send(ada, **{"remove-files": [str(attachment.file.name)]})
    assert answer.status_code == 303
    assert (ada.intake().attachments.count(), in_it(bucket)) == (0, [attachment.file.name])


def test_staff_are_told_while_it_is_away_and_where_a_file_is_gone(
    ada: Visit, bucket: Any, settings: Any
) -> None:
    ada.reach("brief")
    send(ada, upload())
    [attachment] = ada.intake().attachments.all()
    desk = Client()
    desk.force_login(sam())
    path = f"/admin/intake/intake/attachment/{attachment.pk}/"
    assert desk.get(path).content == PDF
    bucket.objects.all().delete()
    gone = desk.get(path)
    _use(settings, f"s3+http://key:secret@127.0.0.1:{free_port()}/our-files")
    away = desk.get(path)
    assert (gone.status_code, away.status_code) == (404, 503)
    assert "The store for files has this one no more." in gone.content.decode()
    assert "The store for files does not answer." in away.content.decode()


def test_what_is_kept_now_is_read_by_another_machine(ada: Visit, bucket: Any, server: str) -> None:
    change(intake=_begun(ada), uploads=[upload()], now=NOW)
    [attachment] = ada.intake().attachments.all()
    elsewhere = storages.create_storage(
        storage.from_url(f"s3+http://key:secret@{server}/our-files")
    )
    with elsewhere.open(str(attachment.file.name)) as file:
        assert file.read() == PDF


def _begun(ada: Visit) -> Any:
    ada.reach("brief")
    return ada.intake()
