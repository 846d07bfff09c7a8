from __future__ import annotations

from django.db import models
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
