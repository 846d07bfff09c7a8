from __future__ import annotations

from typing import Any

from audit.lighthouse import LEAST, judge
from audit.report import Report


def run(performance: float) -> dict[str, Any]:
    """What Lighthouse would say of a page that is perfect but for its speed."""
    slow = {"id": "slow", "title": "Slow", "score": performance, "scoreDisplayMode": "numeric"}
    idle = {"id": "idle", "title": "Idle", "score": 0, "scoreDisplayMode": "numeric"}
    categories: dict[str, Any] = {name: {"score": 1, "auditRefs": []} for name in LEAST}
    references = [{"id": "slow", "weight": 10}, {"id": "idle", "weight": 0}]
    categories["performance"] = {"score": performance, "auditRefs": references}
    return {"categories": categories, "audits": {"slow": slow, "idle": idle}}


def test_the_middle_run_counts() -> None:
    report = Report()
    judge(report, "/", [run(score) for score in (0.5, 1.0, 0.98, 0.6, 0.99)])
    assert report.faults == []
    assert report.figures == [
        "/: performance 0.98, accessibility 1.00, best-practices 1.00, seo 1.00 "
        "(runs: 0.50, 1.00, 0.98, 0.60, 0.99)"
    ]


def test_a_middle_run_that_falls_short_says_what_costs_it_points() -> None:
    report = Report()
    judge(report, "/", [run(score) for score in (1.0, 0.97, 0.97, 1.0, 0.5)])
    assert report.faults == [
        "/: performance is 0.97, and must be 0.98",
        "/:   slow 0.97: Slow",
    ]
