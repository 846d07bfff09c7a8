"""The head of a page: what it says to programs that show it elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consult.blog import structured
from consult.blog.markdown import Shown
from consult.blog.models import Article, Author, Topic
from consult.blog.reading import Whole
from consult.blog.structured import Image, Person, Posting, Site

CARD = (1200, 630)  # pixels


@dataclass(frozen=True)
class Head:
    """What `blog/_head.html` writes, beside the title and the description of the page itself."""

    kind: str  # in the words of https://ogp.me/
    title: str
    description: str
    url: str
    json_ld: SafeString | None
    image: Image | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    author: str = ""
    topics: Sequence[str] = ()


def absolute(path: str) -> str:
    """The address of a path of this site, from outside; one that is complete stays as it is."""
    return path if urlsplit(path).netloc else settings.SITE_URL + path


def run_url(read: Whole, cta: str) -> str:
    """Where the matrix of an article can be run by who reads it elsewhere, in *cta*."""
    assert read.version
    path = reverse("fit:matrix", args=[read.version.matrix.slug])
    return absolute(f"{path}?{urlencode({'from': read.article.slug, 'cta': cta})}")


def site() -> Site:
    facts = {name: settings.PRACTICE[name] for name in ("name", "tagline", "email", "phone")}
    return Site(
        url=settings.SITE_URL,
        address=settings.PRACTICE["address"],
        logo=absolute(static("img/favicon.svg")),
        language=get_language() or settings.LANGUAGE_CODE,
        **facts,
    )


def card(article: Article) -> Image | None:
    """The picture of a shared link, where it has been drawn."""
    drawn = getattr(article, "card", None)
    if drawn is None:
        return None
    return Image(absolute(reverse("blog:card", args=[article.slug, drawn.digest])), *CARD)


def portrait(shown: Shown | None) -> Image | None:
    return Image(absolute(shown.largest), shown.width, shown.height) if shown else None


def person(author: Author, shown: Shown | None) -> Person:
    return Person(
        name=author.name,
        url=absolute(author.get_absolute_url()),
        role=author.role,
        about=author.bio,
        links=author.links.split(),
        image=portrait(shown),
    )


def of_article(read: Whole) -> Head:
    article, names = read.article, [topic.name for topic in read.topics]
    posting = Posting(
        title=article.title,
        summary=article.summary,
        url=absolute(article.get_absolute_url()),
        published_at=read.published_at,
        updated_at=read.updated_at,
        words=article.words,
        topics=names,
        author=person(article.author, read.portrait),
        image=card(article),
    )
    way = _way_to((article.title, posting.url))
    return Head(
        kind="article",
        title=article.title,
        description=article.summary,
        url=posting.url,
        json_ld=structured.graph(structured.posting(site(), posting), way),
        image=posting.image,
        published_at=read.published_at,
        updated_at=read.updated_at,
        author=posting.author.url,
        topics=names,
    )


def of_author(author: Author, shown: Shown | None) -> Head:
    about = person(author, shown)
    way = structured.breadcrumbs(_home(), (about.name, about.url))
    return Head(
        kind="profile",
        title=about.name,
        description=author.bio or author.role or settings.PRACTICE["tagline"],
        url=about.url,
        json_ld=structured.graph(structured.profile(site(), about), way),
        image=about.image,
    )


def of_list(topic: Topic | None, description: str, url: str, image: Image | None) -> Head:
    """*url* is the address of this page of the list."""
    way = _way_to((topic.name, absolute(topic.get_absolute_url()))) if topic else _way_to()
    return Head(
        kind="website",
        title=topic.name if topic else _("Journal"),
        description=description,
        url=url,
        json_ld=structured.graph(way),
        image=image,
    )


def of_home(title: str, description: str, image: Image | None) -> Head:
    us, search = site(), absolute(reverse("blog:search"))
    return Head(
        kind="website",
        title=title,
        description=description,
        url=f"{us.url}/",
        json_ld=structured.graph(structured.practice(us), structured.website(us, f"{search}?q=")),
        image=image,
    )


def _home() -> tuple[str, str]:
    return settings.PRACTICE["name"], f"{settings.SITE_URL}/"


def _way_to(*places: tuple[str, str]) -> structured.Node:
    journal = (_("Journal"), absolute(reverse("blog:list")))
    return structured.breadcrumbs(_home(), journal, *places)
