"""Who may read a point: closing and opening it, and marking people disqualified."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from chefforum.organisation.request import Request
from meetings import permissions, queries
from meetings.actions import access as verbs
from meetings.forms import PersonForm


def access(request: Request, item_id: int) -> HttpResponse:
    """The point's access, at any step of the meeting."""
    item = queries.item_with_access(item_id, viewer=request.user)
    if not permissions.may_set_access(request.user, item.on):
        raise PermissionDenied
    context = {
        "item": item,
        "meeting": item.on,
        "barred": queries.disqualified_for(item),
        "people": queries.readers_of(item.on),
    }
    return render(request, "meetings/access.html", context)


@require_POST
def close(request: Request, item_id: int) -> HttpResponse:
    """Close the point with a reason, or open it."""
    item = queries.item_with_access(item_id, viewer=request.user)
    closed = "aaben" not in request.POST
    verbs.set_closed(item, closed=closed, reason=request.POST.get("grund", "")[:250], by=request.user)
    messages.success(request, f"Punkt {item.position} er nu {'lukket' if closed else 'åbent'}.")
    return redirect("meetings:access", item.pk)


@require_POST
def disqualify(request: Request, item_id: int) -> HttpResponse:
    """Mark a person inhabil for the point, or lift it."""
    item = queries.item_with_access(item_id, viewer=request.user)
    form = PersonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Vælg en person. Intet er ændret.")
        return redirect("meetings:access", item.pk)
    user = get_object_or_404(queries.readers_of(item.on), pk=form.cleaned_data["person"])
    if request.POST.get("ophaev"):
        verbs.lift_disqualification(item, user, by=request.user)
        messages.success(request, f"{user} er ikke længere inhabil i punktet.")
    else:
        verbs.disqualify(item, user, by=request.user)
        messages.success(request, f"{user} er inhabil og ser ikke punktet.")
    return redirect(
        "meetings:meeting" if user == request.user else "meetings:access",
        item.meeting_id if user == request.user else item.pk,
    )
