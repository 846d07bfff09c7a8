"""What a decision record says was decided: the choice, what follows, and when to look again."""

from __future__ import annotations

from collections.abc import Iterator

from .explain import Role, Sentence
from .explanation.phrases import in_turn
from .explanation.telling import Telling
from .markdown import bullets, plain

# What says when to look at a decision again.
_CONFIRMING: tuple[Role, ...] = ("firmness", "flip")


def outcome(telling: Telling, sentences: list[Sentence]) -> Iterator[str]:
    gettext, verdict = telling.gettext, telling.result.verdict
    if verdict.kind == "close_call":
        chosen = gettext("No option is chosen: the matrix does not decide this case.")
    elif verdict.kind == "neither":
        chosen = gettext("No option is chosen: the matrix advises none of them for this case.")
    elif verdict.runner_up is None:
        chosen = gettext("Chosen option: “%(winner)s”, because nothing else is left.")
    else:
        chosen = gettext("Chosen option: “%(winner)s”, because it does best on the drivers above.")
    yield plain(chosen % telling.names)
    yield plain(sentences[0].text)
    if verdict.kind in ("close_call", "neither"):
        yield bullets(
            plain(sentence.said(gettext))
            for sentence in sentences[1:]
            if sentence.role not in ("excluded", *_CONFIRMING)
        )
        return
    for sentence in sentences:
        if sentence.role in ("compared", "trailing"):
            yield plain(sentence.said(gettext))
    yield from _consequences(telling, sentences)


def _consequences(telling: Telling, sentences: list[Sentence]) -> Iterator[str]:
    """What is gained and what is given up; a contradiction stands with its own criterion."""
    gettext = telling.gettext
    good, bad = gettext("Good, because %(reason)s"), gettext("Bad, because %(reason)s")
    neutral = gettext("Neutral, because %(reason)s")
    patterns = {"deciding": good, "against": bad, "contradiction": neutral}
    lines: list[tuple[str | None, str]] = []
    for sentence in sentences:
        reason = sentence.said(gettext)
        if sentence.role == "contradiction" and lines and lines[-1][0] == sentence.criterion:
            lines[-1] = (sentence.criterion, in_turn(lines[-1][1], reason, gettext))
        elif sentence.role in patterns:
            lines.append((sentence.criterion, patterns[sentence.role] % {"reason": reason}))
    if lines:
        yield "### Consequences"
        yield bullets(plain(text) for _, text in lines)


def confirmation(telling: Telling, sentences: list[Sentence]) -> Iterator[str]:
    decided = telling.result.verdict.kind in ("clear", "lean")
    roles = (*_CONFIRMING, "open") if decided else _CONFIRMING
    told = [plain(s.said(telling.gettext)) for s in sentences if s.role in roles]
    if told:
        yield "### Confirmation"
        yield telling.gettext(
            "Run the matrix again when an answer or a weight has changed. Today it says of this:"
        )
        yield bullets(told)
