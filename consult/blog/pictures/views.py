"""Pictures by their digests: what is at such an address never changes, so it is kept for ever."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from consult.blog.models import Card, PictureFile


@require_safe
def picture(request: HttpRequest, digest: str, format: str) -> HttpResponse:
    files = PictureFile.objects.filter(digest=digest, format=format)
    content = files.values_list("content", flat=True).first()
    if content is None:
        raise Http404
    return _for_ever(request, bytes(content), f"image/{format}", digest)


@require_safe
def card(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """The card of a published article. An older address of it leads to the one of today."""
    known = Q(article__slug=slug) | Q(article__redirects__slug=slug)
    cards = Card.objects.filter(known, article__live__isnull=False).select_related("article")
    card = cards.only("digest", "content", "article__slug").first()
    if card is None:
        raise Http404
    if (card.article.slug, card.digest) != (slug, digest):
        return redirect("blog:card", card.article.slug, card.digest)
    return _for_ever(request, bytes(card.content), "image/png", digest)


def _for_ever(request: HttpRequest, content: bytes, kind: str, digest: str) -> HttpResponse:
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "ETag": f'"{digest}"',
        # Were it ever taken for a page, that page could do nothing.
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    response = HttpResponse(content, content_type=kind, headers=headers)
    conditional = get_conditional_response(request, etag=headers["ETag"], response=response)
    assert isinstance(conditional, HttpResponse)
    return conditional
