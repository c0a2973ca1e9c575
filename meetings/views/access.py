"""Who may read a point: closing and opening it, naming its readers, and marking people disqualified."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from chefforum.organisation.request import Request
from meetings import permissions, queries
from meetings.actions import access as verbs
from meetings.actions import repeating
from meetings.actions.reading import note_closed_reading
from meetings.forms import PersonForm
from meetings.rules.closing import LAW, grounds


def access(request: Request, item_id: int) -> HttpResponse:
    """The point's access, at any step of the meeting."""
    item = queries.item_with_access(item_id, viewer=request.user)
    if not permissions.may_set_access(request.user, item.on):
        raise PermissionDenied
    if item.closed:
        note_closed_reading([item.pk], by=request.user)
    context = {
        "item": item,
        "meeting": item.on,
        "barred": queries.disqualified_for(item),
        "people": queries.readers_of(item.on),
        "members": queries.people_of(item.on),
        "named": {one.user_id for one in item.named_readers.all() if one.removed_at is None},
        "can": permissions.what_may(request.user, item.on),
        "grounds": grounds(),
        "repeats": queries.repeated_by(item, viewer=request.user),
        "shut_with": not item.closed and bool(queries.closed_among([item.pk])),
        "attachments": [*queries.attachments_of(item), *queries.removed_attachments(item)],
        "law": {ground.value: law for ground, law in LAW.items()}.get(item.closed_ground, ""),
    }
    return render(request, "meetings/access.html", context)


@require_POST
def stop_repeating(request: Request, item_id: int, source_id: int) -> HttpResponse:
    """The words of another item have been taken out of the point."""
    item = queries.item_with_access(item_id, viewer=request.user)
    source = next((one for one in queries.repeated_by(item, viewer=request.user) if one.pk == source_id), None)
    if source is None:
        raise Http404
    repeating.stop_repeating(item, source, by=request.user)
    messages.success(request, "Punktet følger ikke længere det andet punkts læsere.")
    return redirect("meetings:access", item.pk)


@require_POST
def close(request: Request, item_id: int) -> HttpResponse:
    """Close the point on a ground, or open it."""
    item = queries.item_with_access(item_id, viewer=request.user)
    closing = verbs.Closing(
        "aaben" not in request.POST, request.POST.get("grund", ""), request.POST.get("uddybning", "")[:250]
    )
    verbs.set_closed(item, closing, by=request.user)
    messages.success(request, f"Punkt {item.position} er nu {'lukket' if closing.closed else 'åbent'}.")
    return redirect("meetings:access", item.pk)


@require_POST
def readers(request: Request, item_id: int) -> HttpResponse:
    """Say who of the members may read a closed point."""
    item = queries.item_with_access(item_id, viewer=request.user)
    chosen = {int(one) for one in request.POST.getlist("laeser") if one.isascii() and one.isdigit() and len(one) < 10}
    few = request.POST.get("hvem") == "navngivne"
    named = [user for user in queries.people_of(item.on) if user.pk in chosen] if few else None
    verbs.set_readers(item, named=named, by=request.user)
    who = "alle medlemmer" if named is None else f"{len(named)} af medlemmerne"
    messages.success(request, f"Punkt {item.position} kan nu læses af {who} og sekretariatet.")
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
