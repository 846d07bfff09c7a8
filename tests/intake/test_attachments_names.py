"""A name that misleads nobody who downloads the file."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.intake.attachments.kinds import JPEG, KINDS, PDF, TEXT, Kind
from consult.intake.attachments.names import LONGEST, clean


@pytest.mark.parametrize(
    ("name", "kind", "cleaned"),
    [
        ("plan.pdf", PDF, "plan.pdf"),
        ("Plan der Wörter v2.1.PDF", PDF, "Plan der Wörter v2.1.pdf"),
        ("photo.jpeg", JPEG, "photo.jpeg"),
        ("photo.png", JPEG, "photo.jpg"),
        ("plan.exe", PDF, "plan.exe.pdf"),
        ("plan", PDF, "plan.pdf"),
        ("../../etc/passwd", TEXT, "passwd.txt"),
        ("C:\\Users\\Ada\\plan.pdf", PDF, "plan.pdf"),
        # Shown from right to left, the end of this one would read like exe.
        ("plan\u202efdp.exe", PDF, "planfdp.exe.pdf"),
        ("a\x00b\r\nc\x1b\u2028d.pdf", PDF, "ab c d.pdf"),
        ('<b>"a":?*|.pdf', PDF, "_b__a_____.pdf"),
        ("..pdf", PDF, "pdf.pdf"),
        (".pdf", PDF, "pdf.pdf"),
        ("", PDF, "nameless.pdf"),
        (" . . ", PDF, "nameless.pdf"),
        ("\ud800plan.pdf", PDF, "plan.pdf"),
        ("x" * 300 + ".pdf", PDF, "x" * 96 + ".pdf"),
        ("e\u0301.pdf", PDF, "é.pdf"),
    ],
)
def test_a_name_is_cleaned(name: str, kind: Kind, cleaned: str) -> None:
    assert clean(name, kind, "nameless") == cleaned


@settings(max_examples=100)
@given(name=st.text(), kind=st.sampled_from(KINDS))
def test_whatever_it_was_a_name_can_be_shown_and_saved(name: str, kind: Kind) -> None:
    cleaned = clean(name, kind, "nameless")
    assert 0 < len(cleaned) <= LONGEST
    assert cleaned.endswith(kind.suffixes)
    assert not set(cleaned) & set('/\\<>:"|?*')
    assert all(unicodedata.category(c)[0] != "C" for c in cleaned)
    assert clean(cleaned, kind, "nameless") == cleaned
