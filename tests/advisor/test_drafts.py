"""Two editors on one matrix: neither loses an edit, and readers see only what was published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import IntegrityError, connection
from django.db.models import Model, QuerySet
from django.db.models.signals import pre_save

from advisor.core.model import MatrixError
from advisor.drafts import (
    Conflict,
    SlugTaken,
    publish_draft,
    save_draft,
    start_matrix,
    working_copy,
)
from advisor.models import DecisionMatrix, MatrixDraft
from tests.advisor.desk import edited, golden, published, saved
from tests.people import NOW


@pytest.mark.django_db
def test_an_editor_starts_from_what_readers_see_and_then_from_the_newest_draft() -> None:
    matrix = published()
    assert working_copy(matrix) == (golden().document(), 0)
    saved(matrix, edited(matrix, title="One"))
    draft = saved(matrix, edited(matrix, title="Two"))
    assert (draft.revision, draft.saved_at) == (2, NOW)
    assert working_copy(matrix) == (golden().document() | {"title": "Two"}, 2)
    assert matrix.current().content == golden()


@pytest.mark.django_db
def test_a_draft_keeps_its_faults() -> None:
    matrix = published()
    broken = edited(matrix, title="", criteria=[{"weight": "heavy"}])
    assert saved(matrix, broken).document == broken


@pytest.mark.django_db
def test_the_same_once_more_is_the_same_draft() -> None:
    matrix = published()
    document = edited(matrix, title="One")
    first = saved(matrix, document)
    for base in (0, 1):
        again = save_draft(matrix=matrix, base=base, document=document, by=None, now=NOW)
        assert again == first


@pytest.mark.django_db
def test_who_started_from_an_older_draft_is_told_of_the_newer_one() -> None:
    matrix, by = published(), User.objects.create_user("sam")
    mine = edited(matrix, title="Mine")
    theirs = saved(matrix, edited(matrix, title="Theirs"), by)
    with pytest.raises(Conflict) as conflict:
        save_draft(matrix=matrix, base=0, document=mine, by=None, now=NOW)
    assert (conflict.value.latest, conflict.value.latest.saved_by) == (theirs, by)
    assert [draft.document["title"] for draft in matrix.drafts.all()] == ["Theirs"]


@pytest.mark.django_db
def test_a_slug_is_fixed_once_it_has_a_matrix() -> None:
    matrix = published()
    assert saved(matrix, edited(matrix, slug="elsewhere")).document["slug"] == "golden"


@pytest.mark.django_db
def test_a_new_matrix_is_a_draft_that_no_reader_sees() -> None:
    matrix = start_matrix(content=golden(), by=None, now=NOW)
    assert working_copy(matrix) == (golden().document(), 1)
    assert not matrix.versions.exists()
    with pytest.raises(SlugTaken) as taken:
        start_matrix(content=golden(), by=None, now=NOW)
    assert taken.value.matrix == matrix


@pytest.mark.django_db
def test_a_published_draft_is_the_next_version() -> None:
    matrix = published()
    saved(matrix, edited(matrix, title="FastAPI or Node?"))
    version = publish_draft(matrix=matrix, base=1, now=NOW)
    assert (version.number, version.content.title) == (2, "FastAPI or Node?")
    assert publish_draft(matrix=matrix, base=1, now=NOW) == version
    matrix.refresh_from_db()
    assert (matrix.title, matrix.current()) == ("FastAPI or Node?", version)


@pytest.mark.django_db
def test_only_the_newest_draft_is_published() -> None:
    matrix = published()
    saved(matrix, edited(matrix, title="Looked at"))
    saved(matrix, edited(matrix, title="Saved since"))
    for base in (0, 1, 3):
        with pytest.raises(Conflict):
            publish_draft(matrix=matrix, base=base, now=NOW)
    assert matrix.versions.count() == 1


@pytest.mark.django_db
def test_a_draft_with_faults_is_not_published() -> None:
    matrix = published()
    saved(matrix, edited(matrix, title="", floor=101))
    with pytest.raises(MatrixError) as refused:
        publish_draft(matrix=matrix, base=1, now=NOW)
    assert [problem.at for problem in refused.value.problems] == ["title", "floor"]
    assert matrix.versions.count() == 1


@pytest.mark.django_db
def test_the_history_tells_who_did_what() -> None:
    by = User.objects.create_user("sam")
    matrix = start_matrix(content=golden(), by=by, now=NOW)
    publish_draft(matrix=matrix, base=1, now=NOW, by=by)
    document = edited(matrix, title="New")
    what = "Imported from a TOML file."
    for _ in range(2):  # The second time it is the same draft, and nothing has happened.
        save_draft(matrix=matrix, base=1, document=document, by=by, now=NOW, what=what)
    publish_draft(matrix=matrix, base=2, now=NOW, by=by)
    publish_draft(matrix=matrix, base=2, now=NOW, by=by)
    lines = LogEntry.objects.order_by("pk").filter(user=by, object_id=str(matrix.pk))
    assert [line.get_change_message() for line in lines] == [
        "Started as draft 1.",
        "Published as version 1.",
        "Imported from a TOML file. Saved as draft 2.",
        "Published as version 2.",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["document", "revision", "saved_at", "matrix_id"])
def test_the_database_refuses_to_change_a_saved_draft(field: str) -> None:
    matrix = published()
    draft = saved(matrix, edited(matrix, title="Kept"))
    with pytest.raises(IntegrityError, match="a saved draft is never changed"):
        MatrixDraft.objects.update(**{field: getattr(draft, field)})


@pytest.mark.django_db
def test_a_draft_outlives_the_account_that_saved_it() -> None:
    matrix, by = published(), User.objects.create_user("max")
    draft = saved(matrix, edited(matrix, title="Kept"), by)
    by.delete()
    draft.refresh_from_db()
    assert (draft.saved_by, draft.document["title"]) == (None, "Kept")


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Runs *actions* together, each on a connection of its own; gives results or exceptions."""

    def run(action: Callable[[], object]) -> object:
        try:
            return action()
        except (Conflict, IntegrityError) as reason:
            return reason
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


