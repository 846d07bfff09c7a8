"""What one value of a matrix may be. Each kind refuses with a sentence that completes its place."""

from __future__ import annotations

import re
from collections.abc import Sized
from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from .problems import UNPRINTABLE


def whole(low: int, high: int) -> BeforeValidator:
    def check(value: object) -> object:
        if type(value) is not int or not low <= value <= high:
            raise PydanticCustomError("whole", f"must be an integer from {low} to {high}")
        return value

    return BeforeValidator(check)


def text(most: int, *, blank: bool = False) -> BeforeValidator:
    def check(value: object) -> object:
        if not isinstance(value, str):
            raise PydanticCustomError("text", "must be text")
        if len(value) > most:
            raise PydanticCustomError("text", f"must have at most {most} characters")
        if UNPRINTABLE.search(value):
            raise PydanticCustomError("text", "must not contain control characters")
        if not blank and not value.strip():
            raise PydanticCustomError("text", "must not be blank")
        return value

    return BeforeValidator(check)


def _matching(pattern: str, most: int, message: str) -> BeforeValidator:
    def check(value: object) -> object:
        if (
            not isinstance(value, str)
            or len(value) > most
            or not re.fullmatch(pattern, value)
            or UNPRINTABLE.search(value)
        ):
            raise PydanticCustomError("matching", f"must be {message} of at most {most} characters")
        return value

    return BeforeValidator(check)


def list_of(most: int) -> BeforeValidator:
    """Refuses a long list before looking into it."""

    def check(value: object) -> object:
        if not isinstance(value, list | tuple):
            raise PydanticCustomError("list", "must be a list")
        return no_longer(value, most)

    return BeforeValidator(check)


def table_of(most: int) -> BeforeValidator:
    def check(value: object) -> object:
        if not isinstance(value, dict):
            raise PydanticCustomError("table", "must be a table")
        return no_longer(value, most)

    return BeforeValidator(check)


def no_longer(value: Sized, most: int) -> Sized:
    if len(value) > most:
        raise PydanticCustomError("length", f"must have at most {most} entries")
    return value


def _day(value: object) -> object:
    if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise PydanticCustomError("day", "must be a date such as 2026-01-31")
    return value


Key = Annotated[str, _matching(r"[a-z][a-z0-9_]*", 50, "a lower-case identifier")]
Slug = Annotated[str, _matching(r"[a-z0-9]+(-[a-z0-9]+)*", 80, "a lower-case slug")]
Url = Annotated[str, _matching(r"https?://[^\s<>\"\\^`{|}]+", 500, "an http or https address")]
Name = Annotated[str, text(100)]
Label = Annotated[str, text(300)]
Prose = Annotated[str, text(500)]
Anchor = Annotated[int, whole(0, 4)]
Weight = Annotated[int, whole(0, 5)]
Day = Annotated[date, BeforeValidator(_day)]
