"""Bringing in old minutes, with a look at what was understood before anything is saved."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from chefforum.files import keep
from chefforum.organisation.request import Request
from chefforum.workflow import Refused
from meetings import permissions
from meetings.actions.archive import archive_minutes
from meetings.forms import ImportForm
from meetings.intake import NotMinutes, read_held_minutes
from meetings.papers.shape import counts


def choose(request: Request) -> HttpResponse:
    """Choose a file; a POST reads it and shows what was understood."""
    if not permissions.may_plan(request.user):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        token = keep.hold(upload)
        try:
            paper = read_held_minutes(keep.held_path(token), upload.name)
        except NotMinutes as refusal:
            keep.discard(token)
            form.add_error("file", str(refusal))
        else:
            context = {
                "paper": paper,
                "token": token,
                "name": upload.name,
                "counts": counts(paper),
            }
            return render(request, "meetings/import_preview.html", context)
    return render(request, "meetings/import.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def confirm(request: Request) -> HttpResponse:
    """Archive the file that was looked at, or forget it."""
    if not permissions.may_plan(request.user):
        raise PermissionDenied
    token, name = request.POST.get("token", ""), request.POST.get("name", "referat").replace("\x00", "")[:250]
    if "fortryd" in request.POST:
        keep.discard(token)
        messages.success(request, f"»{name}« er ikke læst ind. Intet er gemt.")
        return redirect("meetings:import")
    data = keep.held(token)
    try:
        paper = read_held_minutes(keep.held_path(token), name)
        archived = archive_minutes(paper, data, name=name, by=request.user)
    except (NotMinutes, Refused) as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:import")
    finally:
        keep.discard(token)
    messages.success(
        request,
        f"»{name}« er læst ind som godkendt referat."
        if archived.created
        else f"»{name}« er læst ind før. Intet er ændret.",
    )
    return redirect("meetings:meeting", archived.meeting.pk)
