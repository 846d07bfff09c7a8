"""What changes the public pages without being an article's own write."""

from __future__ import annotations

from django.db.models.signals import post_delete, post_save

from advisor.models import DecisionMatrix, MatrixVersion
from consult import pages
from consult.blog.models import Article, Author, Picture, Topic


def renew_pages(sender: object, **kwargs: object) -> None:
    pages.renew()


for model in (DecisionMatrix, MatrixVersion, Author, Topic, Picture):
    post_save.connect(renew_pages, sender=model)
    post_delete.connect(renew_pages, sender=model)

# A saved article shows nothing new until one of its revisions is published.
post_delete.connect(renew_pages, sender=Article)
