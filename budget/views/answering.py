"""A head's own points in a round: last status beside the new one, saved as one types."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from budget import permissions, queries
from budget.actions import answering as verbs
from budget.actions.answering import Said, Saved
from budget.rules import lights
from budget.rules.fields import FIELDS, shown, spelled
from budget.workflow import CarryOver
from chefforum.danish import clock, enumerate_words
from chefforum.organisation.request import Request
from chefforum.web.middleware import AUTOSAVE

if TYPE_CHECKING:
    from budget.models import Status


def mine(request: Request, round_id: int) -> HttpResponse:
    """The points of a round that are one's own, or that one is asked for a text to."""
    one = queries.round_by_id(round_id, viewer=request.user)
    statuses = queries.own_statuses(one, viewer=request.user)
    before = queries.before(statuses)
    faults = queries.faults_in(one, statuses)
    allowed = permissions.writable_in(request.user, statuses)
    asked = {row.status_id: row for row in queries.requests_waiting(viewer=request.user)}
    context = {
        "round": one,
        "points": [
            {
                "status": status,
                "last": before.get(status.pk),
                "faults": faults.of(status),
                "asked": asked.get(status.pk),
                "may_write": "light" in allowed[status.pk],
                "may_write_text": "public_text" in allowed[status.pk],
                "was": {field: spelled(status, field) for field in FIELDS},
            }
            for status in statuses
        ],
        "answered": sum(status.answered_at is not None for status in statuses),
        "lights": [(one.value, one.label) for one in lights.ORDER],
        "carries": CarryOver.choices,
        "meanings": queries.meanings(),
    }
    return render(request, "budget/mine.html", context)


@require_POST
def save(request: Request, status_id: int) -> HttpResponse:
    """Save the fields that are sent, each with what it was when the person saw it (``var_<field>``).

    A page that saves by itself gets JSON: 200 with what the fields say now, 409 where another has changed one.
    """
    status = queries.status_by_id(status_id, viewer=request.user)
    said = [
        Said(field, request.POST.get(field, ""), request.POST.get(f"var_{field}", ""))
        for field in FIELDS
        if f"var_{field}" in request.POST
    ]
    saved = verbs.say(status, said, by=request.user)
    if AUTOSAVE in request.headers:
        return _as_json(request, saved)
    if saved.overtaken:
        names = enumerate_words([FIELDS[field] for field in saved.overtaken])
        messages.error(
            request,
            f"En anden har ændret {names} i punkt {status.initiative.number} imens. Det, du skrev, er lagt til side og "
            "kan læses under ændringer. Skriv det igen for at bruge det.",
        )
    else:
        messages.success(request, f"Punkt {status.initiative.number} er gemt.")
    return redirect(f"{reverse('budget:mine', args=[status.round_id])}#p{status.pk}")


def _as_json(request: Request, saved: Saved) -> JsonResponse:
    now = {field: spelled(saved.status, field) for field in FIELDS}
    data = {
        "saved": f"kl.\u00a0{clock(timezone.now())}",
        "values": now,
        "answered": saved.status.answered_at is not None,
        "faults": _faults(request, saved.status),
    }
    if saved.overtaken:
        by = queries.last_changer(saved.status, saved.overtaken[0])
        data["conflict"] = [
            {"field": field, "name": FIELDS[field], "text": now[field], "shown": shown(field, now[field])}
            for field in saved.overtaken
        ]
        data["by"] = str(by) if by else "En anden"
    return JsonResponse(data, status=409 if saved.overtaken else 200)


def _faults(request: Request, status: "Status") -> list[str]:
    fresh = queries.status_by_id(status.pk, viewer=request.user)
    return queries.faults_in(fresh.round, [fresh]).of(fresh)


@require_POST
def unchanged(request: Request, status_id: int) -> HttpResponse:
    """The point stands as in the round before; ``besvaret`` says that it is answered as it is."""
    status = queries.status_by_id(status_id, viewer=request.user)
    if "besvaret" in request.POST:
        verbs.mark_answered(status, by=request.user)
        messages.success(request, f"Punkt {status.initiative.number} er besvaret.")
    else:
        verbs.say_unchanged(status, by=request.user)
        messages.success(request, f"Punkt {status.initiative.number} har fået samme lys og tekst som sidst.")
    return redirect(f"{reverse('budget:mine', args=[status.round_id])}#p{status.pk}")


def history(request: Request, status_id: int) -> HttpResponse:
    """Every change of a point in a round, for those who may read internal comments."""
    status = queries.status_by_id(status_id, viewer=request.user)
    if not permissions.may_see_comments(request.user):
        raise Http404
    return render(request, "budget/history.html", {"status": status, "changes": queries.changes_of(status)})
