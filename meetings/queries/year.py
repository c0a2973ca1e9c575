"""The calendar by year and by month, and what a person's own calendar subscribes to.

Not named ``calendar``: the package answers :func:`meetings.queries.calendar` by that name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count
from django.http import Http404
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from chefforum.organisation.models import User
from meetings.models import CalendarFeed, Meeting
from meetings.permissions import Viewer, meetings_seen_by
from meetings.queries.days import Choices, Month, Tally, choices, months_of, tally

FIRST_YEAR, LAST_YEAR = 2000, 2100

# What a subscription remembers; a calendar program reads the whole of it again and again.
_REMEMBERED = timedelta(days=366)


@dataclass(frozen=True)
class Year:
    """Twelve months, seen half a year at a time."""

    number: int
    half: int
    months: Sequence[Month]
    choices: Choices
    today: date = field(default_factory=timezone.localdate)

    @property
    def halves(self) -> list[tuple[int, Sequence[Month]]]:
        """Both halves; a screen shows the chosen one, a print both."""
        return [(1, self.months[:6]), (2, self.months[6:])]

    @property
    def entry(self) -> int:
        """The month that the way to the calendar of one month leads to: this one, or the first that is shown."""
        here = (self.number, self.half) == (self.today.year, _half(self.today))
        return self.today.month if here else self.half * 6 - 5

    @property
    def before(self) -> tuple[int, int] | None:
        """The half before, as year and half; ``None`` before the first."""
        return _within(self.number - (self.half == 1), 3 - self.half)

    @property
    def after(self) -> tuple[int, int] | None:
        """The half after."""
        return _within(self.number + (self.half == 2), 3 - self.half)

    @property
    def tally(self) -> Tally:
        """What is on in the chosen half."""
        return tally(self.halves[self.half - 1][1])

    @property
    def whole_tally(self) -> Tally:
        """What is on in the year."""
        return tally(self.months)


@dataclass(frozen=True)
class MonthPage:
    """One month, and the way to its neighbours."""

    month: Month
    choices: Choices
    today: date = field(default_factory=timezone.localdate)

    @property
    def half(self) -> int:
        """The half of the year that it lies in."""
        return _half(self.month.first)

    @property
    def before(self) -> date | None:
        """The first day of the month before; ``None`` before the first."""
        day = (self.month.first - timedelta(days=1)).replace(day=1)
        return day if day.year >= FIRST_YEAR else None

    @property
    def after(self) -> date | None:
        """The first day of the month after."""
        day = (self.month.first + timedelta(days=31)).replace(day=1)
        return day if day.year <= LAST_YEAR else None

    @property
    def tally(self) -> Tally:
        """What is on in the month."""
        return tally([self.month])


@dataclass(frozen=True)
class Published:
    """A meeting as a subscription tells of it. ``sequence`` grows with every change."""

    meeting: Meeting
    sequence: int


def year_of(number: int, *, half: str = "", forum: str = "", viewer: Viewer) -> Year:
    """The year, with the half that was asked for: without a wish the one of today, in other years the first.

    :class:`Http404` outside 2000 to 2100.
    """
    firsts = [_first(number, month) for month in range(1, 13)]
    found, today = choices(forum, viewer=viewer), timezone.localdate()
    wish = {"1": 1, "2": 2}.get(half, _half(today) if number == today.year else 1)
    return Year(number, wish, months_of(firsts, found.shown, viewer=viewer), found)


def month_of(year: int, month: int, *, forum: str = "", viewer: Viewer) -> MonthPage:
    """One month; :class:`Http404` outside 2000 to 2100, and for a thirteenth."""
    first = _first(year, month)
    found = choices(forum, viewer=viewer)
    return MonthPage(months_of([first], found.shown, viewer=viewer)[0], found)


def feed_owner(key: str) -> User | None:
    """Whose calendar the key opens; nobody's if it is unknown, renewed, or the person has left."""
    # A key is made of these characters only; others (a NUL among them) never reach the database.
    if not re.fullmatch(r"[\w-]{20,64}", key, re.ASCII):
        return None
    found = CalendarFeed.objects.filter(key=key, user__is_active=True).select_related("user").first()
    return found.user if found and constant_time_compare(found.key, key) else None


def published(*, viewer: Viewer) -> list[Published]:
    """The meetings that a person's subscription tells of: from a year back and on, soonest first."""
    meetings = (
        meetings_seen_by(viewer)
        .filter(starts_at__gte=timezone.now() - _REMEMBERED)
        .select_related("forum")
        .annotate(change_count=Count("changes"))
        .order_by("starts_at", "pk")
    )
    return [Published(meeting, meeting.version + meeting.change_count) for meeting in meetings]


def _first(year: int, month: int) -> date:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise Http404
    return date(year, month, 1)


def _half(day: date) -> int:
    return 1 if day.month <= 6 else 2


def _within(year: int, half: int) -> tuple[int, int] | None:
    return (year, half) if FIRST_YEAR <= year <= LAST_YEAR else None
