"""The calendar by year and month, and its subscription."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from chefforum.organisation.request import Request
from meetings import permissions
from meetings.actions import subscribing
from meetings.papers import ical
from meetings.queries import year as queries


@require_safe
def year(request: Request, year: int) -> HttpResponse:
    """The wall calendar: a month a column, half a year at a time."""
    found = queries.year_of(
        year, half=request.GET.get("halvaar", ""), forum=request.GET.get("forum", ""), viewer=request.user
    )
    context = {"calendar": found, "may_plan": permissions.may_plan(request.user)}
    return render(request, "meetings/year.html", context)


@require_safe
def month(request: Request, year: int, month: int) -> HttpResponse:
    """One month, a week a row."""
    found = queries.month_of(year, month, forum=request.GET.get("forum", ""), viewer=request.user)
    context = {"calendar": found, "may_plan": permissions.may_plan(request.user)}
    return render(request, "meetings/month.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: Request) -> HttpResponse:
    """The person's own secret address; a POST makes another."""
    if request.method == "POST":
        subscribing.renew_calendar_feed(by=request.user)
        messages.success(request, "Du har fået en ny adresse. Den gamle virker ikke mere.")
        return redirect("meetings:subscribe")
    key = subscribing.calendar_feed(by=request.user).key
    address = request.build_absolute_uri(reverse("meetings:feed", args=[key]))
    return render(request, "meetings/subscribe.html", {"address": address, "today": timezone.localdate()})


@login_not_required
@require_safe
def feed(request: Request, key: str) -> HttpResponse:
    """The calendar of whoever the key belongs to. Calendar programs cannot log in; the key is the right."""
    owner = queries.feed_owner(key)
    if owner is None:
        raise Http404
    data = ical.calendar_file(
        queries.published(viewer=owner),
        name="Møder",
        host=request.get_host().partition(":")[0],
        address=lambda pk: request.build_absolute_uri(reverse("meetings:meeting", args=[pk])),
        now=timezone.now(),
    )
    return HttpResponse(data, content_type=ical.CONTENT_TYPE, headers={"Cache-Control": "private, no-cache"})
