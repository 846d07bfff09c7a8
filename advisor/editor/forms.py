"""The two ways to begin: a few names, or a TOML file. Either gives a matrix without faults."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from advisor.core.model import Matrix, MatrixError, load_matrix
from advisor.core.problems import Problem

# What a new matrix's faults are called, by the field of the form that they come from.
_FIELDS = {"slug": "slug", "title": "title"} | {
    f"alternatives[{index}].{part}": field
    for index, field in enumerate(["first", "second"])
    for part in ("key", "name")
}


class NewMatrixForm(forms.Form):
    """`content` is the smallest matrix there is, to be filled in the editor."""

    title = forms.CharField(label=_("Title"), max_length=200)
    slug = forms.CharField(
        label=_("Slug"),
        max_length=80,
        help_text=_("Its address, such as django-or-fastapi. It cannot be changed later."),
    )
    first = forms.CharField(label=_("First alternative"), max_length=100)
    second = forms.CharField(label=_("Second alternative"), max_length=100)

    content: Matrix

    def clean(self) -> dict[str, Any]:
        if self.errors:
            return self.cleaned_data
        try:
            self.content = Matrix.from_document(_smallest(**self.cleaned_data))
        except MatrixError as error:
            for problem in error.problems:
                self.add_error(_FIELDS.get(problem.at), problem.message)
        return self.cleaned_data


def _smallest(title: str, slug: str, first: str, second: str) -> dict[str, Any]:
    key = _key(first)
    other = _key(second)
    keys = [key, other if other != key else f"{other[:48]}_2"]
    options = [gettext("One answer"), gettext("Another answer")]
    return {
        "slug": slug,
        "title": title,
        "alternatives": [
            {"key": key, "name": name, "detail": ""}
            for key, name in zip(keys, [first, second], strict=True)
        ],
        "criteria": [
            {
                "key": "criterion_1",
                "name": gettext("First criterion"),
                "question": gettext("What do you ask first?"),
                "why": "",
                "weight": 3,
                "options": [
                    {
                        "key": f"option_{number}",
                        "label": label,
                        "cells": {key: {"anchor": 2, "rationale": ""} for key in keys},
                    }
                    for number, label in enumerate(options, start=1)
                ],
            }
        ],
    }


def _key(name: str) -> str:
    """The identifier nearest to a name."""
    key = re.sub("^[^a-z]+", "", slugify(name).replace("-", "_"))
    return key[:50] or "alternative"


class TomlForm(forms.Form):
    """`content` is what the file says. One with faults is refused with all of its `problems`."""

    file = forms.FileField(label=_("TOML file"), required=False, help_text=_("Up to 1 MB."))
    text = forms.CharField(
        label=_("Or the text of one"),
        help_text=_("Up to 250 kB; choose a file for more."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    content: Matrix
    problems: tuple[Problem, ...] = ()

    def __init__(self, *args: Any, slug: str = "", **kwargs: Any) -> None:
        """With *slug*, a matrix under another is a fault."""
        super().__init__(*args, **kwargs)
        self.slug = slug

    def clean(self) -> dict[str, Any]:
        if self.errors:
            return self.cleaned_data
        file, text = self.cleaned_data["file"], self.cleaned_data["text"]
        if bool(file) == bool(text.strip()):
            raise forms.ValidationError(gettext("Choose a file or paste its text: one of the two."))
        try:
            self.content = load_matrix(_text(file) if file else text)
            if self.slug and self.content.slug != self.slug:
                raise MatrixError([Problem("slug", f"must be {self.slug}, as of this matrix")])
        except MatrixError as error:
            self.problems = error.problems
            count = len(error.problems)
            sentence = ngettext(
                "Nothing was saved: the file has %(count)s problem.",
                "Nothing was saved: the file has %(count)s problems.",
                count,
            )
            raise forms.ValidationError(sentence % {"count": count}) from None
        return self.cleaned_data


def _text(file: UploadedFile) -> str:
    raw: bytes = file.read()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise MatrixError([Problem(f"line {line}", "is not UTF-8 text")]) from None
