"""What saving a page of an intake costs: processor time of the whole stack, without a network.

    DATABASE_URL=… REDIS_URL=… python bench/intake.py [WALKS]

Needs a database with the sample content and a Redis: those of a running `make run` will do, and
its enquiries grow. Each request goes through the WSGI application as a server would call it, in
production's settings, with the session, the check against forms of other sites, and the limits;
each visitor has an address of his own.

Beside it stands a constant page through the same stack: the imprint, rendered anew, and a view
that answers two words to a POST that was checked like any form's. A page that is saved answers
with a redirect; the page that follows is not in it.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from contextlib import nullcontext
from http.cookies import SimpleCookie
from io import BytesIO
from ipaddress import ip_address
from pathlib import Path
from types import ModuleType
from typing import NamedTuple
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import pages  # noqa: I001  it sets production's settings, and starts Django
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import path

from consult import urls

MATRIX = "fastapi-vs-nodejs"
START = f"/intake/{MATRIX}/"
WALKS = 100
FORMS = {
    "brief": {
        "what": "Route planning for lorries, with a model behind it.",
        "stage": "running",
        "integrations": "SAP, a data warehouse",
        "notes": "",
    },
    "plans": {
        "today": "PHP on two servers",
        "users": "many",
        "traffic": "medium",
        "timeline": "quarter",
        "budget": "unsaid",
    },
    "contact": {
        "name": "Ada Okafor",
        "email": "ada@client.example",
        "company": "Okafor Freight",
        "phone": "+49 30 5550100",
        "preferred_channel": "email",
        "time_zone": "America/New_York",
        "consent": "on",
    },
}


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse("It is.", content_type="text/plain")


CONSTANT = ModuleType("constant")
CONSTANT.urlpatterns = [path("constant/", constant), *urls.urlpatterns]  # type: ignore[attr-defined]  # made here
settings.ROOT_URLCONF = CONSTANT


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str


class Browser:
    """One visitor at one address, whose requests look like those of a proxy."""

    made = 0

    def __init__(self) -> None:
        Browser.made += 1
        self.address = str(ip_address("203.0.0.0") + Browser.made)
        self.cookies: dict[str, str] = {}

    def send(self, method: str, address: str, data: dict[str, str] | None = None) -> Answer:
        where, _, query = address.partition("?")
        body = urlencode(data or {}).encode()
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": where,
            "QUERY_STRING": query,
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if data is not None else "",
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": "practice.example",
            "SERVER_PORT": "443",
            "HTTP_HOST": "practice.example",
            "HTTP_ORIGIN": "https://practice.example",
            "HTTP_X_FORWARDED_PROTO": "https",
            "HTTP_X_FORWARDED_FOR": self.address,
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "wsgi.url_scheme": "https",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": sys.stderr,
        }
        said: list[tuple[int, list[tuple[str, str]]]] = []
        parts = pages.application(environ, lambda s, h: said.append((int(s.split()[0]), h)))
        text = b"".join(parts).decode()
        parts.close()
        status, headers = said[0]
        for name, value in headers:
            if name == "Set-Cookie":
                self.cookies |= {m.key: m.value for m in SimpleCookie(value).values()}
        return Answer(status, dict(headers), text)


def filled_in(step: str, text: str) -> dict[str, str]:
    """What is sent of the page *text*: its hidden fields, and an answer to each question."""
    hidden = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', text)
    if not step.startswith("q-"):
        return {**dict(hidden), **FORMS.get(step, {})}
    choice = r'<input type="(?:radio|checkbox)" name="([\w-]+)" value="([^"]*)"'
    # "Not sure" stands last: the last one of a name counts.
    return {**dict(hidden), **dict(re.findall(choice, text))}


def walk(times: dict[str, list[float]], queries: dict[str, int]) -> None:
    """From the start to the receipt; how long each POST has taken, by its page."""
    browser, address, step = Browser(), START, "start"
    while step != "receipt":
        sent = filled_in(step, browser.send("GET", address).text)
        with CaptureQueriesContext(connection) if step not in queries else nullcontext() as asked:
            before = time.process_time_ns()
            answer = browser.send("POST", address, sent)
            after = time.process_time_ns()
        assert answer.status == 303, answer.text
        if asked is None:
            times.setdefault(step, []).append((after - before) / 1000)
        else:
            queries[step] = len(asked)
        address = answer.headers["Location"]
        step = "receipt" if "/receipt/" in address else address.rstrip("/").rpartition("/")[2]


def main(walks: int) -> None:
    browser = Browser()
    token = filled_in("", browser.send("GET", START).text)
    assert browser.send("POST", "/constant/", token).text == "It is."
    beside = {
        "a constant text, POST": pages.microseconds(
            lambda: browser.send("POST", "/constant/", token)
        ),
        "a constant text, GET": pages.microseconds(lambda: browser.send("GET", "/constant/")),
        "the imprint, rendered, GET": pages.microseconds(
            lambda: browser.send("GET", "/imprint/?plain=1")
        ),
    }
    times: dict[str, list[float]] = {}
    queries: dict[str, int] = {}
    for _ in range(walks):
        walk(times, queries)
    constant = beside["the imprint, rendered, GET"]
    print(f"{'microseconds':36}{'median':>8}{'× imprint':>11}{'queries':>9}")
    for name, figure in beside.items():
        print(f"{name:36}{figure:8.0f}{figure / constant:11.2f}")
    for step, figures in times.items():
        figure = statistics.median(figures)
        print(f"{step:36}{figure:8.0f}{figure / constant:11.2f}{queries[step]:9}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else WALKS)
