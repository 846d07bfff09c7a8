from __future__ import annotations

import pytest

from consult.leads.models import Case
from tests.people import open_case_for_ada


@pytest.fixture
def case(db: None) -> Case:
    """Ada's, who lives in New York."""
    return open_case_for_ada()
