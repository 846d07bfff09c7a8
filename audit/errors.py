"""The pages of what can go wrong, as they are really answered."""

from __future__ import annotations

import httpx

from audit.product import Site
from audit.tools import Failed

MOST_REQUESTS = 100


def error_pages(site: Site) -> dict[str, str]:
    """Each as HTML, by its status."""
    with site.client() as client:
        found = [
            client.get("/nothing-is-here/"),
            client.get("/blog/?page=%00"),
            client.options("/book/"),
            client.post("/book/"),
            _too_many(client, site),
            _without_database(client, site),
        ]
    pages = {str(response.status_code): response.text for response in found}
    expected = {"404", "400", "405", "403", "429", "503"}
    if pages.keys() != expected:
        raise Failed(f"The error pages were {sorted(pages)}, not {sorted(expected)}.")
    return {**pages, "500": site.guests.server_error}


def _too_many(client: httpx.Client, site: Site) -> httpx.Response:
    """More than one address may ask for: of a visitor whom nothing else here is."""
    card = site.largest(r"/fit/[^/]+/") + "card.png"
    headers = {"X-Forwarded-For": "127.0.0.9"}
    for _ in range(MOST_REQUESTS):
        response = client.get(card, headers=headers)
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            break
    return response


def _without_database(client: httpx.Client, site: Site) -> httpx.Response:
    site.database.stop()
    try:
        return client.get("/book/")
    finally:
        with (site.folder / "log").open("ab") as log:
            site.database.start(log)
