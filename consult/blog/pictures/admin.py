"""Pictures in the admin: uploaded, looked at, and kept from being deleted while they are used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

from django import forms
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consult.blog.models import Author, Picture, PictureFile
from consult.blog.pictures import gallery, making, uploads


class UploadForm(forms.ModelForm[Picture]):
    upload = forms.FileField(
        label=_("File"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
        help_text=_(
            "JPEG, PNG, WebP, or AVIF, up to 15 MB and 40 million pixels. Where and with what it "
            "was taken is removed."
        ),
    )
    made: making.Made

    class Meta:
        model = Picture
        fields = ("slug", "credit")
        help_texts: ClassVar = {
            "slug": _("Articles place the picture by this name, so it cannot change later.")
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        upload = self.cleaned_data.get("upload")
        # The slow step, a second or two: only once no field is wrong.
        if isinstance(upload, UploadedFile) and not self.errors:
            try:
                self.made = _made_of(upload)
            except uploads.Refused as refused:
                self.add_error("upload", str(refused))
        return cleaned


def _made_of(upload: UploadedFile) -> making.Made:
    data = upload.read(uploads.MOST_BYTES + 1)
    return making.make(data, name=upload.name or "", content_type=upload.content_type or "")


class PictureRow(Protocol):
    """A picture, and what the list's queryset adds to it."""

    slug: str
    credit: str
    width: int
    height: int
    digest: str | None


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin[Picture]):
    list_display = ("slug", "small", "size", "credit", "uploaded_at")
    search_fields = ("slug", "credit")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Picture]:
        files = PictureFile.objects.filter(picture=OuterRef("pk"), format=PictureFile.Format.WEBP)
        smallest = files.order_by("width").values("digest")[:1]
        return super().get_queryset(request).annotate(digest=Subquery(smallest))

    def get_form(
        self, request: HttpRequest, obj: Picture | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Picture]]:
        if obj is None:
            kwargs["form"] = UploadForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Picture | None = None) -> tuple[str, ...]:
        if obj is None:
            return ("slug", "upload", "credit")
        return ("slug", "preview", "size", "to_place", "places", "credit", "uploaded_at")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Picture | None = None
    ) -> tuple[str, ...]:
        made = (name for name in self.get_fields(request, obj) if name != "credit")
        return tuple(made) if obj else ()

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().add_view(request, form_url, extra_context)
        except IntegrityError:
            # While this one was being made, another of the same name was saved: a second click.
            messages.error(request, gettext("There is a picture of that name now. Look at it."))
            return HttpResponseRedirect(reverse("admin:blog_picture_changelist"))

    def save_model(
        self, request: HttpRequest, obj: Picture, form: forms.ModelForm[Picture], change: bool
    ) -> None:
        if isinstance(form, UploadForm):
            gallery.add(obj, form.made)
        else:
            super().save_model(request, obj, form, change)

    def get_deleted_objects(
        self, objs: Sequence[Any] | QuerySet[Any], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """What readers see, or soon will, keeps its pictures: the page says which articles."""
        found, counts, missing, protected = super().get_deleted_objects(objs, request)
        sentence = gettext("The article “%(title)s”, which is published or scheduled")
        kept = [
            sentence % {"title": article.title}
            for picture in objs
            for article in gallery.holding(picture)
        ]
        return found, counts, missing, [*protected, *kept]

    @admin.display(description=_("picture"))
    def small(self, row: PictureRow) -> SafeString:
        return _image(row, "picture-small")

    @admin.display(description=_("preview"))
    def preview(self, row: PictureRow) -> SafeString:
        return _image(row, "picture-preview")

    @admin.display(description=_("size"))
    def size(self, row: PictureRow) -> str:
        sizes = {"width": row.width, "height": row.height}
        return gettext("%(width)s × %(height)s pixels at most") % sizes

    @admin.display(description=_("in Markdown"))
    def to_place(self, row: PictureRow) -> SafeString:
        caption = f"{gettext('Caption.')} {row.credit}".strip().replace('"', r"\"")
        line = gettext('![What the picture shows](picture:%(name)s "%(caption)s")')
        placed = line % {"name": row.slug, "caption": caption}
        advice = _("On a line of its own. To show another picture, upload that one and place it.")
        return format_html("<code>{}</code><br>{}", placed, advice)

    @admin.display(description=_("used in"))
    def places(self, picture: Picture) -> SafeString | str:
        links = [
            (reverse("admin:blog_article_change", args=[article.pk]), article.title)
            for article in gallery.naming(picture)
        ]
        links += [
            (reverse("admin:blog_author_change", args=[author.pk]), author.name)
            for author in Author.objects.filter(picture=picture)
        ]
        return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a>', links) or "–"


def _image(row: PictureRow, css: str) -> SafeString:
    address = reverse("blog:media", args=[row.digest, PictureFile.Format.WEBP])
    tag = '<img class="{}" src="{}" width="{}" height="{}" alt="" loading="lazy">'
    return format_html(tag, css, address, row.width, row.height)
