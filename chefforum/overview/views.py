"""The page one meets after login."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from chefforum.organisation.request import Request
from chefforum.overview.queries import desk_of


def front_desk(request: Request) -> HttpResponse:
    """What is next, and what waits for the person."""
    return render(request, "overview/front_desk.html", {"desk": desk_of(request.user), "today": timezone.localdate()})
