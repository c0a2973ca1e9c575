"""Who was at the meeting."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from chefforum import danish
from chefforum.organisation.request import Request
from meetings import permissions, queries
from meetings.actions import attendance as verbs
from meetings.forms import AttendanceForm, GuestForm


def attendance(request: Request, meeting_id: int) -> HttpResponse:
    """The list of those who were expected, and of guests, a form each."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if not permissions.may_run(request.user, meeting):
        raise PermissionDenied
    rows = queries.run_rows(meeting, viewer=request.user)
    context = {
        "meeting": meeting,
        "rows": rows,
        "people": queries.attendances_of(meeting),
        "guest": GuestForm(),
        "kinds": queries.attendance_kinds(),
    }
    return render(request, "meetings/attendance.html", context)


@require_POST
def save(request: Request, attendance_id: int) -> HttpResponse:
    """Whether one person was there, and for which points."""
    found = queries.attendance_by_id(attendance_id, viewer=request.user)
    readable = queries.items_by_number(found.meeting, viewer=request.user)
    form = AttendanceForm(request.POST, items=list(readable.values()))
    if form.is_valid():
        data = form.cleaned_data
        verbs.set_attendance(
            found,
            kind=data["kind"],
            came_at=data["came_at"],
            left_before=data["left_before"],
            away_from=data["away"],
            by=request.user,
        )
        if request.htmx:
            return HttpResponse(f"Gemt kl.\u00a0{danish.clock(timezone.now())}")
        messages.success(request, f"Fremmødet for {found.name} er gemt.")
    else:
        messages.error(request, "Fremmødet er ikke forstået. Intet er ændret. Genindlæs siden, og prøv igen.")
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
