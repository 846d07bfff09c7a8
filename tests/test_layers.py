"""Data flows one way: every package imports only what stands to its left."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# From left to right. Those on one line do not import each other.
LAYERS = [
    {"advisor.core"},
    {"advisor"},
    {"consult"},
    {"consult.blog"},
    {"consult.intake"},
    {"consult.leads"},
    {"consult.bookings", "consult.quotes"},
    {"consult.followups"},
    {"consult.case"},
    {"consult.staff"},
]
RANK = {package: rank for rank, packages in enumerate(LAYERS) for package in packages}

# They see all, and nobody imports them.
ABOVE = {"consult.settings", "consult.urls", "consult.celery", "consult.wsgi"}
EXCEPTIONS = {("consult.__init__", "consult.celery")}

CORE_MAY_IMPORT = sys.stdlib_module_names | {"pydantic", "pydantic_core"}


def package_of(module: str) -> str:
    """`consult.blog` for `consult.blog.models`; the ground's own modules belong to `consult`."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        if (package := ".".join(parts[:length])) in RANK:
            return package
    return ""


def imports(source: str, module: str) -> Iterator[str]:
    """Every module that *source* imports, as absolute names."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = module.split(".")[: -node.level]
                base = ".".join([*parents, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def faults(source: str, module: str) -> list[str]:
    """What *module* imports and must not."""
    own = package_of(module)
    found = []
    for target in imports(source, module):
        if any(target == top or target.startswith(f"{top}.") for top in ABOVE):
            if module not in ABOVE and (module, target.rsplit(".", 1)[0]) not in EXCEPTIONS:
                found.append(f"{module} imports {target}, which nobody imports")
            continue
        other = package_of(target)
        if module in ABOVE or not other or other == own:
            if own == "advisor.core" and not other and target.split(".")[0] not in CORE_MAY_IMPORT:
                found.append(f"{module} imports {target}")
            continue
        if RANK[other] >= RANK[own]:
            found.append(f"{module} imports {target}, to its right")
        if own == "consult" and other.startswith("advisor"):
            found.append(f"{module} imports {target}: the ground knows no feature")
    return found


def modules() -> list[tuple[str, Path]]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "advisor/*.py", "consult/*.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return [(path.removesuffix(".py").replace("/", "."), ROOT / path) for path in listed]


def test_every_package_imports_only_what_stands_to_its_left() -> None:
    found = [fault for module, path in modules() for fault in faults(path.read_text(), module)]
    assert found == []


def test_every_package_has_its_place() -> None:
    packages = {
        f"consult.{path.parent.name}" for path in (ROOT / "consult").glob("*/__init__.py")
    } - {"consult.formats", "consult.management", "consult.migrations", "consult.postgresql"}
    assert packages == {package for package in RANK if package.startswith("consult.")}


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        ("advisor.core.scoring", "import django", "advisor.core.scoring imports django"),
        (
            "advisor.views",
            "from consult.http import practice",
            "advisor.views imports consult.http.practice, to its right",
        ),
        (
            "consult.bookings.services",
            "from consult.quotes import models",
            "consult.bookings.services imports consult.quotes.models, to its right",
        ),
        (
            "consult.intake.views",
            "def f():\n    from consult.leads.models import Lead",
            "consult.intake.views imports consult.leads.models.Lead, to its right",
        ),
        (
            "consult.links",
            "from . import settings",
            "consult.links imports consult.settings, which nobody imports",
        ),
        (
            "consult.leads.services",
            "from ..case import summary",
            "consult.leads.services imports consult.case.summary, to its right",
        ),
    ],
)
def test_an_import_to_the_right_is_found(module: str, source: str, fault: str) -> None:
    assert faults(source, module) == [fault]


def test_an_import_to_the_left_is_free() -> None:
    assert faults("from consult.leads.models import Case", "consult.bookings.models") == []
