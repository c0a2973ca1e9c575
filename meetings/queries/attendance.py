"""Who was at a meeting, and who was out of the room for which item."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import Http404

from meetings.models import AgendaItem, Attendance, AttendanceKind, Disqualification, Meeting, Turn
from meetings.permissions import Viewer, may_run


@dataclass(frozen=True)
class Away:
    """Somebody who was not there for an item; ``disqualified`` where that is the reason."""

    name: str
    disqualified: bool = False


@dataclass(frozen=True)
class Attended:
    """Names by whether they were there, and for each item, by its id, those who were there but not for it."""

    present: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    guests: list[str] = field(default_factory=list)
    away: dict[int, list[Away]] = field(default_factory=dict)

    @property
    def anybody(self) -> bool:
        """Whether anybody was noted at all."""
        return bool(self.present or self.excused or self.absent or self.guests)


def attendances_of(meeting: Meeting) -> list[Attendance]:
    """The list of those who were expected and of guests. The caller has asked for the meeting."""
    rows = Attendance.objects.filter(meeting=meeting).select_related("came_at", "left_before", "user")
    found = rows.prefetch_related("absences__item")
    return sorted(found, key=lambda one: (one.user_id is None, one.pk))


def attendance_by_id(attendance_id: int, *, viewer: Viewer) -> Attendance:
    """A line of the list, for whoever runs the meeting; :class:`Http404` as for meetings."""
    found = Attendance.objects.select_related("meeting__forum").filter(pk=attendance_id).first()
    if found is None or not may_run(viewer, found.meeting):
        raise Http404
    return found


def attended(meeting: Meeting, items: Sequence[AgendaItem]) -> Attended:
    """Who was there. Items count in the order they were taken, where that is known."""
    places = dict(Turn.objects.filter(item__meeting=meeting).values_list("item_id", "place"))
    rows = attendances_of(meeting)
    if not rows:
        return Attended()
    barred: dict[int, set[int]] = {}
    marks = Disqualification.objects.filter(item__in=[item.pk for item in items], lifted_at=None)
    if meeting.minutes_sent_at:
        # Who was marked after the minutes were sent sat through the meeting all the same.
        marks = marks.exclude(at__gt=meeting.minutes_sent_at)
    for user, item in marks.values_list("user_id", "item_id"):
        barred.setdefault(item, set()).add(user)
    there = [one for one in rows if one.kind in (AttendanceKind.PRESENT, AttendanceKind.GUEST)]
    away = {item.pk: _away(item, there, places, barred.get(item.pk, set())) for item in items}
    return Attended(
        present=[_line(one) for one in rows if one.kind == AttendanceKind.PRESENT],
        excused=[_line(one) for one in rows if one.kind == AttendanceKind.EXCUSED],
        absent=[_line(one) for one in rows if one.kind == AttendanceKind.ABSENT],
        guests=[_line(one) for one in rows if one.kind == AttendanceKind.GUEST],
        away={pk: names for pk, names in away.items() if names},
    )


def _line(one: Attendance) -> str:
    line = f"{one.name} ({one.office})" if one.office else one.name
    return " ".join(line.replace(";", ",").split())


def _away(item: AgendaItem, there: Sequence[Attendance], places: dict[int, int], barred: set[int]) -> list[Away]:
    def place(one: AgendaItem) -> int:
        return places.get(one.pk, one.position)

    found = []
    for one in there:
        if one.user_id in barred:
            found.append(Away(one.name, disqualified=True))
        elif (
            (one.came_at and place(item) < place(one.came_at))
            or (one.left_before and place(item) >= place(one.left_before))
            or any(absence.item_id == item.pk for absence in one.absences.all())
        ):
            found.append(Away(one.name))
    return found
