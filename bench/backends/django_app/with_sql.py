"""The same page with queries by hand: what remains of Django's cost without its ORM."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from bench.backends.fastapi_app import sql


def rows(query: str, value: object) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(query.replace("$1", "%(value)s"), {"value": value})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


def article(request: HttpRequest, slug: str) -> HttpResponse:
    found = rows(sql.ARTICLE, slug)
    if not found:
        raise Http404
    (its,) = found
    topics = rows(sql.TOPICS, its["id"])
    alternatives = rows(sql.ALTERNATIVES, its["id"])
    options = rows(sql.OPTIONS, its["id"])
    of_option = defaultdict(list)
    for cell in rows(sql.CELLS, its["id"]):
        of_option[cell["option_id"]].append(cell)
    criteria: dict[int, dict[str, Any]] = {}
    for row in options:
        criterion = criteria.setdefault(row["criterion_id"], {**row, "options": []})
        criterion["options"].append({"label": row["label"], "cells": of_option[row["id"]]})
    context = {
        "article": its,
        "author": {"name": its["author"], "role": its["role"]},
        "topics": topics,
        "alternatives": alternatives,
        "criteria": criteria.values(),
        "related": rows(sql.RELATED, its["id"]),
    }
    return render(request, "article_sql.html", context)
