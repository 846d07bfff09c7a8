"""What pages say of themselves to programs: JSON-LD in the words of https://schema.org/."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe

Node = dict[str, Any]

# Within a script nothing may look like its end, and two line ends are none in JSON.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}

MOST_HEADLINE = 110  # what search engines show of one


@dataclass(frozen=True)
class Site:
    """Who publishes, at which address, with absolute addresses throughout."""

    url: str
    name: str
    tagline: str
    email: str
    phone: str
    address: str
    logo: str
    language: str


@dataclass(frozen=True)
class Image:
    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Person:
    name: str
    url: str
    role: str
    about: str
    links: Sequence[str]
    image: Image | None


@dataclass(frozen=True)
class Posting:
    title: str
    summary: str
    url: str
    published_at: datetime
    updated_at: datetime
    words: int
    topics: Sequence[str]
    author: Person
    image: Image | None


def graph(*nodes: Node) -> SafeString:
    """The content of a `<script type="application/ld+json">`."""
    document = {"@context": "https://schema.org", "@graph": nodes}
    return mark_safe(json.dumps(document, ensure_ascii=False).translate(_ESCAPES))


def posting(site: Site, article: Posting) -> Node:
    return _without_empty(
        {
            "@type": "BlogPosting",
            "@id": f"{article.url}#article",
            "headline": _headline(article.title),
            "description": article.summary,
            "url": article.url,
            "mainEntityOfPage": {"@type": "WebPage", "@id": article.url},
            "image": article.image and _image(article.image),
            "datePublished": article.published_at.isoformat(timespec="seconds"),
            "dateModified": article.updated_at.isoformat(timespec="seconds"),
            "author": person(article.author),
            "publisher": publisher(site),
            "isPartOf": {"@id": f"{site.url}/#website"},
            "wordCount": article.words,
            "articleSection": list(article.topics),
            "inLanguage": site.language,
        }
    )


def person(author: Person) -> Node:
    return _without_empty(
        {
            "@type": "Person",
            "@id": f"{author.url}#person",
            "name": author.name,
            "url": author.url,
            "jobTitle": author.role,
            "description": author.about,
            "image": author.image and _image(author.image),
            "sameAs": list(author.links),
        }
    )


def profile(site: Site, author: Person) -> Node:
    """The page of an author."""
    return {
        "@type": "ProfilePage",
        "@id": author.url,
        "url": author.url,
        "inLanguage": site.language,
        "mainEntity": person(author) | {"worksFor": {"@id": f"{site.url}/#practice"}},
    }


def publisher(site: Site) -> Node:
    return {
        "@type": "Organization",
        "@id": f"{site.url}/#practice",
        "name": site.name,
        "url": f"{site.url}/",
        "logo": {"@type": "ImageObject", "url": site.logo},
    }


def practice(site: Site) -> Node:
    """The publisher in full, as the home page has it."""
    return publisher(site) | {
        "@type": "ProfessionalService",
        "description": site.tagline,
        "image": site.logo,
        "email": site.email,
        "telephone": site.phone,
        "address": site.address,
    }


def website(site: Site, search: str) -> Node:
    """*search* is the address of the search's results, ending in `=`."""
    return {
        "@type": "WebSite",
        "@id": f"{site.url}/#website",
        "name": site.name,
        "url": f"{site.url}/",
        "inLanguage": site.language,
        "publisher": {"@id": f"{site.url}/#practice"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}{{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(*places: tuple[str, str]) -> Node:
    """The way to a page, from the home page on: names with their addresses."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(places, start=1)
        ],
    }


def _headline(title: str) -> str:
    if len(title) <= MOST_HEADLINE:
        return title
    return title[: MOST_HEADLINE - 1].rsplit(" ", 1)[0] + "…"


def _image(image: Image) -> Node:
    """Its sizes in pixels, which the vocabulary has no bare numbers for."""
    return {
        "@type": "ImageObject",
        "url": image.url,
        "width": _pixels(image.width),
        "height": _pixels(image.height),
    }


def _pixels(number: int) -> Node:
    # UN/CEFACT's code of a pixel.
    return {"@type": "QuantitativeValue", "value": number, "unitCode": "E37"}


def _without_empty(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, "", [])}
