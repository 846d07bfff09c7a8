"""The published pages, kept as whole bytes until what any of them shows is changed."""

from __future__ import annotations

import logging
import re
import time
import uuid
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, wraps
from http import HTTPStatus
from threading import Lock
from typing import Any, TypeGuard

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from consult import release
from consult.encodings import IDENTITY, accepted, encoded
from consult.models import Edition
from consult.page_cache import Page, PageCache

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]
Respond = Callable[[HttpRequest], HttpResponseBase]

# How long a process believes what it has read. With the time that an answer takes, a page that
# was replaced is not sent for longer than a second.
SECONDS_BETWEEN_LOOKS = 0.8
# How long no reader waits again for what is due and cannot be done: the scheduler's own interval.
SECONDS_OF_REST = 5.0
# Where nothing was ever published.
NO_EDITION = uuid.UUID(int=0)
# Every cache asks whether there is a new edition, the browser's too; mostly the answer is 304.
CACHE_CONTROL = "public, max-age=0, must-revalidate"
NOT_FOR_ALL = ("private", "no-store")
# Characters: no page's own is longer, and what is remembered of others must not fill the memory.
LONGEST_PATH = 200
# What a 304 says again; the rest of the headers is part of the digest.
SAID_AGAIN = ("Cache-Control", "Vary")
# A query that our own script has made (it alone knows `ref`), to say where a visitor came from.
# The script reads it again on the next page, so that this is the kept one.
_SCRIPTS_OWN = re.compile(r"(?=(?:.*&)?ref=)(?:(?:from|cta|ref|utm_[a-z]+)=[^&]*(?:&|\Z))+")

_cache = PageCache()


@dataclass(frozen=True)
class Watcher:
    """Something that is due at a time and not by a request. *due* says in SQL whether it is at
    that time, and *act* then does it."""

    due: Callable[[datetime], Exists]
    act: Callable[[datetime], object]


# Filled by features as they start. Looked at together with the edition, so that what is due is
# done when there are visitors, also where no scheduler runs.
watchers: list[Watcher] = []


