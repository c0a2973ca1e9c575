"""Planning meetings: one, a series, moved, cancelled."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from chefforum.audit import log
from chefforum.danish import count, enumerate_words, long_date
from chefforum.danish.dates import COPENHAGEN
from chefforum.organisation.models import User
from chefforum.workflow import Overtaken, Refused, take
from meetings.actions.filling import fill_new, fill_next_agenda, lock_with_next
from meetings.actions.guard import require
from meetings.actions.placing import make_room, new_item
from meetings.actions.telling import tell_of_change
from meetings.actions.writing import set_decisions_aside
from meetings.models import AgendaCase, AgendaItem, Edge, Forum, Meeting, MeetingChange, StandingItem
from meetings.permissions import may_plan
from meetings.rules.procedure import must_be_open_for, must_have_a_reason
from meetings.workflow import WORKFLOW, ItemState, MeetingState


@transaction.atomic
def plan_meeting(
    *, forum: Forum, starts_at: datetime, location: str, planned_minutes: int | None = None, by: User
) -> Meeting:
    """A new meeting, with the forum's standing items first and last, on the agenda case of the year (D12)."""
    require(may_plan(by))
    lock_with_next(forum=forum)
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                forum=forum,
                starts_at=starts_at,
                location=location,
                planned_minutes=planned_minutes or forum.usual_minutes or None,
            )
    except IntegrityError as error:
        raise Refused(f"{forum} har allerede et møde på det tidspunkt. Intet er oprettet.") from error
    agenda_case = AgendaCase.objects.filter(forum=forum, year=_day(starts_at).year).first()
    standing = sorted(StandingItem.objects.filter(forum=forum), key=lambda one: (one.edge == Edge.LAST, one.position))
    for one in standing:
        item = new_item(meeting, one.title, standing=one.edge)
        AgendaItem.objects.filter(pk=item.pk).update(fill=one.fill)
        if agenda_case and one.on_agenda_case:
            AgendaItem.objects.filter(pk=item.pk).update(case=agenda_case.case_id)
    fill_new(meeting)
    log.record("meetings.planned", by=by, target=meeting, text=f"{meeting} er oprettet")
    return meeting


@transaction.atomic
def plan_series(
    *, forum: Forum, days: Sequence[date], at: time, location: str, planned_minutes: int | None, by: User
) -> list[Meeting]:
    """A meeting on each of the days, all or none."""
    require(may_plan(by))
    if not days:
        raise Refused("Der er ikke valgt nogen dage. Intet er oprettet.")
    standing = Meeting.objects.filter(forum=forum, starts_at__date__in=days).exclude(state=MeetingState.CANCELLED)
    taken = [long_date(_day(at)) for at in standing.order_by("starts_at").values_list("starts_at", flat=True)]
    if taken:
        raise Refused(f"{forum} har allerede et møde {enumerate_words(taken)}. Fravælg dagene. Intet er oprettet.")
    made = [
        plan_meeting(
            forum=forum,
            starts_at=datetime.combine(day, at, COPENHAGEN),
            location=location,
            planned_minutes=planned_minutes,
            by=by,
        )
        for day in days
    ]
    text = f"{count(len(made), 'møde', 'møder')} i {forum} er planlagt i én række"
    log.record("meetings.series_planned", by=by, target=forum, text=text)
    return made


@transaction.atomic
def change_meeting(
    meeting: Meeting,
    *,
    starts_at: datetime,
    location: str,
    planned_minutes: int | None,
    version: int,
    reason: str = "",
    by: User,
) -> None:
    """Another time, length or place, while the agenda is a draft or sent. The items move along.

    Another time needs a reason, which stands at the meeting. Raises :class:`Overtaken` if the meeting has changed
    since ``version`` was read.
    """
    meeting = lock_with_next(meeting.pk)[meeting.pk]
    require(may_plan(by))
    must_be_open_for(meeting)
    if meeting.version != version:
        raise Overtaken(
            "Mødet er ændret af en anden, siden du åbnede siden. Genindlæs siden for at se det. Intet er gemt."
        )
    was = meeting.starts_at
    if starts_at != was:
        reason = must_have_a_reason(reason, "mødet flyttes")
    try:
        with transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(
                starts_at=starts_at,
                location=location,
                planned_minutes=planned_minutes,
                version=F("version") + 1,
            )
    except IntegrityError as error:
        raise Refused(f"{meeting.forum} har allerede et møde på det tidspunkt. Intet er ændret.") from error
    if starts_at != was:
        MeetingChange.objects.create(meeting=meeting, was=was, to=starts_at, reason=reason, by=by)
        fill_next_agenda(meeting.forum)
    if starts_at != was or location != meeting.location:
        tell_of_change(Meeting.objects.select_related("forum").get(pk=meeting.pk))
    text = f"{meeting} er nu {long_date(_day(starts_at))}, {location or 'uden sted'}"
    log.record("meetings.changed", by=by, target=meeting, text=text)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, items_to: Meeting | None, by: User) -> None:
    """Cancel a meeting, with a reason. Its items go to another meeting's agenda, or else to the pool.

    The standing items stay, since every meeting has its own. Raises :class:`Refused` when the other meeting's agenda
    is no longer open, or is of another forum.
    """
    # Locks in one order, so that two who cancel into each other's meetings do not wait for ever.
    locked = lock_with_next(*({meeting.pk, items_to.pk} if items_to else {meeting.pk}))
    meeting, target = locked[meeting.pk], locked[items_to.pk] if items_to else None
    require(may_plan(by))
    must_be_open_for(meeting)
    reason = must_have_a_reason(reason, "mødet aflyses")
    if target is not None:
        if target.pk == meeting.pk or target.forum_id != meeting.forum_id:
            raise Refused("Punkterne kan kun flyttes til et andet møde i samme forum. Intet er ændret.")
        must_be_open_for(target)
    for item in AgendaItem.objects.filter(meeting=meeting, state=ItemState.PLACED, standing="").order_by("position"):
        set_decisions_aside(item, by=by)
        AgendaItem.objects.filter(pk=item.pk).update(
            meeting=target,
            state=ItemState.PLACED if target else ItemState.ACCEPTED,
            position=make_room(target) if target else 0,
            supplement=None,
            supplemented_on=None,
        )
    take(meeting, WORKFLOW, "cancel")
    MeetingChange.objects.create(meeting=meeting, was=meeting.starts_at, to=None, reason=reason, by=by)
    fill_next_agenda(meeting.forum)
    tell_of_change(meeting)
    log.record("meetings.cancelled", by=by, target=meeting, text=f"{meeting} er aflyst")


def _day(at: datetime) -> date:
    return timezone.localtime(at, COPENHAGEN).date()
