"""All years beside each other."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from budget import permissions, queries
from chefforum.organisation.request import Request


def years(request: Request) -> HttpResponse:
    """Every agreement with a bar for each of its rounds, and the points that have been yellow or red longest."""
    if not permissions.may_see_budget(request.user):
        raise Http404
    context = {
        "years": [
            (year.agreement, year.rounds, [(f"{held.name[:15]}", counts) for held, counts in year.rounds])
            for year in queries.years(viewer=request.user)
        ],
        "waiting": queries.longest_waiting(viewer=request.user),
        "meanings": queries.meanings(),
        "may_run": permissions.may_run_budget(request.user),
    }
    return render(request, "budget/years.html", context)
