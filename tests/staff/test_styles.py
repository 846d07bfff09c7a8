"""The page of styles shows all that there is, and is not there for anybody but who builds it."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.test import Client

from consult.staff.styles import sheets, tokens


@pytest.fixture(scope="module")
def page() -> str:
    """No mark for the database: the page needs none."""
    response = Client().get("/dev/styles/")
    assert response.status_code == 200
    return response.text


def test_every_class_that_has_a_rule_is_on_the_page(page: str) -> None:
    shown = {name for value in re.findall(r'class="([^"]*)"', page) for name in value.split()}
    for name in sheets.SHEETS:
        assert sheets.classes(sheets.sheet(name)) - shown == set(), f"{name}.css"


def test_every_kind_of_verdict_is_on_the_page(page: str) -> None:
    kinds = set(re.findall(r'data-kind="(\w+)"', page))
    assert kinds == {"none", "clear", "lean", "close_call", "neither"}


def test_both_schemes_have_ids_and_names_of_their_own(page: str) -> None:
    _, *pairs = page.split('<div class="specimen specimen--light"')
    for pair in pairs:
        light, dark = pair.split('<div class="specimen specimen--dark"')
        ids, others = (
            set(re.findall(r'\bid="(?!styles-)([^"]+)"', html)) for html in (light, dark)
        )
        assert (len(ids) == len(others), ids & others) == (True, set())


def test_what_a_pointer_has_to_hold_is_shown_by_a_class() -> None:
    sheet = Client().get("/dev/styles/states.css").text
    assert ".button.-hover" in sheet
    assert ".choice:has(.-focus)" in sheet
    assert ":hover" not in sheet


def test_every_text_can_be_read_on_every_ground_in_both_schemes() -> None:
    found = tokens.ratios(tokens.colours(tokens.tokens(sheets.every())))
    assert [ratio for ratio in found if not ratio.enough] == []


def test_contrast_is_that_of_the_standard() -> None:
    assert tokens.contrast("#000", "#ffffff") == 21
    assert round(tokens.contrast("#777", "#fff"), 2) == 4.48


PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": "only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz",
    "SITE_URL": "https://practice.example",
    "DATABASE_URL": "postgresql://user@localhost/name",
    "REDIS_URL": "redis://localhost/0",
    "EMAIL_URL": "smtp+tls://user:password@localhost",
}
RESOLVE = """
import django
django.setup()
from django.urls import Resolver404, resolve
resolve("/blog/")
try:
    resolve("/dev/styles/")
except Resolver404:
    print("nothing there")
"""


def test_in_production_it_is_not_there() -> None:
    environment = {**os.environ, **PRODUCTION, "DJANGO_SETTINGS_MODULE": "consult.settings"}
    ran = subprocess.run(
        [sys.executable, "-c", RESOLVE], env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "nothing there\n"
