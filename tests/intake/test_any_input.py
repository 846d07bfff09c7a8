"""Any input to any form: a readable answer, never a 500, and the check page can still be shown.

What arrives is bytes: of no text, too many, of another kind than the page sends, or fewer than
was said. `make inputs` gives each form ten thousand of them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import quote_from_bytes, urlsplit
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from advisor.services import publish
from consult.intake.models import Intake
from consult.intake.page_token import FIELD, PageToken
from consult.intake.services import run_of, save
from consult.wsgi import application
from tests.intake.large import matrix_of, numbered
from tests.intake.visit import SAVED, STEPS, Visit
from tests.people import NOW, brief, fill_in

pytestmark = pytest.mark.django_db

URLENCODED = "application/x-www-form-urlencoded"
BOUNDARY = "----consult"
READABLE = {200, 204, 303, 400, 403, 404, 405, 409, 411, 413, 414, 415, 422, 429}
SECRET = "c" * 32  # of the protection against forged posts

WEIGHTS = {"w.workload": "5", "w.team": "4", "w.integrity": "4", "w.time": "1"}
NINE = numbered(9)


@dataclass(frozen=True)
class Form:
    """Where a page posts to, and what a good visitor would send; `step` is in its token."""

    path: str
    step: str = ""
    good: Mapping[str, Any] = field(default_factory=dict)
    method: str = "POST"
    seen: bool = True  # by a person, and not only by a script

    @property
    def matrix(self) -> str:
        return self.path.split("/")[2]


FORMS = {
    "start-query": Form("/intake/golden/", method="GET"),
    "start": Form("/intake/golden/", good={"afresh": "1"}),
    "several-answers": Form("/intake/golden/q-workload/", "q-workload", STEPS["q-workload"]),
    "one-answer": Form("/intake/golden/q-team/", "q-team", STEPS["q-team"]),
    "several-questions": Form("/intake/large/q-c1/", "q-c1", {"c1": "much", "c2": "little"}),
    "weights": Form("/intake/golden/weights/", "weights", WEIGHTS),
    "brief": Form("/intake/golden/brief/", "brief", STEPS["brief"]),
    "plans": Form("/intake/golden/plans/", "plans", STEPS["plans"]),
    "contact": Form("/intake/golden/contact/", "contact", STEPS["contact"]),
    "check": Form("/intake/golden/check/", "check", {"files-shown": ""}),
    "half-written": Form("/intake/golden/brief/half-written/", "brief", STEPS["brief"], seen=False),
    "later": Form("/intake/golden/later/", good={"email": "ada@client.example"}),
    "choose": Form("/intake/golden/brief/choose/", good={"revision": "7"}),
}

# Names that some page gives a meaning, on whichever page they arrive.
NAMES = [
    *("afresh", "put-anew", "keep", "change", "revision", "lost", "from", "cta", "ref", "subject"),
    *("website", "csrfmiddlewaretoken", "matrix-version", FIELD, "", "w.", "w.nothing", "workload"),
    *("__proto__", "c1", "what", "email", "time_zone", "consent", "_charset_"),
    *("files", "remove-files", "submission_id"),
]
TELLING = [
    *(b"", b"\0", b" ", b"\r\n", b"-1", b"0", b"5", b"6", b"1e9", b"9" * 30, b"\xd9\xa3"),
    *(b"ml", b"ml,realtime", b"python", b"much", b"not-sure", b"rewrite", b"idea", b"on", b"None"),
    *(b"a@b.example", b'"@ "@b.eu', "İ@b.example".encode(), b"a@" + b"b." * 120 + b"example"),
    *(b"+49 30 5550100", b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xff\xfe", b"\xef\xbb\xbf", b"%z"),
    *(b"Europe/Berlin", b"../../etc/passwd", b"<script>", b"{{ 7 }}", b"[]", b"null"),
    *("😀".encode() * 6000, b"a" * 20_000, b"\n" * 3000, "\u202e\u2028\ufeff\uffff".encode()),
]
values = st.one_of(
    st.sampled_from(TELLING),
    st.binary(max_size=40),
    st.text(st.characters(exclude_categories=()), max_size=40).map(
        lambda text: text.encode("utf-8", "surrogatepass")
    ),
)
Pair = tuple[bytes, bytes]


def names(form: Form) -> st.SearchStrategy[bytes]:
    own = [*form.good, FIELD] if form.step else [*form.good, "afresh"]
    known = st.sampled_from([name.encode() for name in [*own, *own, *NAMES]])
    return known | st.binary(max_size=8)


@st.composite
def posted(draw: st.DrawFn, form: Form, token: str) -> list[Pair]:
    """What a good visitor would send, some of it changed, left out, or sent again."""
    pairs = [
        (name.encode(), value.encode())
        for name, given in form.good.items()
        for value in (given if isinstance(given, list) else [given])
    ]
    pairs += [(FIELD.encode(), token.encode())] if form.step else []
    changes = draw(st.lists(st.tuples(names(form), st.none() | values), max_size=4))
    changed = {name for name, _ in changes}
    kept = [pair for pair in pairs if pair[0] not in changed]
    return kept + [(name, value) for name, value in changes if value is not None]


def encoded(pairs: list[Pair], raw: bool) -> bytes:
    """As a browser would write it, or with all bytes as they are."""
    write = bytes if raw else (lambda part: quote_from_bytes(part).encode())
    return b"&".join(write(name) + b"=" + write(value) for name, value in pairs)


def in_parts(pairs: list[Pair], headers: bytes, file_name: bytes | None, end: bytes) -> bytes:
    """A multipart body; with a *file_name* every part is a file."""
    attributes = b'; filename="%s"' % file_name if file_name is not None else b""
    parts = (
        b'--%s\r\nContent-Disposition: form-data; name="%s"%s\r\n%s\r\n%s\r\n'
        % (BOUNDARY.encode(), name, attributes, headers, value)
        for name, value in pairs
    )
    return b"".join(parts) + b"--" + BOUNDARY.encode() + end


ODD_TYPES = [
    *("application/json", "text/plain", "multipart/form-data", "", "/", "x" * 300, "text/html; ;="),
    *(f"multipart/form-data; boundary={'b' * 300}", "multipart/form-data; boundary=é"),
    *(f"{URLENCODED}; charset={name}" for name in ("utf-16", "rot13", "none-such", "", "idna")),
    *(f"multipart/form-data; boundary={BOUNDARY}; charset={name}" for name in ("utf-7", "x" * 99)),
]
PART_HEADERS = [
    b"",
    b"Content-Type: text/plain; charset=utf-16\r\n",
    b"Content-Type: application/octet-stream\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: \xff\r\n",
    b"Content-Disposition: form-data; name*=utf-9''%ff\r\n",
    b"Content-Length: -1\r\n",
    b"X: " + b"y" * 3000 + b"\r\n",
]


@dataclass(frozen=True)
class Request:
    body: bytes
    content_type: str
    length: str
    query: bytes
    htmx: bool


NOTHING = Request(b"", "", "", b"", htmx=False)


@st.composite
def requests(draw: st.DrawFn, form: Form, token: str) -> Request:
    pairs = draw(posted(form, token))
    kind = draw(st.sampled_from(["form", "form", "form", "raw", "parts", "odd", "many", "bytes"]))
    content_type = URLENCODED
    if kind == "parts":
        content_type = f"multipart/form-data; boundary={BOUNDARY}"
        file_name = draw(st.sampled_from([None, None, b"a.pdf", b"", b"..\\/\0\xff", b'"']))
        end = draw(st.sampled_from([b"--\r\n", b"--\r\n", b"", b"\r\n", b"--"]))
        body = in_parts(pairs, draw(st.sampled_from(PART_HEADERS)), file_name, end)
    elif kind == "many":
        body = encoded(pairs, raw=False) + b"&x=1" * draw(st.sampled_from([3, 495, 600]))
    elif kind == "bytes":
        body = draw(st.binary(max_size=200))
    else:
        body = encoded(pairs, raw=kind != "form")
    if kind in ("odd", "bytes"):
        content_type = draw(st.sampled_from(ODD_TYPES))
    lengths = [len(body)] * 6 + [len(body) // 2, len(body) + 9, -1, "", "x", "٣", 10**7, 10**30]
    change = draw(st.sampled_from([b"", b"change=1"]))
    some_query = st.lists(st.tuples(names(form), values), max_size=3).map(
        lambda some: encoded(some, raw=False)[:9000]
    )
    return Request(
        body=body,
        content_type=content_type,
        length=str(draw(st.sampled_from(lengths))),
        query=draw(some_query) if form.method == "GET" else draw(st.just(change) | some_query),
        htmx=draw(st.booleans()),
    )


@contextmanager
def undone() -> Iterator[None]:
    """What happens within leaves nothing behind.

    The buckets of tokens are as full as before, so that no limit is met, and none is switched off.
    """
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass(frozen=True)
class Browser:
    """Ada's, by its cookies alone. It asks the application as a server does."""

    cookies: str
    intakes: Mapping[str, Intake]  # by the matrix

    def token(self, form: Form) -> str:
        intake = self.intakes[form.matrix]
        return str(PageToken(intake.submission_id, form.step, intake.revision))

    def ask(self, method: str, path: str, request: Request = NOTHING) -> tuple[int, str, str]:
        """The status, where it leads to, and the page."""
        environ: dict[str, Any] = {
            "HTTP_COOKIE": self.cookies,
            "HTTP_X_CSRFTOKEN": SECRET,
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": request.query.decode("latin-1"),
            "CONTENT_TYPE": request.content_type,
            "CONTENT_LENGTH": request.length,
            "wsgi.input": BytesIO(request.body),
            "REMOTE_ADDR": "203.0.113.7",
        }
        if request.htmx:
            environ["HTTP_HX_REQUEST"] = "true"
        setup_testing_defaults(environ)
        said: list[Any] = []
        parts = application(environ, lambda *given: said.extend(given))  # type: ignore[arg-type]  # nobody writes
        page = b"".join(parts).decode()
        parts.close()  # type: ignore[attr-defined]  # Django's own have it
        return int(said[0][:3]), dict(said[1]).get("Location", ""), page

    def check_page(self, slug: str) -> int:
        """The status of the page to check, or of the one that it leads to."""
        status, to, _ = self.ask("GET", f"/intake/{slug}/check/")
        while status == 303:
            status, to, _ = self.ask("GET", urlsplit(to).path)
        return status


