"""Meetings as a calendar file (RFC 5545) that other programs subscribe to: when and where, and nothing of any item."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from chefforum.danish.dates import COPENHAGEN
from meetings.rules.timing import meeting_end
from meetings.workflow import MeetingState

if TYPE_CHECKING:
    from meetings.models import Meeting
    from meetings.queries.year import Published

CONTENT_TYPE = "text/calendar; charset=utf-8"
_REFRESH = timedelta(hours=4)
# What a meeting takes in other calendars when nobody has said.
_USUAL = timedelta(hours=1)


def calendar_file(
    meetings: "Sequence[Published]", *, name: str, host: str, address: Callable[[int], str], now: datetime
) -> bytes:
    """The file. ``host`` makes the ids of the meetings the house's own; ``address`` is where a meeting is read."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//Chefforum//DA")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", COPENHAGEN.key)
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    # The same, as Outlook reads it.
    calendar.add("x-published-ttl", f"PT{_REFRESH.seconds // 3600}H")
    calendar.add_component(_copenhagen())
    for one in meetings:
        calendar.add_component(_event(one.meeting, one.sequence, host, address(one.meeting.pk), now))
    data: bytes = calendar.to_ical()
    return data


def invitation(
    meeting: "Meeting", sequence: int, *, host: str, address: str, organizer: str, attendee: str, now: datetime
) -> bytes:
    """One meeting as an invitation (RFC 5546) to one person: a request, or its cancellation. The id is the one the
    subscription has, and ``sequence`` tells a calendar which of two is the later.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//Chefforum//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if meeting.state == MeetingState.CANCELLED else "REQUEST")
    calendar.add_component(_copenhagen())
    event = _event(meeting, sequence, host, address, now)
    event.add("organizer", f"mailto:{organizer}")
    event.add("attendee", f"mailto:{attendee}", parameters={"RSVP": "FALSE", "PARTSTAT": "ACCEPTED"})
    calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def _event(meeting: "Meeting", sequence: int, host: str, address: str, now: datetime) -> Event:
    cancelled = meeting.state == MeetingState.CANCELLED
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@{host}")
    event.add("sequence", sequence)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at.astimezone(COPENHAGEN))
    event.add("dtend", (meeting_end(meeting) or meeting.starts_at + _USUAL).astimezone(COPENHAGEN))
    # Outlook shows a cancelled meeting of a subscription as any other, so its name says it too.
    event.add("summary", f"Aflyst: {meeting.forum.name}" if cancelled else meeting.forum.name)
    if meeting.location:
        event.add("location", meeting.location)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    event.add("url", address)
    return event


def _copenhagen() -> Timezone:
    """The rule of the European Union since 1996, in two lines instead of a list of every year's days."""
    zone = Timezone()
    zone.add("tzid", COPENHAGEN.key)
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    for part, short, month, hour, before, after in (
        (TimezoneDaylight(), "CEST", 3, 2, winter, summer),
        (TimezoneStandard(), "CET", 10, 3, summer, winter),
    ):
        part.add("dtstart", datetime(1996, month, {3: 31, 10: 27}[month], hour))  # noqa: DTZ001 - local by definition
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzname", short)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone
