"""The articles that ship: in order, complete, and with a source for what comes from elsewhere."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command

from consult.blog.files import ArticleFile, shipped
from consult.blog.models import Article

NOTE = re.compile(r"^\[\^(\w+)\]: (.*)$", re.MULTILINE)
SOURCE = re.compile(r"\[.+\]\(https://[^ )]+\).*, as of \d{1,2} \w+ 20\d\d\b")
each = pytest.mark.parametrize("file", shipped(), ids=lambda file: file.slug)


def prose(file: ArticleFile) -> str:
    """What is read as sentences: without code, tables, and notes."""
    text = re.sub(r"^```.*?^```$", "", file.body, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^(\||\[\^).*$", "", text, flags=re.MULTILINE)


@pytest.mark.django_db
def test_they_appear_in_this_order_the_newest_first_each_with_its_matrix() -> None:
    call_command("sample_content")

    found = Article.objects.published().values_list("slug", "matrix__slug")
    assert list(found) == [
        ("what-a-page-costs", None),
        ("fastapi-or-nodejs", "fastapi-vs-nodejs"),
        ("django-or-fastapi", "django-or-fastapi"),
        ("monolith-or-services", "monolith-or-services"),
    ]


@pytest.mark.django_db
def test_each_is_dated_on_the_day_that_its_head_names() -> None:
    call_command("sample_content")

    dates = Article.objects.published().exclude(slug="what-a-page-costs")
    assert {a.slug: a.published_at.date() for a in dates if a.published_at} == {
        file.slug: file.published for file in shipped() if file.published
    }


def test_the_one_without_a_matrix_says_why() -> None:
    (without,) = [file for file in shipped() if "{{ matrix:" not in file.body]

    assert without.slug == "what-a-page-costs"
    assert "This article has none, for that reason." in without.body


@each
def test_it_is_neither_a_note_nor_a_book(file: ArticleFile) -> None:
    assert 900 <= len(prose(file).split()) <= 1800
    assert len(file.summary) <= 300


@each
def test_every_note_is_called_for_and_names_its_source(file: ArticleFile) -> None:
    notes = dict(NOTE.findall(file.body))
    called = re.findall(r"\[\^(\w+)\](?!:)", file.body)

    assert notes
    assert called == list(notes)
    assert [text for text in notes.values() if not SOURCE.search(text)] == []


@each
def test_it_links_only_to_articles_that_exist(file: ArticleFile) -> None:
    addresses = {f"/blog/{other.slug}/" for other in shipped()}

    assert set(re.findall(r"\]\((/[^)]*)\)", file.body)) <= addresses


@each
def test_its_code_names_its_language_and_it_has_at_most_one_aside(file: ArticleFile) -> None:
    opened = re.findall(r"^```(.*)$", file.body, re.MULTILINE)[::2]

    assert opened
    assert "" not in opened
    assert len(re.findall(r"^!!! ", file.body, re.MULTILINE)) <= 1


@each
def test_its_python_can_be_read_by_python(file: ArticleFile) -> None:
    for code in re.findall(r"^```python\n(.*?)^```$", file.body, re.MULTILINE | re.DOTALL):
        compile(code, file.slug, "exec")
