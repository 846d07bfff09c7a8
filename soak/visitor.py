"""One visitor: a random walk through an intake, with all that people do to forms."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Mapping
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import NamedTuple

import httpx

from soak.answers import filled_in, saved_of
from soak.ledger import ACKNOWLEDGED, UNKNOWN, Ledger
from soak.page import Page, read
from soak.webs import Killed, Proxy

RECEIPT = re.compile(r"/case/receipt/([0-9a-f-]{36})/")
EXPECTED = {200, 303, 409, 422}
PATIENCE = 0.03  # seconds until a connection is cut, at most


def _led_back(step: str | None, answer: Answer) -> bool:
    """Whether the verdict was not reached yet in the enquiry that is open now: none was seen."""
    return step == "verdict" and "/q-" in answer.path


class Answer(NamedTuple):
    status: int
    path: str  # where it leads, or was asked for
    page: Page | None


class Post(NamedTuple):
    """What a click on a button sends, and the page it was on."""

    page: Page
    fields: dict[str, list[str]]


class Visitor:
    def __init__(
        self, number: int, matrix: str, proxy: Proxy, ledger: Ledger, seed: str, pause: float
    ) -> None:
        self.number = number
        self.start = f"/intake/{matrix}/"
        self.proxy, self.ledger = proxy, ledger
        self.who = random.Random(f"{seed}/{number}")
        self.pause = pause
        self.address = f"203.0.{number // 250 + 1}.{number % 250 + 1}"
        self.cookies: dict[str, str] = {}
        self.page = Page(self.start, "", None, [])
        self.tabs: list[Page] = []
        self.last: Post | None = None
        self.serial = 0
        self.done = False

    async def walk(self, clicks: int) -> None:
        """Until something is submitted and the visitor leaves, or he has clicked long enough."""
        await self.look(self.start)
        for click in range(clicks):
            await asyncio.sleep(self.who.uniform(1, 3) * self.pause)
            steady = click > clicks // 2  # later on, he wants to be done
            await (self.go_on() if steady else self.anything())
            if self.done:
                break
        self.ledger.counts["visitors done" if self.done else "visitors gone"] += 1

    async def anything(self) -> None:
        actions = {
            self.go_on: 12, self.back: 2, self.refresh: 1, self.change: 2, self.open_tab: 1,
            self.old_tab: 2, self.again: 1, self.twice: 1, self.afresh: 0.3, self.cut: 1,
        }  # fmt: skip
        [action] = self.who.choices(list(actions), list(actions.values()))
        self.ledger.counts[action.__name__] += 1
        await action()

    async def go_on(self) -> None:
        """Fill in the page and press its button."""
        if self.page.form is None:
            await self.look(self.start)
        elif self._begun():
            await self.look(self._continue_link() or self.start)
        else:
            await self.post(self._filled(self.page))

    def _begun(self) -> bool:
        """Whether this is the start, with an enquiry begun already: Continue is a link there."""
        form = self.page.form
        return form is not None and "afresh" in form.controls and self._continue_link() is not None

    def _continue_link(self) -> str | None:
        steps = [link for link in self.page.links if link.startswith(self.start)]
        return next((link for link in steps if link != self.start), None)

    async def back(self) -> None:
        links = [link for link in self.page.links if link.startswith(self.start)]
        await self.look(links[0] if links else self.page.url)

    async def refresh(self) -> None:
        await self.look(self.page.url)

    async def change(self) -> None:
        """Press one of the Change links, if this is the check page."""
        links = [link for link in self.page.links if "?change=1" in link]
        if links:
            await self.look(self.who.choice(links))

    async def open_tab(self) -> None:
        self.tabs.append(self.page)
        await self.look(self.page.url)

    async def old_tab(self) -> None:
        """Go on in a tab that does not know what was saved since."""
        if self.tabs:
            self.tabs.append(self.page)
            self.page = self.tabs.pop(self.who.randrange(len(self.tabs) - 1))
            await self.go_on()

    async def again(self) -> None:
        """Back to the page before, and the same once more."""
        if self.last:
            await self.post(self.last)

    async def twice(self) -> None:
        """Press the button twice before the answer is there."""
        if self.page.form and not self._begun():
            post = self._filled(self.page)
            await asyncio.gather(self.post(post), self.post(post))

    async def afresh(self) -> None:
        await self.look(self.start)
        if self.page.form:
            await self.post(self._filled(self.page))

    async def cut(self) -> None:
        """Send the page and lose the connection; then look where things stand."""
        if self.page.form and self._step_of(self.page):
            post = self._filled(self.page)
            await self.post(post, patience=self.who.uniform(0, PATIENCE))
            await self.look(self.page.url)

    def _filled(self, page: Page) -> Post:
        assert page.form
        self.serial += 1
        return Post(page, filled_in(page.form, self.who, self.number, self.serial))

    def _step_of(self, page: Page) -> str | None:
        """The step that the page's form saves; None on the start and on the check page."""
        action = page.form.action if page.form else ""
        step = action.partition("?")[0].removeprefix(self.start).rstrip("/")
        return step if action.startswith(self.start) and step not in ("", "check") else None

    async def look(self, path: str) -> None:
        """Open a page, as often as it takes; where it leads elsewhere, go there."""
        for _ in range(20):
            answer = await self.request("GET", path)
            if answer is None:
                await asyncio.sleep(0.1)
            elif answer.status in (301, 302, 303):
                path = answer.path
            else:
                self._see(answer)
                return

    def _see(self, answer: Answer) -> None:
        if answer.page:
            self.page = answer.page
            if answer.page.intake:
                self.ledger.intakes.setdefault(self.number, set()).add(answer.page.intake)
        if RECEIPT.fullmatch(answer.path) and answer.status == HTTPStatus.OK:
            self.ledger.counts["receipts seen"] += 1
            self.done = self.who.random() < 0.6

    async def post(self, post: Post, patience: float | None = None) -> None:
        """Press the button, write down what was promised, and look at the page that follows."""
        page, fields = post
        assert page.form
        step = self._step_of(page)
        if "keep" in fields:
            self.ledger.put_back |= self.ledger.intakes.get(self.number, set())
        pages = saved_of(step, page.form, fields) if step else {}
        self.last = post
        answer = await self.request("POST", page.form.action, fields, patience)
        if answer is None:
            self.ledger.record(self.number, pages, UNKNOWN, None)
            if patience is None:
                await self.look(page.url if step else self.start)
            return
        receipt = RECEIPT.fullmatch(answer.path)
        if answer.status == HTTPStatus.SEE_OTHER and receipt:
            typed = f"visitor-{self.number}@client.example"
            self.ledger.receipts.setdefault(receipt[1], set()).add(typed)
            self.ledger.counts["receipts promised"] += 1
        elif answer.status == HTTPStatus.SEE_OTHER and pages and not _led_back(step, answer):
            await self.look(answer.path)
            # It went into the enquiry that is open in this browser, which that page names.
            self.ledger.record(self.number, pages, ACKNOWLEDGED, self.page.intake)
            self.ledger.counts["pages acknowledged"] += 1
            return
        if answer.status == HTTPStatus.SEE_OTHER:
            await self.look(answer.path)
        else:
            self._see(answer)

    async def request(
        self,
        method: str,
        path: str,
        data: Mapping[str, list[str]] | None = None,
        patience: float | None = None,
    ) -> Answer | None:
        """None where no answer came. What is refused for coming too often is sent again."""
        while True:
            self.ledger.counts["requests"] += 1
            sending = self.proxy.send(self.cookies, self.address, method, path, data, self.who)
            try:
                response = await asyncio.wait_for(sending, patience)
            except TimeoutError:
                self.ledger.counts["connections cut"] += 1
                return None
            except Killed:
                self.ledger.counts["connections lost to a kill"] += 1
                return None
            except httpx.TransportError as problem:
                self.ledger.faults.append(f"{method} {path}: {problem!r}, and nothing was killed")
                return None
            for line in response.headers.get_list("set-cookie"):
                self.cookies |= {m.key: m.value for m in SimpleCookie(line).values()}
            if response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
                return self._answer(method, path, response)
            self.ledger.counts["refused for coming too often"] += 1
            await asyncio.sleep(float(response.headers["Retry-After"]))

    def _answer(self, method: str, path: str, response: httpx.Response) -> Answer:
        status = response.status_code
        self.ledger.counts[f"status {status}"] += 1
        if status not in EXPECTED:
            self.ledger.faults.append(f"{method} {path}: status {status}")
        if "Location" in response.headers:
            return Answer(status, response.headers["Location"], None)
        return Answer(status, path, read(path, response.text))
