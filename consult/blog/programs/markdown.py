"""An article as a text: its Markdown, for those who read it without the page around it."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from advisor.core.markdown import link, plain
from consult.blog import head, reading
from consult.blog.markdown import picture_names
from consult.blog.old_addresses import at_old_address
from consult.blog.pictures import gallery
from consult.blog.programs import circumstances
from consult.blog.programs.absolute import in_markdown
from consult.blog.reading import Whole
from consult.pages import kept

PLACE = re.compile(r"\s{0,3}\{\{ matrix:[a-z0-9-]+ \}\}\s*")


@kept
@require_safe
@conditional_page
def markdown(request: HttpRequest, slug: str) -> HttpResponse:
    """The article, as at its address, which the answer names as the one to be found under."""
    read = reading.at(slug)
    if read is None:
        return at_old_address(request, slug, "blog:markdown")
    url = head.absolute(read.article.get_absolute_url())
    headers = {"Link": f'<{url}>; rel="canonical"'}
    return HttpResponse(
        text(read, url, pictures(read.article.body)),
        content_type="text/markdown; charset=utf-8",
        headers=headers,
    )


def pictures(body: str) -> dict[str, str]:
    """The address of every picture that *body* names, by how it names it."""
    shown = gallery.shown(picture_names(body))
    return {f"picture:{name}": head.absolute(picture.largest) for name, picture in shown.items()}


def text(read: Whole, url: str, pictures: dict[str, str]) -> str:
    """The whole article at *url* in CommonMark with tables."""
    article = read.article
    body = in_markdown(
        article.body,
        resolve=lambda target: pictures.get(target) or urljoin(url, target),
        placed=lambda line: _matrix(read) if PLACE.fullmatch(line) else line,
    )
    return "\n\n".join(
        [f"# {plain(article.title)}", f"> {plain(article.summary)}", _byline(read, url), body]
    )


def _byline(read: Whole, url: str) -> str:
    author = read.article.author
    facts = {
        "author": link(author.name, head.absolute(author.get_absolute_url())),
        "date": plain(date_format(read.published_at, "DATE_FORMAT")),
        "updated": plain(date_format(read.updated_at, "DATE_FORMAT")),
    }
    byline = _("By %(author)s, published on %(date)s, last updated on %(updated)s.") % facts
    return f"{byline}\n<{url}>"


def _matrix(read: Whole) -> str:
    if read.version is None:
        return ""
    return circumstances.as_markdown(read.version.content, head.run_url(read, "markdown"))
