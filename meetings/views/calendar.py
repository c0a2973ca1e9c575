"""The calendar, one meeting, and planning."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from chefforum.organisation.request import Request
from chefforum.workflow import Refused
from meetings import permissions, queries
from meetings.actions import planning
from meetings.filters import MeetingFilter
from meetings.forms import MeetingForm
from meetings.workflow import WORKFLOW


def calendar(request: Request) -> HttpResponse:
    """The meetings one may know of, newest first."""
    found = MeetingFilter(request.GET, queryset=queries.calendar(viewer=request.user), request=request)
    context = {
        "filter": found,
        "meetings": [(meeting, WORKFLOW.looks[meeting.state]) for meeting in found.qs],
        "may_plan": permissions.may_plan(request.user),
        "now": timezone.now(),
    }
    return render(request, "meetings/calendar.html", context)


def plan(request: Request) -> HttpResponse:
    """Plan a meeting."""
    if not permissions.may_plan(request.user):
        raise PermissionDenied
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = planning.plan_meeting(
                forum=form.cleaned_data["forum"], starts_at=form.starts_at,
                location=form.cleaned_data["location"], by=request.user,
            )  # fmt: skip
            return redirect("meetings:draft", meeting.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "meetings/plan.html", {"form": form})


def change(request: Request, meeting_id: int) -> HttpResponse:
    """Change a meeting's time or place."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if not permissions.may_edit_agenda(request.user, meeting):
        raise PermissionDenied
    form = MeetingForm(request.POST or None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            planning.change_meeting(
                meeting, starts_at=form.starts_at, location=form.cleaned_data["location"], by=request.user
            )
            messages.success(request, "Mødet er ændret.")
            return redirect("meetings:meeting", meeting.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "meetings/plan.html", {"form": form, "meeting": meeting})


def meeting(request: Request, meeting_id: int) -> HttpResponse:
    """A meeting: where it stands, its papers and its points."""
    found = queries.meeting_by_id(meeting_id, viewer=request.user)
    paper = queries.latest_paper_for(found, viewer=request.user)
    rows = queries.agenda_rows(found, viewer=request.user) if permissions.is_secretariat(request.user) else []
    context = {
        "meeting": found,
        "look": WORKFLOW.looks[found.state],
        **queries.paper_list(found, viewer=request.user),
        "paper": paper,
        "rows": rows,
        "whole": all(row.item for row in rows),
        "items": queries.items_by_number(found, viewer=request.user),
        "can": permissions.what_may(request.user, found),
        "is_held": found.starts_at.date() <= timezone.localdate(),
        "steps": queries.road(found),
    }
    return render(request, "meetings/meeting.html", context)
