"""What is to be built, in the visitor's own words and a few choices."""

from __future__ import annotations

from typing import Annotated

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, StringConstraints


class Stage(TextChoices):
    IDEA = "idea", _("An idea or a plan")
    RUNNING = "running", _("Running, and to be extended")
    REWRITE = "rewrite", _("Running, and to be rewritten")


class Timeline(TextChoices):
    NOW = "now", _("Within a month")
    QUARTER = "quarter", _("Within three months")
    YEAR = "year", _("Within a year")
    OPEN = "open", _("No date yet")


class Budget(TextChoices):
    SMALL = "small", _("Under €5,000")
    MEDIUM = "medium", _("€5,000 to €20,000")
    LARGE = "large", _("€20,000 to €75,000")
    LARGEST = "largest", _("Above €75,000")
    UNSAID = "unsaid", _("Prefer not to say")


class Brief(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    what: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    stage: Stage
    integrations: Annotated[str, StringConstraints(max_length=1000)] = ""
    timeline: Timeline
    budget: Budget
    notes: Annotated[str, StringConstraints(max_length=5000)] = ""
