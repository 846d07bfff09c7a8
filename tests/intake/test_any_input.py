"""Any input: an error with a sentence or a saved step, nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.core.model import Matrix
from consult.intake.forms import step_form
from consult.intake.record import answer_facts, brief_facts, contact_facts
from consult.intake.steps import to_answers
from tests.intake.runs import run_with
from tests.intake.visit import STEPS, Visit
from tests.people import NOW

many = settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WEIGHTS = {"w.workload": "5", "w.team": "4", "w.integrity": "4", "w.time": "1"}
FORMS: dict[str, dict[str, Any]] = {**STEPS, "weights": WEIGHTS}
# What arrives is bytes: also those that are no text.
anything = st.one_of(
    st.text(st.characters(exclude_categories=())).map(lambda t: t.encode("utf-8", "surrogatepass")),
    st.binary(),
    st.sampled_from([b"", b"\x00", b"ml", b"not-sure", b"0", b"5", b"a@b.example", b'"@ "@b.eu']),
    st.emails().map(str.encode),
)


def typed(step: str) -> st.SearchStrategy[QueryDict]:
    """The good values of a page, some replaced, and any further field."""

    def posted(changes: dict[str, list[bytes]]) -> QueryDict:
        data = QueryDict(mutable=True)
        for key, value in FORMS[step].items():
            data.setlist(key, value if isinstance(value, list) else [value])
        for key, values in changes.items():
            data.setlist(key, [value.decode("utf-8", "replace") for value in values])
        return data

    keys = st.sampled_from([*FORMS[step], "anything"])
    return st.dictionaries(keys, st.lists(anything, max_size=3)).map(posted)


@pytest.mark.parametrize("step", FORMS)
@many
@given(data=st.data())
def test_a_form_either_says_what_is_wrong_or_saves_what_can_be_read_back(
    matrix: Matrix, step: str, data: st.DataObject
) -> None:
    form = step_form(step, run_with(matrix, {}), data.draw(typed(step)), NOW)
    if form.is_valid():
        saved = form.cleaned_data
        again = step_form(step, run_with(matrix, saved), None, NOW)
        facts = [*answer_facts(matrix, saved), *brief_facts(saved), *contact_facts(saved)]
        to_answers(matrix, saved)
        assert all("\0" not in fact.value for fact in facts)
        assert bool(str(again)) == (step != "verdict")
    else:
        assert all(str(error) for errors in form.errors.values() for error in errors)
        assert str(form)


@pytest.mark.django_db
@pytest.mark.parametrize("step", FORMS)
@settings(many, max_examples=20)
@given(data=st.data())
def test_a_page_answers_with_the_next_one_or_with_itself(
    ada: Visit, step: str, data: st.DataObject
) -> None:
    if "browser" not in ada.client.session:
        ada.reach("check")
    posted = data.draw(typed(step))
    posted["page-token"] = ada.token(step)
    answer = ada.client.post(
        f"/intake/golden/{step}/?change=1",
        posted.urlencode(),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code in (303, 422)
    assert ada.get("check").status_code == 200
