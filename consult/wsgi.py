from __future__ import annotations

import os
import re
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consult.settings")

_django = get_wsgi_application()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Django, for which all text is UTF-8.

    It would read a query in any encoding that the request names, before there is a page to refuse
    it on, and Python knows some that fail at once, such as hex.
    """
    content_type = environ.get("CONTENT_TYPE", "")
    environ["CONTENT_TYPE"] = re.sub(r";\s*charset\s*=[^;]*", "", content_type, flags=re.IGNORECASE)
    return _django(environ, start_response)
