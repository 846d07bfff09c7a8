from __future__ import annotations

from collections import defaultdict
from typing import Any

from asyncpg import Pool

from . import sql


async def find_article(pool: Pool[Any], slug: str) -> dict[str, Any] | None:
    async with pool.acquire() as connection:
        article = await connection.fetchrow(sql.ARTICLE, slug)
        if article is None:
            return None
        topics = await connection.fetch(sql.TOPICS, article["id"])
        alternatives = await connection.fetch(sql.ALTERNATIVES, article["id"])
        options = await connection.fetch(sql.OPTIONS, article["id"])
        cells = await connection.fetch(sql.CELLS, article["id"])
        related = await connection.fetch(sql.RELATED, article["id"])
    of_option = defaultdict(list)
    for cell in cells:
        of_option[cell["option_id"]].append(cell)
    criteria: dict[int, dict[str, Any]] = {}
    for row in options:
        criterion = criteria.setdefault(row["criterion_id"], {**row, "options": []})
        criterion["options"].append({"label": row["label"], "cells": of_option[row["id"]]})
    return {
        "article": article,
        "author": {"name": article["author"], "role": article["role"]},
        "topics": topics,
        "alternatives": alternatives,
        "criteria": criteria.values(),
        "related": related,
    }


async def add_enquiry(pool: Pool[Any], *values: str) -> None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(sql.INSERT, *values)
