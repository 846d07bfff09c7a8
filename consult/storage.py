"""Where visitors' files are kept: a folder of this machine, or a bucket that several share."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

BAD = (
    "STORAGE_URL must look like file:///srv/attachments, or like "
    "s3://key:secret@host/bucket?region=eu-central-1 with every special character in the key and "
    "the secret percent-encoded."
)
_SCHEMES = {"s3": "https", "s3+http": "http"}
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_REGION = re.compile(r"[a-z0-9-]{1,40}")


def folder(path: Path) -> dict[str, Any]:
    """Only the user of the web server reads what is in it, and no address leads there."""
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": path,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def from_url(url: str) -> dict[str, Any]:
    """An entry of STORAGES. Ends the start with a sentence, which never quotes *url*: it has a
    password in it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise SystemExit(BAD) from None
    if parts.scheme == "file":
        path = unquote(parts.path)
        if parts.netloc or parts.query or parts.fragment or len(path) < 2 or "\0" in path:
            raise SystemExit(BAD)
        return folder(Path(path))
    return _bucket(
        endpoint=f"{_SCHEMES.get(parts.scheme, '')}://{_host(parts.hostname, port)}",
        key=unquote(parts.username or ""),
        secret=unquote(parts.password or ""),
        bucket=parts.path.strip("/"),
        query=parse_qs(parts.query, keep_blank_values=True),
    )


def _host(name: str | None, port: int | None) -> str:
    host = f"[{name}]" if name and ":" in name else name or ""
    return f"{host}:{port}" if host and port else host


def _bucket(
    *, endpoint: str, key: str, secret: str, bucket: str, query: dict[str, list[str]]
) -> dict[str, Any]:
    [region, *others] = query.pop("region", ["us-east-1"])
    scheme, _, host = endpoint.partition("://")
    is_good = (
        all((scheme, host, key, secret))
        and _BUCKET.fullmatch(bucket)
        and _REGION.fullmatch(region)
        and not (others or query)
    )
    if not is_good:
        raise SystemExit(BAD)
    return {
        "BACKEND": "consult.intake.attachments.s3.Storage",
        "OPTIONS": {
            "access_key": key,
            "secret_key": secret,
            "bucket_name": bucket,
            "endpoint_url": endpoint,
            "region_name": region,
        },
    }
