from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisor.models import DecisionMatrix
from consult.blog.outline import minutes
from consult.blog.search.query import SIGNS


class Picture(models.Model):
    """An uploaded picture, under the name that articles place it by. Its files are made from it."""

    slug = models.SlugField(_("name"), max_length=80, unique=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)

    files: models.Manager[PictureFile]

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering: ClassVar = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.slug


class PictureFile(models.Model):
    """A picture in one format and one size, in the database so that every machine has it.

    What it holds never changes, so its address, made of the digest, can be kept for ever.
    """

    class Format(models.TextChoices):
        AVIF = "avif", "AVIF"
        WEBP = "webp", "WebP"

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="files")
    format = models.CharField(max_length=4, choices=Format.choices)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    digest = models.CharField(max_length=32, db_index=True)
    content = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["picture", "format", "width"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["picture", "format", "width"], name="one_file_per_format_and_width"
            )
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.width}.{self.format}"


class Author(models.Model):
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("slug"), unique=True)
    role = models.CharField(_("role"), max_length=100, blank=True)
    bio = models.TextField(_("about"), blank=True)
    links = models.TextField(
        _("elsewhere"), blank=True, help_text=_("Addresses of profiles, each on a line of its own.")
    )
    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("blog:author", args=[self.slug])

    def clean(self) -> None:
        """A profile is a page elsewhere: what readers are led to, and programs are told."""
        for link in self.links.split():
            try:
                URLValidator(["https", "http"])(link)
            except ValidationError as reason:
                sentence = _("“%(link)s” is no address of a page: it must begin with https://.")
                raise ValidationError({"links": sentence % {"link": link[:60]}}) from reason


class Topic(models.Model):
    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), unique=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("blog:topic", args=[self.slug])


class Content(models.Model):
    """What an article says: typed by an editor, and what is made of it when it is saved."""

    title = models.CharField(_("title"), max_length=150)
    slug = models.SlugField(_("slug"), max_length=100)
    summary = models.CharField(_("summary"), max_length=300)
    body = models.TextField(_("text"), max_length=100_000)
    author = models.ForeignKey(Author, models.PROTECT, verbose_name=_("author"))
    topics = models.ManyToManyField(Topic, blank=True, verbose_name=_("topics"))

    # Made of the body: safe HTML, its headings as [level, id, text], its plain text, and the
    # matrix that it places.
    html = models.TextField(editable=False)
    headings = models.JSONField(default=list, editable=False)
    text = models.TextField(editable=False)
    words = models.PositiveIntegerField(_("words"), default=0, editable=False)
    matrix = models.ForeignKey(
        DecisionMatrix, models.PROTECT, null=True, editable=False, verbose_name=_("matrix")
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def minutes(self) -> int:
        """How long it takes to read."""
        return minutes(self.words)


def parted(field: str) -> Func:
    """A field's words for the search, with spaces for the signs within them."""
    return Func(
        F(field),
        Value(SIGNS),
        Value(" " * len(SIGNS)),
        function="TRANSLATE",
        output_field=models.TextField(),
    )


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        return self.filter(live__isnull=False)


class Article(Content):
    """An article at its address. Its content is that of its newest revision until one is
    published, then that of the one published last, even if it has been withdrawn since."""

    # Stays the same for ever, whatever becomes of the slug: the feed's id is made of it.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    live = models.ForeignKey(
        "Revision", models.RESTRICT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), null=True, editable=False)
    scheduled = models.ForeignKey(
        "Revision", models.RESTRICT, null=True, editable=False, related_name="+"
    )
    scheduled_for = models.DateTimeField(_("scheduled for"), null=True, editable=False)
    link_generation = models.PositiveIntegerField(
        default=1, editable=False, validators=[MinValueValidator(1)]
    )
    search = models.GeneratedField(
        expression=SearchVector(parted("title"), weight="A", config="english")
        + SearchVector(parted("summary"), weight="B", config="english")
        + SearchVector(parted("text"), weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    revisions: models.Manager[Revision]
    redirects: models.Manager[Redirect]
    days: models.Manager[ArticleDay]
    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering: ClassVar = ["-published_at", "-pk"]
        default_related_name = "articles"
        permissions: ClassVar = [("publish_article", _("Can publish and withdraw articles"))]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug"], name="one_article_per_slug"),
            models.CheckConstraint(
                condition=Q(live__isnull=True)
                | Q(published_at__isnull=False, updated_at__gte=F("published_at")),
                name="live_article_has_its_dates",
            ),
            models.CheckConstraint(
                condition=Q(scheduled__isnull=True, scheduled_for__isnull=True)
                | Q(scheduled__isnull=False, scheduled_for__isnull=False),
                name="scheduled_revision_has_a_date",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-published_at"], name="article_by_date"),
            models.Index(
                fields=["scheduled_for"],
                name="article_due",
                condition=Q(scheduled_for__isnull=False),
            ),
            GinIndex(fields=["search"], name="article_search"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("blog:article", args=[self.slug])


class Revision(Content):
    """One save of an article, whole. Rows are only ever added: a trigger refuses a change."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("saved by")
    )

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering: ClassVar = ["article", "-number"]
        default_related_name = "revisions"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_from_1"),
        ]


class Redirect(models.Model):
    """A slug that a published article had before. It leads to the article, wherever that is now."""

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    article = models.ForeignKey(Article, models.CASCADE, related_name="redirects")

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering: ClassVar = ["slug"]

    def __str__(self) -> str:
        return self.slug


class Card(models.Model):
    """The picture that goes with a shared link to an article, drawn when it is published."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="card")
    digest = models.CharField(max_length=32)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")

    def __str__(self) -> str:
        return self.digest


class ArticleDay(models.Model):
    """What one article led to on one day (UTC): numbers, and nothing of any person."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    views = models.PositiveIntegerField(_("views"), default=0)
    tried = models.PositiveIntegerField(_("matrix tried"), default=0)
    started = models.PositiveIntegerField(_("intake started"), default=0)
    submitted = models.PositiveIntegerField(_("submitted"), default=0)
    booked = models.PositiveIntegerField(_("call booked"), default=0)
    won = models.PositiveIntegerField(_("won"), default=0)

    class Meta:
        verbose_name = _("day of an article")
        verbose_name_plural = _("days of articles")
        ordering: ClassVar = ["-day", "article"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "day"], name="one_row_per_article_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.day}"
