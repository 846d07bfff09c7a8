from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from consult.followups.models import Message
from tests.followups.letters import states, waiting
from tests.people import sam

pytestmark = pytest.mark.django_db

LIST = "/admin/followups/message/"


@pytest.fixture
def staff(client: Client) -> Client:
    """Sam's browser."""
    client.force_login(sam())
    return client


def test_the_list_shows_state_and_reason_and_finds_by_address_and_reference(staff: Client) -> None:
    first, second = waiting(2)
    Message.objects.filter(pk=first.pk).update(state="failed", reason="550 No such user")
    Message.objects.filter(pk=second.pk).update(recipient="eve@client.example")
    assert second.case is not None
    for query, found in [
        ({"state__exact": "failed"}, first),
        ({"kind__exact": "case-confirmation", "q": "eve@client"}, second),
        ({"q": second.case.reference}, second),
    ]:
        page = staff.get(LIST, query).content.decode()
        links = [f"{LIST}{message.pk}/change/" for message in (first, second)]
        assert [link in page for link in links] == [found is first, found is second]
        assert ("550 No such user" in page) == (found is first)


def test_the_page_of_a_message_can_be_read_and_not_changed(staff: Client) -> None:
    [message] = waiting()
    page = staff.get(f"{LIST}{message.pk}/change/").content.decode()
    assert message.message_id.strip("<>") in page
    assert "Whoever has this link can" in page
    assert f'src="{LIST}{message.pk}/html/"' in page
    assert 'name="_save"' not in page
    assert staff.post(f"{LIST}{message.pk}/change/", {"subject": "x"}).status_code == 403
    assert staff.get(f"{LIST}add/").status_code == 403
    assert staff.post(f"{LIST}{message.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_html_is_shown_in_a_frame_that_can_do_nothing(staff: Client) -> None:
    [message] = waiting()
    response = staff.get(f"{LIST}{message.pk}/html/")
    assert message.subject.split()[-1] in response.content.decode()
    assert response["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self';"
        " sandbox allow-popups allow-popups-to-escape-sandbox"
    )
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert staff.get(f"{LIST}{message.pk + 1}/html/").status_code == 404


def test_nobody_else_reads_mails(client: Client) -> None:
    [message] = waiting()
    url = f"{LIST}{message.pk}/html/"
    assert client.get(url).status_code == 302
    client.force_login(User.objects.create_user("eve", is_staff=True))
    assert client.get(url).status_code == 403


def test_what_failed_or_is_unknown_can_be_sent_again_and_nothing_else(staff: Client) -> None:
    messages = waiting(4)
    for message, state in zip(messages, ["failed", "unknown", "suppressed", "queued"], strict=True):
        Message.objects.filter(pk=message.pk).update(state=state, reason="why", attempts=7)
    data = {"action": "send_again", "_selected_action": [message.pk for message in messages]}
    response = staff.post(reverse("admin:followups_message_changelist"), data, follow=True)
    assert "2 messages are queued again." in response.content.decode()
    assert states("state", "attempts", "reason") == [
        ("queued", 0, "Sent again by staff."),
        ("queued", 0, "Sent again by staff."),
        ("suppressed", 7, "why"),
        ("queued", 7, "why"),
    ]
