"""Who finds which matrix in the admin, begins one, deletes one, and who may not."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from advisor.core.model import Matrix
from advisor.drafts import publish_draft, start_matrix
from advisor.models import DecisionMatrix, MatrixVersion
from consult.blog.models import Article, Author
from tests.advisor.desk import edited, golden, hopeless, saved, url
from tests.people import NOW
from tests.staff.admin_form import words

LIST = "/admin/advisor/decisionmatrix/"
ADD = LIST + "add/"
NAMES = {
    "how": "names",
    "title": "Queue or cron?",
    "slug": "queue-or-cron",
    "first": "A message queue",
    "second": "Cron",
}


def test_the_list_says_where_every_matrix_stands(
    desk: Client, sam: User, matrix: DecisionMatrix
) -> None:
    assert "FastAPI or Node.js? golden 1 23 Nov 2026, 09:00 Published - " in words(desk.get(LIST))
    saved(matrix, edited(matrix, floor=10), sam)
    page = words(desk.get(LIST))
    state = "golden 1 23 Nov 2026, 09:00 Unpublished changes 23 Nov 2026, 09:00, sam"
    assert state in page
    publish_draft(matrix=matrix, base=1, now=NOW)
    assert "golden 2 23 Nov 2026, 09:00 Published 23 Nov 2026, 09:00, sam" in words(desk.get(LIST))


def test_a_draft_that_says_the_same_as_what_was_published_is_no_change(
    desk: Client, matrix: DecisionMatrix
) -> None:
    document = edited(matrix)
    del document["floor"], document["criteria"][1]["choice"]
    saved(matrix, document)
    assert "Unpublished changes" not in words(desk.get(LIST))


def test_more_matrices_cost_no_more_queries(
    desk: Client, matrix: DecisionMatrix, django_assert_num_queries: Any
) -> None:
    with CaptureQueriesContext(connection) as first:
        desk.get(LIST)
    for slug in ("b", "c"):
        content = golden().model_copy(update={"slug": slug})
        start_matrix(content=content, by=None, now=NOW)
    with django_assert_num_queries(len(first)):
        desk.get(LIST)


def test_two_names_are_enough_to_begin(desk: Client, sam: User) -> None:
    response = desk.post(ADD, NAMES, follow=True)
    matrix = DecisionMatrix.objects.get(slug="queue-or-cron")
    assert response.redirect_chain == [(url(matrix, "change"), 302)]
    assert "Nobody else sees it until you publish it." in words(response)
    draft = matrix.drafts.get()
    content = Matrix.from_document(draft.document)
    assert (draft.revision, draft.saved_by, matrix.title) == (1, sam, "Queue or cron?")
    assert [(one.key, one.name) for one in content.alternatives] == [
        ("a_message_queue", "A message queue"),
        ("cron", "Cron"),
    ]
    assert desk.get("/fit/queue-or-cron/").status_code == 404
    assert "Not published yet" in words(desk.get(LIST))


@pytest.mark.parametrize(
    ("first", "second", "keys"),
    [
        ("Django", "django", ["django", "django_2"]),
        ("3 tiers", "N tiers", ["tiers", "n_tiers"]),
        ("日本", "Ω", ["alternative", "alternative_2"]),
        ("x" * 100, "x" * 99, ["x" * 50, "x" * 48 + "_2"]),
    ],
)
def test_every_name_has_a_key(desk: Client, first: str, second: str, keys: list[str]) -> None:
    desk.post(ADD, NAMES | {"first": first, "second": second})
    document = DecisionMatrix.objects.get(slug="queue-or-cron").drafts.get().document
    assert [one["key"] for one in document["alternatives"]] == keys


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"slug": "Not A Slug"}, "must be a lower-case slug of at most 80 characters"),
        ({"slug": "x" * 81}, "at most 80 characters"),
        ({"slug": "golden"}, "“FastAPI or Node.js?” has this slug already."),
        ({"title": ""}, "This field is required."),
        ({"title": "nul\0"}, "Null characters are not allowed."),
        ({"title": "bell\a"}, "must not contain control characters"),
        ({"first": "x" * 101}, "at most 100 characters"),
        ({"second": "  "}, "This field is required."),
        ({"how": "by magic", "title": ""}, "This field is required."),
        ({"how": "file"}, "Choose a file or paste its text: one of the two."),
    ],
)
def test_what_cannot_begin_is_shown_again_with_what_was_typed(
    desk: Client, matrix: DecisionMatrix, changes: dict[str, str], sentence: str
) -> None:
    response = desk.post(ADD, NAMES | changes)
    assert response.status_code == 422
    assert sentence in words(response)
    if changes.get("how") != "file":
        assert 'value="Cron"' in response.text or "second" in changes
    assert DecisionMatrix.objects.count() == 1


def test_only_a_matrix_that_was_never_published_is_deleted(
    desk: Client, matrix: DecisionMatrix
) -> None:
    assert desk.post(url(matrix, "delete"), {"post": "yes"}).status_code == 403
    content = golden().model_copy(update={"slug": "idea"})
    idea = start_matrix(content=content, by=None, now=NOW)
    assert "Are you sure" in words(desk.get(url(idea, "delete")))
    desk.post(url(idea, "delete"), {"post": "yes"})
    assert list(DecisionMatrix.objects.all()) == [matrix]


def test_a_matrix_that_an_article_waits_for_is_not_deleted(desk: Client) -> None:
    idea = start_matrix(content=golden(), by=None, now=NOW)
    author = Author.objects.create(name="Sam", slug="sam")
    Article.objects.create(title="T", slug="t", body="", author=author, matrix=idea)
    desk.post(url(idea, "delete"), {"post": "yes"})
    assert DecisionMatrix.objects.filter(pk=idea.pk).exists()


def test_an_article_is_offered_only_a_published_matrix(
    desk: Client, matrix: DecisionMatrix
) -> None:
    start_matrix(content=golden().model_copy(update={"slug": "idea"}), by=None, now=NOW)
    page = desk.get("/admin/blog/article/add/").text
    assert f"{{{{ matrix:{matrix.slug} }}}}" in page
    assert "{{ matrix:idea }}" not in page


PAGES = ["change", "history", "drafts", "diff", "export", "publish", "import"]
CHANGING = ["change", "publish", "import", "restore", "grid"]


def with_permissions(*names: str) -> Client:
    user = User.objects.create_user("max", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def test_who_may_look_may_not_change(matrix: DecisionMatrix) -> None:
    saved(matrix, edited(matrix, floor=10))
    max_ = with_permissions("view_decisionmatrix", "view_matrixversion")
    seen = {page: max_.get(url(matrix, page)).status_code for page in PAGES}
    assert seen == dict.fromkeys(PAGES, 200) | {"publish": 403, "import": 403}
    assert (
        max_.get(f"/admin/advisor/matrixversion/{matrix.current().pk}/change/").status_code == 200
    )
    posts = {"base": "1", "state": "1"}
    assert {max_.post(url(matrix, page), posts).status_code for page in CHANGING} == {403}
    assert max_.get(ADD).status_code == 403
    for page in ("drafts", "change"):
        assert "publish/" not in max_.get(url(matrix, page)).text
    assert "Go on from here" not in words(max_.get(url(matrix, "drafts")))
    assert (matrix.drafts.count(), matrix.versions.count()) == (1, 1)


def test_without_a_permission_there_is_nothing(matrix: DecisionMatrix) -> None:
    max_ = with_permissions("view_article")
    assert {max_.get(url(matrix, page)).status_code for page in PAGES} == {403}
    assert {max_.post(url(matrix, page)).status_code for page in [*CHANGING, "health"]} == {403}
    version = f"/admin/advisor/matrixversion/{matrix.current().pk}/change/"
    assert [max_.get(path).status_code for path in (LIST, ADD, version)] == [403] * 3


def test_nobody_but_staff_gets_in(client: Client, matrix: DecisionMatrix) -> None:
    for page in [*PAGES, "grid", "health", "restore"]:
        for response in (client.get(url(matrix, page)), client.post(url(matrix, page))):
            assert response.status_code == 302
            assert response.headers["Location"].startswith("/admin/login/")


def test_an_address_that_leads_nowhere_says_so(desk: Client, matrix: DecisionMatrix) -> None:
    for pk in ("0", "9" * 30, "x", "1%00", "-1", "1'--", "%2F"):
        for page in [*PAGES, "grid", "health", "restore"]:
            response = desk.get(f"/admin/advisor/decisionmatrix/{pk}/{page}/", follow=True)
            # Django's own history leads back to the start, with a message.
            expected = {400, 404, 200} if page == "history" else {400, 404}
            assert response.status_code in expected, (pk, page)
        assert desk.get(f"/admin/advisor/matrixversion/{pk}/change/").status_code in {400, 404}


def test_a_version_is_shown_as_it_was_published(desk: Client, matrix: DecisionMatrix) -> None:
    saved(matrix, hopeless(matrix))
    publish_draft(matrix=matrix, base=1, now=NOW)
    first, second = MatrixVersion.objects.order_by("number")
    page = words(desk.get(f"/admin/advisor/matrixversion/{first.pk}/change/"))
    assert "Published 23 Nov 2026, 09:00" in page
    assert "Mostly Python 4 Their language. 1 Not their language." in page
    assert "What changed against" not in page
    response = desk.get(f"/admin/advisor/matrixversion/{second.pk}/change/")
    assert "Mostly Python 4 Their language. 0 Not their language." in words(response)
    assert f'href="{url(matrix, "diff")}?from=1&amp;to=2"' in response.text
    assert f'href="{url(matrix, "export")}?version=2"' in response.text


def test_a_version_is_never_changed_here(desk: Client, matrix: DecisionMatrix) -> None:
    path = f"/admin/advisor/matrixversion/{matrix.current().pk}"
    assert desk.post(f"{path}/change/", {"number": "9"}).status_code == 403
    assert desk.post(f"{path}/delete/", {"post": "yes"}).status_code == 403
    assert desk.get("/admin/advisor/matrixversion/add/").status_code == 403


def test_the_history_of_a_matrix_is_one_of_its_pages(
    desk: Client, sam: User, matrix: DecisionMatrix
) -> None:
    saved(matrix, edited(matrix, floor=10), sam)
    response = desk.get(url(matrix, "history"))
    assert "sam Saved as draft 1." in words(response)
    assert url(matrix, "publish") in response.text
