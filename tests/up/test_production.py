from __future__ import annotations

import http.client
import re
import subprocess
import sys
from pathlib import Path

import pytest

from consult import processes
from tests.product import CHECKOUT, Product, free_port
from tests.up.test_tether import come_true

# An error page stands without the list of hashed files: these are there under their own names, too.
OF_ERROR_PAGES = re.findall(
    r"get_static_prefix %}([\w/.]+)", (CHECKOUT / "templates" / "alone.html").read_text()
)
STATIC = re.compile(r'"(/static/css/site\.[0-9a-f]{12}\.css)"')


def page(port: int, path: str) -> tuple[int, str, str | None]:
    """What a proxy that speaks HTTPS to the visitor gets: status, text, Cache-Control."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    told = {"Host": "practice.example", "X-Forwarded-Proto": "https"}
    connection.request("GET", path, headers=told)
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), answer.headers["Cache-Control"]


def test_in_production_files_are_hashed_and_nobody_reads_the_mail(
    product: Product, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    for name, value in {
        "PRODUCTION": "1",
        "SECRET_KEY": "only-for-this-test",
        "SITE_URL": "https://practice.example",
        "DATABASE_URL": product.database_url,
        "REDIS_URL": product.redis_url,
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "TRUSTED_HOPS": "1",
        "VAR_DIR": str(tmp_path),
    }.items():
        monkeypatch.setenv(name, value)
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=CHECKOUT, check=True)
    with (tmp_path / "log").open("wb") as log:
        web = processes.start(
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
            + ["consult.wsgi:application"],
            output=log,
            directory=CHECKOUT,
        )
    try:
        assert come_true(lambda: b"Started worker" in (tmp_path / "log").read_bytes())
        status, home, _ = page(port, "/")
        assert status == 200
        [sheet] = set(STATIC.findall(home))
        status, _, kept = page(port, sheet)
        assert (status, kept) == (200, "max-age=315360000, public, immutable")
        _, docs, _ = page(port, "/api/v1/docs")
        files = re.findall(r'"(/static/ninja/[^"]+)"', docs)
        assert [page(port, file)[0] for file in files] == [200] * 3
        assert [page(port, f"/static/{name}")[0] for name in OF_ERROR_PAGES] == [200] * 2
        assert page(port, "/dev/mail/")[0] == 404
    finally:
        processes.stop(web)
