"""How static files are kept in production."""

from __future__ import annotations

from typing import IO, Any

from django.core.files.base import ContentFile
from rcssmin import cssmin  # type: ignore[import-untyped]  # it has no types
from whitenoise.storage import (  # type: ignore[import-untyped]  # it has no types
    CompressedManifestStaticFilesStorage,
)


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Style sheets without their comments and spaces, a sixth of what they weigh compressed."""

    def _save(self, name: str, content: IO[Any]) -> str:
        if name.endswith(".css"):
            content = ContentFile(cssmin(content.read().decode()))
        return str(super()._save(name, content))
