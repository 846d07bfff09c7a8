"""Whatever arrives in a field, a query, or a path: a 4xx with a sentence, and nothing lost."""

from __future__ import annotations

from html import unescape
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

import pytest

from advisor.models import MatrixVersion
from consult.intake.models import Intake
from tests.intake.visit import START, STEPS, Visit

NUL, SURROGATE, FORGED = b"a\x00b", b"a\xed\xa0\x80b", b"a\xff\xfe\x1bb"
UNREADABLE = "Remove the characters that cannot be read from this text."
CHOOSE = "Choose one of the answers on this page."
ADDRESS = "Enter an e-mail address such as name@example.org."
NUMBER = "Enter a number such as +49 30 5550100."
MISSING = None

TABLE = [
    ("q-workload", "workload", MISSING, "Choose an answer, or “Not sure”."),
    ("q-workload", "workload", b"python", CHOOSE),
    ("q-workload", "workload", b"<b>ml</b>", CHOOSE),
    ("q-workload", "workload", NUL, CHOOSE),
    ("q-workload", "workload", SURROGATE, CHOOSE),
    ("q-workload", "workload", b"x" * 200_000, CHOOSE),
    ("q-team", "team", MISSING, "Choose an answer, or “Not sure”."),
    ("q-team", "team", b"ml", CHOOSE),
    ("q-team", "team", NUL, CHOOSE),
    ("q-team", "team", SURROGATE, CHOOSE),
    ("brief", "what", MISSING, "Write in a sentence or two what is being built."),
    ("brief", "what", b" \r\n\t ", "Write in a sentence or two what is being built."),
    ("brief", "what", b"x" * 2001, "Shorten this to 2000 characters. It has 2001."),
    ("brief", "what", "😀".encode() * 20_000, "Shorten this to 2000 characters. It has 20000."),
    ("brief", "what", NUL, UNREADABLE),
    ("brief", "what", SURROGATE, UNREADABLE),
    ("brief", "what", FORGED, UNREADABLE),
    ("brief", "stage", MISSING, "Choose where it stands."),
    ("brief", "stage", b"won", CHOOSE),
    ("brief", "stage", NUL, CHOOSE),
    ("brief", "integrations", b"x" * 1001, "Shorten this to 1000 characters. It has 1001."),
    ("brief", "integrations", SURROGATE, UNREADABLE),
    ("plans", "timeline", MISSING, "Choose when it must be live."),
    ("plans", "timeline", b"yesterday", CHOOSE),
    ("plans", "budget", MISSING, "Choose a budget, or “Prefer not to say”."),
    ("plans", "budget", b"1000000", CHOOSE),
    ("plans", "users", MISSING, "Choose how many people will use it, or “Not known yet”."),
    ("plans", "users", b"all", CHOOSE),
    ("plans", "traffic", MISSING, "Choose how much traffic is expected, or “Not known yet”."),
    ("plans", "traffic", SURROGATE, CHOOSE),
    ("brief", "notes", b"x" * 5001, "Shorten this to 5000 characters. It has 5001."),
    ("brief", "notes", NUL, UNREADABLE),
    ("contact", "name", MISSING, "Enter your name."),
    ("contact", "name", b"x" * 101, "Shorten this to 100 characters. It has 101."),
    ("contact", "name", NUL, UNREADABLE),
    ("contact", "name", SURROGATE, UNREADABLE),
    ("contact", "name", b"Ada\r\nBcc: all@example.org", "Write this on one line."),
    ("contact", "email", MISSING, "Enter your e-mail address."),
    ("contact", "email", b"ada", ADDRESS),
    ("contact", "email", b"ada@client.example\nbcc@x.example", ADDRESS),
    ("contact", "email", NUL + b"@client.example", ADDRESS),
    ("contact", "email", SURROGATE + b"@client.example", ADDRESS),
    ("contact", "email", b'"a b@c"@client.example', ADDRESS),
    ("contact", "email", b"a" * 250 + b"@x.example", "at most 254 characters."),
    ("contact", "email", "İ@client.example".encode(), ADDRESS),
    ("contact", "email", ("a@" + "İ." * 120 + "com").encode(), ADDRESS),
    ("contact", "company", b"x" * 101, "Shorten this to 100 characters. It has 101."),
    ("contact", "company", FORGED, UNREADABLE),
    ("contact", "phone", b"call me", NUMBER),
    ("contact", "phone", "٠١٢٣٤٥٦".encode(), "This is no number of the country of your time zone."),
    ("contact", "phone", b"+" + b"1" * 40, "Shorten this to 32 characters. It has 41."),
    ("contact", "phone", NUL, UNREADABLE),
    ("contact", "preferred_channel", MISSING, "Choose how we should answer."),
    ("contact", "preferred_channel", b"pigeon", CHOOSE),
    ("contact", "time_zone", MISSING, "Choose your time zone."),
    ("contact", "time_zone", b"../../etc/passwd", "Choose a time zone from the list."),
    ("contact", "time_zone", NUL, "Choose a time zone from the list."),
    ("contact", "consent", MISSING, "Tick the box: without it we may not answer you."),
    ("weights", "w.workload", MISSING, "Choose a weight from 0 to 5."),
    ("weights", "w.workload", b"6", "Choose a weight from 0 to 5."),
    ("weights", "w.workload", b"-1", "Choose a weight from 0 to 5."),
    ("weights", "w.workload", "³".encode(), "Choose a weight from 0 to 5."),
    ("weights", "w.workload", NUL, "Choose a weight from 0 to 5."),
]
GOOD: dict[str, dict[str, Any]] = {
    **STEPS,
    "weights": {"w.workload": "5", "w.team": "4", "w.integrity": "4", "w.time": "1"},
}


