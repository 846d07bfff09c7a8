"""The README tells the truth: its commands, packages, and links are there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.test_layers import RANK

ROOT = Path(__file__).resolve().parent.parent
PAGES = ["README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]


def text(page: str) -> str:
    return (ROOT / page).read_text()


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_it_names_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b(?=[`  \n])", text(page)))
    assert named - targets == set()


def test_its_two_commands_are_those_that_check_the_project() -> None:
    ci = text(".ci/run")
    assert "make lint" in ci
    assert "make test" in ci


def test_the_map_lists_every_package_once() -> None:
    rows = re.findall(r"^\| `([a-z/]+)` \|", text("README.md"), re.MULTILINE)
    assert sorted(row.replace("/", ".") for row in rows) == sorted(RANK)


@pytest.mark.parametrize("page", PAGES)
def test_every_file_it_links_to_exists(page: str) -> None:
    prose = re.sub(r"^(`{3,}).*?^\1$", "", text(page), flags=re.MULTILINE | re.DOTALL)
    links = re.findall(r"\]\((?!http)([^)#]+)", prose)
    missing = [link for link in links if not (ROOT / page).parent.joinpath(link).exists()]
    assert missing == []


def test_every_setting_is_documented() -> None:
    settings = re.findall(r"^    ([A-Z_]+):", text("consult/settings.py"), re.MULTILINE)
    documented = re.findall(r"^\| `([A-Z_]+)` \|", text("docs/running.md"), re.MULTILINE)
    assert sorted(documented) == sorted(settings)


@pytest.mark.parametrize("page", PAGES)
def test_every_path_it_names_exists(page: str) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    ).stdout.splitlines()
    paths = re.findall(r"`((?:advisor|consult|tests|docs|static|templates)/[\w./-]+)`", text(page))
    missing = [
        path
        for path in paths
        if not any(file == path or file.startswith(path.rstrip("/") + "/") for file in tracked)
    ]
    assert missing == []