def kept(view: View) -> View:
    """Decorator: what the view answers with 200 at an address without a query is the same for
    everybody until `renew` is called, or the day (UTC) ends."""

    @wraps(view)
    def public(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    public.is_kept = True  # type: ignore[attr-defined]  # for `_is_kept`, through other decorators
    return public


def renew() -> None:
    """Begin a new edition: call it in the transaction that changes what public pages show."""
    edition = Edition(id=1, token=uuid.uuid4())
    Edition.objects.bulk_create(
        [edition], update_conflicts=True, unique_fields=["id"], update_fields=["token"]
    )
    _out.forget()
    transaction.on_commit(_out.forget)


def edition() -> uuid.UUID:
    """The token of the edition that is out: for what else is to last as long as that."""
    return _out.token()


def forget() -> None:
    """Keep nothing of what this process knows: for tests."""
    _out.forget()
    _out.resting_until = 0.0
    _cache.clear()
    _is_kept.cache_clear()


class _Out:
    """The edition that is out, as this process knows it."""

    def __init__(self) -> None:
        self._known: tuple[uuid.UUID, float] | None = None
        self._forgotten = 0
        self.resting_until = 0.0
        # Held while looking, and never while anything else is done: whoever acts may have to
        # wait for somebody who waits to forget.
        self._looking = Lock()

    def token(self) -> uuid.UUID:
        """Raises what the database raises, if that is away and nothing is known yet."""
        if token := self._fresh():
            return token
        with self._looking:
            if token := self._fresh():
                return token
            token, due = self._look()
        if not due or time.monotonic() < self.resting_until:
            return token
        for watcher in due:
            _act(watcher)
        token, still_due = self._look()
        if still_due:
            self.resting_until = time.monotonic() + SECONDS_OF_REST
        return token

    def forget(self) -> None:
        self._forgotten += 1
        self._known = None

    def _fresh(self) -> uuid.UUID | None:
        known = self._known
        fresh = known and time.monotonic() - known[1] < SECONDS_BETWEEN_LOOKS
        return known[0] if known and fresh else None

    def _look(self) -> tuple[uuid.UUID, list[Watcher]]:
        before, forgotten, looked_at = self._known, self._forgotten, time.monotonic()
        try:
            token, due = _read(timezone.now())
        except (OperationalError, InterfaceError):
            if before is None:
                raise
            # Nothing is published into a database that is away: what is known stays readable.
            logger.warning("The edition could not be read; the last one stays out.")
            token, due = before[0], []
        if forgotten == self._forgotten:
            self._known = token, looked_at
        return token, due


_out = _Out()


def _read(now: datetime) -> tuple[uuid.UUID, list[Watcher]]:
    """The token and what is due, in one query."""
    names = {f"due_{number}": watcher for number, watcher in enumerate(watchers)}
    asked = Edition.objects.annotate(**{name: each.due(now) for name, each in names.items()})
    row = asked.values("token", *names).first()
    if row is None:
        return NO_EDITION, []
    return row["token"], [watcher for name, watcher in names.items() if row[name]]


def _act(watcher: Watcher) -> None:
    try:
        watcher.act(timezone.now())
    except Exception:  # A reader gets the page all the same.
        logger.exception("What was due could not be done.")


def answer_from_cache(get_response: Respond) -> Respond:
    """Middleware: a kept page goes out before anything that only other pages need is asked."""
    this_release = release.fingerprint()

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not _may_be_kept(request):
            return get_response(request)
        request.get_host()  # Refuses a host that is not ours, as for every other page.
        language = get_language() or settings.LANGUAGE_CODE
        # Read before anything is rendered: what is rendered from then on is at least as new, so
        # that nothing old can be kept under a new token. A page may also show what day it is.
        token, day = _out.token(), datetime.now(UTC).date()
        key = f"{this_release}:{token}:{day}:{language}:{request.path_info}"
        page = _cache.get(key)
        if page is None:
            query, request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", ""), ""
            response = get_response(request)
            if not _is_for_all(response):
                return _led_on(response, query)
            page = _page(response)
            _cache.put(key, page)
        return _answer(request, page)

    return middleware


def _may_be_kept(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and _says_nothing_of_the_page(request.META.get("QUERY_STRING", ""))
        and "HTTP_HX_REQUEST" not in request.META
        and len(request.path_info) <= LONGEST_PATH
        and _is_kept(request.path_info)
    )


def _says_nothing_of_the_page(query: str) -> bool:
    return not query or bool(_SCRIPTS_OWN.fullmatch(query))


@lru_cache(maxsize=2048)
def _is_kept(path: str) -> bool:
    try:
        return getattr(resolve(path).func, "is_kept", False)
    except Http404:
        return False


def _is_for_all(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    if response.status_code != HTTPStatus.OK or not isinstance(response, HttpResponse):
        return False
    vary = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    cache_control = response.get("Cache-Control", "")
    if response.cookies or vary & {"cookie", "*"} or any(n in cache_control for n in NOT_FOR_ALL):
        # The tests make an error of it.
        warnings.warn("A kept page is not the same for all.", RuntimeWarning, stacklevel=2)
        return False
    return True


def _led_on(response: HttpResponseBase, query: str) -> HttpResponseBase:
    """A redirect takes along where the visitor came from."""
    if query and "Location" in response.headers:
        response.headers["Location"] += f"?{query}"
    return response


def _page(response: HttpResponse) -> Page:
    patch_vary_headers(response, ["Accept-Encoding"])
    response.headers.setdefault("Cache-Control", CACHE_CONTROL)
    del response.headers["Content-Length"]
    return Page(dict(response.headers.items()), encoded(response.content))


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    encodings = accepted(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    encoding = next(name for name in encodings if name in page.bodies)
    etag = f'"{page.digest}"' if encoding == IDENTITY else f'"{page.digest}-{encoding}"'
    asked = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    if "*" in asked or etag in {tag.removeprefix("W/") for tag in asked}:
        said = {name: page.headers[name] for name in SAID_AGAIN if name in page.headers}
        return HttpResponseNotModified(headers={**said, "ETag": etag})
    body = page.bodies[encoding]
    response = HttpResponse(b"" if request.method == "HEAD" else body, headers=page.headers)
    response.headers["ETag"] = etag
    response.headers["Content-Length"] = str(len(body))
    if encoding != IDENTITY:
        response.headers["Content-Encoding"] = encoding
    return response
