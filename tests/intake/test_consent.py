"""What Ada agrees to is kept word for word, with its version."""

from __future__ import annotations

import pytest

from consult.intake import contact
from consult.leads.models import Case
from tests.intake.visit import Visit

# Whoever changes the wording gives it another version, and adds a line here.
WORDINGS = {
    "2026-11-22": "I agree that what I have entered is stored and used to answer this enquiry.",
}


def test_every_wording_has_a_version_of_its_own() -> None:
    assert WORDINGS[contact.CONSENT_VERSION] == str(contact.CONSENT_WORDING)


def kept(ada: Visit) -> tuple[str, str]:
    saved = ada.intake().saved()["contact"]
    return saved["consent_version"], saved["consent_wording"]


def test_it_is_kept_as_the_page_words_it_and_goes_with_the_case(ada: Visit) -> None:
    ada.reach("contact")
    [wording] = WORDINGS.values()
    assert wording in ada.get("contact").text
    ada.fill("contact")
    assert kept(ada) == ("2026-11-22", wording)
    ada.submit()
    case = Case.objects.get()
    assert (case.consent_version, case.consent_wording) == kept(ada)


def test_sent_again_under_another_wording_it_is_another_consent(
    ada: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.reach("contact")
    ada.fill("contact")
    before = ada.intake().saved()["contact"]
    ada.fill("contact")
    assert ada.intake().saved()["contact"] == before
    monkeypatch.setattr(contact, "CONSENT_WORDING", "I agree to less.")
    monkeypatch.setattr(contact, "CONSENT_VERSION", "2027-01-01")
    ada.fill("contact")
    assert kept(ada) == ("2027-01-01", "I agree to less.")
