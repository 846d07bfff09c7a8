from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from advisor.core.model import load_matrix
from advisor.models import MatrixVersion
from advisor.services import publish
from consult.bookings.models import EventType
from tests.intake.visit import Visit
from tests.people import NOW, discovery_call

GOLDEN = Path(__file__).parents[1] / "advisor" / "core" / "golden" / "matrix.toml"


@pytest.fixture
def version(db: None) -> MatrixVersion:
    return publish(load_matrix(GOLDEN.read_text()), NOW)


@pytest.fixture
def ada(version: MatrixVersion, client: Client) -> Visit:
    """Ada's browser; she has not begun."""
    return Visit(client)


@pytest.fixture
def call(db: None) -> EventType:
    """Lin's call, which can be booked."""
    return discovery_call()


@pytest.fixture
def hanging_server() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]
