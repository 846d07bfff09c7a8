"""Where files are kept, as STORAGE_URL says; a bad one stops the start, and is not repeated."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from consult import storage


def test_a_folder() -> None:
    entry = storage.from_url("file:///srv/our%20files")
    assert entry == storage.folder(Path("/srv/our files"))
    assert entry["OPTIONS"]["file_permissions_mode"] == 0o600


@pytest.mark.parametrize(
    ("url", "endpoint", "region"),
    [
        ("s3://k%2F1:s%40x@s3.example/our-files", "https://s3.example", "us-east-1"),
        (
            "s3://k%2F1:s%40x@s3.example:9000/our-files/?region=eu-central-1",
            "https://s3.example:9000",
            "eu-central-1",
        ),
        ("s3+http://k%2F1:s%40x@[::1]:9000/our-files", "http://[::1]:9000", "us-east-1"),
    ],
)
def test_a_bucket(url: str, endpoint: str, region: str) -> None:
    assert storage.from_url(url) == {
        "BACKEND": "consult.intake.attachments.s3.Storage",
        "OPTIONS": {
            "access_key": "k/1",
            "secret_key": "s@x",
            "bucket_name": "our-files",
            "endpoint_url": endpoint,
            "region_name": region,
        },
    }


@pytest.mark.parametrize(
    "url",
    [
        "/srv/files",
        "file://srv/files",
        "file:///",
        "file:///srv%00",
        "ftp://key:hidden@host/bucket",
        "s3://host/bucket",
        "s3://key@host/bucket",
        "s3://key:hidden@host",
        "s3://key:hidden@host/bucket/folder",
        "s3://key:hidden@host/Bucket",
        "s3://key:hidden@host:port/bucket",
        "s3://key:hidden@host/bucket?region=",
        "s3://key:hidden@host/bucket?region=a&region=b",
        "s3://key:hidden@host/bucket?regoin=eu",
        "s3://key:hidden@[host/bucket",
        "s3://key:hid/den@host/bucket",
    ],
)
def test_a_bad_one_is_refused_without_its_secret(url: str) -> None:
    with pytest.raises(SystemExit) as ended:
        storage.from_url(url)
    assert ended.value.code == storage.BAD
    assert "hidden" not in storage.BAD


def test_a_bad_one_stops_the_start() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import consult.settings"],
        env={**os.environ, "STORAGE_URL": "s3://key:hidden@host"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.strip()) == (1, storage.BAD)
