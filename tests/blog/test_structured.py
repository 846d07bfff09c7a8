"""What a page says of itself in the words of schema.org, whole; no database."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from consult.blog.structured import (
    Image,
    Person,
    Posting,
    Site,
    breadcrumbs,
    graph,
    posting,
    practice,
    profile,
    website,
)


def pixels(number: int) -> dict[str, object]:
    return {"@type": "QuantitativeValue", "value": number, "unitCode": "E37"}


SITE = Site(
    url="https://a.example",
    name="Berg",
    tagline="Advice",
    email="hello@a.example",
    phone="+49 30 1",
    address="Street 1, Berlin",
    logo="https://a.example/logo.svg",
    language="en",
)
LIN = Person(
    name="Lin Berg",
    url="https://a.example/author/lin/",
    role="architect",
    about="Repairs backends.",
    links=["https://code.example/lin"],
    image=Image("https://a.example/media/1.webp", 480, 640),
)
ENGINES = Posting(
    title="Engines",
    summary="In short.",
    url="https://a.example/blog/engines/",
    published_at=datetime(2026, 11, 23, 8, 0, 0, 5, tzinfo=UTC),
    updated_at=datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
    words=1200,
    topics=["Backends", "Python"],
    author=LIN,
    image=Image("https://a.example/blog/engines/card-1.png", 1200, 630),
)
PUBLISHER = {
    "@type": "Organization",
    "@id": "https://a.example/#practice",
    "name": "Berg",
    "url": "https://a.example/",
    "logo": {"@type": "ImageObject", "url": "https://a.example/logo.svg"},
}
PERSON = {
    "@type": "Person",
    "@id": "https://a.example/author/lin/#person",
    "name": "Lin Berg",
    "url": "https://a.example/author/lin/",
    "jobTitle": "architect",
    "description": "Repairs backends.",
    "image": {
        "@type": "ImageObject",
        "url": "https://a.example/media/1.webp",
        "width": pixels(480),
        "height": pixels(640),
    },
    "sameAs": ["https://code.example/lin"],
}


def test_an_article_is_a_blog_posting() -> None:
    assert posting(SITE, ENGINES) == {
        "@type": "BlogPosting",
        "@id": "https://a.example/blog/engines/#article",
        "headline": "Engines",
        "description": "In short.",
        "url": "https://a.example/blog/engines/",
        "mainEntityOfPage": {"@type": "WebPage", "@id": "https://a.example/blog/engines/"},
        "image": {
            "@type": "ImageObject",
            "url": "https://a.example/blog/engines/card-1.png",
            "width": pixels(1200),
            "height": pixels(630),
        },
        "datePublished": "2026-11-23T08:00:00+00:00",
        "dateModified": "2026-11-24T08:00:00+00:00",
        "author": PERSON,
        "publisher": PUBLISHER,
        "isPartOf": {"@id": "https://a.example/#website"},
        "wordCount": 1200,
        "articleSection": ["Backends", "Python"],
        "inLanguage": "en",
    }


def test_what_is_not_known_is_not_said() -> None:
    bare = replace(LIN, role="", about="", links=[], image=None)
    said = posting(SITE, replace(ENGINES, image=None, topics=[], author=bare))
    assert "image" not in said
    assert "articleSection" not in said
    assert said["author"] == {key: PERSON[key] for key in ("@type", "@id", "name", "url")}


def test_a_headline_is_no_longer_than_is_shown() -> None:
    said = posting(SITE, replace(ENGINES, title="word " * 29 + "end"))["headline"]
    assert said == "word " * 20 + "word…"
    assert posting(SITE, replace(ENGINES, title="x" * 110))["headline"] == "x" * 110


def test_an_author_has_a_profile() -> None:
    assert profile(SITE, LIN) == {
        "@type": "ProfilePage",
        "@id": "https://a.example/author/lin/",
        "url": "https://a.example/author/lin/",
        "inLanguage": "en",
        "mainEntity": PERSON | {"worksFor": {"@id": "https://a.example/#practice"}},
    }


def test_the_practice_is_a_business_with_a_site_that_can_be_searched() -> None:
    assert practice(SITE) == PUBLISHER | {
        "@type": "ProfessionalService",
        "description": "Advice",
        "image": "https://a.example/logo.svg",
        "email": "hello@a.example",
        "telephone": "+49 30 1",
        "address": "Street 1, Berlin",
    }
    assert website(SITE, "https://a.example/search/?q=") == {
        "@type": "WebSite",
        "@id": "https://a.example/#website",
        "name": "Berg",
        "url": "https://a.example/",
        "inLanguage": "en",
        "publisher": {"@id": "https://a.example/#practice"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": "https://a.example/search/?q={search_term_string}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def test_breadcrumbs_are_counted_from_the_home_page() -> None:
    assert breadcrumbs(("Berg", "https://a.example/"), ("Journal", "https://a.example/blog/")) == {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Berg", "item": "https://a.example/"},
            {
                "@type": "ListItem",
                "position": 2,
                "name": "Journal",
                "item": "https://a.example/blog/",
            },
        ],
    }


def test_no_text_ends_the_script_that_it_stands_in() -> None:
    hostile = "</script><!-- <script> & \u2028\u2029 “quoted”"
    written = graph({"@type": "Thing", "name": hostile})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {
        "@context": "https://schema.org",
        "@graph": [{"@type": "Thing", "name": hostile}],
    }
