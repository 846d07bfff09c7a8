"""What is kept about one person, wherever it is."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Lower

from consult.followups.models import Message
from consult.intake.models import Intake, Step
from consult.intake.steps import CONTACT
from consult.leads.models import Lead
from consult.quotes.models import Acceptance


def _contacts_with(email: str, *, is_newest: bool) -> QuerySet[Step]:
    newer = Step.objects.filter(
        intake=OuterRef("intake"), key=CONTACT, revision__gt=OuterRef("revision")
    )
    # As a lead's address is made, and not by capitals: those of different letters can be the same.
    rows = Step.objects.filter(key=CONTACT).annotate(typed=Lower(KT("data__email")))
    return rows.filter(typed=email).filter(~Exists(newer) if is_newest else Exists(newer))


def drafts_of(lead: Lead) -> QuerySet[Intake]:
    """Intakes that were not submitted, and whose contact page holds the lead's address."""
    newest = _contacts_with(lead.email, is_newest=True)
    drafts = Intake.objects.filter(submitted_at=None, pk__in=newest.values("intake"))
    return drafts.order_by("started_at", "pk")


def corrected_contacts(lead: Lead) -> QuerySet[Step]:
    """Contact pages that held the lead's address until they were saved anew."""
    return _contacts_with(lead.email, is_newest=False)


def links_mailed_to(lead: Lead) -> QuerySet[Message]:
    """Mails to the lead's address with a link to go on, whosever the intake is."""
    mails = Message.objects.filter(kind=Message.Kind.RESUME_LINK)
    own = mails.annotate(address=Lower("recipient")).filter(address=lead.email)
    return own.order_by("queued_at", "pk")


def acceptances_of(lead: Lead) -> QuerySet[Acceptance]:
    rows = Acceptance.objects.filter(version__quote__case__lead=lead)
    return rows.select_related("version__quote__case").order_by("accepted_at", "pk")
