"""What the page of styles shows: the site's own templates, with examples that could be real."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

import advisor
from advisor.context import query_context
from advisor.core.model import Matrix, load_matrix
from advisor.models import DecisionMatrix, MatrixVersion
from consult.blog.markdown import render
from consult.blog.models import Article, Author, Topic
from consult.blog.outline import contents
from consult.bookings.forms import NewcomerForm, ZoneForm
from consult.bookings.picker import Picker
from consult.bookings.slots import Slot
from consult.intake.differences import Difference, TwoTabs
from consult.intake.forms import BriefForm, ContactForm, QuestionsForm
from consult.intake.record import Fact
from consult.intake.run import Overwritten, Save
from consult.quotes.content import Offer
from consult.quotes.models import QuoteVersion
from consult.quotes.pricing import Line, totals

HERE = Path(__file__).parent
MATRICES = Path(advisor.__file__).parent / "matrices"
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LONG = (
    "A title that somebody wrote without a thought for how wide a column is, with a word like "
    "Donaudampfschifffahrtsgesellschaftskapitän in it"
)
# The verdict of every kind, and before there is one.
CASES = [
    ("Nothing answered yet", "fastapi-vs-nodejs", ""),
    ("Clear", "fastapi-vs-nodejs", "workload=ml&team=data&integrity=plain&time=webapp"),
    ("Leaning, with a weight changed", "fastapi-vs-nodejs", "workload=ml&team=python&w.time=0"),
    (
        "Close call, three alternatives, one ruled out",
        "monolith-or-services",
        "people=few&domain=core&consistency=everything&load=modest&operations=nobody",
    ),
]


@dataclass(frozen=True)
class Example:
    """`wide` has the whole page's width, so that the schemes stand above each other."""

    name: str
    html: SafeString
    wide: bool = False


def examples(request: HttpRequest) -> Iterator[Example]:
    yield from _words(request)
    yield from _journal(request)
    yield from _forms(request)
    yield from _enquiry(request)
    yield from _matrices(request)


def _made(
    request: HttpRequest,
    name: str,
    template: str,
    context: Mapping[str, object],
    wide: bool = False,
) -> Example:
    return Example(name, render_to_string(template, dict(context), request), wide)


def _words(request: HttpRequest) -> Iterator[Example]:
    yield _made(request, "Titles and small print", "dev/styles/_words.html", {"long": LONG})
    yield _made(request, "Buttons and links", "dev/styles/_buttons.html", {"long": LONG})
    yield _made(request, "Notices, tags, and the toast", "dev/styles/_notices.html", {"long": LONG})
    html = render((HERE / "prose.md").read_text()).html
    yield _made(request, "Running text", "dev/styles/_prose.html", {"html": mark_safe(html)})


def _journal(request: HttpRequest) -> Iterator[Example]:
    author = Author(name="Jonas Lindqvist", slug="jonas-lindqvist", role="software architect")
    titles = ["FastAPI or Node.js: choosing your backend engine", LONG, "One monolith, please"]
    articles = [
        Article(
            title=title,
            slug="an-article",
            summary="What separates them is the work, the people, and what a wrong record costs.",
            author=author,
            published_at=NOW,
            updated_at=NOW + timedelta(days=days),
            words=1_400,
        )
        for days, title in enumerate(titles)
    ]
    topics = [Topic(name=name, slug=name.lower()) for name in ("Backends", "Python", "Data")]
    shown = {
        "article": articles[1],
        "articles": articles,
        "related": articles[:2],
        "previous": articles[0],
        "next": articles[1],
        "toc": contents([[2, "one", "What will it do?"], [2, "two", LONG]]),
        "minutes": 7,
        "page": Paginator(range(30), 10).page(2),
        "q": "fastpai",
        "fault": "Search for at most 200 characters.",
        "topics": topics,
        "level": "3",
    }
    yield _made(request, "The head of an article", "dev/styles/_article.html", shown, wide=True)
    yield _made(request, "Lists of articles", "dev/styles/_journal.html", shown)
    yield _made(request, "An author", "dev/styles/_author.html", shown)
    yield _made(
        request, "A list without an article", "blog/_entries.html", {"articles": [], "level": "3"}
    )
    matrix = _shipped("fastapi-vs-nodejs")
    yield _made(
        request,
        "The first look",
        "dev/styles/_front.html",
        {"matrix": matrix, **shown},
        wide=True,
    )
    offers = {"whatsapp_url": "https://wa.me/", "cta": "styles", "level": "3"}
    yield _made(request, "Offers", "blog/_offers.html", offers)


