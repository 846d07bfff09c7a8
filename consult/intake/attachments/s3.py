"""A bucket as storage. Whatever goes wrong there is an OSError, as it is with a disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

# Written out because their defaults are a minute, five times. A visitor waits for it.
_CLIENT = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 2},
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    # What not every server understands that speaks S3.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


@contextmanager
def _as_os_errors() -> Iterator[None]:
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as reason:
        raise OSError(f"The bucket did not do it: {reason}") from reason


class Storage(S3Storage):  # type: ignore[misc]  # django-storages has no types
    """Files are small, so each is sent in one request, by the thread that has it."""

    def get_default_settings(self) -> dict[str, Any]:
        return {
            **super().get_default_settings(),
            "client_config": _CLIENT,
            "transfer_config": TransferConfig(use_threads=False),
        }

    def _save(self, name: str, content: File[bytes]) -> str:
        with _as_os_errors():
            return str(super()._save(name, content))

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        with _as_os_errors():
            opened: File[bytes] = super()._open(name, mode)
            opened.file  # noqa: B018 # it is fetched now, and not when it is first read
            return opened

    def delete(self, name: str) -> None:
        with _as_os_errors():
            super().delete(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _as_os_errors():
            folders, files = super().listdir(path)
        return folders, files

    def get_modified_time(self, name: str) -> datetime:
        with _as_os_errors():
            at: datetime = super().get_modified_time(name)
        return at
