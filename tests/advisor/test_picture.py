"""The picture of a verdict: lengths and whole points."""

from __future__ import annotations

from advisor.core.model import Answers, Matrix
from advisor.core.scoring import score
from advisor.picture import Column, Line, Part, Picture, columns, picture
from tests.advisor.core.build import answers, criterion, matrix


def weighed(*weights: int) -> Matrix:
    """Criteria x, y, …: a has all the points with option p, b has them with q."""
    names = "xyz"[: len(weights)]
    return matrix(
        *(criterion(n, w, {"p": [4, 0], "q": [1, 4]}) for n, w in zip(names, weights, strict=True))
    )


def test_a_bar_is_as_long_as_its_criterion_weighs_and_striped_where_it_is_open() -> None:
    drawn = picture(score(weighed(4, 1), answers(x="q")))
    assert drawn == Picture(
        drawn=("a", "b"),
        lines=(
            Line("x", 4, (25, 50, 75, 100), (Part("a", 25, 25), Part("b", 100, 100))),
            Line("y", 1, (6.25, 12.5, 18.75, 25), (Part("a", 6.25, 25), Part("b", 0, 25))),
        ),
    )


def test_a_criterion_that_weighs_nothing_is_not_drawn() -> None:
    drawn = picture(score(weighed(2, 1), answers({"y": 0}, x="p")))
    assert [line.criterion for line in drawn.lines] == ["x"]


def test_the_heaviest_criterion_takes_the_whole_width_whatever_it_weighs() -> None:
    [line] = picture(score(weighed(1), answers(x="p"))).lines
    assert line == Line("x", 1, (25, 50, 75, 100), (Part("a", 100, 100), Part("b", 0, 0)))


def test_of_many_the_four_nearest_to_winning_are_drawn_in_the_order_of_the_file() -> None:
    many = matrix(criterion("x", 1, {"p": [0, 1, 4, 2, 3, 1], "q": [4, 4, 4, 4, 4, 4]}))
    assert picture(score(many, answers(x="p"))).drawn == ("b", "c", "d", "e")


def test_the_excluded_make_way_for_those_who_are_ranked() -> None:
    reasons = {"p": {"c": "Not with c.", "e": "Not with e."}}
    row = {"p": [0, 1, 4, 2, 3, 1], "q": [1] * 6}
    many = matrix(criterion("x", 1, row, excludes=reasons))
    assert picture(score(many, answers(x="p"))).drawn == ("a", "b", "d", "f")


def test_where_none_fits_those_who_reach_most_are_drawn() -> None:
    many = matrix(criterion("x", 1, {"p": [0, 1, 1, 0, 1, 1], "q": [1] * 6}))
    result = score(many, answers(x="p"))
    assert (result.verdict.kind, picture(result).drawn) == ("neither", ("b", "c", "e", "f"))


def test_whole_points_add_up_and_only_what_is_open_is_a_range() -> None:
    thirds = weighed(1, 1, 1)
    assert columns(score(thirds, answers(x="p", y="p", z="p"))) == {
        "a": Column(((34, 34), (33, 33), (33, 33)), (100, 100)),
        "b": Column(((0, 0), (0, 0), (0, 0)), (0, 0)),
    }
    assert columns(score(thirds, answers(x="p", y="q")))["a"] == Column(
        ((34, 34), (8, 8), (8, 33)), (50, 75)
    )


def test_twenty_alternatives_and_fifty_criteria_are_drawn_too() -> None:
    keys = [f"a{number}" for number in range(20)]
    row = {"p": [number % 5 for number in range(20)], "q": [2] * 20}
    many = matrix(*(criterion(f"c{n}", 5, row, alternatives=keys) for n in range(50)))
    drawn = picture(score(many, Answers()))
    assert (drawn.drawn, len(drawn.lines)) == (("a0", "a4", "a9", "a14"), 50)
