"""What each sentence of an explanation claims, checked in every case that is still possible."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from advisor.core.model import Cell
from tests.advisor.core.told import told
from tests.advisor.core.truth import Truth

Check = Callable[..., bool]
CHECKS: list[tuple[str, Check]] = []


def claims(t: Truth) -> Iterator[tuple[str, bool]]:
    """Each sentence, and whether it is true; one of an unknown form is not."""
    for sentence in told(t.matrix, t.answers):
        matches = [(re.match(pattern, sentence.text), check) for pattern, check in CHECKS]
        holds = [check(t, *match.groups()) for match, check in matches if match]
        yield sentence.text, holds == [True]


def says(*pattern: str) -> Callable[[Check], Check]:
    """A sentence of this form, given in parts, is true where the check says so."""

    def register(check: Check) -> Check:
        CHECKS.append(("".join(pattern) + "$", check))
        return check

    return register


NUMBER = r"([\d.]+)"
RANGE = r"([\d.]+)(?: to ([\d.]+))?"
OF_100 = r" of 100 points"


def near(shown: str, exact: Fraction) -> bool:
    """To one decimal; what is smaller than a tenth is shown as a tenth."""
    return abs(Fraction(shown) - exact) <= Fraction(1, 10)


def between(low: str, high: str | None, exact: list[Fraction]) -> bool:
    return near(low, exact[0]) and near(high or low, exact[-1])


@says(
    r"(?:(\w) is the clear choice|The case leans towards (\w)): ",
    rf"(?:it|whatever the open answers are, it) leads (\w) by {RANGE}{OF_100}\.",
)
def decided(t: Truth, clear: str, lean: str, rival: str, low: str, high: str) -> bool:
    name, limit = clear or lean, t.matrix.clear if clear else t.matrix.close_call
    safe = all(t.leads(name, other)[0] >= limit for other in t.rivals(name))
    return between(low, high, t.leads(name, rival)) and Fraction(low) >= limit and safe


@says(
    r"It is a close call: (?:depending on the open answers, )?",
    rf"(\w) leads (\w) by (?:only )?{RANGE}{OF_100}, and a lead under (\d+) decides nothing\.",
)
def too_small(t: Truth, name: str, rival: str, low: str, high: str, limit: str) -> bool:
    small = 0 < Fraction(low) < int(limit) == t.matrix.close_call
    return between(low, high, t.leads(name, rival)) and small


@says(
    r"It is a close call: the open answers allow anything from ",
    rf"(\w) ahead by {NUMBER} to (\w) ahead by {NUMBER}{OF_100}\.",
)
def both_ways(t: Truth, rival: str, behind: str, name: str, ahead: str) -> bool:
    leads = t.leads(name, rival)
    return leads[0] < 0 and near(behind, -leads[0]) and near(ahead, leads[-1])


@says(rf"It is a close call: (\w) and (\w) are level at {RANGE}{OF_100}\.")
def level(t: Truth, a: str, b: str, low: str, high: str) -> bool:
    totals = sorted(world.totals[a.lower()].low for world in t.worlds)
    return set(t.leads(a, b)) == {0} and between(low, high, totals)


@says(
    r"It is a close call: depending on the open answers, ",
    rf"(\w) is level with (\w) or ahead by up to {NUMBER}{OF_100}\.",
)
def level_or_ahead(t: Truth, a: str, b: str, ahead: str) -> bool:
    leads = t.leads(a, b)
    return leads[0] == 0 and near(ahead, leads[-1])


@says(
    rf"It is a close call: (\w) leads (\w) by {RANGE}{OF_100}, ",
    r"but an open answer could still rule (\w) out\.",
)
def may_be_out(t: Truth, a: str, b: str, low: str, high: str, out: str) -> bool:
    excluded = any(world.totals[a.lower()].excluded for world in t.worlds)
    return between(low, high, t.leads(a, b)) and a == out and excluded


@says(
    r"(?:It is a close call: )?(\w) is the only one left, (?:",
    r"and an open answer could still rule it out\.|",
    rf"as everything else is ruled out\. It reaches {RANGE}{OF_100}\.)",
)
def only_one(t: Truth, name: str, low: str, high: str) -> bool:
    total = t.now.totals[name.lower()]
    alone = t.rivals(name) == [] and total.excluded is None
    return alone and (low is None or between(low, high, [total.low, total.high]))


@says(r"None of them fits: every alternative is ruled out by an answer\.")
def all_out(t: Truth) -> bool:
    return all(total.excluded for total in t.now.totals.values())


@says(
    r"None of them fits this case well: (?:.*, )?([A-D]), (?:the only one .*, )?",
    rf"reaches no more than {NUMBER}{OF_100}\. Under (\d+) none is advised\.",
)
def none_fits(t: Truth, best: str, points: str, floor: str) -> bool:
    high = [t.now.totals[key.lower()].high for key in (best, *t.rivals(best))]
    everywhere = {world.verdict.kind for world in t.worlds} == {"neither"}
    return near(points, max(high)) and Fraction(points) < int(floor) and everywhere


@says(r"No question is answered yet, so nothing is decided\.")
def nothing_yet(t: Truth) -> bool:
    return not any(t.answers.answers.values()) and t.now.verdict.kind == "close_call"


@says(
    r"(?:No open question could change that|",
    r"Every question is answered, so no open one could change that)\.",
)
def beyond_repair(t: Truth) -> bool:
    return {world.verdict.kind for world in t.worlds} == {"neither"}


@says(
    r"No open question could settle it: whatever the answers are, no alternative would lead by ",
    r"the (\d+) points that it takes\.",
)
def cannot_be_settled(t: Truth, limit: str) -> bool:
    return {world.verdict.kind for world in t.worlds} <= {"close_call", "neither"}


@says(
    r"Every question is answered, so none is left to settle it: ",
    r"(?:either is defensible|(.*) are all defensible)",
    r"(?:, and what tips it towards (\w) is (\w+))?\.",
)
def all_answered(t: Truth, several: str, name: str, tips: str) -> bool:
    winner = str(t.now.verdict.winner)
    limit = t.matrix.close_call
    close = [winner.upper(), *(r for r in t.rivals(winner) if t.leads(winner, r)[0] < limit)]
    if tips:
        lead = t.leads(name, t.pair(name))[0]
        return len(close) == 2 and lead > 0 >= lead - t.on(tips, name, t.pair(name))
    return re.findall(r"\b[A-D]\b", several) == close if several else len(close) == 2


@says(
    r"One question is still open, and no answer to it would put another alternative ahead: ",
    r"What about (\w+)\?",
)
def last_question(t: Truth, name: str) -> bool:
    winner = str(t.now.verdict.winner)
    return all(t.leads(winner, other)[0] > 0 for other in t.rivals(winner))


@says(
    r"(?:One question is still open|Of the open questions, this one could move the lead most|",
    r"Of the open questions, this one would settle most): What about (\w+)\?",
)
def question(t: Truth, name: str) -> bool:
    return t.now.settles == name.lower() and not t.answers.answers.get(name.lower())


@says(
    rf"With the least favourable open answers (\w) would reach only {NUMBER}{OF_100}, ",
    r"and under (\d+) none is advised\.",
)
def may_fall_short(t: Truth, name: str, points: str, floor: str) -> bool:
    least = min(world.totals[name.lower()].low for world in t.worlds)
    somewhere = any(world.verdict.kind == "neither" for world in t.worlds)
    return near(points, least) and Fraction(points) < int(floor) and somewhere


@says(r"What follows compares (\w) with (\w), the closest of the others\.")
def compared(t: Truth, a: str, b: str) -> bool:
    worst = min(t.leads(a, other)[0] for other in t.rivals(a))
    return t.leads(a, b)[0] == worst and len(t.rivals(a)) > 1


def cells_of(t: Truth, name: str, option: str) -> dict[str, Cell]:
    (one,) = [c for c in t.matrix.criteria if c.key == name.lower()]
    return next(o.cells for o in one.options if o.key == option)


@says(
    rf"(\w+) (?:speaks for|pulls the other way, to) (\w),? by {NUMBER} points",
    r"(?:: |, most of all )“Option (\w)”\.",
)
def reason(t: Truth, name: str, a: str, points: str, option: str) -> bool:
    cells = cells_of(t, name, option)
    leads = cells[a.lower()].anchor > cells[t.pair(a)].anchor
    return near(points, t.on(name, a, t.pair(a))) and leads


@says(
    rf"(.*) (?:speak for (\w)|pull the other way) as well, by {NUMBER} points between them\.",
)
def more_reasons(t: Truth, names: str, a: str, points: str) -> bool:
    a = a or str(t.now.verdict.runner_up)
    leads = [t.on(name, a, t.pair(a)) for name in re.findall(r"C\d", names)]
    return min(leads) > 0 and near(points, sum(leads, Fraction(0)))


@says(
    r"(?:(\w+) comes out level: its answers pull apart, and|Within (\w+), however,) ",
    r"“Option (\w)” speaks for (\w)\.",
)
def contradiction(t: Truth, level: str, within: str, option: str, a: str) -> bool:
    cells = cells_of(t, level or within, option)
    lead = cells[a.lower()].anchor - min(cells[r.lower()].anchor for r in t.rivals(a))
    apart = not level or t.on(level, a, t.pair(a)) == 0
    return lead > 0 and apart and option in t.answers.answers[(level or within).lower()]


@says(r"(\w) is level with (\w)\.")
def third_level(t: Truth, a: str, b: str) -> bool:
    return set(t.leads(a, b)) == {0}


@says(r"With the open answers (\w) could still (pass|draw level with) (\w)\.")
def third_near(t: Truth, third: str, how: str, name: str) -> bool:
    best = t.leads(third, name)[-1]
    return best > 0 if how == "pass" else best == 0


@says(
    rf"(\w) is {RANGE} points behind (\w)",
    r"(?:, most of all on (\w+): “Option (\w)”)?\.",
)
def third_behind(t: Truth, third: str, low: str, high: str, name: str, on: str, o: str) -> bool:
    leads = t.leads(name, third)
    return leads[0] > 0 and between(low, high, leads) and (not on or t.on(on, name, third) > 0)


@says(
    rf"(\w+) costs (\w) {NUMBER} of the 100 points(?:: |, most of all )“Option (\w)”\.",
)
def shortfall(t: Truth, name: str, a: str, points: str, option: str) -> bool:
    weights = [t.answers.weight(c) for c in t.matrix.criteria]
    (one,) = [c for c in t.now.contributions if c.criterion == name.lower()]
    most = Fraction(100 * one.weight, sum(weights))
    return near(points, most - one.points[a.lower()][0]) and option in one.options


@says(r"(\w) is ruled out by the answer “Option (\w)” on (\w+)\.")
def ruled_out(t: Truth, name: str, option: str, of: str) -> bool:
    everywhere = all(world.totals[name.lower()].excluded for world in t.worlds)
    return everywhere and option in t.answers.answers[of.lower()]


@says(r"The answer “Option (\w)” to this open question would rule out (\w): What about (\w+)\?")
def ruling_out(t: Truth, option: str, name: str, of: str) -> bool:
    return t.instead(of, option).totals[name.lower()].excluded is not None


@says(
    rf"(\w) beats (\w) under (?:less than )?{NUMBER} % ",
    r"of all weightings of the answered criteria\.",
)
def firm(t: Truth, a: str, b: str, share: str) -> bool:
    assert t.now.acceptability
    exact = t.now.acceptability[a.lower()][b.lower()]
    return abs(exact - Fraction(int(share), 100)) <= Fraction(1, 100) and 0 < exact < 1


@says(
    r"On the answered criteria (\w) (?:never beats|and) (\w)(?: are level)?, ",
    r"whatever each criterion weighs\.",
)
def firm_all(t: Truth, a: str, b: str) -> bool:
    assert t.now.acceptability
    return t.now.acceptability[a.lower()][b.lower()] == 0


@says(r"So far only (\w+) is answered, so how firm this is cannot be said yet\.")
def firm_unknown(t: Truth, name: str) -> bool:
    return [key for key, chosen in t.answers.answers.items() if chosen] == [name.lower()]


@says(r"No other single answer would make another alternative win\.")
def never_turned(t: Truth) -> bool:
    results = [t.instead(c.key, o.key) for c in t.matrix.criteria for o in c.options]
    return {result.verdict.winner for result in results} <= {t.now.verdict.winner, None}


def comes_to(t: Truth, of: str, option: str, outcome: str) -> bool:
    verdict, name = t.instead(of, option).verdict, outcome[0].lower()
    if outcome.endswith("would win"):
        return verdict.kind in ("clear", "lean") and verdict.winner == name
    if outcome.endswith("would be ahead in a close call"):
        ahead = verdict.margin_low is None or verdict.margin_low > 0
        return verdict.kind == "close_call" and verdict.winner == name and ahead
    if outcome == "it would be a close call":
        return verdict.kind == "close_call"
    return outcome == "none of them would fit" and verdict.kind == "neither"


@says(r"If the answer on (\w+) were (“[^,]*”(?:, “.*”| or “.*”)?)(?: alone)?, ([^“”]+)\.")
def turned(t: Truth, of: str, options: str, outcome: str) -> bool:
    return all(comes_to(t, of, o, outcome) for o in re.findall(r"“Option (\w)”", options))


@says(r"With any other answer on (\w+), (.*)\.")
def turned_by_any_other(t: Truth, of: str, outcome: str) -> bool:
    (one,) = [c for c in t.matrix.criteria if c.key == of.lower()]
    others = [o.key for o in one.options if o not in t.answers.chosen(one)]
    return len(others) > 1 and all(comes_to(t, of, option, outcome) for option in others)


@says(r"With (“.*”)(?: alone)?, (\w would win)\.")
def settled(t: Truth, options: str, outcome: str) -> bool:
    of = str(t.now.settles)
    return all(comes_to(t, of, o, outcome) for o in re.findall(r"“Option (\w)”", options))


@says(r"Other answers on (.*) would turn it as well\.")
def more_turns(t: Truth, names: str) -> bool:
    turned = {flip.criterion for flip in t.now.flips.answers}
    return {name.lower() for name in re.findall(r"C\d", names)} <= turned


@says(
    rf"If (\w+) weighed (?:about )?{NUMBER} instead of (\d), (\w) and (\w) would be level",
    r"(?: in the middle of what the open answers allow)?\.",
)
def weighed(t: Truth, of: str, turns_at: str, weight: str, name: str, rival: str) -> bool:
    (flip,) = [flip for flip in t.now.flips.weights if flip.criterion == of.lower()]
    apart = flip.turns_at != flip.weight == int(weight) != Fraction(turns_at)
    pair = (t.now.verdict.winner, flip.against) == (name.lower(), rival.lower())
    return apart and pair and abs(flip.turns_at - Fraction(turns_at)) <= Fraction(1, 20)
