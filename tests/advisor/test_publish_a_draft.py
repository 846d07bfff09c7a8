"""Sam looks once more at what readers will see, and publishes it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from advisor.drafts import start_matrix
from advisor.models import DecisionMatrix
from tests.advisor.desk import edited, golden, hopeless, saved, url
from tests.people import NOW
from tests.staff.admin_form import words


def publish(desk: Client, matrix: DecisionMatrix, base: str, *never_wins: str) -> Any:
    return desk.post(url(matrix, "publish"), {"base": base, "never_wins": never_wins})


def test_what_changes_stands_beside_what_the_matrix_can_say(
    desk: Client, sam: User, matrix: DecisionMatrix
) -> None:
    saved(matrix, edited(matrix, title="FastAPI or Node?"), sam)
    response = desk.get(url(matrix, "publish"))
    page = words(response)
    for sentence in [
        "Readers see version 1, published 23 Nov 2026, 09:00.",
        "Draft 1 was saved 23 Nov 2026, 09:00 by sam.",
        "What changes against version 1 Matrix Changed title",
        "Health How it ends Of all 36 sets of answers",
        "Publish version 2",
    ]:
        assert sentence in page
    assert f'href="{url(matrix, "change")}#id_title"' in response.text
    assert 'name="never_wins"' not in response.text
    assert matrix.versions.count() == 1


def test_publishing_shows_readers_the_draft_and_staff_the_replay(
    desk: Client, sam: User, matrix: DecisionMatrix
) -> None:
    saved(matrix, edited(matrix, title="FastAPI or Node?"), sam)
    response = publish(desk, matrix, "1")
    version = matrix.current()
    assert (version.number, version.content.title) == (2, "FastAPI or Node?")
    assert response.headers["Location"] == f"/admin/replay/{version.pk}/"
    page = words(desk.get(response.headers["Location"]))
    assert "Published as version 2. Readers see it now." in page
    assert "FastAPI or Node?" in desk.get("/fit/golden/").text
    assert "sam Published as version 2." in words(desk.get(url(matrix, "history")))


def test_who_has_nothing_to_do_with_leads_is_not_sent_to_them(matrix: DecisionMatrix) -> None:
    editor = User.objects.create_user("max", is_staff=True)
    editor.user_permissions.set(Permission.objects.filter(codename="change_decisionmatrix"))
    saved(matrix, edited(matrix, floor=10))
    client = Client()
    client.force_login(editor)
    response = client.post(url(matrix, "publish"), {"base": "1"}, follow=True)
    assert response.redirect_chain == [(url(matrix, "drafts"), 302)]
    assert "Published as version 2." in words(response)


def test_the_first_version_is_published_alike(desk: Client) -> None:
    matrix = start_matrix(content=golden(), by=None, now=NOW)
    page = words(desk.get(url(matrix, "publish")))
    assert "Nobody but staff has seen this matrix yet." in page
    assert "All of it is new: this is the first version." in page
    assert publish(desk, matrix, "1").status_code == 302
    assert matrix.current().number == 1


def test_a_double_click_publishes_once(desk: Client, matrix: DecisionMatrix) -> None:
    saved(matrix, edited(matrix, floor=10))
    publish(desk, matrix, "1")
    again = publish(desk, matrix, "1")
    assert again.headers["Location"] == url(matrix, "publish")
    page = words(desk.get(url(matrix, "publish")))
    assert "There was nothing to publish: version 2 says the same." in page
    assert "Publish version 3" not in page
    assert matrix.versions.count() == 2


@pytest.mark.parametrize("base", ["0", "7", "x", ""])
def test_without_a_draft_there_is_nothing_to_publish(
    desk: Client, matrix: DecisionMatrix, base: str
) -> None:
    page = words(desk.get(url(matrix, "publish")))
    assert "There is nothing to publish: version 1 says the same." in page
    assert publish(desk, matrix, base).headers["Location"] == url(matrix, "publish")
    assert matrix.versions.count() == 1


@pytest.mark.parametrize("base", ["1", "0", "3", "-2", "", "x", "²", "9" * 50])
def test_what_somebody_saved_since_is_not_published_unseen(
    desk: Client, sam: User, matrix: DecisionMatrix, base: str
) -> None:
    saved(matrix, edited(matrix, title="Looked at"))
    saved(matrix, edited(matrix, title="Saved since"), sam)
    response = publish(desk, matrix, base)
    assert response.status_code == 409
    page = words(response)
    assert "Nothing was published. sam saved draft 2 at 23 Nov 2026, 09:00" in page
    assert "After [new] Saved since" in page
    assert 'name="base" value="2"' in response.text
    assert matrix.versions.count() == 1


def test_a_draft_with_faults_has_no_button_and_a_link_to_each(
    desk: Client, matrix: DecisionMatrix
) -> None:
    broken = edited(matrix, title="", floor=101)
    saved(matrix, broken)
    for response, status in [
        (desk.get(url(matrix, "publish")), 200),
        (publish(desk, matrix, "1"), 422),
    ]:
        page = words(response)
        assert response.status_code == status
        assert "2 problems keep it from being published" in page
        assert "Health shows once these 2 problems are solved." in page
        assert f'{url(matrix, "change")}#id_floor"' in response.text
        assert "Publish version 2" not in page
    assert matrix.versions.count() == 1


def test_an_alternative_that_can_never_win_is_named_and_confirmed(
    desk: Client, matrix: DecisionMatrix
) -> None:
    saved(matrix, hopeless(matrix))
    response = desk.get(url(matrix, "publish"))
    assert "Node.js can never win. Publish it all the same." in words(response)
    for wrong in ([], ["fastapi"], ["on"], ["Node.js"], ["\0"]):
        response = publish(desk, matrix, "1", *wrong)
        assert response.status_code == 422
        assert "Nothing was published." in words(response)
        assert 'name="never_wins" value="nodejs"' in response.text
        assert matrix.versions.count() == 1
    assert publish(desk, matrix, "1", "nodejs").status_code == 302
    assert matrix.versions.count() == 2


def test_what_was_confirmed_stays_confirmed_while_something_else_is_missing(
    desk: Client, matrix: DecisionMatrix
) -> None:
    document = hopeless(matrix)
    third = {"key": "third", "name": "Third", "detail": ""}
    document["alternatives"].append(third)
    for criterion in document["criteria"]:
        for option in criterion["options"]:
            option["cells"]["third"] = {"anchor": 0, "rationale": ""}
    saved(matrix, document)
    response = publish(desk, matrix, "1", "nodejs")
    assert response.status_code == 422
    assert 'value="nodejs" id="never-nodejs" checked' in response.text
    assert 'value="third" id="never-third">' in response.text
    assert publish(desk, matrix, "1", "nodejs", "third").status_code == 302


def test_publishing_takes_a_post_from_our_own_page(desk: Client, matrix: DecisionMatrix) -> None:
    saved(matrix, edited(matrix, floor=10))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.cookies
    assert strict.post(url(matrix, "publish"), {"base": "1"}).status_code == 403
    assert matrix.versions.count() == 1
