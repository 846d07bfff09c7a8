"""`python -m advisor`: what it prints, what it refuses, and that it needs no Django."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.__main__ import main
from advisor.core.answers import read_answers
from advisor.core.model import load_matrix
from advisor.core.report import report
from tests.advisor.core.build import GOLDEN, golden

ROOT = Path(__file__).resolve().parents[2]
MATRIX, ANSWERS = GOLDEN / "matrix.toml", GOLDEN / "answers.json"


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str


Capture = pytest.CaptureFixture[str]


def advise(capture: Capture, *arguments: str | Path) -> Said:
    status = main([str(argument) for argument in arguments])
    return Said(status, *capture.readouterr())


def refused(capture: Capture, matrix: Path = MATRIX, answers: Path = ANSWERS) -> list[str]:
    """The problems, one a line; nothing else is printed."""
    said = advise(capture, matrix, answers)
    assert (said.status, said.out) == (2, "")
    return said.err.splitlines()


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return tmp_path / "answers.json"


def test_json_is_the_result_of_the_worked_example_and_its_explanation(capsys: Capture) -> None:
    said = advise(capsys, MATRIX, ANSWERS, "--format", "json")
    matrix = load_matrix(MATRIX.read_text())
    document = json.loads(said.out)

    assert (said.status, said.err) == (0, "")
    assert document == report(matrix, read_answers(matrix, golden("answers.json")))
    assert document.pop("explanation")[0].startswith("The case leans towards FastAPI: ")
    assert document == golden("result.json")


def test_text_is_a_page_to_read(capsys: Capture) -> None:
    assert advise(capsys, MATRIX, ANSWERS) == Said(
        0,
        """\
FastAPI or Node.js?

The case leans towards FastAPI: whatever the open answers are, it leads Node.js
by 10.4 to 18.8 of 100 points.

  FastAPI  70.8 to 79.2 of 100 points
  Node.js  52.1 to 60.4 of 100 points

* Primary workload speaks for FastAPI by 18.8 points: “Serving models”. “Models
  are at home in Python.”
* Team expertise pulls the other way, to Node.js, by 8.3 points: “Mixed, leaning
  to the front end”. “Most of them know it.”
* FastAPI beats Node.js under 75 % of all weightings of the answered criteria.
* One question is still open, and no answer to it would put another alternative
  ahead: How strict is the data?
* If the answer on Primary workload were “Real-time collaboration” alone,
  Node.js would win.
* If the answer on Team expertise were “Mostly TypeScript”, Node.js would be
  ahead in a close call.
* If Primary workload weighed about 0.7 instead of 3, FastAPI and Node.js would
  be level in the middle of what the open answers allow.
