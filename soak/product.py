"""The product for one soak: a PostgreSQL of its own, web servers, and nothing else.

Redis, the worker, and the mail server are away all the time: no visitor may notice it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from consult import embedded
from soak.webs import CHECKOUT, Web, serving

# Both in one process, because to start one is half of the time.
_FILL = """
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0)
call_command("sample_content", verbosity=0)
"""


def settings(var: Path, database_url: str) -> dict[str, str]:
    """The environment of the web servers, behind one proxy."""
    return {
        "VAR_DIR": str(var),
        "DATABASE_URL": database_url,
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "TRUSTED_HOPS": "1",
        "DJANGO_SETTINGS_MODULE": "consult.settings",
    }


def fill_database() -> None:
    """Tables and sample content, by the environment of this process."""
    subprocess.run([sys.executable, "-c", _FILL], cwd=CHECKOUT, check=True)


@contextmanager
def product(servers: int) -> Iterator[tuple[str, list[Web]]]:
    """The address of the database, and the web servers. Call it from the main thread."""
    with tempfile.TemporaryDirectory(prefix="consult-soak-") as folder:
        var = Path(folder)
        for name in ("PRODUCTION", "SITE_URL", "ALLOWED_HOSTS", "PORT"):
            os.environ.pop(name, None)
        url = embedded.database_url(var)
        os.environ |= settings(var, url)
        database = embedded.PostgreSQL(var, durable=False)
        with (var / "postgres.log").open("wb") as log:
            database.start(log)
            try:
                fill_database()
                with serving(servers, var / "web.log") as webs:
                    yield url, webs
            finally:
                database.stop()
