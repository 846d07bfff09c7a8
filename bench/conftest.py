from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(scope="session")
def medians() -> dict[Any, float]:
    """Seconds, for the tests that compare."""
    return {}
