"""Every payload in Chromium, without a content security policy: the sanitiser alone holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from consult.blog.markdown import render
from consult.blog.markdown.sanitise import sanitised
from tests.blog.hostile import payloads
from tests.blog.test_hostile_markdown import PICTURES, everything_through

ADDRESS = "http://article.example/"
COLLECT = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = (what) => { window.top.ran.push(String(what ?? name)); };
"""
# Every event that an element waits for, and every click that leads to a script. And the same once
# all has been parsed again, twice.
TOUCH = """
() => {
  const script = (address) => /^javascript:/i.test(address?.baseVal ?? address ?? "");
  const names = (element) => Element.prototype.getAttributeNames.call(element);
  addEventListener("submit", (event) => {
    const address = event.submitter?.formAction || event.target.action;
    if (!script(address)) event.preventDefault();
  });
  addEventListener("click", (event) => {
    const link = event.target.closest("[href]");
    if (link && !script(link.href)) event.preventDefault();
  });
  for (let again = 0; again < 3; again++) {
    for (const part of document.querySelectorAll("#articles > div")) {
      if (again) part.innerHTML = part.innerHTML;
      for (const element of part.querySelectorAll("*")) {
        for (const name of names(element).filter((name) => name.startsWith("on"))) {
          element.dispatchEvent(new Event(name.slice(2)));
        }
        element.click?.();
      }
    }
  }
}
"""
PUT = """
(parts) => {
  const all = document.createElement("div");
  all.id = "articles";
  document.body.append(all);
  for (const part of parts) {
    const div = document.createElement("div");
    all.append(div);
    div.innerHTML = part;
  }
}
"""


@dataclass
class Trap:
    """A page that tells what has run in it, and what it has asked for."""

    page: Page
    asked: list[str] = field(default_factory=list)
    html: str = ""

    def spring(self, parts: list[str], *, parsed: bool) -> list[Any]:
        """*parsed*: as a document, as readers get it. Otherwise each part for itself, so that one
        cannot swallow the next."""
        whole = "".join(f"<div>{part}</div>\n" for part in parts)
        self.html = f"<!doctype html><body><div id=articles>{whole}</div>" if parsed else "<body>"
        self.page.goto(ADDRESS)
        if not parsed:
            self.page.evaluate(PUT, parts)
        self.page.evaluate(TOUCH)
        # What has been started, a picture or a frame, has a moment to answer.
        self.page.wait_for_timeout(200)
        return list(self.page.evaluate("window.ran"))

    def answer(self, route: Route) -> None:
        if route.request.url == ADDRESS:
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8")
        else:
            self.asked.append(route.request.url)
            route.fulfill(status=204)  # which leaves a page where it is


@pytest.fixture
def trap(browser: Browser) -> Iterator[Trap]:
    context: BrowserContext = browser.new_context()
    context.add_init_script(COLLECT)
    trap = Trap(context.new_page())
    context.route("**/*", trap.answer)
    context.on("dialog", lambda dialog: dialog.dismiss())
    yield trap
    context.close()


def foreign(asked: list[str]) -> list[str]:
    return [url for url in asked if not url.startswith(f"{ADDRESS}media/")]


@pytest.mark.parametrize("parsed", [True, False], ids=["as a document", "each for itself"])
def test_nothing_runs(trap: Trap, parsed: bool) -> None:
    drawn = {render(body, PICTURES).html for body in payloads()}
    let_through = {sanitised(everything_through(body)) for body in payloads()}
    assert trap.spring(sorted(drawn | let_through), parsed=parsed) == []
    assert foreign(trap.asked) == []
    assert trap.page.url == ADDRESS


def test_without_the_sanitiser_hundreds_run(trap: Trap) -> None:
    ran = trap.spring([everything_through(body) for body in payloads()[::3]], parsed=False)
    assert len(set(ran)) > 150
    assert len(foreign(trap.asked)) > 30


def test_without_the_sanitiser_a_script_of_a_document_runs(trap: Trap) -> None:
    assert trap.spring([everything_through("<script>alert(1)</script>")], parsed=True) == ["1"]
