"""Clock times of an agenda, and the deadlines before it."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol

from django.utils import timezone

from chefforum.danish import working_days_before, working_days_until
from chefforum.danish.dates import COPENHAGEN
from meetings.models import Forum, Meeting

_LAST_MINUTE = 24 * 60 - 1
# »Near« begins two working days before (design brief, Deadline).
_NEAR_DAYS = 2


class Timed(Protocol):
    """What the clock needs of an item."""

    pk: int
    planned_minutes: int | None
    fixed_start: time | None
    slot_start: time | None
    slot_end: time | None


@dataclass(frozen=True)
class Timetable:
    """When each item is on. ``gaps`` and ``overlaps`` are minutes before the item they are keyed by.

    ``over`` is how many minutes the last item ends after the meeting; ``minutes`` is what the items take together.
    """

    slots: dict[int, tuple[time, time]] = field(default_factory=dict)
    gaps: dict[int, int] = field(default_factory=dict)
    overlaps: dict[int, int] = field(default_factory=dict)
    minutes: int = 0
    end: time | None = None
    over: int = 0
    last: int | None = None


def timetable(meeting: Meeting, items: Sequence[Timed]) -> Timetable:
    """The clock times of items in the order they are given (D9–D11).

    Items adjoin from the start of the meeting; one without minutes has no slot and takes no time. One with a fixed
    start begins then, which makes a gap or an overlap of what does not fit. Slots that old minutes printed stand
    as they were read. Times stop at 23.59.
    """
    slots: dict[int, tuple[time, time]] = {}
    gaps: dict[int, int] = {}
    overlaps: dict[int, int] = {}
    begins = _minute(timezone.localtime(meeting.starts_at, COPENHAGEN).time())
    now, total, last = begins, 0, None
    for item in items:
        wanted = item.slot_start or item.fixed_start
        length = _length(item)
        if length is None:
            continue
        start = now if wanted is None else _minute(wanted)
        if start > now:
            gaps[item.pk] = start - now
        elif start < now:
            overlaps[item.pk] = now - start
        now, total, last = start + length, total + length, item.pk
        slots[item.pk] = (_time(start), _time(now))
    planned = begins + meeting.planned_minutes if meeting.planned_minutes else None
    return Timetable(
        slots=slots,
        gaps=gaps,
        overlaps=overlaps,
        minutes=total,
        end=_time(now) if slots else None,
        over=max(0, now - planned) if planned is not None and slots else 0,
        last=last,
    )


def _length(item: Timed) -> int | None:
    if item.slot_start and item.slot_end:
        return max(0, _minute(item.slot_end) - _minute(item.slot_start))
    return item.planned_minutes


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minute: int) -> time:
    minute = min(minute, _LAST_MINUTE)
    return time(minute // 60, minute % 60)


@dataclass(frozen=True)
class Deadline:
    """A moment by which something must be done; ``tone`` is ``""``, ``near`` or ``late``.

    ``for_authors``: it is for whoever proposes cases, and not for the secretariat alone.
    """

    name: str
    at: datetime
    tone: str
    for_authors: bool = False


def deadlines(meeting: Meeting, *, shut: Container[date], now: datetime) -> list[Deadline]:
    """When items must be in and the agenda out, counted in working days back from the meeting."""
    forum = meeting.forum
    day = timezone.localtime(meeting.starts_at, COPENHAGEN).date()
    return [
        _deadline("Punkter ind", working_days_before(day, forum.items_due_days, shut), forum, shut, now, True),
        _deadline("Dagsorden ud", working_days_before(day, forum.agenda_due_days, shut), forum, shut, now, False),
    ]


def _deadline(name: str, day: date, forum: Forum, shut: Container[date], now: datetime, for_authors: bool) -> Deadline:
    at = datetime.combine(day, forum.due_at, COPENHAGEN)
    today = timezone.localtime(now, COPENHAGEN).date()
    tone = "late" if now > at else "near" if working_days_until(day, today, shut) <= _NEAR_DAYS else ""
    return Deadline(name, at, tone, for_authors)


def meeting_end(meeting: Meeting) -> datetime | None:
    """When the meeting is planned to end; ``None`` when nobody has said."""
    return meeting.starts_at + timedelta(minutes=meeting.planned_minutes) if meeting.planned_minutes else None