def _post(ada: Visit, step: str, data: dict[str, Any], field: str, value: bytes | None) -> Any:
    """As a hostile client would: the bytes of one field as they are."""
    kept = {key: data[key] for key in data if key != field}
    body = urlencode({"page-token": ada.token(step), **kept}, doseq=True)
    if value is not None:
        body += f"&{field}={quote_from_bytes(value)}"
    form = "application/x-www-form-urlencoded"
    return ada.client.generic("POST", f"{START}{step}/", body, content_type=form)


@pytest.mark.parametrize(
    ("step", "field", "value", "sentence"), TABLE, ids=lambda v: str(v)[:20] if v else "missing"
)
def test_a_bad_value_is_named_and_everything_else_kept(
    ada: Visit, step: str, field: str, value: bytes | None, sentence: str
) -> None:
    ada.reach(step)
    before = ada.intake().saved()
    answer = _post(ada, step, GOOD[step], field, value)
    page = unescape(answer.content.decode()).replace("\r", "")
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert f'<a href="#id_{field}' in page
    assert page.count(sentence) == 2  # in the summary, and by its field
    others = {key: GOOD[step][key] for key in GOOD[step] if key not in (field, "consent")}
    assert [text for text in others.values() if str(text).replace("\r", "") not in page] == []
    assert ada.intake().saved() == before


@pytest.mark.parametrize("step", [*GOOD, "check"])
def test_a_megabyte_is_refused_with_a_sentence(ada: Visit, step: str) -> None:
    ada.reach(step)
    field = next(iter(GOOD.get(step, {})), "anything")
    answer = _post(ada, step, GOOD.get(step, {}), field, b"x" * 1_000_000)
    assert answer.status_code == 413
    assert "That is too much at once." in answer.content.decode()


def test_an_answer_is_either_an_option_or_not_sure(ada: Visit) -> None:
    ada.reach("q-workload")
    answer = ada.post("q-workload", {"workload": ["ml", "not-sure"]})
    assert answer.status_code == 422
    assert "Choose either what applies, or “Not sure”." in answer.content.decode()
    assert 'value="ml" id="id_workload_0" checked' in answer.content.decode().replace(
        ' aria-invalid="true"', ""
    )


def test_an_option_that_is_sent_twice_counts_once(ada: Visit) -> None:
    ada.reach("q-workload")
    ada.post("q-workload", {"workload": ["ml", "ml"]})
    assert ada.intake().saved()["q-workload"] == {"options": ["ml"]}


def test_weights_that_are_all_0_are_refused(ada: Visit) -> None:
    ada.reach("brief")
    answer = ada.post("weights", dict.fromkeys(GOOD["weights"], "0"))
    assert answer.status_code == 422
    assert "Give at least one criterion a weight above 0." in answer.content.decode()
    assert "weights" not in ada.intake().saved()


def test_whoever_wants_a_call_gives_a_number(ada: Visit) -> None:
    ada.reach("contact")
    answer = ada.post("contact", {**STEPS["contact"], "preferred_channel": "whatsapp"})
    assert answer.status_code == 422
    assert "Enter a number, or choose to be answered by e-mail." in answer.content.decode()
    assert ada.fill("contact", preferred_channel="whatsapp", phone="+1 212 5550100") == (
        "/intake/golden/check/"
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("q-colour/", 404),
        ("q-workload%00/", 400),
        ("%ED%A0%80/", 404),
        ("<script>/", 404),
        ("Verdict/", 404),
        ("x" * 5000 + "/", 404),
        ("brief/extra/", 404),
        ("q-workload/?change=%00", 400),
        ("q-workload/?change=%ED%A0%80&nonsense=<b>", 200),
        ("?workload=%ED%A0%80&%ED%A0%80=ml", 200),
        ("?workload=%00", 400),
        ("?from=%ED%A0%80&cta=<script>&utm_source=" + "x" * 4000, 200),
        ("?" + "workload=ml&" * 400, 200),
        ("?" + "a=b&" * 501, 400),
        ("?" + "x" * 9000, 414),
    ],
)
def test_paths_and_queries_that_make_no_sense(ada: Visit, path: str, status: int) -> None:
    ada.reach("q-team")
    answer = ada.client.get(START + path)
    assert answer.status_code == status
    assert "<h1" in answer.content.decode()
    assert "<script>" not in answer.content.decode().replace("<script src", "")


def test_a_hostile_query_starts_an_intake_without_it(ada: Visit) -> None:
    ada.start("?workload=%ED%A0%80&team=python&from=%ED%A0%80x&cta=%3Cscript%3E&w.team=0")
    assert ada.intake().source == {"article": "x", "cta": "script", "referrer": "", "utm": {}}
    assert ada.intake().saved() == {"q-team": {"options": ["python"]}, "weights": {"team": 0}}


@pytest.mark.usefixtures("version")
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(ada: Visit, method: str) -> None:
    answers = [ada.client.generic(method, START + path) for path in ("", "brief/")]
    assert [answer.status_code for answer in answers] == [405, 405]


def test_a_session_from_elsewhere_cannot_name_an_intake(ada: Visit, version: MatrixVersion) -> None:
    foreign = Intake.objects.create(matrix_version=version)
    ada.client.cookies["sessionid"] = "x" * 32
    answer = ada.client.get(START + "brief/", {"intakes": str(foreign.pk)})
    assert answer.headers["Location"] == START + "?lost=1"
