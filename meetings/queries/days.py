"""Days, and what is on: months of them, for one viewer and perhaps one forum."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from chefforum import danish
from chefforum.danish.dates import COPENHAGEN
from chefforum.organisation.queries import days_off
from meetings.models import Forum, Meeting, MeetingChange
from meetings.permissions import Viewer, is_secretariat, meetings_seen_by
from meetings.rules.timing import deadlines, meeting_end
from meetings.workflow import AGENDA_OPEN, MeetingState

# A deadline lies at most sixty working days before its meeting: so far ahead are meetings looked for.
_DEADLINES_AHEAD = timedelta(days=150)
_A_DAY = timedelta(days=1)
# Four forums have a look of their own, the rest share the plain one.
_LOOKS = ("k1", "k2", "k3", "k4")


@dataclass(frozen=True)
class Choice:
    """A forum whose meetings the viewer may know of, and how they look in the calendar."""

    pk: int
    slug: str
    name: str
    short: str
    look: str


@dataclass(frozen=True)
class Choices:
    """The forums to filter by, and the one that was chosen."""

    forums: Sequence[Choice]
    chosen: Choice | None

    @property
    def shown(self) -> dict[int, Choice]:
        """The forums whose meetings are shown, by their id."""
        return {one.pk: one for one in ([self.chosen] if self.chosen else self.forums)}

    @property
    def only(self) -> str:
        """The name of the one forum that is shown; ``""`` when there are more."""
        names = [one.name for one in self.shown.values()]
        return names[0] if len(names) == 1 else ""


@dataclass(frozen=True)
class Event:
    """What stands on a day. ``kind`` is ``meeting``, ``cancelled``, ``moved`` or ``deadline``."""

    kind: str
    meeting_id: int
    forum: Choice
    at: datetime
    ends: datetime | None = None
    words: str = ""


@dataclass(frozen=True)
class Day:
    """A day as the wall calendar shows it. One that is ``outside`` only fills up a month's first or last week.

    ``school_until`` is when the school holiday ends (``21. februar``), on the one day of each month that names it.
    """

    date: date
    today: bool
    outside: bool
    holiday: str
    school: str
    school_until: str
    events: Sequence[Event]

    @property
    def weekday(self) -> str:
        """``mandag``."""
        return danish.weekday_name(self.date)

    @property
    def letter(self) -> str:
        """``M``."""
        return self.weekday[0].upper()

    @property
    def weekend(self) -> bool:
        """Whether it is a Saturday or a Sunday."""
        return self.date.weekday() >= 5

    @property
    def week(self) -> int:
        """The number of its week."""
        return self.date.isocalendar().week

    @property
    def begins_week(self) -> bool:
        """Whether it is a Monday, which shows the number."""
        return self.date.weekday() == 0

    @property
    def has_something(self) -> bool:
        """Whether a list of only the days with something on shows this one."""
        return bool(self.events or self.holiday or self.school_until or self.today)


@dataclass(frozen=True)
class Month:
    """A month in whole weeks."""

    first: date
    weeks: Sequence[Sequence[Day]]

    @property
    def name(self) -> str:
        """``Marts``."""
        return danish.month_name(self.first).capitalize()

    @property
    def days(self) -> list[Day]:
        """The days of the month itself."""
        return [day for week in self.weeks for day in week if not day.outside]

    @property
    def bare(self) -> bool:
        """Whether a list of only the days with something on is empty."""
        return not any(day.has_something for day in self.days)


@dataclass(frozen=True)
class Tally:
    """How many meetings are held, moved away from a day, and cancelled."""

    held: int
    moved: int
    cancelled: int


def tally(months: Iterable[Month]) -> Tally:
    """What the months hold. A meeting that left two days is moved once."""
    events = [event for month in months for day in month.days for event in day.events]
    held, moved, cancelled = (
        len({event.meeting_id for event in events if event.kind == kind}) for kind in ("meeting", "moved", "cancelled")
    )
    return Tally(held, moved, cancelled)


def choices(slug: str, *, viewer: Viewer) -> Choices:
    """The forums to choose among. The order they were made in gives each its look, so that it keeps it."""
    known = Forum.objects.filter(Exists(meetings_seen_by(viewer).filter(forum=OuterRef("pk")))).order_by("pk")
    forums = [
        Choice(one.pk, one.slug, one.name, one.abbreviation or one.name, (*_LOOKS, "k5")[min(index, len(_LOOKS))])
        for index, one in enumerate(known)
    ]
    return Choices(forums, next((one for one in forums if one.slug == slug), None))


def months_of(firsts: Sequence[date], forums: Mapping[int, Choice], *, viewer: Viewer) -> list[Month]:
    """Months that follow one another, by their first days, with what is on."""
    weeks = [_weeks(first) for first in firsts]
    start, end = weeks[0][0][0], weeks[-1][-1][-1]
    off = days_off(start, end + _DEADLINES_AHEAD)
    events = _events(start, end, forums, off, viewer)
    today = timezone.localdate()
    return [
        Month(first, [[_day(day, first, today, off, events) for day in week] for week in in_weeks])
        for first, in_weeks in zip(firsts, weeks, strict=True)
    ]


def _events(
    start: date, end: date, forums: Mapping[int, Choice], off: Mapping[date, str], viewer: Viewer
) -> dict[date, list[Event]]:
    """By day: meetings, then the marks of those that left the day, then deadlines."""
    seen = meetings_seen_by(viewer).filter(forum__in=forums)
    ahead = _DEADLINES_AHEAD if is_secretariat(viewer) else timedelta()
    meetings = (
        seen.filter(starts_at__gte=_midnight(start), starts_at__lt=_midnight(end + ahead + _A_DAY))
        .select_related("forum")
        .order_by("starts_at", "pk")
    )
    changes = (
        MeetingChange.objects.filter(meeting__in=seen, to__isnull=False)
        .filter(was__gte=_midnight(start), was__lt=_midnight(end + _A_DAY))
        .select_related("meeting")
        .order_by("was", "pk")
    )
    found = list(meetings)
    events: dict[date, list[Event]] = defaultdict(list)
    due = _deadlines(found, forums, off) if is_secretariat(viewer) else []
    for event in (*_held(found, forums), *_moved(changes, forums), *due):
        events[_local(event.at)].append(event)
    return events


def _held(meetings: Iterable[Meeting], forums: Mapping[int, Choice]) -> list[Event]:
    return [
        Event(
            "cancelled" if meeting.state == MeetingState.CANCELLED else "meeting",
            meeting.pk,
            forums[meeting.forum_id],
            meeting.starts_at,
            ends=meeting_end(meeting),
        )
        for meeting in meetings
    ]


def _moved(changes: Iterable[MeetingChange], forums: Mapping[int, Choice]) -> list[Event]:
    """Each day that a meeting has left says where the meeting is by now: it may have moved again, or come back."""
    left: dict[tuple[int, date], Event] = {}
    for change in changes:
        meeting, was = change.meeting, _local(change.was)
        now = _local(meeting.starts_at)
        if now != was:
            words = f"flyttet til {danish.date_in_list(now, was)}"
            left[meeting.pk, was] = Event("moved", meeting.pk, forums[meeting.forum_id], change.was, words=words)
    return list(left.values())


def _deadlines(meetings: Iterable[Meeting], forums: Mapping[int, Choice], off: Mapping[date, str]) -> list[Event]:
    """One of a kind a day and forum: what is due before a long holiday is often due for several meetings at once."""
    now = timezone.now()
    due: dict[tuple[date, int, str], Event] = {}
    for meeting in meetings:
        for one in deadlines(meeting, shut=off, now=now) if meeting.state in AGENDA_OPEN else ():
            event = Event("deadline", meeting.pk, forums[meeting.forum_id], one.at, words=one.name.lower())
            due.setdefault((_local(one.at), meeting.forum_id, one.name), event)
    return list(due.values())


def _day(day: date, first: date, today: date, off: Mapping[date, str], events: Mapping[date, list[Event]]) -> Day:
    school = off.get(day, "")
    named = bool(school) and (day.day == 1 or off.get(day - _A_DAY) != school)
    return Day(
        date=day,
        today=day == today,
        outside=day.month != first.month,
        holiday=danish.public_holiday(day) or "",
        school=school,
        school_until=danish.date_in_list(_last_of(day, off), day) if named else "",
        events=events.get(day, ()),
    )


def _last_of(day: date, off: Mapping[date, str]) -> date:
    name = off[day]
    while off.get(day + _A_DAY) == name:
        day += _A_DAY
    return day


def _weeks(first: date) -> list[list[date]]:
    """The days of a month in whole weeks, Monday to Sunday."""
    monday = first - timedelta(days=first.weekday())
    length = ((first + timedelta(days=31)).replace(day=1) - monday).days
    return [[monday + timedelta(days=week + ahead) for ahead in range(7)] for week in range(0, length, 7)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, COPENHAGEN)


def _local(at: datetime) -> date:
    return timezone.localtime(at, COPENHAGEN).date()
