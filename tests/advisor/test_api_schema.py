"""The API is as it is described, whatever it is sent."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from advisor import schemas
from advisor.api import api
from advisor.core.model import Answers, Matrix, load_matrix
from advisor.core.report import report
from advisor.services import publish
from tests.advisor.core.build import GOLDEN
from tests.advisor.core.strategies import cases
from tests.people import NOW

many = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
# Each request has an address, and so a bucket, of its own.
visitors = count()


@pytest.fixture
def published(db: None) -> None:
    publish(load_matrix((GOLDEN / "matrix.toml").read_text()), NOW)


def described(model: Any, told: object) -> object:
    """What is left of *told* when all that the model does not describe is dropped."""
    adapter: TypeAdapter[Any] = TypeAdapter(model)
    return adapter.dump_python(adapter.validate_python(told), mode="json", exclude_unset=True)


@many
@given(case=cases())
def test_every_result_is_as_described(case: tuple[Matrix, Answers]) -> None:
    result = report(*case, version=1)
    assert described(schemas.Result, result) == result


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
def test_every_matrix_is_as_described(client: Client) -> None:
    listed = client.get("/api/v1/matrices/").json()
    assert described(list[schemas.MatrixSummary], listed) == listed
    matrix = client.get("/api/v1/matrices/golden/").json()
    assert described(schemas.PublishedMatrix, matrix) == matrix


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
criteria = st.sampled_from(["workload", "team", "integrity", "time"])
options = st.sampled_from(["ml", "realtime", "python", "mixed", "weeks", "", "\ud800", "\0"])
plain = st.fixed_dictionaries(
    {"matrix": st.just("golden")},
    optional={
        "version": st.sampled_from([1, None]),
        "answers": st.fixed_dictionaries(
            {},
            optional={
                "workload": st.none() | st.lists(st.sampled_from(["ml", "realtime"]), unique=True),
                "team": st.sampled_from([None, [], ["python"], ["mixed"]]),
            },
        ),
        "weights": st.dictionaries(criteria, st.integers(0, 5)),
    },
)
odd = st.fixed_dictionaries(
    {"matrix": st.just("golden") | st.sampled_from(["x", "\0"]) | anything},
    optional={
        "version": st.sampled_from([1, 2, 0]) | anything,
        "answers": anything | st.dictionaries(criteria, anything | st.lists(options, max_size=3)),
        "weights": anything | st.dictionaries(criteria, anything),
        "more": anything,
    },
)


DESCRIBED = api.get_openapi_schema(path_prefix="/")["paths"]["/score"]["post"]["responses"]


def ask(body: bytes | str) -> tuple[int, Any]:
    number = next(visitors)
    address = f"10.0.{number // 256}.{number % 256}"
    response = Client(REMOTE_ADDR=address).post(
        "/api/v1/score", body, content_type="application/json"
    )
    told = json.loads(response.content)
    model = schemas.Result if response.status_code == 200 else schemas.Errors
    assert described(model, told) == told
    assert response.status_code in DESCRIBED
    return response.status_code, told


def fits(body: str) -> bool:
    try:
        schemas.Request.model_validate_json(body, strict=True)
    except ValidationError:
        return False
    return True


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
@many
@given(sent=plain | odd | anything)
def test_any_json_is_scored_or_refused_as_described(sent: object) -> None:
    body = json.dumps(sent)
    status, told = ask(body)
    if status == 200:
        assert fits(body)
    else:
        assert all(error["at"] and error["message"] for error in told["errors"])


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
@many
@given(body=st.binary() | st.text(st.characters(codec="utf-8")).map(str.encode))
def test_any_bytes_are_refused_as_described(body: bytes) -> None:
    assert ask(body)[0] in {400, 415, 422}
