"""What lies before the agendas of the demo: the forum's set-up, the year's plan, and cases on their way."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from chefforum.danish import public_holiday
from chefforum.danish.dates import COPENHAGEN
from chefforum.demo.content import IDEAS, SUBJECTS, TEMPLATES, Idea
from chefforum.organisation.models import User
from chefforum.organisation.queries import days_off
from meetings.actions import drafting, planning, proposals, setup, writing
from meetings.models import AgendaItem, Fill, Forum, Meeting, Section, SectionKind, Subject
from meetings.papers.points import from_lines

_STANDING = (("Godkendelse af dagsorden og referat", "first", Fill.MINUTES), ("Evt.", "last", ""))
# A school year's holidays: name, week of its Monday, days. They begin on the Saturday before.
_HOLIDAYS = (("Vinterferie", 7, 9), ("Sommerferie", 26, 44), ("Efterårsferie", 42, 9), ("Juleferie", 52, 12))


def set_up(forum: Forum, today: date, by: User) -> None:
    """Standing items, agenda cases, templates, school holidays and the subjects of the demo's cases."""
    for title, edge, fill in _STANDING:
        setup.add_standing_item(forum, title=title, edge=edge, on_agenda_case=True, fill=fill, by=by)
    labels = dict(SectionKind.choices)
    for kind, sections, minutes, point in TEMPLATES:
        pairs = [[section, str(labels[SectionKind(section)])] for section in sections]
        setup.set_template(forum, kind=kind, sections=pairs, planned_minutes=minutes, recommendation=point, by=by)
    for year in (today.year - 1, today.year, today.year + 1):
        setup.set_agenda_case(forum, year=year, number=f"85.02.02-A00-1-{year % 100:02d}", by=by)
        for name, week, length in _HOLIDAYS:
            start = date.fromisocalendar(year, week, 1) - timedelta(days=2)
            setup.add_school_holiday(name=name, start=start, end=start + timedelta(days=length - 1), by=by)
    Subject.objects.bulk_create(
        Subject(number=number, title=title, keywords=keywords) for number, title, keywords in SUBJECTS
    )


def plan_ahead(forum: Forum, after: date, by: User) -> None:
    """A meeting every second Thursday for the coming half-year, holidays aside; one of them moved."""
    last = after + timedelta(weeks=26)
    shut = days_off(after, last)
    days = [after + timedelta(weeks=weeks) for weeks in range(5, 26, 2)]
    free = [day for day in days if not public_holiday(day) and day not in shut]
    made = planning.plan_series(
        forum=forum, days=free, at=time(9), location=forum.usual_location, planned_minutes=150, by=by
    )
    moved = made[1]
    planning.change_meeting(
        moved,
        starts_at=datetime.combine(
            moved.starts_at.astimezone(COPENHAGEN).date() + timedelta(days=1), time(9), COPENHAGEN
        ),
        location=moved.location,
        planned_minutes=moved.planned_minutes,
        version=moved.version,
        reason="Direktionen holder seminar om torsdagen",
        by=by,
    )


def propose_cases(forum: Forum, wished: Meeting, people: Mapping[str, User], by: User, today: date) -> None:
    """Cases that chiefs have proposed, each as far as it has come."""
    for idea in IDEAS:
        _propose(idea, forum, wished, people[idea.author], by, today)


def _propose(idea: Idea, forum: Forum, wished: Meeting, author: User, by: User, today: date) -> None:
    item = proposals.propose(forum=forum, title=idea.title, kind=idea.kind, wished=wished, by=author)
    facts: drafting.Facts = {"planned_minutes": idea.minutes or None}
    if idea.case:
        facts["case_number"] = idea.case.format(yy=f"{today:%y}")
    drafting.change_facts(item, facts, by=author)
    said = {
        "occasion": writing.Words(idea.occasion),
        "presentation": writing.Words(idea.presentation),
        "recommendation": writing.Words(parties=(idea.by,), points=from_lines(idea.points)),
    }
    for section in Section.objects.filter(item=item, kind__in=said).select_related("item__forum"):
        writing.write_section(section, said[section.kind], version=section.version, by=author)
    if idea.state == "draft":
        return
    proposals.submit(_now(item), by=author)
    if idea.state == "accepted":
        proposals.accept(_now(item), by=by)
    if idea.state == "returned":
        proposals.send_back(_now(item), reason=idea.reason, by=by)


def _now(item: AgendaItem) -> AgendaItem:
    return AgendaItem.objects.select_related("forum").get(pk=item.pk)
