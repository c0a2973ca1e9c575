"""Who was at the meeting, and for which points."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from chefforum.audit import log
from chefforum.organisation.models import User
from chefforum.organisation.queries import titles_on
from chefforum.workflow import Overtaken, Refused
from meetings.actions.guard import lock, require
from meetings.models import Absence, Attendance, AttendanceKind, Meeting
from meetings.permissions import items_seen_by, may_run, members_on
from meetings.rules.running import place_of
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
        # Two may have the same name, and a guest may be noted under a member's.
        taken = Attendance.objects.filter(meeting=meeting, name=str(user)).exists()
        name = f"{user}, {user.username}" if taken else str(user)
        Attendance.objects.create(meeting=meeting, name=name, user=user, office=office)


@dataclass(frozen=True)
class Stay:
    """For what of a meeting somebody was there, by the ids of items: from which, until before which, and which they
    were out of the room for.
    """

    came_at: int | None = None
    left_before: int | None = None
    away_from: Sequence[int] = ()


@transaction.atomic
def set_attendance(attendance: Attendance, *, kind: str, stay: Stay, version: int, by: User) -> int:
    """Whether somebody was there, and for what of it. Answers the line's new version.

    What is noted of items that the person who writes may not read stays as it is. Raises :class:`Overtaken` when
    somebody else has changed the line since it was seen.
    """
    meeting = _open(attendance.meeting, by)
    guest = attendance.user_id is None
    allowed = {AttendanceKind.GUEST} if guest else set(AttendanceKind) - {AttendanceKind.GUEST}
    if kind not in allowed:
        raise Refused("Vælg, om personen var til stede. Intet er ændret.")
    read = items_seen_by(by).filter(meeting=meeting, state=ItemState.PLACED)
    items = {one.pk: one for one in read.select_related("turn")}
    wanted = [pk for pk in (stay.came_at, stay.left_before, *stay.away_from) if pk is not None]
    if any(pk not in items for pk in wanted):
        raise Refused("Punktet står ikke på dagsordenen længere. Intet er ændret. Genindlæs siden, og prøv igen.")
    if stay.came_at and stay.left_before and place_of(items[stay.came_at]) >= place_of(items[stay.left_before]):
        raise Refused("Punktet, hvor personen gik, ligger ikke efter det, hvor personen kom. Intet er ændret.")
    there = kind in (AttendanceKind.PRESENT, AttendanceKind.GUEST)
    now = Attendance.objects.get(pk=attendance.pk)
    changed = Attendance.objects.filter(pk=now.pk, meeting=meeting, version=version).update(
        kind=kind,
        came_at=_kept(now.came_at_id, stay.came_at, items) if there else None,
        left_before=_kept(now.left_before_id, stay.left_before, items) if there else None,
        version=F("version") + 1,
    )
    if not changed:
        raise Overtaken(f"Fremmødet for {now.name} er ændret af en anden. Dit valg er ikke gemt. Genindlæs siden.")
    gone = Absence.objects.filter(attendance=now)
    (gone.filter(item__in=items) if there else gone).delete()
    if there:
        away = dict.fromkeys(stay.away_from)
        Absence.objects.bulk_create(Absence(attendance=now, item_id=pk) for pk in away)
    log.record("meetings.attendance_set", by=by, target=meeting, text=f"Fremmødet til {meeting} er rettet")
    return version + 1


def _kept(was: int | None, wanted: int | None, readable: Container[int]) -> int | None:
    """The item that is wanted; where none is, one that the person could not see among the choices stays."""
    return was if wanted is None and was is not None and was not in readable else wanted


@transaction.atomic
def add_guest(meeting: Meeting, *, name: str, office: str, by: User) -> Attendance:
    """A guest, by name; may be told apart by where they come from."""
    meeting = _open(meeting, by)
    # Brackets would begin the office where the name stands with it in the minutes.
    name = " ".join(name.translate({ord("("): None, ord(")"): None, ord(";"): ","}).split())
    office = " ".join(office.replace(";", ",").split())
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
    """Take a guest off the list; a member stays on it, which raises :class:`~chefforum.workflow.Refused`."""
    meeting = _open(attendance.meeting, by)
    if not Attendance.objects.filter(pk=attendance.pk, meeting=meeting, user=None).delete()[0]:
        raise Refused(f"{attendance.name} er medlem og bliver på listen. Vælg afbud eller fraværende i stedet.")
    log.record("meetings.attendance_set", by=by, target=meeting, text=f"Fremmødet til {meeting} er rettet")


def _open(meeting: Meeting, by: User) -> Meeting:
    meeting = lock(meeting.pk)
    require(may_run(by, meeting))
    if meeting.state != MeetingState.HELD:
        raise Refused("Fremmødet skrives, når mødet er begyndt. Intet er ændret.")
    return meeting
