"""Who was at the meeting, and for which points."""

from django.db import transaction
from django.utils import timezone

from chefforum.audit import log
from chefforum.organisation.models import User
from chefforum.organisation.queries import titles_on
from chefforum.workflow import Refused
from meetings.actions.guard import lock, require
from meetings.models import Absence, AgendaItem, Attendance, AttendanceKind, Meeting
from meetings.permissions import may_run, members_on
from meetings.workflow import ItemState, MeetingState


def expect_members(meeting: Meeting) -> None:
    """Note every member on the day of the meeting as present, by the office they have then; who is noted stays so.

    The caller holds the meeting's lock.
    """
    day = timezone.localdate(meeting.starts_at)
    known = set(Attendance.objects.filter(meeting=meeting).values_list("user_id", flat=True))
    members = [one for one in members_on(meeting.forum, day).order_by("first_name", "last_name") if one.pk not in known]
    titles = titles_on(members, day)
    for user in members:
        office = titles.get(user.pk) or user.get_role_display()
        Attendance.objects.get_or_create(meeting=meeting, name=str(user), defaults={"user": user, "office": office})


@transaction.atomic
def set_attendance(
    attendance: Attendance,
    *,
    kind: str,
    came_at: int | None = None,
    left_before: int | None = None,
    away_from: list[int] | None = None,
    by: User,
) -> None:
    """Whether somebody was there, from which item (by id) to which, and which they were out of the room for."""
    meeting = _open(attendance.meeting, by)
    guest = attendance.user_id is None
    allowed = {AttendanceKind.GUEST} if guest else set(AttendanceKind) - {AttendanceKind.GUEST}
    if kind not in allowed:
        raise Refused("Vælg, om personen var til stede. Intet er ændret.")
    items = {one.pk: one for one in AgendaItem.objects.filter(meeting=meeting, state=ItemState.PLACED)}
    wanted = [pk for pk in (came_at, left_before, *(away_from or ())) if pk is not None]
    if any(pk not in items for pk in wanted):
        raise Refused("Punktet står ikke på dagsordenen længere. Intet er ændret. Genindlæs siden, og prøv igen.")
    if came_at and left_before and items[came_at].position >= items[left_before].position:
        raise Refused("Punktet, hvor personen gik, ligger ikke efter det, hvor personen kom. Intet er ændret.")
    there = kind in (AttendanceKind.PRESENT, AttendanceKind.GUEST)
    Attendance.objects.filter(pk=attendance.pk, meeting=meeting).update(
        kind=kind, came_at=came_at if there else None, left_before=left_before if there else None
    )
    Absence.objects.filter(attendance=attendance).delete()
    if there:
        Absence.objects.bulk_create(Absence(attendance=attendance, item_id=pk) for pk in dict.fromkeys(away_from or ()))
    log.record("meetings.attendance_set", by=by, target=meeting, text=f"Fremmødet til {meeting} er rettet")


@transaction.atomic
def add_guest(meeting: Meeting, *, name: str, office: str, by: User) -> Attendance:
    """A guest, by name; may be told apart by where they come from."""
    meeting = _open(meeting, by)
    name, office = (" ".join(text.replace(";", ",").split()) for text in (name, office))
    if not name:
        raise Refused("Skriv gæstens navn. Intet er tilføjet.")
    made, new = Attendance.objects.get_or_create(
        meeting=meeting, name=name, defaults={"office": office, "kind": AttendanceKind.GUEST}
    )
    if not new:
        raise Refused(f"{name} står allerede på listen. Intet er tilføjet.")
    log.record("meetings.attendance_set", by=by, target=meeting, text=f"Fremmødet til {meeting} er rettet")
    return made


@transaction.atomic
def remove_guest(attendance: Attendance, *, by: User) -> None:
    """Take a guest off the list; a member stays on it."""
    meeting = _open(attendance.meeting, by)
    Attendance.objects.filter(pk=attendance.pk, meeting=meeting, user=None).delete()
    log.record("meetings.attendance_set", by=by, target=meeting, text=f"Fremmødet til {meeting} er rettet")


def _open(meeting: Meeting, by: User) -> Meeting:
    meeting = lock(meeting.pk)
    require(may_run(by, meeting))
    if meeting.state != MeetingState.HELD:
        raise Refused("Fremmødet skrives, når mødet er begyndt. Intet er ændret.")
    return meeting
