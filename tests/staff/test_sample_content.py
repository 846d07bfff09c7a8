"""What a new practice starts with, and what it gets at every start after that."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client

from advisor.core.model import Matrix
from advisor.drafts import start_matrix
from advisor.models import DecisionMatrix, MatrixVersion
from advisor.services import publish
from consult.blog.files import shipped
from consult.blog.markdown import render
from consult.blog.models import Article
from consult.bookings.models import Availability, EventType, Host
from consult.staff.management.commands.sample_content import MATRICES
from tests.blog.desk import published, redirects
from tests.leads.revisions import golden
from tests.people import NOW

pytestmark = pytest.mark.django_db


def counts() -> list[int]:
    models = (MatrixVersion, Article, Host, Availability, EventType)
    return [model.objects.count() for model in models]


def test_every_matrix_is_published_with_or_without_an_article() -> None:
    call_command("sample_content")
    slugs = set(DecisionMatrix.objects.values_list("slug", flat=True))
    assert slugs == {path.stem for path in MATRICES.glob("*.toml")}
    assert {article.slug for article in Article.objects.all()} == {f.slug for f in shipped()}
    assert Host.objects.count() == 1


def test_a_second_start_adds_nothing() -> None:
    call_command("sample_content")
    before = counts()
    call_command("sample_content")
    assert counts() == before


def test_what_staff_deleted_stays_deleted() -> None:
    call_command("sample_content")
    Article.objects.all().delete()
    EventType.objects.all().delete()
    Host.objects.all().delete()
    call_command("sample_content")
    assert counts() == [len(list(MATRICES.glob("*.toml"))), 0, 0, 0, 0]


def test_an_address_that_was_another_articles_is_left_to_it() -> None:
    file = shipped()[0]
    published(published(slug=file.slug), slug="own")
    call_command("sample_content")
    assert redirects() == {file.slug: "own"}
    assert Article.objects.count() == len(shipped())


def test_what_staff_made_under_the_same_name_is_left_alone() -> None:
    slug = next(MATRICES.glob("*.toml")).stem
    own = publish(Matrix.from_document(golden(slug=slug)), NOW)
    Host.objects.create(name="Lin", email="lin@practice.example", time_zone="Europe/Berlin")
    call_command("sample_content")
    assert DecisionMatrix.objects.get(slug=slug).current() == own
    assert [host.name for host in Host.objects.all()] == ["Lin"]


def test_an_article_whose_matrix_staff_began_and_has_not_published_stays_a_draft(
    client: Client,
) -> None:
    file, slug = next((file, slug) for file in shipped() if (slug := render(file.body).matrix))
    idea = Matrix.from_document(golden(slug=slug))
    start_matrix(content=idea, by=None, now=NOW)
    call_command("sample_content")
    assert Article.objects.get(slug=file.slug).live is None
    assert [client.get(path).status_code for path in ("/", f"/blog/{file.slug}/")] == [200, 404]
    assert not MatrixVersion.objects.filter(matrix__slug=slug).exists()
