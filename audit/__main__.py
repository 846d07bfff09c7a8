"""Hold the running product to what is promised of its pages.

python -m audit [CHECK ...]     all of them, unless some are named
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import httpx
from playwright import sync_api as playwright

from audit import axe, feed, html, lighthouse, links, structured, weight
from audit.product import Site, product
from audit.report import Report
from audit.tools import Failed

CHECKS: dict[str, Callable[[Site], Report]] = {
    "links": links.check,
    "html": html.check,
    "feed": feed.check,
    "structured": structured.check,
    "weight": weight.check,
    "axe": axe.check,
    "lighthouse": lighthouse.check,
}
MOST_SHOWN = 40
# The others go on. Where the product itself does not come up, nothing does.
CUT_SHORT = (AssertionError, Failed, subprocess.TimeoutExpired, playwright.Error, httpx.HTTPError)


def main(names: list[str]) -> int:
    if unknown := [name for name in names if name not in CHECKS]:
        print(f"There is no check {', '.join(unknown)}. There are: {', '.join(CHECKS)}.")
        return 2
    print("Starting the product in production settings.", flush=True)
    with product() as site:
        reports = {name: _timed(name, site) for name in names or CHECKS}
    _table(reports)
    return 1 if any(report.faults for report in reports.values()) else 0


def _timed(name: str, site: Site) -> Report:
    print(f"{name} …", end=" ", flush=True)
    began = time.monotonic()
    try:
        report = CHECKS[name](site)
    except CUT_SHORT as problem:
        report = Report(faults=[f"it could not be carried out: {problem}"])
    print(f"{time.monotonic() - began:.0f} s", flush=True)
    for kind, lines in (("note", report.notes), ("FAULT", report.faults)):
        for line in lines[:MOST_SHOWN]:
            print(f"  {kind}: {line}")
        if len(lines) > MOST_SHOWN:
            print(f"  {kind}: … and {len(lines) - MOST_SHOWN} more")
    return report


def _table(reports: dict[str, Report]) -> None:
    print()
    for name, report in reports.items():
        result = f"{len(report.faults)} faults" if report.faults else "holds"
        first, *others = report.figures or [""]
        print(f"{name:<12} {result:<11} {first}")
        for figure in others:
            print(f"{'':<24} {figure}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
