"""The format of the API, as its documentation and generated clients know it.

These models describe; they check nothing. Answers are read by `advisor.core.answers`, and results
come from `advisor.core.report`: a test holds both against what is written here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from advisor.core.model import Matrix
from advisor.core.result import Kind

Key = Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$", max_length=50)]
Slug = Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
VersionNumber = Annotated[int, Field(ge=1)]
Weight = Annotated[int, Field(ge=0, le=5)]
Points = Annotated[float, Field(description="Points of 100.")]
Range = Annotated[
    list[float],
    Field(min_length=2, max_length=2, description="From the lowest to the highest, in points."),
]
Share = Annotated[float, Field(ge=0, le=1)]


class Problem(BaseModel):
    """One fault: its place in what was sent (`request` for the whole), and a sentence on it."""

    at: str
    message: str


class Errors(BaseModel):
    """Every fault that was found, not only the first."""

    errors: list[Problem]


class MatrixSummary(BaseModel):
    """A matrix by its slug, and its newest published version."""

    slug: str
    title: str
    version: VersionNumber
    published_at: datetime


class PublishedMatrix(BaseModel):
    """One published version of a matrix. It never changes."""

    version: VersionNumber
    published_at: datetime
    matrix: Matrix


class Request(BaseModel):
    """Answers to a matrix: option keys by criterion, and the weights that differ from its own."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "matrix": "fastapi-vs-nodejs",
                    "answers": {"workload": ["ml"], "team": ["python"]},
                    "weights": {"workload": 3},
                }
            ]
        },
    )

    matrix: Annotated[Slug, Field(description="The slug of a published matrix.")]
    version: Annotated[
        VersionNumber | None, Field(description="A published version; the newest without it.")
    ] = None
    answers: Annotated[
        dict[str, Annotated[list[Key], Field(json_schema_extra={"uniqueItems": True})] | None],
        Field(description="A criterion that is absent, null, or [] is “not sure”."),
    ] = {}
    weights: Annotated[dict[str, Weight], Field(description="They must not all be 0.")] = {}


class Verdict(BaseModel):
    """Who is ahead, of whom, and by how many points, from the worst case to the best."""

    kind: Kind
    winner: str | None
    runner_up: str | None
    margin: Points | None
    margin_low: Points | None
    margin_high: Points | None


class Total(BaseModel):
    """What an alternative adds up to, and the reason where an answer rules it out."""

    low: Points
    high: Points
    excluded: str | None


class Contribution(BaseModel):
    """What one criterion adds to the total of each alternative, with the options chosen in it."""

    criterion: str
    weight: Weight
    options: list[str]
    points: dict[str, Range]


class FlipAnswer(BaseModel):
    """This option alone in place of the answer would make `winner` win; null: none would fit."""

    criterion: str
    option: str
    winner: str | None


class FlipWeight(BaseModel):
    """At the weight `turns_at` the winner and `against` would be level."""

    criterion: str
    weight: Weight
    turns_at: Annotated[float, Field(ge=0, le=5)]
    against: str


class Flips(BaseModel):
    """What would change the verdict: single answers, and single weights."""

    answers: list[FlipAnswer]
    weights: list[FlipWeight]


class Result(BaseModel):
    """The verdict with everything behind it, as `python -m advisor --format json` prints it."""

    matrix: str
    version: VersionNumber
    verdict: Verdict
    totals: Annotated[dict[str, Total], Field(description="By alternative.")]
    contributions: list[Contribution]
    deciding: Annotated[list[str], Field(description="Criteria that speak for the winner.")]
    against: Annotated[list[str], Field(description="Criteria that pull the other way.")]
    acceptability: Annotated[
        dict[str, dict[str, Share]] | None,
        Field(description="The share of all weightings under which the one beats the other."),
    ]
    flips: Flips
    settles: Annotated[str | None, Field(description="The open criterion that would settle most.")]
    explanation: Annotated[list[str], Field(description="The verdict in sentences.")]