def _forms(request: HttpRequest) -> Iterator[Example]:
    [criterion, *_] = _shipped("fastapi-vs-nodejs").criteria
    question = QuestionsForm([criterion], {f"q-{criterion.key}": {"options": ["ml"]}}, None)
    yield _made(request, "A question", "dev/styles/_question.html", {"form": question})
    brief = BriefForm("brief", {}, QueryDict(urlencode({"what": LONG, "stage": ""})))
    yield _made(
        request, "A form with errors", "dev/styles/_form.html", {"form": brief, "wrong": True}
    )
    yield _made(request, "A form", "dev/styles/_form.html", {"form": ContactForm({}, None, NOW)})
    plans = BriefForm("plans", {"brief": {"stage": "rewrite"}}, None)
    yield _made(
        request, "A form of short answers", "dev/styles/_form.html", {"form": plans, "short": True}
    )
    yield _made(request, "Controls in every state", "dev/styles/_controls.html", {})
    days = [date(2026, 11, 25) + timedelta(days=day) for day in range(12)]
    starts = [datetime(2026, 11, 25, hour, tzinfo=UTC) for hour in range(8, 14)]
    free = {day: [Slot(start, start + timedelta(minutes=15)) for start in starts] for day in days}
    picker = Picker(BERLIN, days[0], free, ["The day is over."], True)
    form = NewcomerForm()
    form.offer(picker)
    zone = ZoneForm(picker, chosen=True)
    yield _made(
        request,
        "Free times",
        "bookings/_slots.html",
        {"picker": picker, "form": form, "zone_form": zone},
    )


def _enquiry(request: HttpRequest) -> Iterator[Example]:
    facts = [Fact("brief", "What is being built?", LONG), Fact("brief", "Anything else?", "")]
    yield _made(request, "Check answers", "intake/_summary.html", {"facts": facts, "slug": "x"})
    saves = [Save("brief", number, 1, {}, {}) for number in (2, 3)]
    tabs = TwoTabs(Overwritten("brief", *saves), [Difference("Stage", "An idea or a plan", LONG)])
    happened = {
        "dropped": [Fact("plans", "What runs today", LONG)],
        "two_tabs": [(tabs, "")],
        "slug": "x",
    }
    yield _made(request, "What happened to an answer", "intake/_happened.html", happened)
    lines = (
        Line("Architecture review of the order service", Decimal(1), Decimal(4800), Decimal(19)),
        Line(LONG, Decimal("2.5"), Decimal(960), Decimal(19)),
        Line("Travel", Decimal(1), Decimal(240), Decimal(7)),
    )
    offer = Offer("Q-2026-0007", 1, "Review", "", "EUR", date(2026, 12, 23), lines)
    figures = {"offer": offer, "totals": totals(lines)}
    yield _made(request, "The figures of a quote", "quotes/_figures.html", figures)
    declined = QuoteVersion(number=1, declined_at=NOW, decline_reason=LONG)
    standing = {"version": declined, "zone": BERLIN, "zone_name": "Europe/Berlin", **figures}
    yield _made(
        request, "A receipt, and where a quote stands", "dev/styles/_receipt.html", standing
    )
    yield _made(request, "The ways on from a dead end", "_ways_on.html", {})


def _matrices(request: HttpRequest) -> Iterator[Example]:
    for name, slug, query in CASES:
        yield _matrix(request, f"Matrix: {name}", _shipped(slug), query)
    hosting = load_matrix((HERE / "hosting.toml").read_text())
    query = "people=nobody&load=bursts&nonsense=1"
    yield _matrix(request, "Matrix: seven alternatives, part of the link unknown", hosting, query)
    article = _run(_shipped("django-or-fastapi"), "surface=pages&team=django", full=False)
    yield _made(request, "Matrix in an article", "advisor/_matrix.html", article, wide=True)
    none = _run(hosting, "people=customers&w.load=0", full=True)
    yield _made(request, "Verdict by itself", "advisor/_verdict.html", none)


def _matrix(request: HttpRequest, name: str, matrix: Matrix, query: str) -> Example:
    return _made(request, name, "advisor/_matrix.html", _run(matrix, query, full=True), wide=True)


def _run(matrix: Matrix, query: str, *, full: bool) -> dict[str, object]:
    version = MatrixVersion(
        matrix=DecisionMatrix(slug=matrix.slug),
        number=1,
        document=matrix.document(),
        published_at=NOW,
    )
    path = reverse("fit:matrix", args=[matrix.slug])
    ran = query_context(version, QueryDict(query), path=path, cta="styles", full=full)
    return {**ran, "now": NOW}


def _shipped(slug: str) -> Matrix:
    return load_matrix((MATRICES / f"{slug}.toml").read_text())