@contextmanager
def both_about_to_write(model: type[Model], patience: float) -> Iterator[None]:
    """Whoever is about to add a row waits for another who is about to, as well.

    *patience* is in seconds: short where a lock keeps them apart, long where none does.
    """
    barrier = Barrier(2)

    def wait(**kwargs: object) -> None:
        with suppress(BrokenBarrierError):
            barrier.wait(patience)

    pre_save.connect(wait, sender=model)
    yield
    pre_save.disconnect(wait, sender=model)


def save_twice_at_once(matrix: DecisionMatrix, patience: float = 0.3) -> list[object]:
    save = partial(save_draft, matrix=matrix, base=0, by=None, now=NOW)
    documents = [edited(matrix, title=title) for title in ("Mine", "Yours")]
    with both_about_to_write(MatrixDraft, patience):
        return at_once(*(partial(save, document=document) for document in documents))


def publish_twice_at_once(matrix: DecisionMatrix, patience: float = 0.3) -> list[object]:
    saved(matrix, edited(matrix, title="New"))
    with both_about_to_write(DecisionMatrix, patience):
        return at_once(*[partial(publish_draft, matrix=matrix, base=1, now=NOW)] * 2)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_kept_and_one_is_told() -> None:
    matrix = published()
    results = save_twice_at_once(matrix)
    (draft,) = matrix.drafts.all()
    (conflict,) = (one for one in results if isinstance(one, Conflict))
    assert draft in results
    assert conflict.latest == draft


@pytest.mark.django_db(transaction=True)
def test_publishing_twice_at_once_is_one_version() -> None:
    matrix = published()
    first, second = publish_twice_at_once(matrix)
    assert first == second == matrix.current()
    assert matrix.versions.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [save_twice_at_once, publish_twice_at_once])
def test_without_the_lock_the_second_would_run_into_the_database(
    act: Callable[[DecisionMatrix, float], list[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    matrix = published()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **kwargs: rows)
    assert [type(one) for one in act(matrix, 20)].count(IntegrityError) == 1
