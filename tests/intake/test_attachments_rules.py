"""What must never be is refused by the database, whoever writes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from consult.intake.models import Attachment
from tests.intake.visit import Visit


@pytest.mark.parametrize(
    ("position", "digest", "rule"),
    [
        (0, "b", "few_attachments"),
        (4, "b", "few_attachments"),
        (1, "b", "one_attachment_per_position"),
        (2, "a", "no_attachment_twice"),
    ],
)
def test_the_database_has_the_last_word(ada: Visit, position: int, digest: str, rule: str) -> None:
    ada.reach("brief")
    intake = ada.intake()

    def add(position: int, digest: str) -> None:
        Attachment.objects.create(
            intake=intake, position=position, digest=digest, name="a.pdf", size=1, file="x"
        )

    add(1, "a")
    with pytest.raises(IntegrityError, match=rule):
        add(position, digest)
