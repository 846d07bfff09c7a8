from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any, Literal

import asyncpg
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, EmailStr, StringConstraints, ValidationError

from .pages import HEADERS, show
from .queries import add_enquiry, find_article

BUDGETS = [
    ("", "Choose one"),
    ("small", "Up to €10,000"),
    ("medium", "€10,000 to €50,000"),
    ("large", "More than €50,000"),
]
ERRORS = {
    "name": "Enter your name, in at most 100 characters.",
    "email": "Enter an email address, such as ada@example.com.",
    "budget": "Choose a budget.",
    "message": "Say in 10 to 2,000 characters what you are building.",
}
SECONDS_KEPT = 60


class Enquiry(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)

    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    email: EmailStr
    budget: Literal["small", "medium", "large"]
    message: Annotated[str, StringConstraints(min_length=10, max_length=2000)]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool() as app.state.pool:
        yield


app = FastAPI(lifespan=lifespan, openapi_url=None)


def enquiry_page(
    request: Request, values: Mapping[str, Any], errors: Mapping[str, str], status: int = 200
) -> Response:
    return show(request, "enquiry.html", status, budgets=BUDGETS, values=values, errors=errors)


@app.get("/article/{slug}/")
async def article(request: Request, slug: str) -> Response:
    found = await find_article(request.app.state.pool, slug)
    if found is None:
        raise HTTPException(404)
    return show(request, "article.html", **found)


kept: dict[str, tuple[float, bytes]] = {}


@app.get("/cached/{slug}/")
async def cached_article(request: Request, slug: str) -> Response:
    until, page = kept.get(slug, (0.0, b""))
    if until < time.monotonic():
        page = bytes((await article(request, slug)).body)
        kept[slug] = time.monotonic() + SECONDS_KEPT, page
    return HTMLResponse(page, headers={**HEADERS, "Cache-Control": "max-age=60"})


@app.get("/enquiry/")
async def empty_enquiry(request: Request) -> Response:
    return enquiry_page(request, {}, {})


@app.post("/enquiry/")
async def enquiry(request: Request) -> Response:
    values = await request.form()
    try:
        given = Enquiry.model_validate(values)
    except ValidationError as error:
        wrong = {str(each["loc"][0]) for each in error.errors()}
        return enquiry_page(request, values, {name: ERRORS[name] for name in wrong}, 422)
    await add_enquiry(request.app.state.pool, given.name, given.email, given.budget, given.message)
    return RedirectResponse("/thanks/", 303, HEADERS)


@app.get("/thanks/")
async def thanks(request: Request) -> Response:
    return show(request, "thanks.html")
