"""docs/api.md tells the truth: its example runs, and its figures are those of the code."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from advisor.api import MOST_BYTES, api

DOC = (Path(__file__).resolve().parent.parent / "docs/api.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOC, re.DOTALL)


def run(client: Client, arguments: list[str]) -> Any:
    """What curl would get; it knows the three things that the example uses."""
    assert (arguments[0], arguments[2], arguments[4]) == ("curl", "-H", "-d")
    path = arguments[1].removeprefix("https://practice.example")
    name, value = arguments[3].split(": ")
    assert name == "Content-Type"
    return client.post(path, arguments[5], content_type=value).json()


def within(shown: Any, told: Any) -> bool:
    """Whether all that is shown was told; more may have been."""
    if isinstance(shown, dict):
        return all(within(value, told[key]) for key, value in shown.items())
    return bool(shown == told)


@pytest.mark.django_db
def test_its_example_runs_and_answers_as_shown(client: Client) -> None:
    call_command("sample_content")
    [command] = blocks("sh")
    good, bad = (json.loads(block) for block in blocks("json"))
    arguments = shlex.split(command.replace("\\\n", ""))
    assert within(good, run(client, arguments))
    arguments[5] = arguments[5].replace('"ml"', '"abacus"')
    assert run(client, arguments) == bad


def test_it_lists_every_address_and_status() -> None:
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    rows = re.findall(r"^\| `([A-Z]+) (/[^?`]*)", DOC, re.MULTILINE)
    assert {(method.lower(), re.sub("<(.*)>", r"{\1}", path)) for method, path in rows} == {
        (method, path) for path, methods in paths.items() for method in methods
    }
    statuses = set(re.findall(r"^\| (\d{3}) \|", DOC, re.MULTILINE))
    described = {str(status) for status in paths["/api/v1/score"]["post"]["responses"]}
    assert statuses == described - {"200"} | {"405", "503"}
    assert f"more than {MOST_BYTES // 1024} KiB" in DOC
