from __future__ import annotations

import pytest
from django.core.management import call_command


@pytest.fixture
def sample_content(db: None) -> None:
    call_command("sample_content")
