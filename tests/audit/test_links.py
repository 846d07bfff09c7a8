from __future__ import annotations

import httpx

from audit.crawl import crawl
from audit.links import broken, empty, without_a_place

PAGES = {
    "/": '<a href="/a/#there">a</a> <a href="/a/#gone">b</a> <img srcset="/x.webp 1x, /y.webp 2x">',
    "/a/": '<p id="there">x</p> <a href="https://elsewhere.example/b/">b</a> <a href="#top">c</a>'
    '<form action="/search/"></form> <form method="post" action="/never/"></form>'
    '<a href="/view/?of=1">d</a> <link rel="stylesheet" href="/style.css">',
    "/view/?of=1": '<a href="/view/?of=2">more</a>',
    "/view/": "<p>all</p>",
    "/nothing.css": "",
    "/style.css": '@import "nothing.css"; @import "more.css"; p { background: url(data:x) }',
}


def answer(request: httpx.Request) -> httpx.Response:
    text = PAGES.get(request.url.raw_path.decode())
    if text is None:
        return httpx.Response(404, text="<p>no</p>", headers={"Content-Type": "text/html"})
    kind = "text/css" if request.url.path.endswith(".css") else "text/html"
    return httpx.Response(200, text=text, headers={"Content-Type": kind})


def test_every_link_that_leads_nowhere_is_found_with_the_page_it_is_on() -> None:
    site = httpx.Client(base_url="https://site.example", transport=httpx.MockTransport(answer))
    found = crawl(site)
    entrances = ["/robots.txt", "/sitemap.xml", "/llms.txt", "/blog/feed/"]
    assert sorted(broken(found)) == sorted(
        [f"{path} answers 404; the link is on the audit's own list" for path in entrances]
        + [
            "/more.css answers 404; the link is on /style.css",
            "/search/ answers 404; the link is on /a/",
            "/x.webp answers 404; the link is on /",
            "/y.webp answers 404; the link is on /",
        ]
    )
    assert empty(found) == ["/nothing.css is empty; the link is on /style.css"]
    assert without_a_place(found) == ["/a/ has no #gone; the link is on /"]
    assert "/view/?of=1" in found.pages
    assert "/view/?of=2" not in found.pages
