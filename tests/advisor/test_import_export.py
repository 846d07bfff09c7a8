"""A matrix leaves the admin as a TOML file and comes back as one."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from advisor.core.toml import to_toml
from advisor.drafts import publish_draft
from advisor.models import DecisionMatrix
from tests.advisor.core.build import GOLDEN, criterion, document
from tests.advisor.desk import edited, golden, saved, url
from tests.people import NOW
from tests.staff.admin_form import words

TOML = (GOLDEN / "matrix.toml").read_bytes()
ADD = "/admin/advisor/decisionmatrix/add/"


def upload(desk: Client, path: str, content: bytes, **fields: str) -> Any:
    file = BytesIO(content)
    file.name = "matrix.toml"
    return desk.post(path, {"base": "0", "how": "file", **fields, "file": file}, follow=True)


def export(desk: Client, matrix: DecisionMatrix, query: str = "") -> bytes:
    response = desk.get(url(matrix, "export") + query)
    assert response.headers["Content-Type"] == "application/toml; charset=utf-8"
    return response.content


def test_what_is_exported_comes_back_the_same_to_the_byte(desk: Client) -> None:
    upload(desk, ADD, TOML)
    matrix = DecisionMatrix.objects.get(slug="golden")
    first = export(desk, matrix)
    assert first.decode() == to_toml(golden())

    changed = first.replace(b"weight = 5", b"weight = 3").replace(
        b'rationale = "It can."', 'rationale = "„Größe“ \\\\ \\"x\\"\\n🚲"'.encode()
    )
    response = upload(desk, url(matrix, "import"), changed, base="1")
    assert "Imported as draft 2." in words(response)
    assert export(desk, matrix) == changed

    publish_draft(matrix=matrix, base=2, now=NOW)
    assert export(desk, matrix, "?version=1") == changed
    response = upload(desk, url(matrix, "import"), changed, base="2")
    assert "The file says the same as draft 2." in words(response)
    assert (matrix.drafts.count(), matrix.versions.count()) == (2, 1)


def test_a_file_has_the_name_of_what_is_in_it(desk: Client, matrix: DecisionMatrix) -> None:
    for query, name in [("", "golden.toml"), ("?version=1", "golden-v1.toml")]:
        response = desk.get(url(matrix, "export") + query)
        assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_a_draft_with_faults_is_not_exported_and_says_where_they_are(
    desk: Client, matrix: DecisionMatrix
) -> None:
    broken = edited(matrix, title="")
    broken["criteria"][0]["options"][0]["cells"]["fastapi"]["anchor"] = ""
    saved(matrix, broken)
    response = desk.get(url(matrix, "export"))
    assert response.status_code == 422
    page = words(response)
    assert "This draft cannot be exported: it has 2 problems." in page
    place = "Primary workload › Serving models › FastAPI › anchor"
    assert f"{place} : must be an integer from 0 to 4" in page
    link = f'{url(matrix, "change")}#id_criteria.0.options.0.cells.0.anchor"'
    assert link in response.text
    assert export(desk, matrix, "?version=1").decode() == to_toml(golden())


@pytest.mark.parametrize("number", ["2", "0", "-1", "x", "²", "9" * 40, "1%0A"])
def test_a_version_that_there_is_not_is_not_found(
    desk: Client, matrix: DecisionMatrix, number: str
) -> None:
    assert desk.get(f"{url(matrix, 'export')}?version={number}").status_code == 404


def test_a_pasted_text_is_as_good_as_a_file(desk: Client, matrix: DecisionMatrix) -> None:
    text = TOML.decode().replace("weight = 5", "weight = 2").replace("\n", "\r\n")
    response = desk.post(url(matrix, "import"), {"base": "0", "text": text}, follow=True)
    assert "Imported as draft 1." in words(response)
    assert matrix.drafts.get().document["criteria"][0]["weight"] == 2


def test_a_file_with_a_byte_order_mark_is_read(desk: Client) -> None:
    upload(desk, ADD, b"\xef\xbb\xbf" + TOML)
    assert DecisionMatrix.objects.get().title == golden().title


def test_the_history_knows_an_import(desk: Client, sam: User, matrix: DecisionMatrix) -> None:
    upload(desk, url(matrix, "import"), TOML.replace(b"weight = 5", b"weight = 3"))
    sentence = "sam Imported from a TOML file. Saved as draft 1."
    assert sentence in words(desk.get(url(matrix, "history")))


def test_another_matrix_does_not_come_in_under_this_address(
    desk: Client, matrix: DecisionMatrix
) -> None:
    file = TOML.replace(b'slug = "golden"', b'slug = "silver"')
    response = upload(desk, url(matrix, "import"), file)
    assert "slug : must be golden, as of this matrix" in words(response)
    response = upload(desk, ADD, TOML)
    assert "“FastAPI or Node.js?” has this slug already." in words(response)
    assert (response.status_code, matrix.drafts.count()) == (422, 0)
    assert DecisionMatrix.objects.count() == 1


def test_every_fault_of_a_file_is_listed_with_its_place(
    desk: Client, matrix: DecisionMatrix
) -> None:
    file = TOML.replace(b"anchor = 1,", b"anchor = 5,").replace(b'title = "F', b'colour = "F')
    for path in (ADD, url(matrix, "import")):
        response = upload(desk, path, file)
        assert response.status_code == 422
        page = words(response)
        assert "Nothing was saved: the file has 4 problems." in page
        for fault in [
            "matrix : title is missing",
            "matrix : colour is not a known key",
            "criteria[0].options[0].cells.nodejs.anchor : must be an integer from 0 to 4",
            "criteria[1].options[0].cells.nodejs.anchor : must be an integer from 0 to 4",
        ]:
            assert fault in page
    assert matrix.drafts.count() == 0


def test_an_import_does_not_go_over_a_draft_that_nobody_has_seen(
    desk: Client, sam: User, matrix: DecisionMatrix
) -> None:
    saved(matrix, edited(matrix, title="Theirs"), sam)
    file = TOML.replace(b"weight = 5", b"weight = 3")
    response = upload(desk, url(matrix, "import"), file)
    assert response.status_code == 409
    assert "sam saved draft 1 at 23 Nov 2026, 09:00, after this page was opened." in words(response)
    assert matrix.drafts.get().document["title"] == "Theirs"
    assert 'name="base" value="1"' in response.text
    assert "Imported as draft 2." in words(upload(desk, url(matrix, "import"), file, base="1"))


GARBAGE = {
    "nothing": (b"", "The submitted file is empty."),
    "blanks": (b" \n", "matrix : slug is missing"),
    "no TOML": (b"slug = ", "line 1, column 8 : is not TOML"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "line 1 : is not UTF-8 text"),
    "Latin-1": ("slug = 1\n# Größe".encode("latin-1"), "line 2 : is not UTF-8 text"),
    "UTF-16": (TOML.decode().encode("utf-16"), "line 1 : is not UTF-8 text"),
    "NUL": (b'slug = "a\0"', "line 1, column 10 : is not TOML"),
    "an escaped NUL": (TOML.replace(b"It can.", b"It \\u0000 can."), "control characters"),
    "endless digits": (TOML.replace(b"weight = 5", b"weight = " + b"9" * 5_000), "too many digits"),
    "deep": (b"x = " + b"[" * 50_000, "matrix : is nested too deeply"),
    "many": (b'[[criteria]]\nkey = "c"\n' * 10_000, "must have at most 50 entries"),
    "markup": (b'"<script>alert(1)</script>" = 1', "<script>alert(1)</script> is not a known key"),
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_what_is_no_matrix_is_refused_with_a_sentence(
    desk: Client, matrix: DecisionMatrix, kind: str
) -> None:
    content, sentence = GARBAGE[kind]
    for path in (ADD, url(matrix, "import")):
        response = upload(desk, path, content)
        assert response.status_code == 422
        assert sentence in words(response)
        assert "<script>alert" not in response.text
    assert (DecisionMatrix.objects.count(), matrix.drafts.count()) == (1, 0)


def test_five_megabytes_are_not_even_read(desk: Client, matrix: DecisionMatrix) -> None:
    for path in (ADD, url(matrix, "import")):
        response = upload(desk, path, TOML + b"#" * 5_000_000)
        assert response.status_code == 413
        assert "That is too much at once. Nothing was saved or sent." in words(response)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"text": ""},
        {"text": "x" * 300_000},
        {"text": "\0"},
        {"file": "not a file"},
        {"base": "x", "text": "slug = 1"},
        {"base": "9" * 50},
    ],
)
def test_any_other_fields_are_a_sentence_too(
    desk: Client, matrix: DecisionMatrix, fields: dict[str, str]
) -> None:
    for path in (ADD, url(matrix, "import")):
        assert desk.post(path, {"how": "file", **fields}).status_code in {400, 413, 422}
    assert matrix.drafts.count() == 0


def test_a_matrix_of_any_size_that_the_format_allows_goes_out(desk: Client) -> None:
    keys = [f"a{i}" for i in range(20)]
    rows = {f"o{i}": [i % 5] * 20 for i in range(6)}
    large = document(*(criterion(f"c{i}", 1, rows, alternatives=keys) for i in range(50)))
    matrix = DecisionMatrix.objects.create(slug="small", title="Small")
    matrix.drafts.create(revision=1, document=large)
    assert export(desk, matrix).count(b"anchor") == 6_000
