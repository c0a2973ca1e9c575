"""Who was at the meeting."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from chefforum.organisation.request import Request
from chefforum.workflow import Refused
from meetings import permissions, queries
from meetings.actions import attendance as verbs
from meetings.forms import AttendanceForm, GuestForm


def attendance(request: Request, meeting_id: int) -> HttpResponse:
    """The list of those who were expected, and of guests, a form each."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if not permissions.may_run(request.user, meeting):
        raise PermissionDenied
    rows = queries.run_rows(meeting, viewer=request.user)
    people = queries.attendances_of(meeting)
    readable = {row.item_id for row in rows if row.item}
    context = {
        "meeting": meeting,
        "rows": rows,
        "people": people,
        "in_part": {one.pk for one in people if readable & {one.came_at_id, one.left_before_id, *one.away_from}},
        "guest": GuestForm(),
        "kinds": queries.attendance_kinds(),
    }
    return render(request, "meetings/attendance.html", context)


@require_POST
def save(request: Request, attendance_id: int) -> HttpResponse:
    """Whether one person was there, and for which points; answers what the form's own line says of it."""
    found = queries.attendance_by_id(attendance_id, viewer=request.user)
    readable = queries.items_by_number(found.meeting, viewer=request.user)
    form = AttendanceForm(request.POST, items=list(readable.values()))
    version, told = None, "Ikke gemt. Genindlæs siden, og prøv igen."
    if form.is_valid():
        data = form.cleaned_data
        stay = verbs.Stay(came_at=data["came_at"], left_before=data["left_before"], away_from=data["away"])
        try:
            version = verbs.set_attendance(
                found, kind=data["kind"], stay=stay, version=data["version"], by=request.user
            )
        except Refused as error:
            told = str(error)
    if request.htmx:
        context = {"version": version, "told": told, "now": timezone.now()}
        return render(request, "meetings/attendance_told.html", context)
    if version is None:
        messages.error(request, told)
    else:
        messages.success(request, f"Fremmødet for {found.name} er gemt.")
    return redirect("meetings:attendance", found.meeting_id)


@require_POST
def add_guest(request: Request, meeting_id: int) -> HttpResponse:
    """A guest."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    form = GuestForm(request.POST)
    if form.is_valid():
        made = verbs.add_guest(meeting, **form.cleaned_data, by=request.user)
        messages.success(request, f"{made.name} er på listen som gæst.")
    else:
        messages.error(request, "Skriv gæstens navn. Intet er tilføjet.")
    return redirect("meetings:attendance", meeting.pk)


@require_POST
def remove_guest(request: Request, attendance_id: int) -> HttpResponse:
    """Take a guest off the list."""
    found = queries.attendance_by_id(attendance_id, viewer=request.user)
    verbs.remove_guest(found, by=request.user)
    messages.success(request, f"{found.name} er taget af listen.")
    return redirect("meetings:attendance", found.meeting_id)
