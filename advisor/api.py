"""The API: published matrices, and the score of answers to them, in the format of all doors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Annotated, Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from django.views.decorators.cache import cache_control
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError
from ninja.openapi.docs import Swagger

from advisor import schemas
from advisor.core.answers import AnswersError, read_answers
from advisor.core.problems import Problem, quoted
from advisor.core.report import report
from advisor.core.strict_json import parse_json
from advisor.models import MatrixVersion

# The largest answers that the format allows take 22 kB, and 27 kB when indented.
MOST_BYTES = 64 * 1024
TOO_LARGE = Problem("request", f"must have at most {MOST_BYTES} bytes")
BAD_VERSION = Problem("version", "must be an integer from 1")
MINUTE, HOUR, YEAR = 60, 60 * 60, 365 * 24 * 60 * 60
View = Callable[..., HttpResponseBase]
ERRORS = dict.fromkeys((400, 404, 413, 415, 422, 429), schemas.Errors)
BODY = {
    "required": True,
    "content": {"application/json": {"schema": schemas.Request.model_json_schema()}},
}


def _documentation(view: View) -> View:
    # Swagger's own style sheet draws its icons from data: URLs, which no other page needs.
    icons = csp_update({"img-src": [SELF, "data:"]})
    return cache_control(public=True, max_age=HOUR)(icons(view))


api = NinjaAPI(
    title="Decision matrices",
    version="1",
    description="Published matrices, and the verdict of each on your answers. Nothing is kept.",
    urls_namespace="api",
    # Deep links would stand inside buttons, where no keyboard gets at them.
    docs=Swagger({"validatorUrl": None, "defaultModelsExpandDepth": 0, "deepLinking": False}),
    docs_decorator=_documentation,
)


class Refused(Exception):
    """A request that is answered with this status and what is wrong."""

    def __init__(self, status: HTTPStatus, *problems: Problem) -> None:
        super().__init__(status, *problems)
        self.status, self.problems = status, problems


@api.post(
    "/score",
    operation_id="score",
    summary="Score answers",
    tags=["matrices"],
    response={200: schemas.Result, **ERRORS},
    openapi_extra={"requestBody": BODY},
)
def score(request: HttpRequest) -> HttpResponse:
    """The verdict of a published matrix on these answers, with everything behind it."""
    sent = _parsed(_body(request))
    slug, number = sent.pop("matrix", None), sent.pop("version", None)
    if not isinstance(slug, str):
        raise AnswersError([Problem("matrix", "must be the slug of a matrix")])
    if number is not None and (type(number) is not int or number < 1):
        raise AnswersError([BAD_VERSION])
    version = _published(slug, number)
    answers = read_answers(version.content, sent)
    return JsonResponse(report(version.content, answers, version.number))


@api.api_operation(["HEAD"], "/matrices/", include_in_schema=False)
@api.get(
    "/matrices/",
    operation_id="list_matrices",
    summary="List the matrices",
    tags=["matrices"],
    response={200: list[schemas.MatrixSummary], 429: schemas.Errors},
)
def matrices(request: HttpRequest) -> HttpResponse:
    """Every published matrix with its newest version, by slug."""
    newest = MatrixVersion.objects.order_by("matrix__slug", "-number").distinct("matrix__slug")
    listed = newest.values(
        "published_at", slug=F("matrix__slug"), title=F("matrix__title"), version=F("number")
    )
    return _kept(request, list(listed), max_age=MINUTE)


@api.api_operation(["HEAD"], "/matrices/{slug:slug}/", include_in_schema=False)
@api.get(
    "/matrices/{slug:slug}/",
    operation_id="get_matrix",
    summary="Get a matrix",
    tags=["matrices"],
    response={200: schemas.PublishedMatrix} | dict.fromkeys((404, 422, 429), schemas.Errors),
)
def matrix(
    request: HttpRequest, slug: str, version: Annotated[int | None, Query(ge=1)] = None
) -> HttpResponse:
    """A published matrix: its newest version, or the one that is asked for."""
    row = _published(slug, version)
    document = {
        "version": row.number,
        "published_at": row.published_at,
        "matrix": row.document,
    }
    if version is None:
        return _kept(request, document, max_age=MINUTE)
    return _kept(request, document, max_age=YEAR, immutable=True)


def _body(request: HttpRequest) -> bytes:
    if request.content_type != "application/json":
        problem = Problem("request", "must be sent as application/json")
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, problem)
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > MOST_BYTES:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE)
    # Django takes a body without a length, as it comes in chunks, for empty.
    ends = request.META.get("wsgi.input_terminated")
    stream = request.META["wsgi.input"] if ends else request
    body: bytes = stream.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE)
    return body


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        sent = parse_json(body.decode(), at="request")
    except UnicodeDecodeError:
        raise Refused(HTTPStatus.BAD_REQUEST, Problem("request", "is not UTF-8 text")) from None
    except AnswersError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, *error.problems) from None
    if not isinstance(sent, dict):
        raise AnswersError([Problem("request", "must be an object with matrix and answers")])
    return sent


def _published(slug: str, number: int | None) -> MatrixVersion:
    """That version, or the newest. Raises Refused where it is not published."""
    # What cannot be printed cannot be stored either, and so is no slug.
    versions = MatrixVersion.objects.filter(matrix__slug=slug if slug.isprintable() else "")
    wanted = versions.filter(number=number) if number else versions
    if version := wanted.order_by("-number").first():
        return version
    if versions.exists():
        raise Refused(HTTPStatus.NOT_FOUND, Problem("version", "there is no such version"))
    problem = Problem("matrix", f"there is no matrix {quoted(slug)}")
    raise Refused(HTTPStatus.NOT_FOUND, problem)


def _kept(request: HttpRequest, document: object, **control: int | bool) -> HttpResponse:
    """The document, for any cache to keep so many seconds; 304 for whoever has it already."""
    response = JsonResponse(document, safe=False)
    set_response_etag(response)
    patch_cache_control(response, public=True, **control)
    etag = response.headers["ETag"]
    return get_conditional_response(request, etag=etag, response=response) or response


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return _errors(refusal.status, refusal.problems)


@api.exception_handler(AnswersError)
def _unfit(request: HttpRequest, error: AnswersError) -> HttpResponse:
    return _errors(HTTPStatus.UNPROCESSABLE_ENTITY, error.problems)


@api.exception_handler(ValidationError)
def _bad_query(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _errors(HTTPStatus.UNPROCESSABLE_ENTITY, [BAD_VERSION])


def _errors(status: HTTPStatus, problems: Iterable[Problem]) -> HttpResponse:
    errors = [{"at": problem.at, "message": problem.message} for problem in problems]
    return JsonResponse({"errors": errors}, status=status)
