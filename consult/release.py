"""Which release this is: two that would make different pages of the same content have two names."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

# What pages show of the settings, and what is sent with them. The rest is in the code.
SHOWN = ("PRACTICE", "SITE_URL", "LANGUAGE_CODE", "STORAGES", "CONTENT_SECURITY_POLICY")


@cache
def fingerprint() -> str:
    """Made of the code, the templates, the locked dependencies, the names of the static files,
    and the settings that pages show. Ask at the start, before a next release replaces them."""
    root = Path(settings.BASE_DIR)
    files = [
        *sorted((root / "advisor").rglob("*.py")),
        *sorted((root / "consult").rglob("*.py")),
        *sorted(path for path in (root / "templates").rglob("*") if path.is_file()),
        root / "requirements.txt",
        Path(settings.STATIC_ROOT) / "staticfiles.json",
    ]
    digest = hashlib.sha256(repr([getattr(settings, name) for name in SHOWN]).encode())
    for path in files:
        if path.exists():
            content = path.read_bytes()
            # With the length, so that no text can pass from one file to the next unseen.
            digest.update(f"{path.name} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()[:16]
