from __future__ import annotations

from django.http import HttpRequest

from consult.leads.models import Case


def waiting_for(request: HttpRequest) -> int:
    """How many cases wait for somebody to look at them; 0 for whoever may not see them."""
    permissions = ("leads.view_case", "leads.change_case")
    if not any(request.user.has_perm(permission) for permission in permissions):
        return 0
    return Case.objects.filter(review=Case.Review.WAITING).count()
