"""Planning: one meeting, a series, moving and cancelling."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from chefforum import danish
from chefforum.organisation.queries import days_off
from chefforum.organisation.request import Request
from chefforum.workflow import Refused
from meetings import permissions, queries
from meetings.actions import planning
from meetings.forms import CancelForm, DaysForm, MeetingForm, SeriesForm
from meetings.rules.series import SeriesDay, series_days


def plan(request: Request) -> HttpResponse:
    """Plan a meeting."""
    if not permissions.may_plan(request.user):
        raise PermissionDenied
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            meeting = planning.plan_meeting(
                forum=data["forum"],
                starts_at=form.starts_at,
                location=data["location"],
                planned_minutes=data["planned_minutes"],
                by=request.user,
            )
            return redirect("meetings:draft", meeting.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "meetings/plan.html", {"form": form}, status=422 if form.errors else 200)


def series(request: Request) -> HttpResponse:
    """Plan a series: first its days, to keep or leave out, then all of them at once."""
    if not permissions.may_plan(request.user):
        raise PermissionDenied
    form = SeriesForm(request.POST or None)
    days: list[SeriesDay] = []
    if request.method == "POST" and form.is_valid():
        try:
            days = _days(form)
            if "opret" in request.POST:
                return _make(request, form, [one.day for one in days])
        except Refused as refusal:
            form.add_error(None, str(refusal))
    kept = set(request.POST.getlist("day")) if "opret" in request.POST else None
    context = {
        "form": form,
        "kept": sum(not one.reason for one in days),
        "stepped": sum(bool(one.reason) for one in days),
        "days": [(one, (one.day.isoformat() in kept) if kept is not None else not one.reason) for one in days],
    }
    return render(request, "meetings/series.html", context, status=422 if form.errors else 200)


def _days(form: SeriesForm) -> list[SeriesDay]:
    data = form.cleaned_data
    shut = days_off(data["first"], data["last"]) | queries.days_taken(data["forum"], data["first"], data["last"])
    return series_days(data["first"], data["last"], every_weeks=data["every_weeks"], shut=shut)


def _make(request: Request, form: SeriesForm, days: list[date]) -> HttpResponse:
    chosen = DaysForm(request.POST, days=days)
    if not chosen.is_valid():
        raise Refused("Dagene passer ikke længere til rækken. Se dagene igen.")
    data = form.cleaned_data
    made = planning.plan_series(
        forum=data["forum"],
        days=chosen.cleaned_data["day"],
        at=data["start"],
        location=data["location"],
        planned_minutes=data["planned_minutes"],
        by=request.user,
    )
    messages.success(request, f"{danish.count(len(made), 'møde', 'møder')} er planlagt.")
    return redirect("meetings:year", made[0].starts_at.year)


def change(request: Request, meeting_id: int) -> HttpResponse:
    """Change a meeting's time, length or place."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if not permissions.may_edit_agenda(request.user, meeting):
        raise PermissionDenied
    form = MeetingForm(request.POST or None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            planning.change_meeting(
                meeting,
                starts_at=form.starts_at,
                location=data["location"],
                planned_minutes=data["planned_minutes"],
                reason=data["reason"],
                version=data["version"],
                by=request.user,
            )
            messages.success(request, "Mødet er ændret. Punkterne er fulgt med.")
            return redirect("meetings:meeting", meeting.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "meeting": meeting}
    return render(request, "meetings/plan.html", context, status=422 if form.errors else 200)


def cancel(request: Request, meeting_id: int) -> HttpResponse:
    """Cancel a meeting, and say where its items go."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if not permissions.may_edit_agenda(request.user, meeting):
        raise PermissionDenied
    form = CancelForm(request.POST or None, meeting=meeting, viewer=request.user)
    items = [item for item in queries.items_of(meeting, viewer=request.user) if not item.standing]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        planning.cancel_meeting(meeting, reason=data["reason"], items_to=data["to"], by=request.user)
        where = f" Punkterne står nu på {data['to']}." if data["to"] and items else ""
        where = where or (" Punkterne ligger i puljen." if items else "")
        messages.success(request, f"Mødet er aflyst.{where}")
        return redirect("meetings:meeting", meeting.pk)
    context = {"form": form, "meeting": meeting, "items": items}
    return render(request, "meetings/cancel.html", context, status=422 if form.errors else 200)
