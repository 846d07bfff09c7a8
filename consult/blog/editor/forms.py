"""What an editor types, and when it is to be published."""

from __future__ import annotations

import re
from typing import Any, cast

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Field
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consult.blog.models import Article, Author, Revision, Topic
from consult.blog.readiness import slug_fault
from consult.blog.services import Draft
from consult.zones import readable

# No feed can carry them, and nobody sees them.
CONTROLS = RegexValidator(
    re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"),
    _("There is a control character in this text, which cannot be shown. Delete it."),
    inverse_match=True,
)
PLAIN_SLUG = RegexValidator(
    re.compile(r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z"),
    _("Use small letters a–z, digits, and single hyphens between them."),
)


class LineField(forms.CharField):
    """Text on one line."""

    default_validators = [CONTROLS]

    def to_python(self, value: Any) -> Any:
        return " ".join((super().to_python(value) or "").split())


class TextField(forms.CharField):
    """Lines that end as in a file, however the browser sends them."""

    default_validators = [CONTROLS]

    def to_python(self, value: Any) -> Any:
        text = (
            (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        )
        return f"{text}\n" if text.strip() else ""


def _longest(name: str) -> int | None:
    return cast("Field[Any, Any]", Revision._meta.get_field(name)).max_length


class ArticleForm(forms.Form):
    """`draft` is what a form without errors says."""

    title = LineField(label=_("Title"), max_length=_longest("title"))
    slug = LineField(
        label=_("Slug"),
        max_length=_longest("slug"),
        required=False,
        validators=[PLAIN_SLUG],
        help_text=_("The last part of its address. Left empty, it is made of the title."),
    )
    summary = LineField(
        label=_("Summary"),
        max_length=_longest("summary"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown in lists, by search engines, and under the title."),
    )
    body = TextField(
        label=_("Text"),
        max_length=_longest("body"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "true"}),
        help_text=_("In Markdown, up to 100,000 characters."),
    )
    author = forms.ModelChoiceField(Author.objects.all(), label=_("Author"))
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, article: Article | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article
        authors = list(Author.objects.all()[:2])
        if article is None and len(authors) == 1:
            self.initial.setdefault("author", authors[0])

    def clean_slug(self) -> str:
        title = self.cleaned_data.get("title", "")
        slug: str = self.cleaned_data["slug"] or _slug_of(title)
        if title and not slug:
            raise forms.ValidationError(gettext("This title makes no slug. Type one."))
        if slug and (fault := slug_fault(slug, self.article)):
            raise forms.ValidationError(fault)
        return slug

    @property
    def draft(self) -> Draft:
        return Draft(**self.cleaned_data)


def _slug_of(title: str) -> str:
    return slugify(title.replace("_", " "))[: _longest("slug")].strip("-")


def typed(revision: Revision) -> dict[str, Any]:
    """What the form says of a revision when it opens."""
    fields: dict[str, Any] = {name: getattr(revision, name) for name in ArticleForm.base_fields}
    return fields | {"topics": [topic.pk for topic in revision.topics.all()]}


class ScheduleForm(forms.Form):
    at = forms.DateTimeField(
        label=_("Date and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = {"zone": readable(timezone.get_current_timezone_name())}
        self.fields["at"].help_text = gettext("On the clock of %(zone)s.") % zone
