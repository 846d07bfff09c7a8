"""New versions of the golden matrix, published after Ada was advised by an older one."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from advisor.core.model import Matrix, load_matrix
from advisor.models import MatrixVersion
from advisor.services import publish
from tests.people import NOW

GOLDEN = Path(__file__).parents[1] / "advisor" / "core" / "golden" / "matrix.toml"
LATER = NOW + timedelta(days=9)

Document = dict[str, Any]


def golden(**changes: Any) -> Document:
    return {**load_matrix(GOLDEN.read_text()).document(), **changes}


def turned(document: Document) -> Document:
    """Whatever spoke for FastAPI speaks for Node.js, and the other way round."""
    for criterion in document["criteria"]:
        for option in criterion["options"]:
            cells = option["cells"]
            cells["fastapi"], cells["nodejs"] = cells["nodejs"], cells["fastapi"]
    return document


def without(document: Document, criterion: str, option: str) -> Document:
    """Where *option* is not among the answers any more."""
    for one in document["criteria"]:
        if one["key"] == criterion:
            one["options"] = [o for o in one["options"] if o["key"] != option]
    return document


def published(document: Document, now: datetime = LATER) -> MatrixVersion:
    return publish(Matrix.from_document(document), now)
