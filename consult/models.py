from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TokenBucket(models.Model):
    """How full one client's bucket is, as the instant at which it will be full again.

    A bucket that is full needs no row. `key` is a keyed hash of the scope and the address, so
    that nobody can read an address here.
    """

    key = models.UUIDField(_("key"), primary_key=True)
    full_at = models.DateTimeField(_("full at"))
    granted = models.BooleanField(_("granted"))

    class Meta:
        verbose_name = _("token bucket")
        verbose_name_plural = _("token buckets")

    def __str__(self) -> str:
        return str(self.key)


class Edition(models.Model):
    """Which edition of the public pages is out: one row, whose token changes with every change
    that any of them shows. A token never comes back."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField(_("token"))

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="one_edition_is_out")
        ]

    def __str__(self) -> str:
        return str(self.token)
