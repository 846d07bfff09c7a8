"""PostgreSQL is stopped, and starts again: what was sent meanwhile is kept, and saved once."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from soak.page import Page, read
from tests.intake.visit import BRIEF, CONTACT, PLANS
from tests.outside import Site

START = "/intake/fastapi-vs-nodejs/"


@pytest.fixture
def running(outside: Site) -> Iterator[Site]:
    """The database may be stopped in a test; afterwards it runs again."""
    yield outside
    if outside.database.process is None:
        outside.start()


@pytest.fixture
def ada(running: Site) -> Iterator[Ada]:
    with httpx.Client(base_url=running.webs[0].url, timeout=30) as client:
        yield Ada(client)


class Ada:
    """Her browser without scripts: what a page's form says is what it sends."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        client.headers.update({"X-Forwarded-For": "203.0.113.7", "Host": "localhost"})
        self.answer = self.get(START)

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path, follow_redirects=True)

    @property
    def page(self) -> Page:
        return read(str(self.answer.url.raw_path, "ascii"), self.answer.text)

    def press(self, **changes: str) -> int:
        """Press the page's button; the status of the answer."""
        assert self.page.form
        data = self.page.form.as_it_is() | {name: [value] for name, value in changes.items()}
        self.answer = self.client.post(self.page.form.action, data=data)
        return self.answer.status_code

    def go_on(self, **changes: str) -> None:
        assert self.press(**changes) == 303
        self.answer = self.get(self.answer.headers["Location"])

    def choose(self, position: int) -> dict[str, str]:
        """On a page of questions, the answers that stand at this position."""
        assert self.page.form
        controls = self.page.form.controls.items()
        return {name: c.values[position] for name, c in controls if c.kind in ("radio", "checkbox")}


def chosen_on(ada: Ada, path: str) -> dict[str, str]:
    """What a page of questions shows to be chosen."""
    form = read(path, ada.get(path).text).form
    assert form
    return {n: c.chosen[0] for n, c in form.controls.items() if c.kind in ("radio", "checkbox")}


def goes_on_after(site: Site, ada: Ada, **fields: str) -> str:
    """Press the button with the database away, then on the page that says so. Where that leads."""
    site.database.stop()
    assert ada.press(**fields) == 503
    refused = ada.answer
    assert refused.headers["Retry-After"] == "120"
    assert "was not saved" in refused.text
    assert ada.press() == 503  # it may be too early, and nothing is lost by that
    site.start()
    assert ada.press() == 303
    return str(ada.answer.headers["Location"])


def test_the_start_succeeds_on_the_second_try(running: Site, ada: Ada) -> None:
    before = running.count("intake_intake")
    step = goes_on_after(running, ada)
    assert step.startswith(f"{START}q-")
    assert ada.get(step).status_code == 200
    assert running.count("intake_intake") == before + 1


def test_questions_the_brief_and_the_submission_are_kept_and_come_to_be_saved_once(
    running: Site, ada: Ada
) -> None:
    cases = running.count("leads_case")
    ada.go_on()
    first, intake, chosen = ada.page.url, ada.page.intake, ada.choose(1)
    step = goes_on_after(running, ada, **chosen)
    assert chosen_on(ada, first) == chosen
    ada.answer = ada.get(step)
    while ada.page.step != "brief":
        ada.go_on(**ada.choose(0))
    what = 'Two lines,\r\nand <b>"marks"</b> & more – ' + "ü" * 1000
    step = goes_on_after(running, ada, **BRIEF | {"what": what})
    brief = read("", ada.get(f"{START}brief/").text).form
    assert brief
    assert brief.controls["what"].chosen == [what.replace("\r\n", "\n")]
    ada.answer = ada.get(step)
    ada.go_on(**PLANS)
    ada.go_on(**CONTACT)
    check = ada.page
    assert goes_on_after(running, ada) == f"/case/receipt/{intake}/"
    assert check.form
    again = ada.client.post(check.form.action, data=check.form.as_it_is())
    assert again.headers["Location"] == f"/case/receipt/{intake}/"
    assert running.count("leads_case") == cases + 1
