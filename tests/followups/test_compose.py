from __future__ import annotations

import pytest

from consult.followups import letters, notices
from consult.followups.compose import compose, harmless, one_line, wrapped
from consult.followups.mime import as_mail
from tests.people import NOW, open_case_for_ada


def test_a_subject_is_one_line_whatever_was_typed() -> None:
    title = "New case from Ada\r\nBcc: everybody@client.example\n\n<p>\x00\u2028"
    content = compose("staff-notice", {"title": title})
    assert content.subject == "New case from Ada Bcc: everybody@client.example <p>"
    assert len(compose("staff-notice", {"title": "long " * 500}).subject) == 200


@pytest.mark.django_db
def test_no_name_can_add_a_header() -> None:
    """The forms refuse such a name. If one comes in another way, this is the second door."""
    case = open_case_for_ada()
    case.name = "Ada\r\nBcc: eve@client.example\r\n\r\nBuy this"
    message = notices.case_opened(case, NOW)
    mail = as_mail(message).message()
    assert sorted(mail.keys()) == [
        *("Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID"),
        *("Reply-To", "Subject", "To"),
    ]
    assert mail["Subject"] == (
        f"New case {case.reference} from Ada Bcc: eve@client.example Buy this"
    )


def test_markup_in_a_name_is_shown_and_not_obeyed() -> None:
    facts = [("Name", '<script src="//evil.example"></script> & Söhne')]
    content = compose("staff-notice", {"title": "New case", "facts": facts})
    assert "<script" not in content.html
    assert "&lt;script" in content.html
    assert 'Name: <script src="//evil.example"></script> & Söhne' in content.text


def test_styles_are_inlined() -> None:
    html = compose("staff-notice", {"title": "New case", "admin_url": "https://x.example/"}).html
    assert 'style="' in html
    assert "<link" not in html
    assert "http-equiv" not in html.lower() or "refresh" not in html.lower()


def test_plain_text_is_wrapped_and_addresses_stay_whole() -> None:
    url = "https://practice.example/case/" + "a" * 90 + "/"
    assert wrapped(f"\n\n{'word ' * 20}\n\n\n\n  {url}\n\n") == (
        "word word word word word word word word word word word word word word\n"
        f"word word word word word word\n\n{url}\n"
    )


def test_one_line_keeps_words_apart() -> None:
    assert one_line(" a\tb\r\nc\x00d\u2029e  f ") == "a b c d e f"


@pytest.mark.parametrize(
    ("typed", "greeted"),
    [
        ("Ada Okafor", "Ada Okafor"),
        ("Jean-Luc O’Neill Jr.", "Jean-Luc O’Neill Jr."),
        ("J. R. R.", "J. R. R."),
        ("李小龙", "李小龙"),
        ("Ada\nOkafor", "Ada Okafor"),
        ("+49 30 5550100", "+49 30 5550100"),
        ("Cheap pills at evil.example", ""),
        ("https://evil.example", ""),
        ("www evil", ""),
        ("eve@evil", ""),
        ("x" * 61, ""),
    ],
)
def test_a_name_that_could_be_clicked_is_not_repeated(typed: str, greeted: str) -> None:
    assert harmless(typed) == greeted


@pytest.mark.django_db
def test_a_strangers_advertisement_does_not_get_into_our_mail() -> None:
    case = open_case_for_ada(
        name="Win at evil.example", phone="+12125550100", company="evil.example"
    )
    message = letters.case_confirmation(case, NOW)
    assert "evil" not in message.subject + message.text + message.html
    assert message.text.startswith("Hello,\n")
