"""A number as it is typed, kept as E.164, and shown so that anybody can dial it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django_stubs_ext import StrPromise
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from consult.followups import letters, notices
from consult.intake import forms
from consult.intake.contact import Contact
from consult.phones import (
    NOT_HERE,
    NOT_IN_USE,
    SUCH_AS,
    TOO_LONG,
    TOO_SHORT,
    UNKNOWN_CODE,
    WITH_CODE,
    WITHOUT_EXTENSION,
    BadNumber,
    e164,
    international,
)
from consult.zones import region_of
from tests.intake.visit import Visit
from tests.people import NOW, ada_contact, open_case_for_ada

BERLIN, NEW_YORK, UTC = "Europe/Berlin", "America/New_York", "UTC"


@pytest.mark.parametrize(
    ("typed", "zone", "kept"),
    [
        ("+49 30 5550100", UTC, "+49305550100"),
        ("+49 (0)30 / 555-0100", UTC, "+49305550100"),
        ("0049 30 5550100", UTC, "+49305550100"),
        ("0049 30 5550100", NEW_YORK, "+49305550100"),
        ("011 49 30 5550100", NEW_YORK, "+49305550100"),
        ("0011 49 30 5550100", "Australia/Sydney", "+49305550100"),
        ("030 555–0100", BERLIN, "+49305550100"),
        ("(212) 555-0100", NEW_YORK, "+12125550100"),
        ("212.555.0100", "US/Eastern", "+12125550100"),
        ("98765 43210", "Asia/Calcutta", "+919876543210"),
        ("06 12345678", "Europe/Rome", "+390612345678"),
        ("8 912 345-67-89", "Europe/Moscow", "+79123456789"),
        # Digits of other scripts, and what an address book wraps a number in.
        ("٠٣٠٥٥٥٠١٠٠", BERLIN, "+49305550100"),
        ("＋４９３０５５５０１００", UTC, "+49305550100"),
        ("\u202a+49 30 5550100\u202c", UTC, "+49305550100"),
        ("+49\xa030\u20115550100", UTC, "+49305550100"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, zone: str, kept: str) -> None:
    assert e164(typed, region_of(zone)) == kept


@pytest.mark.parametrize(
    ("typed", "zone", "sentence"),
    [
        ("call me", BERLIN, SUCH_AS),
        ("+", UTC, SUCH_AS),
        ("+49 30 5550100, +49 30 5550101", UTC, SUCH_AS),
        ("<b>030 5550100</b>", BERLIN, SUCH_AS),
        ("030 5550100 ext. 12", BERLIN, WITHOUT_EXTENSION),
        ("+1 212 555 0100 x5", UTC, WITHOUT_EXTENSION),
        ("030 5550100", UTC, WITH_CODE),
        # Where several countries have the clock, nothing is guessed.
        ("030 5550100", "Canada/Eastern", WITH_CODE),
        ("0412 345 678", "Antarctica/Casey", WITH_CODE),
        # An American in Berlin, whose number some place in Germany has as well.
        ("212 555 0100", BERLIN, NOT_HERE),
        ("110", BERLIN, NOT_HERE),
        ("+999 123 4567", UTC, UNKNOWN_CODE),
        ("+1 555 0100", UTC, TOO_SHORT),
        ("00", UTC, TOO_SHORT),
        ("+49" + "1" * 20, UTC, TOO_LONG),
        ("+1 111 555 0100", UTC, NOT_IN_USE),
    ],
)
def test_what_is_no_number_is_answered_with_how_to_mend_it(
    typed: str, zone: str, sentence: StrPromise
) -> None:
    with pytest.raises(BadNumber) as refused:
        e164(typed, region_of(zone))
    assert refused.value.sentence == sentence


@pytest.mark.parametrize(
    ("zone", "region"),
    [
        (BERLIN, "DE"),
        # Their clocks have gone together since 1970, but each is a country of its own.
        ("Europe/Stockholm", "SE"),
        # Old names, as browsers report them.
        ("Asia/Calcutta", "IN"),
        ("America/Buenos_Aires", "AR"),
        ("Europe/Kiev", "UA"),
        # A Canadian place whose zone is named after Panama today.
        ("America/Coral_Harbour", None),
        (UTC, None),
        ("Etc/GMT+3", None),
        ("nonsense", None),
    ],
)
def test_a_zone_belongs_to_a_country_where_there_is_one_only(zone: str, region: str | None) -> None:
    assert region_of(zone) == region


@settings(max_examples=80)
@given(
    typed=st.one_of(
        st.text(max_size=32),
        st.text("+0123456789 ()-", max_size=32),
        st.from_regex(r"\+(49|1|39)[0-9]{8,10}", fullmatch=True),
    ),
    region=st.sampled_from([None, "DE", "US", "IT", "AQ"]),
)
def test_whatever_is_typed_becomes_a_number_that_reads_back_or_is_refused(
    typed: str, region: str | None
) -> None:
    try:
        kept = e164(typed, region)
    except BadNumber:
        return
    assert ada_contact(phone=kept).phone == kept == e164(international(kept), None)


@pytest.mark.parametrize("phone", ["+1 555 0100", "030 5550100", "49305550100", "+49305550100\n"])
def test_a_contact_holds_no_number_but_in_the_one_form(phone: str) -> None:
    with pytest.raises(ValidationError, match="phone"):
        ada_contact(phone=phone)


@pytest.mark.django_db
def test_it_is_kept_once_and_shown_internationally(ada: Visit) -> None:
    ada.reach("contact")
    ada.fill("contact", phone=" (212) 555-0100 ", preferred_channel="phone")
    assert Contact.model_validate(ada.intake().saved()["contact"]).phone == "+12125550100"
    for page in [ada.get("check"), ada.get("contact", "?change=1")]:
        assert "+1 212-555-0100" in page.text
        assert "+12125550100" not in page.text


@pytest.mark.django_db
def test_mails_show_it_internationally() -> None:
    case = open_case_for_ada(phone="+49305550100")
    for mail in [letters.case_confirmation(case, NOW), notices.case_opened(case, NOW)]:
        assert "+49305550100" not in mail.text + mail.html
    assert "+49 30 5550100" in notices.case_opened(case, NOW).text


@pytest.mark.django_db
def test_the_page_names_what_is_wrong_and_keeps_what_was_typed(ada: Visit) -> None:
    ada.reach("contact")
    sent = {"phone": "030 5550100", "time_zone": "UTC"}
    page = ada.post("contact", {**ada_typed(), **sent})
    assert page.status_code == 422
    assert unescape(page.text).count(str(WITH_CODE)) == 2  # in the summary, and by its field
    assert 'value="030 5550100"' in page.text
    assert ada.fill("contact", **{**sent, "time_zone": BERLIN}) == "/intake/golden/check/"


@pytest.mark.django_db
def test_the_contact_has_the_last_word(ada: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "e164", lambda typed, region: typed)
    ada.reach("contact")
    page = ada.post("contact", {**ada_typed(), "phone": "030 5550100"})
    assert page.status_code == 422
    assert '<a href="#id_phone">This cannot be used as it is.' in page.text
    assert "contact" not in ada.intake().saved()


def ada_typed() -> dict[str, str]:
    return {
        "name": "Ada Okafor",
        "email": "ada@client.example",
        "company": "",
        "preferred_channel": "email",
        "time_zone": NEW_YORK,
        "consent": "on",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", "Madonna"),
        ("name", "李小龙"),
        ("name", "محمد عبد الله"),
        ("name", "Dr. Müller-Lüdenscheidt (CTO)"),
        ("name", "Łukasz O’Neill Jr."),
        ("email", "ada+consult@client.example"),
        ("email", "ada@münchen.example"),
        ("email", "o'neill@client.example"),
        ("time_zone", "Asia/Calcutta"),
        ("time_zone", "UTC"),
    ],
)
def test_a_contact_from_anywhere_is_taken_as_it_is(ada: Visit, field: str, typed: str) -> None:
    ada.reach("contact")
    assert ada.fill("contact", **{field: typed}) == "/intake/golden/check/"
    assert ada.intake().saved()["contact"][field] == typed


def test_a_number_is_written_from_left_to_right_and_says_so_once(ada: Visit) -> None:
    ada.reach("contact")
    [field] = re.findall(r'<input type="tel"[^>]*>', ada.get("contact").text)
    assert re.findall(r'dir="(\w+)"', field) == ["ltr"]
