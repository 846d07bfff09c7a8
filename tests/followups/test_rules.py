"""The pure rules: no database, no clock."""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from consult.followups.rules import (
    GIVE_UP,
    Facts,
    LostAfterData,
    Outcome,
    backoff,
    follow_up_at,
    outcome,
    postponed,
    reminder_at,
    suppression,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEW_YORK = ZoneInfo("America/New_York")
LATER = NOON + timedelta(days=90)


@pytest.mark.parametrize(
    ("ahead", "before"),
    [
        (48 * HOUR, 24 * HOUR),
        (24 * HOUR + timedelta(seconds=1), 24 * HOUR),
        (24 * HOUR, HOUR),
        (12 * HOUR, HOUR),
        (HOUR + timedelta(seconds=1), HOUR),
    ],
)
def test_a_reminder_goes_out_a_day_before_or_else_an_hour(
    ahead: timedelta, before: timedelta
) -> None:
    assert reminder_at(NOON + ahead, NOON) == NOON + ahead - before


@pytest.mark.parametrize("ahead", [HOUR, timedelta(0), -HOUR])
def test_a_call_within_the_hour_has_no_reminder(ahead: timedelta) -> None:
    assert reminder_at(NOON + ahead, NOON) is None


@pytest.mark.parametrize(
    ("sent_at", "expected"),
    [
        ("2026-11-23T12:00-05:00", "2026-11-26T10:00-05:00"),  # Monday, to Thursday
        ("2026-11-24T23:59-05:00", "2026-11-27T10:00-05:00"),  # Tuesday, to Friday
        ("2026-11-25T09:00-05:00", "2026-11-30T10:00-05:00"),  # Wednesday, past the weekend
        ("2026-11-26T09:00-05:00", "2026-11-30T10:00-05:00"),
        ("2026-11-27T02:00+00:00", "2026-11-30T10:00-05:00"),  # still Thursday in New York
        ("2026-03-06T12:00-05:00", "2026-03-09T10:00-04:00"),  # the clocks change in between
    ],
)
def test_a_follow_up_waits_three_days_for_a_weekday_at_ten(sent_at: str, expected: str) -> None:
    at = follow_up_at(datetime.fromisoformat(sent_at), LATER, NEW_YORK)
    assert at == datetime.fromisoformat(expected)


def test_there_is_no_follow_up_after_the_end_of_the_quote() -> None:
    ten = datetime(2026, 11, 26, 10, 0, tzinfo=NEW_YORK)
    assert follow_up_at(NOON, ten + timedelta(seconds=1), NEW_YORK) == ten
    assert follow_up_at(NOON, ten, NEW_YORK) is None


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (Facts("booking-reminder", "confirmed", NOON + HOUR), None),
        (Facts("booking-reminder", "cancelled", NOON + HOUR), "The call was cancelled."),
        (Facts("booking-reminder", "confirmed", NOON), "The call has begun."),
        (Facts("booking-confirmation", "confirmed", NOON + HOUR), None),
        (Facts("booking-confirmation", "cancelled", NOON + HOUR), "The call was cancelled."),
        (Facts("booking-cancellation", "cancelled", NOON + HOUR), None),
        (Facts("staff-notice", "cancelled", NOON - HOUR), None),
        (Facts("case-confirmation"), None),
        (Facts("quote", quote_standing="sent"), None),
        (Facts("quote", quote_standing="superseded"), "A newer version of the quote was sent."),
        (Facts("quote-follow-up", quote_standing="viewed"), None),
        (Facts("quote-follow-up", quote_standing="accepted"), "The quote was accepted."),
        (Facts("quote-follow-up", quote_standing="declined"), "The quote was declined."),
        (Facts("quote-follow-up", quote_standing="expired"), "The quote has expired."),
        (Facts("quote-acceptance", quote_standing="accepted"), None),
        (Facts("staff-notice", quote_standing="declined"), None),
        (Facts("advice"), None),
        (Facts("advice", lead_is_closed=True), "The lead was closed."),
        (Facts("advice", has_newer_advice=True), "A newer advice was issued."),
        (Facts("advice", lead_is_closed=True, has_newer_advice=True), "The lead was closed."),
        (Facts("quote", quote_standing="sent", lead_is_closed=True), None),
    ],
)
def test_what_is_no_longer_wanted_is_held_back_with_a_reason(
    facts: Facts, reason: str | None
) -> None:
    assert suppression(facts, NOON) == reason


def test_waiting_doubles_up_to_an_hour() -> None:
    waits = [backoff(attempts).total_seconds() for attempts in (1, 2, 3, 7, 8, 9, 30_000)]
    assert waits == [30, 60, 120, 1920, 3600, 3600, 3600]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            smtplib.SMTPDataError(451, b"4.7.1 Try\r\nlater"),
            Outcome("queued", "451 4.7.1 Try later"),
        ),
        (smtplib.SMTPDataError(552, b"Too big"), Outcome("failed", "552 Too big")),
        (smtplib.SMTPSenderRefused(530, b"Log in", "us"), Outcome("failed", "530 Log in")),
        (
            smtplib.SMTPRecipientsRefused({"ada@client.example": (550, b"No such user")}),
            Outcome("failed", "550 No such user"),
        ),
        (
            smtplib.SMTPRecipientsRefused({"ada@client.example": (450, b"Busy")}),
            Outcome("queued", "450 Busy"),
        ),
        (smtplib.SMTPDataError(-1, b"\xff"), Outcome("queued", "-1 \N{REPLACEMENT CHARACTER}")),
        (smtplib.SMTPServerDisconnected("gone"), Outcome("queued", "gone")),
        (ConnectionRefusedError(), Outcome("queued", "ConnectionRefusedError")),
        (smtplib.SMTPNotSupportedError("no SMTPUTF8"), Outcome("failed", "no SMTPUTF8")),
        (ValueError("Invalid address"), Outcome("failed", "Invalid address")),
        (
            LostAfterData("gone"),
            Outcome("unknown", "The connection broke after the text: it may have arrived."),
        ),
    ],
)
def test_what_a_mail_servers_answer_means(error: Exception, expected: Outcome) -> None:
    assert outcome(error, attempts=1) == expected


def test_after_a_hundred_attempts_nobody_tries_again() -> None:
    later = smtplib.SMTPDataError(451, b"Later")
    assert outcome(later, GIVE_UP - 1) == Outcome("queued", "451 Later")
    assert outcome(later, GIVE_UP) == Outcome("failed", "451 Later")
    assert postponed(OSError("down"), GIVE_UP) == Outcome("failed", "down")
