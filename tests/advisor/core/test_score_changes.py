"""What a change of the matrix may change in the result, and what it must leave alone."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.core.model import Answers, Matrix
from advisor.core.result import Result
from advisor.core.scoring import score
from tests.advisor.core import oracle
from tests.advisor.core.strategies import cases

some = settings(max_examples=25)
Drawn = tuple[Matrix, Answers]


@some
@given(cases(fewest=3), st.data())
def test_adding_or_removing_an_alternative_never_changes_another(
    drawn: Drawn, data: st.DataObject
) -> None:
    matrix, answers = drawn
    document = matrix.document()
    gone = data.draw(st.sampled_from([a.key for a in matrix.alternatives]))
    document["alternatives"] = [a for a in document["alternatives"] if a["key"] != gone]
    for criterion in document["criteria"]:
        for option in criterion["options"]:
            del option["cells"][gone]
            option["excludes"].pop(gone, None)

    with_it, without_it = score(matrix, answers), score(Matrix.from_document(document), answers)

    assert without_it.totals == {k: t for k, t in with_it.totals.items() if k != gone}
    assert [c.points for c in without_it.contributions] == [
        {k: points for k, points in c.points.items() if k != gone} for c in with_it.contributions
    ]
    for a, shares in (without_it.acceptability or {}).items():
        assert with_it.acceptability is not None
        assert shares == {b: p for b, p in with_it.acceptability[a].items() if b != gone}


@some
@given(cases())
def test_relabelling_changes_nothing_but_the_labels(drawn: Drawn) -> None:
    matrix, answers = drawn

    def relabelled(document: dict[str, Any]) -> Any:
        """With other keys, of which the alphabetical order is the reverse."""
        key = re.compile(r'"c?([a-dx-z\d])"')
        return json.loads(key.sub(lambda old: f'"k{200 - ord(old[1])}"', json.dumps(document)))

    after = score(
        Matrix.from_document(relabelled(matrix.document())),
        Answers.model_validate(relabelled(answers.document())),
    )

    assert after.document() == relabelled(score(matrix, answers).document())


@some
@given(cases(most=3), st.data())
def test_reordering_changes_nothing_but_the_order(drawn: Drawn, data: st.DataObject) -> None:
    matrix, answers = drawn
    document = matrix.document()
    document["alternatives"] = data.draw(st.permutations(document["alternatives"]))
    document["criteria"] = data.draw(st.permutations(document["criteria"]))
    for criterion in document["criteria"]:
        criterion["options"] = data.draw(st.permutations(criterion["options"]))

    before, after = score(matrix, answers), score(Matrix.from_document(document), answers)

    assert _figures(after) == _figures(before)
    if not oracle.Case.of(matrix, answers).decided_by_order:
        assert _judgement(after) == _judgement(before)


def _figures(result: Result) -> dict[str, Any]:
    return {
        "totals": {k: (t.low, t.high) for k, t in result.totals.items()},
        "contributions": {
            c.criterion: (c.weight, set(c.options), c.points) for c in result.contributions
        },
        "acceptability": result.acceptability,
        "kind": result.verdict.kind,
    }


def _judgement(result: Result) -> dict[str, Any]:
    return {
        "verdict": result.verdict,
        "reasons": (set(result.deciding), set(result.against)),
        "answers": set(result.flips.answers),
        "weights": {f.criterion: abs(f.turns_at - f.weight) for f in result.flips.weights},
    }


@some
@given(cases(), st.data())
def test_a_stronger_cell_never_lowers_its_alternative(drawn: Drawn, data: st.DataObject) -> None:
    matrix, answers = drawn
    document = matrix.document()
    option = data.draw(st.sampled_from(data.draw(st.sampled_from(document["criteria"]))["options"]))
    key = data.draw(st.sampled_from(sorted(option["cells"])))
    option["cells"][key]["anchor"] = min(4, option["cells"][key]["anchor"] + 1)

    before, after = score(matrix, answers), score(Matrix.from_document(document), answers)

    assert after.totals[key].low >= before.totals[key].low
    assert after.totals[key].high >= before.totals[key].high
    assert {k: t for k, t in after.totals.items() if k != key} == {
        k: t for k, t in before.totals.items() if k != key
    }
    for b, share in (before.acceptability or {}).get(key, {}).items():
        assert after.acceptability is not None
        assert after.acceptability[key][b] >= share
    if before.verdict.winner == key:
        assert after.verdict.winner == key
