"""Planning meetings."""

from datetime import datetime

from django.db import IntegrityError, transaction

from chefforum.audit import log
from chefforum.danish import long_date
from chefforum.organisation.models import User
from chefforum.workflow import Refused
from meetings.actions.guard import lock, require
from meetings.models import AgendaItem, Forum, Meeting, Section
from meetings.models.item import SectionKind
from meetings.permissions import may_plan
from meetings.rules import must_be_open_for

STANDING = ("Godkendelse af dagsorden og referat", "Evt.")


@transaction.atomic
def plan_meeting(*, forum: Forum, starts_at: datetime, location: str, by: User) -> Meeting:
    """A new meeting, with the forum's standing items first and last (D12)."""
    require(may_plan(by))
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(forum=forum, starts_at=starts_at, location=location)
    except IntegrityError as error:
        raise Refused(f"{forum} har allerede et møde på det tidspunkt. Intet er oprettet.") from error
    for title in STANDING:
        append_item(meeting, title)
    log.record("meetings.planned", by=by, target=meeting, text=f"{meeting} er oprettet")
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, *, starts_at: datetime, location: str, by: User) -> None:
    """Another time or place, while the agenda is still a draft or sent."""
    meeting = lock(meeting.pk)
    require(may_plan(by))
    must_be_open_for(meeting)
    try:
        with transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(starts_at=starts_at, location=location)
    except IntegrityError as error:
        raise Refused(f"{meeting.forum} har allerede et møde på det tidspunkt. Intet er ændret.") from error
    log.record(
        "meetings.changed",
        by=by,
        target=meeting,
        text=f"{meeting} er nu {long_date(starts_at.date())}, {location or 'uden sted'}",
    )


def before_the_last(meeting: Meeting) -> int:
    """Makes room and answers the number after the last item, or before it when it is the standing last one."""
    last = AgendaItem.objects.filter(meeting=meeting, withdrawn_at=None).order_by("-position").first()
    if last is None:
        return 1
    if last.title != STANDING[-1]:
        return last.position + 1
    AgendaItem.objects.filter(pk=last.pk).update(position=last.position + 1)
    return last.position


def append_item(meeting: Meeting, title: str) -> AgendaItem:
    """An empty item with the forum's sections, before the last standing item when there is one."""
    item = AgendaItem.objects.create(
        meeting=meeting, position=before_the_last(meeting), prefix=meeting.forum.abbreviation, title=title
    )
    labels = dict(SectionKind.choices)
    Section.objects.bulk_create(
        Section(item=item, kind=kind, heading=labels[kind], position=number)
        for number, kind in enumerate(meeting.forum.sections)
    )
    return item
