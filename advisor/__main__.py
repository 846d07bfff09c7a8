"""`python -m advisor MATRIX.toml ANSWERS.json`: a verdict without a site, or Django."""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime

from advisor.core.adr import adr
from advisor.core.answers import AnswersError, read_answers
from advisor.core.model import Answers, Matrix, MatrixError, load_matrix
from advisor.core.problems import UNPRINTABLE, Problem
from advisor.core.report import report
from advisor.core.scoring import score
from advisor.core.strict_json import parse_json
from advisor.core.terminal import page

MAX_BYTES = 2_000_000

DESCRIPTION = "Score a decision matrix on the answers of one case, and say why."
EPILOG = """\
MATRIX.toml is a decision matrix such as those in advisor/matrices/. ANSWERS.json
has the chosen options by criterion (null where nobody is sure) and the weights to
change:

  {"answers": {"workload": ["ml"], "team": null}, "weights": {"workload": 3}}

The result goes to standard output. What is wrong with the files goes to standard
error, one "place: message" a line, and the exit status is 2.
"""


class Refused(Exception):
    """A file that cannot be read as what it should be."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the verdict and return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        matrix, answers = _read(options.matrix, options.answers)
    except (Refused, MatrixError, AnswersError) as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        return 2
    try:
        print(_written(options.format, matrix, answers), end="", flush=True)
    except OSError as error:
        print(f"standard output: cannot be written: {error.strerror}", file=sys.stderr)
        os._exit(2)  # Python would try to write the rest once more, and complain again.
    return 0


def _written(format: str, matrix: Matrix, answers: Answers) -> str:
    if format == "json":
        return json.dumps(report(matrix, answers), indent=2, ensure_ascii=False) + "\n"
    result = score(matrix, answers)
    if format == "adr":
        return adr(matrix, answers, result, _today())
    return page(matrix, answers, result)


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _read(matrix_path: str, answers_path: str) -> tuple[Matrix, Answers]:
    """Raises Refused, MatrixError, or AnswersError, with the faults of both files if both have."""
    problems: list[Problem] = []
    try:
        matrix = load_matrix(_text(matrix_path))
    except (Refused, MatrixError) as error:
        problems += error.problems
    try:
        data = parse_json(_text(answers_path), _place(answers_path))
    except (Refused, AnswersError) as error:
        problems += error.problems
    if problems:
        raise Refused(*problems)
    return matrix, read_answers(matrix, data)


def _text(path: str) -> str:
    try:
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(Problem(_place(path), f"cannot be read: {error.strerror}")) from None
    if len(content) > MAX_BYTES:
        raise Refused(Problem(_place(path), f"must have at most {MAX_BYTES} bytes"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(Problem(_place(path), "is not UTF-8 text")) from None


def _place(path: str) -> str:
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", " ".join(path.split()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m advisor",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("matrix", metavar="MATRIX.toml", help="the decision matrix")
    parser.add_argument("answers", metavar="ANSWERS.json", help="the answers of the case")
    parser.add_argument(
        "--format",
        choices=["text", "json", "adr"],
        default="text",
        help="text to read (default), the JSON that the API gives, or a decision record (MADR 4)",
    )
    return parser


if __name__ == "__main__":
    # As any filter does: end without a word when nobody reads on, and on Ctrl-C.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main())
