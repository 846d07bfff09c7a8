from __future__ import annotations

from pathlib import Path

import pytest
from django.db import IntegrityError, connection

from advisor.core.model import Matrix, load_matrix
from advisor.models import DecisionMatrix, MatrixVersion
from advisor.services import publish
from tests.people import NOW

pytestmark = pytest.mark.django_db


def golden() -> Matrix:
    return load_matrix((Path(__file__).parent / "core/golden/matrix.toml").read_text())


def test_a_published_matrix_reads_back_as_it_was() -> None:
    publish(golden(), NOW)
    version = DecisionMatrix.objects.get(slug="golden").current()
    assert (version.number, version.published_at, version.content) == (1, NOW, golden())


def test_publishing_the_same_again_makes_no_new_version() -> None:
    assert publish(golden(), NOW) == publish(golden(), NOW)
    assert MatrixVersion.objects.count() == 1


def test_a_change_makes_the_next_version_and_leaves_the_first_alone() -> None:
    publish(golden(), NOW)
    publish(golden().model_copy(update={"clear": 30}), NOW)
    assert [(v.number, v.content.clear) for v in MatrixVersion.objects.order_by("number")] == [
        (1, 20),
        (2, 30),
    ]


def test_the_longest_slug_of_the_format_has_room() -> None:
    version = publish(golden().model_copy(update={"slug": "x" * 80}), NOW)
    assert version.matrix.slug == "x" * 80


def test_the_database_refuses_to_change_a_published_version() -> None:
    publish(golden(), NOW)
    with pytest.raises(IntegrityError, match="never changed or deleted"):
        MatrixVersion.objects.update(document={})


def test_without_its_trigger_a_published_version_could_be_changed() -> None:
    publish(golden(), NOW)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER matrix_version_is_frozen ON advisor_matrixversion")
    assert MatrixVersion.objects.update(document={}) == 1
