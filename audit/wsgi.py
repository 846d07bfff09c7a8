"""The product as it is reached through the proxy in front of it, which speaks HTTPS to visitors.

What that adds to each request is added here, for Lighthouse asks for some files without the
headers it was given.
"""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from consult.wsgi import application as product


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    environ["HTTP_X_FORWARDED_PROTO"] = "https"
    environ.setdefault("HTTP_X_FORWARDED_FOR", environ["REMOTE_ADDR"])
    return product(environ, start_response)
