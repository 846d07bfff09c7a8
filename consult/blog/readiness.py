"""What keeps an article from being published, in sentences for its author."""

from __future__ import annotations

from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from advisor.models import DecisionMatrix
from consult.blog.models import Article, Redirect, Revision
from consult.blog.rendering import rendered


class Refused(Exception):
    """Something that cannot be done to an article; each sentence says why."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__(*sentences)


def faults(article: Article, revision: Revision) -> list[str]:
    """Why *revision* cannot be what readers see; nothing where it can."""
    # The body is rendered again only for what the database does not already refuse: a scheduled
    # article that cannot go out is looked at every few seconds.
    found = [fault for fault in (slug_fault(revision.slug, article),) if fault]
    return found or body_faults(revision.body)


def body_faults(body: str) -> list[str]:
    made = rendered(body)
    found = list(made.faults)
    if made.matrix and not published_matrix(made.matrix):
        sentence = _("The matrix “%(slug)s” has not been published. Publish it first.")
        found.append(sentence % {"slug": made.matrix})
    return found


def published_matrix(slug: str) -> DecisionMatrix | None:
    return DecisionMatrix.objects.filter(versions__isnull=False, slug=slug).first()


def slug_fault(slug: str, article: Article | None) -> str:
    """Why *article*, or a new one, cannot have this slug; empty where it can."""
    match = resolve(reverse("blog:article", args=[slug]))
    if match.view_name != "blog:article":
        return _("“%(slug)s” is an address of the site itself.") % {"slug": slug}
    # In this order: a slug that is being given up is first an article's, then a redirect's.
    other = Article.objects.filter(slug=slug).first()
    if other and other != article:
        return taken(slug, other)
    old = Redirect.objects.filter(slug=slug).select_related("article").first()
    if old and old.article != article:
        sentence = _("“%(slug)s” was the slug of “%(title)s” and leads there.")
        return sentence % {"slug": slug, "title": old.article.title}
    return ""


def taken(slug: str, other: Article | None = None) -> str:
    if other is None:
        return _("“%(slug)s” has just become the slug of another article.") % {"slug": slug}
    sentence = _("“%(title)s” already has the slug “%(slug)s”.")
    return sentence % {"slug": slug, "title": other.title}
