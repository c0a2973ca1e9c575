"""Freezing a round: the paper for the forum, and what is sent to Økonomiudvalget (D89–D90)."""

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from budget.actions.rounds import add_statuses, ask_heads, step
from budget.models import Round, RoundPaper, Status
from budget.papers.decision import agreed, decision_html
from budget.papers.shape import TEMPLATE, StatusPaper
from budget.papers.status import build, committee_edition
from budget.queries import (
    agreements_of,
    before,
    changes_in_forum,
    faults_in,
    meanings,
    points_without_status,
    requests_in_forum,
    statuses_of,
)
from budget.rules.checking import NO_RESPONSIBLE
from budget.rules.rounds import must_have_every_point, must_not_be_closed, title_of
from budget.workflow import RoundEdition, RoundState
from chefforum.danish import date_in_words, long_date
from chefforum.documents import offering
from chefforum.documents.actions import freeze
from chefforum.organisation.models import User

if TYPE_CHECKING:
    from chefforum.documents.models import Document

FORUM, COMMITTEE = "Chefforum", "Økonomiudvalget"
_WORDS = {RoundEdition.INTERNAL: "intern", RoundEdition.COMMITTEE: "oeu"}
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


@transaction.atomic
def take_step(status_round: Round, verb: str, *, reason: str = "", on: date | None = None, by: User) -> Round:
    """Take a step with a round, with all that belongs to it.

    »collect« makes a status for each point that is followed and tells those whose points they are. »to_forum« freezes
    the internal edition and offers it to the forum. »send« freezes both editions and offers Økonomiudvalget's. »close«
    and a step back take the offer to the forum back; what was frozen stays to be read. ``on`` is the day that a
    paper says it was frozen: today, but for rounds that are brought in from before.
    """
    current = step(status_round, verb, reason=reason, by=by)
    match verb:
        case "collect":
            add_statuses(current)
            ask_heads(current)
        case "to_forum":
            _freeze(current, [RoundEdition.INTERNAL], on=on, by=by)
            refresh_decision(current)
        case "send":
            must_have_every_point(points_without_status(current))
            _freeze(current, [RoundEdition.INTERNAL, RoundEdition.COMMITTEE], on=on, by=by)
        case "back_to_directors":
            _withdraw(current, FORUM, by=by)
            RoundPaper.objects.filter(round=current).update(current=False)
        case "take_back":
            must_not_be_closed(agreements_of(current))
            _withdraw(current, COMMITTEE, by=by)
        case "close":
            _withdraw(current, FORUM, by=by)
    return current


def title_for(status_round: Round) -> str:
    """``Tredje status 2026``."""
    return title_of(status_round, agreements_of(status_round))


def paper_now(status_round: Round, *, by: User, number: int, on: date | None = None) -> StatusPaper:
    """The internal edition as the round stands, for whoever may run it."""
    statuses = statuses_of(status_round, viewer=by)
    return build(
        status_round,
        agreements_of(status_round),
        statuses,
        title=title_for(status_round),
        before=before(statuses, sent=True),
        meanings=meanings(),
        frozen_on=on or timezone.localdate(),
        number=number,
    )


def _freeze(status_round: Round, editions: list[RoundEdition], *, on: date | None, by: User) -> None:
    now = paper_now(status_round, by=by, number=1, on=on)
    title = title_for(status_round)
    for edition in editions:
        earlier = RoundPaper.objects.filter(round=status_round, edition=edition)
        number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
        paper = cast("StatusPaper", {**now, "number": number})
        if edition == RoundEdition.COMMITTEE:
            paper = committee_edition(paper)
        RoundPaper.objects.filter(round=status_round, edition=edition, current=True).update(current=False)
        document = freeze(
            cast("Mapping[str, object]", paper),
            title=f"Budgetaftalen: {title}",
            file_name=f"status-budgetaftale-{slugify(title.lower().translate(_ASCII))[:100]}-{_WORDS[edition]}",
            edition=edition.label,
            template=TEMPLATE,
            by=by,
        )
        RoundPaper.objects.create(round=status_round, document=document, edition=edition, number=number)
        if edition == RoundEdition.COMMITTEE:
            _offer_to_committee(status_round, document, title, by)
        elif status_round.state == RoundState.FORUM:
            _offer_to_forum(status_round, document, title, by)


def _withdraw(status_round: Round, forum: str, *, by: User) -> None:
    papers = RoundPaper.objects.filter(round=status_round).values_list("document", flat=True)
    offering.withdraw(papers, forum=forum, by=by)


def _offer_to_forum(status_round: Round, document: "Document", title: str, by: User) -> None:
    meeting = long_date(status_round.committee_on)
    offering.offer(
        document,
        forum=FORUM,
        title=f"Status på budgetaftalen: {title}{_version(document)}",
        occasion=f"<p>Økonomiudvalget skal {meeting} orienteres om, hvor langt budgetaftalen er gennemført.</p>",
        presentation=(
            "<p>Afdelingerne har skrevet status på punkterne. "
            f"Status er opgjort pr. {date_in_words(status_round.as_of)} og vedlagt som bilag. "
            "Chefforum gennemgår punkterne, retter lys og tekster og afgør, hvilke punkter der "
            "føres over til næste års opfølgning.</p>"
        ),
        party="",
        points=[f"at Chefforum godkender status på budgetaftalen, {escape(title, quote=False)}"],
        closed=True,
        by=by,
    )


def _version(document: "Document") -> str:
    number = document.paper["number"]
    return f", version {number}" if number > 1 else ""


def _offer_to_committee(status_round: Round, document: "Document", title: str, by: User) -> None:
    offering.offer(
        document,
        forum=COMMITTEE,
        title=f"Status på budgetaftalen: {title}",
        occasion="<p>Økonomiudvalget følger, hvordan budgetaftalen bliver gennemført.</p>",
        presentation=(
            f"<p>Status er opgjort pr. {date_in_words(status_round.as_of)} og er gennemgået i Chefforum "
            f"{long_date(status_round.forum_on)}.</p>"
        ),
        party="",
        points=["at Økonomiudvalget tager orienteringen til efterretning"],
        closed=False,
        by=by,
    )


def decision_of(status_round: Round) -> str:
    """What the forum decided, drafted from what was changed while the round was before it. The caller may read it."""
    agreements = agreements_of(status_round)
    statuses = list(Status.objects.filter(round=status_round).select_related("initiative__chapter__agreement"))
    unnamed = dict(faults_in(status_round, statuses).listed()).get(NO_RESPONSIBLE, [])
    points = agreed(changes_in_forum(status_round), requests_in_forum(status_round))
    return decision_html(
        FORUM, f"status på budgetaftalen, {title_for(status_round)}", points, unnamed, many_years=len(agreements) > 1
    )


def refresh_decision(status_round: Round) -> None:
    """Let the paper that is offered to the forum say what has been agreed until now."""
    if status_round.state == RoundState.FORUM:
        papers = RoundPaper.objects.filter(round=status_round, edition=RoundEdition.INTERNAL)
        offering.suggest_decision(papers.values_list("document", flat=True), decision_of(status_round))
