"""Lighthouse on a phone: the median of five runs of each page."""

from __future__ import annotations

import json
import os
from statistics import median_low
from typing import Any

from audit import browser
from audit.product import Site
from audit.report import Report
from audit.tools import MODULES, Failed, run
from tests.browser import QUIET

RUNS = 5
LEAST = {"performance": 0.98, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0}
FLAGS = ["--headless=new", *([] if os.getuid() else ["--no-sandbox"]), *QUIET]
Result = dict[str, Any]


def check(site: Site) -> Report:
    report = Report()
    for path in pages(site):
        results = [once(site, path) for _ in range(RUNS)]
        judge(report, path, results)
    return report


def pages(site: Site) -> list[str]:
    """Of each kind the largest."""
    article = max(site.articles, key=lambda path: len(site.crawl.pages[path].text))
    fit, intake = (site.largest(rf"/{kind}/[^/]+/") for kind in ("fit", "intake"))
    return ["/", article, fit, intake, "/book/"]


def once(site: Site, path: str) -> Result:
    options = ["--output=json", "--quiet", "--form-factor=mobile"]
    options += [f"--only-categories={','.join(LEAST)}", f"--chrome-flags={' '.join(FLAGS)}"]
    options += ["--no-enable-error-reporting"]
    command = ("node", MODULES / "lighthouse/cli/index.js", site.url + path)
    said = run(*command, *options, seconds=180, CHROME_PATH=browser.path())
    result: Result = json.loads(said)
    if "runtimeError" in result:
        raise Failed(f"Lighthouse on {path}: {result['runtimeError']['message']}")
    return result


def judge(report: Report, path: str, results: list[Result]) -> None:
    figures = []
    for category, least in LEAST.items():
        middle = median(results, category)
        score = scores(middle)[category]
        figures.append(f"{category} {score:.2f}")
        if score < least:
            report.faults.append(f"{path}: {category} is {score:.2f}, and must be {least:.2f}")
            report.faults += [f"{path}:   {line}" for line in costs(middle, category)]
    runs = ", ".join(f"{scores(result)['performance']:.2f}" for result in results)
    report.figures.append(f"{path}: {', '.join(figures)} (runs: {runs})")


def scores(result: Result) -> dict[str, float]:
    return {name: result["categories"][name]["score"] or 0.0 for name in LEAST}


def median(results: list[Result], category: str) -> Result:
    """The run whose score is the middle one; of two in the middle, the lower."""
    middle = median_low(scores(result)[category] for result in results)
    return next(result for result in results if scores(result)[category] == middle)


def costs(result: Result, category: str) -> list[str]:
    """The audits that cost points, with what they saw."""
    lines = []
    for reference in result["categories"][category]["auditRefs"]:
        audit = result["audits"][reference["id"]]
        if (
            reference["weight"]
            and (audit["score"] or 0) < 1
            and audit["scoreDisplayMode"]
            in (
                "binary",
                "numeric",
                "error",
            )
        ):
            seen = audit.get("displayValue") or audit.get("errorMessage") or ""
            items = audit.get("details", {}).get("items", [])[:3]
            shown = json.dumps(items)[:300] if items else ""
            lines.append(
                f"{audit['id']} {audit['score']}: {audit['title']} {seen} {shown}".rstrip()
            )
    return lines
