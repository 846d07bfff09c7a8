"""Phone numbers: typed as people write them, kept as E.164, shown as anybody can dial them."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise
from phonenumbers import (
    Leniency,
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberMatcher,
    ValidationResult,
)

SUCH_AS = _("Enter a number such as +49 30 5550100.")
WITHOUT_EXTENSION = _("Enter the number without its extension, such as +49 30 5550100.")
WITH_CODE = _("Begin the number with its country code, such as +49 30 5550100.")
UNKNOWN_CODE = _(
    "No country has the code that this number begins with. Check it: it is written such as +49."
)
TOO_SHORT = _("This number is too short. Check that no digit is missing.")
TOO_LONG = _("This number is too long. Check that no digit is there twice.")
NOT_IN_USE = _("No phone has such a number. Check its digits and its country code.")
# It may also be a good number of another country than the one that we took it for.
NOT_HERE = _(
    "This is no number of the country of your time zone."
    " Check its digits, or begin it with its country code, such as +49 30 5550100."
)

_WRITTEN = re.compile(r"\+?[\d\s()/.\-\u2010-\u2015\u2212]*\d[\d\s()/.\-\u2010-\u2015\u2212]*")
_EXTENSION = re.compile(r"\d\s*(?:,|;|#|x|ext\b|extension\b)[^+]*\d\s*$", re.IGNORECASE)
_TRUNK = re.compile(r"\(\s*0\s*\)")


class BadNumber(ValueError):
    """`sentence` says how to mend what was typed."""

    def __init__(self, sentence: StrPromise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def e164(typed: str, region: str | None) -> str:
    """The number that *typed* means, such as `+49305550100`.

    Without a country code it is a number of *region* (ISO 3166, two letters). Raises BadNumber.
    """
    # What is copied from an address book is often wrapped in marks for the direction of writing.
    shown = (c for c in unicodedata.normalize("NFKC", typed) if unicodedata.category(c) != "Cf")
    text = "".join(shown).strip()
    if not _WRITTEN.fullmatch(text):
        raise BadNumber(WITHOUT_EXTENSION if _EXTENSION.search(text) else SUCH_AS)
    digits = phonenumbers.normalize_digits_only(text)
    if text.startswith("+"):
        number = _international(phonenumbers.normalize_digits_only(_TRUNK.sub("", text)))
    else:
        number = _dialled(digits, region)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _dialled(digits: str, region: str | None) -> PhoneNumber:
    """What is reached by dialling *digits* in *region*; 00 leads abroad from most, so from all."""
    known = region in phonenumbers.SUPPORTED_REGIONS
    if known:
        # Finds nothing where a prefix is missing: then it may be another country's number.
        for match in PhoneNumberMatcher(digits, region, leniency=Leniency.VALID):
            if match.raw_string == digits:
                return match.number
    if not digits.startswith("00"):
        raise BadNumber(NOT_HERE if known else WITH_CODE)
    return _international(digits[2:])


def _international(digits: str) -> PhoneNumber:
    try:
        number = phonenumbers.parse(f"+{digits}")
    except NumberParseException as error:
        if error.error_type == NumberParseException.INVALID_COUNTRY_CODE:
            raise BadNumber(UNKNOWN_CODE) from None
        raise BadNumber(TOO_SHORT if len(digits) < 7 else TOO_LONG) from None
    if phonenumbers.is_valid_number(number):
        return number
    match phonenumbers.is_possible_number_with_reason(number):
        case ValidationResult.TOO_SHORT | ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            raise BadNumber(TOO_SHORT)
        case ValidationResult.TOO_LONG:
            raise BadNumber(TOO_LONG)
        case _:
            raise BadNumber(NOT_IN_USE)


def international(number: str) -> str:
    """*number*, kept as E.164, as it is shown: `+49 30 5550100`. Anything else stays as it is."""
    try:
        parsed = phonenumbers.parse(number)
    except NumberParseException:
        return number
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)
