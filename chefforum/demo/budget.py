"""The budget agreements with three rounds of status: two that are sent and one that is being collected."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from budget.actions import register, rounds
from budget.actions.answering import say_all
from budget.actions.freezing import take_step
from budget.models import Agreement, Change, Round, RoundPaper, RoundStep, Status
from budget.rules.entry import Entry
from budget.rules.numbering import read_number
from chefforum.danish import parse_figure
from chefforum.danish.dates import COPENHAGEN
from chefforum.demo.agreement import CHAPTERS, NEXT_CHAPTERS, NEXT_POINTS, POINTS, Point
from chefforum.documents.models import Document
from chefforum.organisation.models import Department, User
from chefforum.organisation.queries import heads_of

_LIGHTS = {"g": "green", "y": "yellow", "r": "red", "-": "none"}
_KINDS = ("drift", "anlaeg")


def follow_up(today: date, forum_on: date, later: date, people: dict[str, User]) -> None:
    """Two agreements, and the rounds of the first: spring and summer sent, autumn on its way to the coming meetings."""
    officer = people["kirsten"]
    this = _agreement(forum_on.year, date(forum_on.year - 1, 10, 8), CHAPTERS, POINTS, officer)
    _agreement(forum_on.year + 1, min(date(forum_on.year, 10, 7), today), NEXT_CHAPTERS, NEXT_POINTS, officer)
    for place, (name, ago) in enumerate((("Første status", 200), ("Anden status", 95))):
        _sent_round(this, name, today - timedelta(days=ago), place, officer)
    third = rounds.plan_round(
        name="Tredje status",
        agreements=[this],
        as_of=today - timedelta(days=10),
        due=max(today + timedelta(days=1), min(today + timedelta(days=3), later)),
        forum_on=later,
        committee_on=later + timedelta(days=19),
        by=officer,
    )
    take_step(third, "collect", by=officer)
    _answer(third, 2, only_written=True)


def _agreement(year: int, adopted: date, chapters: dict[int, str], points: tuple[Point, ...], by: User) -> Agreement:
    made = register.make_agreement(year=year, title=f"Budgetaftale {year}", adopted_on=adopted, unit="tkr", by=by)
    departments = dict(Department.objects.values_list("name", "pk"))
    register.apply_entries(
        made,
        [_entry(point, year, departments) for point in points],
        chapters,
        source=f"Budgetaftale {year}.xlsx",
        by=by,
    )
    return made


def _entry(point: Point, year: int, departments: dict[str, int]) -> Entry:
    number = read_number(point.number)
    assert number is not None
    pk = departments[point.department]
    head = heads_of([pk]).first()
    amounts: dict[tuple[str, int], Decimal | None] = {
        (kind, year): parse_figure(text) for kind, text in zip(_KINDS, point.amounts, strict=True) if text
    }
    facts = {"title": point.title, "department": pk, "text": f"{point.title} som beskrevet i aftalen."}
    return Entry(number, facts, [head.pk] if head else [], amounts)


def _sent_round(agreement: Agreement, name: str, as_of: date, place: int, by: User) -> None:
    days = {"due": 14, "forum_on": 24, "committee_on": 40}
    made = rounds.plan_round(
        name=name,
        agreements=[agreement],
        as_of=as_of,
        **{field: as_of + timedelta(days=ahead) for field, ahead in days.items()},
        by=by,
    )
    take_step(made, "collect", by=by)
    _answer(made, place)
    for verb in ("to_directors", "to_forum", "send", "close"):
        made = take_step(Round.objects.get(pk=made.pk), verb, on=made.forum_on, by=by)
    _date_back(made)


def _answer(status_round: Round, place: int, *, only_written: bool = False) -> None:
    by_number = {point.number: point for point in POINTS}
    for status in Status.objects.filter(round=status_round).select_related("round", "initiative__chapter__agreement"):
        point = by_number[status.initiative.number]
        text = point.texts[place]
        if only_written and not text:
            continue
        values = {"light": _LIGHTS[point.lights[place]], "public_text": text}
        if place == 2:
            values |= {"carry": point.carry, "comment": point.comment}
            if point.carry == "part":
                values["carry_part"] = "det, der ikke nås i år"
        head = status.initiative.people.first()
        assert head is not None
        saved = say_all(status, values, by=head)
        if saved.status.answered_at is None:
            Status.objects.filter(pk=status.pk).update(answered_at=timezone.now(), answered_by=head)


def _date_back(status_round: Round) -> None:
    """Let what was done in a round have happened when it would have."""

    def at(day: date) -> datetime:
        return datetime.combine(day, datetime.min.time().replace(hour=10), COPENHAGEN)

    Status.objects.filter(round=status_round).update(answered_at=at(status_round.due))
    Change.objects.filter(status__round=status_round).update(at=at(status_round.due))
    days = {"collect": status_round.as_of, "to_directors": status_round.due, "to_forum": status_round.due}
    for verb in ("collect", "to_directors", "to_forum", "send", "close"):
        day = days.get(verb, status_round.forum_on if verb == "send" else status_round.committee_on)
        RoundStep.objects.filter(round=status_round, verb=verb).update(at=at(day))
    papers = RoundPaper.objects.filter(round=status_round)
    papers.update(at=at(status_round.forum_on))
    Document.objects.filter(pk__in=papers.values("document")).update(created_at=at(status_round.forum_on))
