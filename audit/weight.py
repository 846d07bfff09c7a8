"""What an article weighs on a first visit, and that it stands still and needs nothing besides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from audit.browser import chromium, window
from audit.product import Site
from audit.report import Report

# Bytes.
MOST_IN_ALL = 100_000
MOST_FONTS = 60_000
MOST_HTML_AND_CSS = 14_599
WIDTHS = (412, 1350)
# Lighthouse's "slow 4G", so that what comes late is seen to come late.
SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_638_400 / 8,
    "uploadThroughput": 750_000 / 8,
}
SHIFTS = """
    window.shifts = [];
    const name = node => {
        const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
        return element ? `${element.localName}.${element.className}` : 'nothing';
    };
    new PerformanceObserver(list => {
        for (const shift of list.getEntries())
            shifts.push([shift.value, shift.sources.map(one => name(one.node)).join(', ')]);
    }).observe({type: 'layout-shift', buffered: true});
"""
# Not a weight, and not "not sure".
ANSWER = "input:is([type=radio], [type=checkbox]):not([name^='w.'], [value=''])"
TO_THE_END = """
    async () => {
        for (let y = 0; y < document.documentElement.scrollHeight; y += 400) {
            scrollTo(0, y);
            await new Promise(done => setTimeout(done, 30));
        }
    }
"""


@dataclass
class Visit:
    """The network log of one visit: bytes as they came over the wire, heads included."""

    requests: dict[str, dict[str, Any]] = field(default_factory=dict)
    wire: dict[str, int] = field(default_factory=dict)
    body: dict[str, int] = field(default_factory=dict)
    shifts: list[tuple[float, str]] = field(default_factory=list)

    def sizes(self, kind: str = "") -> int:
        return sum(
            size for one, size in self.wire.items() if kind in ("", self.requests[one]["type"])
        )

    @property
    def pictures(self) -> int:
        """Those of the article itself. The site's own, such as icons, are part of its weight."""
        return sum(
            size
            for one, size in self.wire.items()
            if self.requests[one]["type"] == "Image"
            and urlsplit(self.requests[one]["url"]).path.startswith("/media/")
        )

    def largest_first(self) -> list[tuple[str, int]]:
        sizes = [(urlsplit(self.requests[one]["url"]).path, n) for one, n in self.wire.items()]
        return sorted(sizes, key=lambda part: -part[1])

    @property
    def html_and_css(self) -> int:
        """Their compressed bodies. A style sheet for another medium is fetched all the same."""
        return sum(
            size
            for one, size in self.body.items()
            if self.requests[one]["type"] in ("Document", "Stylesheet")
        )


def check(site: Site) -> Report:
    report = Report()
    if not site.articles:
        report.faults.append("There is no article to be weighed.")
    with chromium() as browser:
        for path in site.articles:
            for width in WIDTHS:
                with window(browser, site, width=width) as context:
                    seen = visit(context, path)
                judge(report, f"{path} at {width}", seen, site.url)
            report.notes += [f"{size:>7,} {part}" for part, size in seen.largest_first()]
            report.faults += [f"{path}: {fault}" for fault in without_scripts(browser, site, path)]
    return report


def visit(context: BrowserContext, path: str) -> Visit:
    seen, page = Visit(), context.new_page()
    heads: dict[str, int] = {}
    log = context.new_cdp_session(page)
    log.send("Network.enable")
    log.send("Network.emulateNetworkConditions", SLOW)

    def asked(event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            request = {"url": event["request"]["url"], "type": event.get("type", "Other")}
            seen.requests[event["requestId"]] = request

    def answered(event: dict[str, Any]) -> None:
        heads[event["requestId"]] = int(event["response"]["encodedDataLength"])

    def ended(event: dict[str, Any]) -> None:
        one = event["requestId"]
        if one in seen.requests:
            seen.wire[one] = int(event["encodedDataLength"])
            seen.body[one] = seen.wire[one] - heads[one]

    log.on("Network.requestWillBeSent", asked)
    log.on("Network.responseReceived", answered)
    log.on("Network.loadingFinished", ended)
    page.add_init_script(SHIFTS)
    page.goto(path, wait_until="networkidle")
    page.evaluate(TO_THE_END)
    page.wait_for_load_state("networkidle")
    seen.shifts = [(value, where) for value, where in page.evaluate("shifts")]
    page.close()
    return seen


def judge(report: Report, name: str, seen: Visit, origin: str) -> None:
    figures: dict[str, tuple[float, float]] = {
        "bytes in all": (seen.sizes() - seen.pictures, MOST_IN_ALL),
        "fonts": (seen.sizes("Font"), MOST_FONTS),
        "HTML and CSS": (seen.html_and_css, MOST_HTML_AND_CSS),
        "layout shift": (sum(value for value, _ in seen.shifts), 0),
    }
    report.measure(name, figures)
    report.faults += [f"{name}:   {value:.4f} of it by {where}" for value, where in seen.shifts]
    for one, request in seen.requests.items():
        if not request["url"].startswith(f"{origin}/"):
            report.faults.append(f"{name} asks a third party for {request['url']}")
        if one not in seen.wire:
            report.faults.append(f"{name}: {request['url']} did not come")


def without_scripts(browser: Browser, site: Site, path: str) -> list[str]:
    """With JavaScript off the same words are there, and a matrix gives its verdict."""
    with window(browser, site) as context:
        with_scripts = words(context.new_page(), path)
    with window(browser, site, javascript=False) as context:
        page = context.new_page()
        plain = words(page, path)
        faults = [f"without JavaScript, {word!r} is missing" for word in with_scripts - plain]
        choices = page.locator("#verdict")
        if choices.count():
            page.locator(f"form.fit__form {ANSWER}").first.check()
            page.get_by_role("button", name="Show the verdict").click()
            if page.locator("#verdict[data-kind=none]").count():
                faults.append("without JavaScript, an answer gives no verdict")
    return faults


def words(page: Page, path: str) -> set[str]:
    page.goto(path, wait_until="networkidle")
    return {line.strip() for line in page.locator("main").inner_text().splitlines()} - {""}
