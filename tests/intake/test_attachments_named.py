"""Where files are named, how, and that they are named to somebody is no way to what is in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from consult.followups.models import Message
from consult.intake.models import Attachment
from consult.leads.models import Case
from tests.intake.files import PDF, keep_in, send, text_of, upload
from tests.intake.visit import Visit


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """An empty store of this test's own."""
    return keep_in(settings, tmp_path / "attachments")


def test_they_are_named_with_their_sizes_wherever_the_brief_is(ada: Visit) -> None:
    ada.reach("check")
    send(ada, upload(), upload("notes.txt", b"x" * 2048))
    check = text_of(ada.get("check"))
    plan = f"plan.pdf ({len(PDF)} bytes)"
    assert f'<dt>Files</dt> <dd dir="auto">{plan}<br>notes.txt (2.0 KB)</dd>' in check
    receipt = ada.submit()
    case = Case.objects.get()
    for path in (receipt, case.get_absolute_url()):
        shown = text_of(ada.client.get(path))
        assert plan in shown, path
        assert "notes.txt (2.0 KB)" in shown, path
        assert not [a.file.name for a in Attachment.objects.all() if a.file.name in shown]
    notice = Message.objects.get(kind=Message.Kind.STAFF_NOTICE)
    assert f"Files: {plan}\nnotes.txt (2.0 KB)" in notice.text.replace("\xa0", " ")


def test_no_address_leads_to_what_is_kept(ada: Visit, settings: Any) -> None:
    ada.reach("brief")
    send(ada, upload())
    [attachment] = ada.intake().attachments.all()
    name = str(attachment.file.name)
    paths = [f"/{folder}{name}" for folder in ("", "media/", "attachments/", "static/", "var/")]
    assert {ada.client.get(path, follow=True).status_code for path in paths} == {404}
    assert settings.MEDIA_ROOT == settings.MEDIA_URL.strip("/") == ""
    assert str(settings.STATIC_ROOT) not in storages["attachments"].path(name)


def test_a_name_that_is_code_is_shown_as_text(ada: Visit) -> None:
    ada.reach("brief")
    send(ada, upload("<img src=x onerror=alert(1)>.pdf"))
    assert "<img" not in ada.get("brief").content.decode()
    answer = send(ada, upload("<img src=y>.exe", b"MZ\0"))
    assert "<img" not in answer.content.decode()
