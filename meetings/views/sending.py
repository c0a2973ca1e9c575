"""Sending papers: the look before, the step itself, and the PDFs on their way."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from chefforum.organisation.request import Request
from chefforum.workflow import Refused
from meetings import permissions, queries
from meetings.actions import sending
from meetings.forms import DueForm
from meetings.papers.build import build
from meetings.papers.edition import restrict
from meetings.rules.checking import findings
from meetings.workflow import PaperKind


def send_agenda(request: Request, meeting_id: int) -> HttpResponse:
    """What will be sent and to whom; a POST sends it."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if not permissions.may_edit_agenda(request.user, meeting):
        raise PermissionDenied
    items = queries.items_of(meeting, viewer=request.user)
    if request.method == "POST":
        try:
            sending.send_agenda(meeting, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("meetings:send", meeting.pk)
        messages.success(
            request, "Dagsordenen er sendt. Medlemmerne kan læse den nu. Den åbne udgave frigiver du særskilt."
        )
        return redirect("meetings:meeting", meeting.pk)
    context = {
        "meeting": meeting,
        "findings": findings(meeting, items),
        "items": items,
        "members": queries.people_of(meeting),
    }
    return render(request, "meetings/send.html", context)


def preview(request: Request, meeting_id: int, edition: str) -> HttpResponse:
    """The agenda, or later the minutes, as an edition would show it now. Nothing is sent or frozen."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    writing = permissions.may_write_minutes(request.user, meeting)
    if not writing and not permissions.may_edit_agenda(request.user, meeting):
        raise PermissionDenied
    if edition not in {"members", "open"}:
        raise Http404
    everything = queries.all_items_of(meeting)
    seen = {item.pk for item in queries.items_of(meeting, viewer=request.user)}
    hide = {item.position for item in everything if item.pk not in seen or (edition == "open" and item.closed)}
    whole = build(meeting, everything, kind="minutes" if writing else "agenda")
    paper = restrict(whole, edition="open" if edition == "open" else "members", hide=hide)
    return render(request, "meetings/preview.html", {"meeting": meeting, "paper": paper, "writing": writing})


@require_POST
def begin_minutes(request: Request, meeting_id: int) -> HttpResponse:
    """The meeting is held; on to writing."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    sending.begin_minutes(meeting, by=request.user)
    return redirect("meetings:minutes", meeting.pk)


@require_POST
def reopen_agenda(request: Request, meeting_id: int) -> HttpResponse:
    """Back to the agenda."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    sending.reopen_agenda(meeting, by=request.user)
    messages.success(request, "Mødet er sat tilbage til udsendt dagsorden. Det, du har skrevet af referatet, er gemt.")
    return redirect("meetings:meeting", meeting.pk)


@require_POST
def send_minutes(request: Request, meeting_id: int) -> HttpResponse:
    """Send the minutes for approval."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    form = DueForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Vælg en frist for godkendelse. Referatet er ikke sendt.")
        return redirect("meetings:minutes", meeting.pk)
    sending.send_minutes(meeting, due=form.cleaned_data["due"], by=request.user)
    messages.success(request, "Referatet er sendt til godkendelse.")
    return redirect("meetings:approval", meeting.pk)


@require_POST
def release(request: Request, meeting_id: int, kind: str) -> HttpResponse:
    """Release an open edition to everybody with a login."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if kind not in PaperKind.values:
        raise Http404
    sending.release_open_edition(meeting, kind=kind, by=request.user)
    messages.success(request, "Den åbne udgave er frigivet. Alle med adgang til Chefforum kan læse den.")
    return redirect("meetings:meeting", meeting.pk)


def papers(request: Request, meeting_id: int) -> HttpResponse:
    """The list of papers alone, asked for again while a PDF is made."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    context = {
        "meeting": meeting,
        **queries.paper_list(meeting, viewer=request.user),
        "can": permissions.what_may(request.user, meeting),
    }
    return render(request, "meetings/meeting.html#papers", context)


@require_POST
def withdraw_release(request: Request, meeting_id: int, kind: str) -> HttpResponse:
    """Take the release of an open edition back."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if kind not in PaperKind.values:
        raise Http404
    sending.withdraw_release(meeting, kind=kind, by=request.user)
    messages.success(request, "Frigivelsen er trukket tilbage. Kun medlemmer og sekretariatet kan læse mødets papirer.")
    return redirect("meetings:meeting", meeting.pk)


@require_POST
def retry(request: Request, paper_id: int) -> HttpResponse:
    """Have a PDF made again that could not be made."""
    paper = queries.paper_by_id(paper_id, viewer=request.user)
    sending.make_pdf_again(paper, by=request.user)
    return redirect("meetings:meeting", paper.meeting_id)
