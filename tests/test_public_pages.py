"""What everybody sees can be kept by any cache: it is the same for all, and nothing comes from
elsewhere."""

from __future__ import annotations

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("same_sample_content")

PAGES = [
    "/",
    "/blog/",
    "/blog/topic/python/",
    "/author/jonas-lindqvist/",
    "/search/",
    "/search/?q=fastpai",
    "/blog/fastapi-or-nodejs/?team=python",
    "/fit/",
    "/fit/fastapi-vs-nodejs/?team=python",
    "/imprint/",
    "/privacy/",
    "/terms/",
]

FOR_PROGRAMS = [
    "/blog/feed/",
    "/blog/fastapi-or-nodejs.md",
    "/sitemap.xml",
    "/robots.txt",
    "/llms.txt",
]


@pytest.mark.parametrize("path", PAGES + FOR_PROGRAMS)
def test_no_visitor_is_told_from_another(client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, dict(response.cookies)) == (200, {})
    assert "Cookie" not in response.get("Vary", "")
    assert "csrfmiddlewaretoken" not in response.text


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client: Client, path: str) -> None:
    page = client.get(path).text
    # A block of data is not run.
    scripts = page.replace('<script type="application/ld+json">', "")
    assert re.findall(r"<script(?![^>]*\bsrc=)", scripts) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", page) == []
    assert re.findall(r'<(?:script|img|iframe|source)[^>]*src(?:set)?="(?!/)', page) == []
    assert re.findall(r'<link rel="(?!canonical)[^>]*href="(?!/)', page) == []
