"""Sam saves a matrix from its grid, and so does Lin at the same time."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from advisor.drafts import working_copy
from advisor.editor.fields import document_from
from advisor.models import DecisionMatrix
from tests.advisor.desk import edited, saved, url
from tests.advisor.editor.posting import save, typed
from tests.staff.admin_form import fields, words

CELL = "criteria.0.options.0.cells.1"


@pytest.fixture
def lin(db: None) -> Client:
    """Another member of staff, in a browser of her own."""
    client = Client()
    client.force_login(User.objects.create_user("lin", is_staff=True, is_superuser=True))
    return client


def revisions(matrix: DecisionMatrix) -> list[tuple[int, str]]:
    """Every save: its number and who made it."""
    drafts = matrix.drafts.select_related("saved_by").order_by("revision")
    return [(draft.revision, str(draft.saved_by)) for draft in drafts]


def anchor(matrix: DecisionMatrix) -> object:
    return working_copy(matrix)[0]["criteria"][0]["options"][0]["cells"]["nodejs"]["anchor"]


def test_the_page_has_every_value_of_the_document(
    desk: Client, matrix: DecisionMatrix, sam: User
) -> None:
    document = edited(matrix, title="A < B & “C”")
    option = document["criteria"][0]["options"][0]
    option["excludes"] = {"fastapi": "Not in\nthis <b>house</b>."}
    option["cells"]["nodejs"]["source"] = {"title": "A", "url": "https://a.example", "as_of": ""}
    option["cells"]["fastapi"] |= {"anchor": "x", "rationale": "\n\nA line further down.\n"}
    saved(matrix, document, sam)
    drawn = fields(desk, url(matrix, "change"))
    # The parser of the tests drops line feeds that a browser keeps, all but the first.
    drawn["criteria.0.options.0.cells.0.rationale"] = "\n\nA line further down.\n"
    assert document_from(drawn, matrix.slug) == working_copy(matrix)[0]


def test_a_cell_that_was_changed_is_saved(desk: Client, matrix: DecisionMatrix) -> None:
    before = working_copy(matrix)[0]
    answer = save(desk, matrix, typed(matrix, **{f"{CELL}.anchor": "0"}))
    assert answer.status_code == 200
    assert "Draft 1, saved" in words(answer)
    assert "by sam" in words(answer)
    assert 'data-revision="1"' in answer.content.decode()
    assert revisions(matrix) == [(1, "sam")]
    assert anchor(matrix) == 0
    before["criteria"][0]["options"][0]["cells"]["nodejs"]["anchor"] = 0
    assert working_copy(matrix)[0] == before


def test_a_draft_with_faults_is_saved_and_they_are_said_at_their_fields(
    desk: Client, matrix: DecisionMatrix
) -> None:
    answer = save(desk, matrix, typed(matrix, **{f"{CELL}.anchor": "nine", "title": ""}))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "2 problems left before it can be published" in words(answer)
    assert f'data-field="{CELL}.anchor" data-message="must be an integer from 0 to 4"' in page
    assert 'data-field="title" data-message="must not be blank"' in page
    assert anchor(matrix) == "nine"
    drawn = desk.get(url(matrix, "change"))
    assert fields(desk, url(matrix, "change"))[f"{CELL}.anchor"] == "nine"
    assert "Draft 1, saved" in words(drawn)
    assert f'data-field="{CELL}.anchor"' in drawn.content.decode()


def test_saving_twice_makes_one_draft(desk: Client, matrix: DecisionMatrix) -> None:
    body = typed(matrix, title="Once")
    first, second = save(desk, matrix, body), save(desk, matrix, body)
    assert [first.status_code, second.status_code] == [200, 200]
    assert revisions(matrix) == [(1, "sam")]


def test_what_another_editor_saved_is_never_overwritten_unseen(
    desk: Client, lin: Client, matrix: DecisionMatrix
) -> None:
    of_sam = typed(matrix, **{f"{CELL}.rationale": "Sam says so."})
    save(lin, matrix, typed(matrix, **{f"{CELL}.anchor": "0"}))
    answer = save(desk, matrix, of_sam)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "lin has saved this matrix in the meantime" in words(answer)
    assert "Draft 1, saved" in words(answer)
    assert f'data-theirs="{CELL}.anchor"><span>Theirs: 0 ' in page
    assert f'data-theirs="{CELL}.rationale"' in page
    assert "Sam says so." in page
    assert 'data-save data-revision="1"' in page
    assert 'id="state"' not in page  # What was his draft stays so until he decides.
    assert revisions(matrix) == [(1, "lin")]


def test_saving_again_goes_knowingly_on_top_and_theirs_stays_in_the_history(
    desk: Client, lin: Client, matrix: DecisionMatrix
) -> None:
    of_sam = typed(matrix, **{f"{CELL}.rationale": "Sam says so."})
    save(lin, matrix, typed(matrix, **{f"{CELL}.anchor": "0"}))
    assert save(desk, matrix, of_sam).status_code == 409
    assert save(desk, matrix, of_sam).status_code == 409
    assert save(desk, matrix, of_sam | {"revision": "1"}).status_code == 200
    assert revisions(matrix) == [(1, "lin"), (2, "sam")]
    assert anchor(matrix) == 1
    theirs = matrix.drafts.get(revision=1).document
    assert theirs["criteria"][0]["options"][0]["cells"]["nodejs"]["anchor"] == 0


def test_the_address_of_a_matrix_is_not_changed_by_saving(
    desk: Client, matrix: DecisionMatrix
) -> None:
    assert save(desk, matrix, typed(matrix, slug="other")).status_code == 400
    assert save(desk, matrix, typed(matrix, title="New")).status_code == 200
    assert working_copy(matrix)[0]["slug"] == "golden"


def test_who_may_only_look_sees_the_grid_and_cannot_save(matrix: DecisionMatrix) -> None:
    vera = Client()
    viewer = User.objects.create_user("vera", is_staff=True)
    vera.force_login(viewer)
    assert vera.get(url(matrix, "change")).status_code == 403
    viewer.user_permissions.add(Permission.objects.get(codename="view_decisionmatrix"))
    page = vera.get(url(matrix, "change")).content.decode()
    assert "<fieldset disabled>" in page
    assert "Save draft" not in page
    assert save(vera, matrix, typed(matrix, title="Mine")).status_code == 403
    assert revisions(matrix) == []


def test_without_the_token_of_the_site_nothing_is_saved(sam: User, matrix: DecisionMatrix) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(sam)
    assert save(strict, matrix, typed(matrix, title="Forged")).status_code == 403
    strict.get(url(matrix, "change"))
    token = strict.cookies["csrftoken"].value
    strict.defaults["HTTP_X_CSRFTOKEN"] = token
    assert save(strict, matrix, typed(matrix, title="Signed")).status_code == 200
    assert revisions(matrix) == [(1, "sam")]