@pytest.fixture
def browser(ada: Visit) -> Iterator[Browser]:
    """It holds two intakes that lack nothing but to be submitted.

    In the one on the golden matrix two tabs have answered the brief.
    """
    publish(matrix_of(NINE), NOW)
    ada.client.post("/intake/large/?" + "&".join(f"{key}=much" for key in NINE[3:]))
    first = {f"q-{key}": {"options": ["much"]} for key in NINE[:3]}
    rest = {key: SAVED[key] for key in ("verdict", "brief", "plans", "contact")}
    fill_in(Intake.objects.get(), {**first, **rest})
    ada.reach("check")
    run = run_of(ada.intake())
    pages = {"brief": brief(what="Something else.")["brief"]}
    save(intake=ada.intake(), run=run, pages=pages, now=NOW, based_on=1)
    cookies = f"sessionid={ada.client.cookies['sessionid'].value}; csrftoken={SECRET}"
    intakes = Intake.objects.select_related("matrix_version__matrix")
    # Between requests, Django would close the connection that has a transaction open.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    logging.disable(logging.WARNING)  # Of every 4xx there is one, kept until the test ends.
    yield Browser(cookies, {one.matrix_version.matrix.slug: one for one in intakes})
    logging.disable(logging.NOTSET)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


EXAMPLES = settings(
    settings.get_profile("inputs"),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("name", FORMS)
@EXAMPLES
@given(data=st.data())
def test_whatever_is_sent_is_answered(browser: Browser, name: str, data: st.DataObject) -> None:
    form = FORMS[name]
    request = data.draw(requests(form, browser.token(form)))
    with undone():
        status, _, page = browser.ask(form.method, form.path, request)
        event(f"{status}")
        assert status in READABLE
        assert "<h1" in page or status in (204, 303) or not form.seen
        if status == 303:
            assert browser.check_page(form.matrix) == 200


def test_a_length_that_is_no_number_is_refused(browser: Browser) -> None:
    form = FORMS["brief"]
    status, _, page = browser.ask("POST", form.path, Request(b"", URLENCODED, "x", b"", htmx=False))
    assert (status, "does not say how long it is" in page) == (400, True)


def test_a_page_that_fails_would_be_found(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.intake.views.step_form", None)
    status, _, _ = browser.ask("POST", FORMS["brief"].path)
    assert (status, status in READABLE) == (500, False)