""",
        "",
    )


def test_text_says_who_is_ruled_out_and_keeps_its_width(capsys: Capture, tmp_path: Path) -> None:
    matrix = tmp_path / "matrix.toml"
    matrix.write_text(
        MATRIX.read_text()
        .replace('name = "Node.js"', f'name = "{"Node " * 18}"')
        .replace(
            'label = "Serving models"', 'label = "Serving models"\nexcludes.nodejs = "No models."'
        )
    )

    said = advise(capsys, matrix, ANSWERS)

    assert max(map(len, said.out.splitlines())) <= 80
    assert "  FastAPI                                   70.8 to 79.2 of 100 points\n" in said.out
    assert "    Node Node Node  52.1 to 60.4 of 100 points, but ruled out\n" in said.out


def test_adr_is_a_decision_record_of_today(capsys: Capture) -> None:
    said = advise(capsys, MATRIX, ANSWERS, "--format", "adr")

    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("---\nstatus: proposed\ndate: 20")
    assert "\n# Choose FastAPI: FastAPI or Node.js?\n" in said.out


def test_every_fault_of_the_answers_is_a_line(capsys: Capture, answers: Path) -> None:
    answers.write_text('{"answers": {"team": ["go"], "colour": []}, "weights": {"time": 9}}')

    assert refused(capsys, answers=answers) == [
        "answers.team: there is no option go",
        "answers.colour: there is no such criterion",
        "weights.time: must be an integer from 0 to 5",
    ]


def test_every_fault_of_the_matrix_is_a_line(capsys: Capture, tmp_path: Path) -> None:
    matrix = tmp_path / "matrix.toml"
    matrix.write_text(MATRIX.read_text().replace("anchor = 4", "anchor = 5", 1) + "\nextra = 1\n")

    assert refused(capsys, matrix) == [
        "criteria[0].options[0].cells.fastapi.anchor: must be an integer from 0 to 4",
        "criteria[3].options[1]: extra is not a known key",
    ]


def test_faults_of_both_files_are_told_at_once(
    capsys: Capture, tmp_path: Path, answers: Path
) -> None:
    answers.write_text("{")

    lines = refused(capsys, tmp_path / "missing.toml", answers)

    assert lines == [
        f"{tmp_path}/missing.toml: cannot be read: No such file or directory",
        f"{answers}: is not JSON: Expecting property name enclosed in double quotes: line 1 "
        "column 2 (char 1)",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not JSON: Expecting value: line 1 column 1 (char 0)"),
        (b"\xff\xfe{}", "is not UTF-8 text"),
        (b'{"weights": {"time": NaN}}', "is not JSON: NaN is no number"),
        (b'{"weights": {"time": -Infinity}}', "is not JSON: -Infinity is no number"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"a":' * 100_000, "is nested too deeply"),
        (b" " * 2_000_001, "must have at most 2000000 bytes"),
    ],
)
def test_a_file_that_holds_no_answers_is_named(
    capsys: Capture, answers: Path, content: bytes, message: str
) -> None:
    answers.write_bytes(content)

    assert refused(capsys, answers=answers) == [f"{answers}: {message}"]


def test_a_key_given_twice_is_named(capsys: Capture, answers: Path) -> None:
    answers.write_text('{"answers": {"team": null, "team": ["python"]}}')

    assert refused(capsys, answers=answers) == ["team: is given twice"]


def test_what_is_no_object_is_refused(capsys: Capture, answers: Path) -> None:
    answers.write_text("[]")

    assert refused(capsys, answers=answers) == [
        "answers: must be an object with answers and weights"
    ]


def test_a_byte_order_mark_does_no_harm(capsys: Capture, tmp_path: Path, answers: Path) -> None:
    matrix = tmp_path / "matrix.toml"
    matrix.write_bytes(b"\xef\xbb\xbf" + MATRIX.read_bytes())
    answers.write_bytes(b"\xef\xbb\xbf" + ANSWERS.read_bytes())

    assert advise(capsys, matrix, answers) == advise(capsys, MATRIX, ANSWERS)


def test_a_directory_is_no_file(capsys: Capture, tmp_path: Path) -> None:
    assert refused(capsys, tmp_path, tmp_path) == [
        f"{tmp_path}: cannot be read: Is a directory",
        f"{tmp_path}: cannot be read: Is a directory",
    ]


def test_a_file_without_end_is_refused_before_it_is_read_whole(capsys: Capture) -> None:
    assert refused(capsys, Path("/dev/zero")) == ["/dev/zero: must have at most 2000000 bytes"]


def test_a_hostile_file_name_stays_on_its_line(capsys: Capture, tmp_path: Path) -> None:
    assert refused(capsys, tmp_path / "a\nb\udcff\x1b[31m.toml") == [
        f"{tmp_path}/a b��[31m.toml: cannot be read: No such file or directory"
    ]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from([MATRIX, ANSWERS]),
    st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=6)), max_size=4),
)
def test_whatever_is_in_a_file_there_is_no_traceback(
    capsys: Capture, tmp_path: Path, original: Path, edits: list[tuple[int, bytes]]
) -> None:
    content = bytearray(original.read_bytes())
    for at, new in edits:
        content[at % len(content) : at % len(content) + len(new)] = new
    changed = tmp_path / "changed"
    changed.write_bytes(content)

    said = advise(capsys, *((changed, ANSWERS) if original == MATRIX else (MATRIX, changed)))

    assert (said.status, bool(said.out), bool(said.err)) in [(0, True, False), (2, False, True)]
    assert all(": " in line for line in said.err.splitlines())


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_it_runs_where_there_is_no_django() -> None:
    blocked = (
        "import runpy, sys; sys.modules['django'] = None; sys.argv[0] = 'advisor';"
        "runpy.run_module('advisor', run_name='__main__')"
    )
    done = run("-c", blocked, MATRIX, ANSWERS, "--format", "json")

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["verdict"]["winner"] == "fastapi"


def test_what_it_prints_is_utf_8_wherever_it_runs() -> None:
    done = run("-m", "advisor", MATRIX, ANSWERS, PYTHONIOENCODING="ascii")

    assert (done.returncode, done.stderr) == (0, b"")
    assert "“Models".encode() in done.stdout


def test_a_reader_who_has_read_enough_ends_it_without_a_word() -> None:
    command = [sys.executable, "-m", "advisor", str(MATRIX), str(ANSWERS)]
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writing)

    assert (done.returncode, done.stderr) == (-13, b"")


def test_help_says_what_the_files_hold(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    out = capsys.readouterr().out

    assert ended.value.code == 0
    assert max(map(len, out.splitlines())) <= 82
    for part in ["MATRIX.toml", "ANSWERS.json", "{text,json,adr}", '{"answers": {"workload"']:
        assert part in out
