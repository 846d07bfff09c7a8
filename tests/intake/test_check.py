from __future__ import annotations

import re

from tests.intake.visit import Visit


def test_everything_is_shown_with_a_link_to_change_it(ada: Visit) -> None:
    ada.start("?team=python&w.workload=3")
    for step in ["q-workload", "q-integrity", "q-time", "verdict", "brief", "plans", "contact"]:
        ada.fill(step)
    page = ada.get("check").content.decode()
    rows = re.findall(
        r"<dt>(.*?)</dt>\s*<dd dir=\"auto\">(.*?)</dd>.*?href=\"(.*?)\"", page, re.DOTALL
    )
    path = "/intake/golden/{}/?change=1".format
    assert rows == [
        ("Primary workload", "Serving models", path("q-workload")),
        ("Team expertise", "Mostly Python", path("q-team")),
        ("Data integrity", "Not sure", path("q-integrity")),
        ("Time to market", "Weeks", path("q-time")),
        ("Weights of your own", "Primary workload 3", path("weights")),
        (
            "What is being built",
            "Route planning for lorries,<br>with a model behind it.",
            path("brief"),
        ),
        ("Stage", "An idea or a plan", path("brief")),
        ("Integrations", "Left empty", path("brief")),
        ("Anything else", "Left empty", path("brief")),
        ("Files", "Left empty", path("brief")),
        ("Users", "Up to a million", path("plans")),
        ("Traffic", "10 to 100 a second", path("plans")),
        ("Timeline", "Within three months", path("plans")),
        ("Budget", "Prefer not to say", path("plans")),
        ("Name", "Ada Okafor", path("contact")),
        ("E-mail", "ada@client.example", path("contact")),
        ("Company", "Okafor Freight", path("contact")),
        ("Phone or WhatsApp", "Left empty", path("contact")),
        ("Answer by", "E-mail", path("contact")),
        ("Time zone", "America/New York", path("contact")),
        (
            "Consent",
            "I agree that what I have entered is stored and used to answer this enquiry.",
            path("contact"),
        ),
    ]


def test_a_change_link_leads_back_to_the_check_page(ada: Visit) -> None:
    ada.reach("check")
    page = ada.get("q-team", "?change=1").content.decode()
    assert 'action="/intake/golden/q-team/?change=1"' in page
    assert '<p class="back"><a href="/intake/golden/check/">' in page
    answer = ada.post("q-team", {"team": "typescript"}, "?change=1")
    assert answer.headers["Location"] == "/intake/golden/check/"
    page = ada.get("check").content.decode()
    assert "Mostly TypeScript" in page
    assert "Node.js" in page


def test_markup_is_shown_as_it_was_typed_and_never_run(ada: Visit) -> None:
    script = "<script>alert('1')</script> & \"so on\""
    ada.reach("brief")
    ada.fill("brief", what=script, notes=script, integrations=script)
    ada.fill("plans")
    ada.fill("contact", name=script, company=script)
    page = ada.get("check").content.decode()
    shown = "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt; &amp; &quot;so on&quot;"
    assert page.count(shown) == 5
    assert "<script>alert" not in page
    again = ada.get("brief").content.decode() + ada.get("contact").content.decode()
    assert "<script>alert" not in again
    assert again.count(shown) == 5


def test_pages_with_personal_data_are_kept_by_no_cache_and_no_history(ada: Visit) -> None:
    ada.reach("check")
    for step in ["contact", "check"]:
        page = ada.get(step)
        assert page.headers["Cache-Control"] == "private, no-store"
        assert 'data-hx-history="false"' in page.content.decode()
