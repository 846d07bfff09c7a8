from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Shipped(models.Model):
    """A piece of sample content that was added once: whoever deletes it does not get it back."""

    name = models.CharField(_("name"), max_length=150, unique=True)

    class Meta:
        verbose_name = _("shipped content")
        verbose_name_plural = _("shipped content")

    def __str__(self) -> str:
        return self.name
