"""The choices that a brief offers. What is asked, and when, is in `questions.py`."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    IDEA = "idea", _("An idea or a plan")
    RUNNING = "running", _("Running, and to be extended")
    REWRITE = "rewrite", _("Running, and to be rewritten")


class Reason(TextChoices):
    SLOW = "slow", _("It is too slow")
    COSTLY = "costly", _("It costs too much to run")
    RIGID = "rigid", _("It is too hard to change")
    PEOPLE = "people", _("Too few people know it")
    END = "end", _("What it is built on is no longer supported")
    OTHER = "other", _("Something else")


class Users(TextChoices):
    FEW = "few", _("Up to 100")
    THOUSANDS = "thousands", _("Up to 10,000")
    MANY = "many", _("Up to a million")
    MASS = "mass", _("More than a million")
    UNKNOWN = "unknown", _("Not known yet")


class Traffic(TextChoices):
    LOW = "low", _("Under 10 requests a second")
    MEDIUM = "medium", _("10 to 100 a second")
    HIGH = "high", _("100 to 1,000 a second")
    HIGHEST = "highest", _("More than 1,000 a second")
    UNKNOWN = "unknown", _("Not known yet")


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
