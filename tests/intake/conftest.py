from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from advisor.core.model import Matrix, load_matrix
from advisor.models import MatrixVersion
from advisor.services import publish
from tests.intake.visit import Visit
from tests.people import NOW

GOLDEN = Path(__file__).parents[1] / "advisor" / "core" / "golden" / "matrix.toml"


@pytest.fixture(scope="session")
def matrix() -> Matrix:
    return load_matrix(GOLDEN.read_text())


@pytest.fixture
def version(db: None, matrix: Matrix) -> MatrixVersion:
    return publish(matrix, NOW)


@pytest.fixture
def ada(version: MatrixVersion, client: Client) -> Visit:
    """Ada's browser; she has not begun."""
    return Visit(client)
