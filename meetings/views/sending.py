"""Sending papers: the look before, the step itself, and the PDFs on their way."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from chefforum import danish
from chefforum.organisation.request import Request
from chefforum.workflow import Refused
from meetings import permissions, queries
from meetings.actions import sending, telling
from meetings.actions.reading import note_closed_reading
from meetings.forms import DueForm
from meetings.papers.build import build
from meetings.papers.edition import open_edition, shut_also, without
from meetings.rules.checking import checklist
from meetings.workflow import PaperKind


def send_agenda(request: Request, meeting_id: int) -> HttpResponse:
    """What will be sent and to whom; a POST sends it."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if not permissions.may_edit_agenda(request.user, meeting):
        raise PermissionDenied
    items = queries.items_of(meeting, viewer=request.user)
    new = queries.items_never_sent(meeting)
    if request.method == "POST":
        try:
            sending.send_agenda(meeting, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("meetings:send", meeting.pk)
        what = "Tillægsdagsordenen" if new else "Dagsordenen"
        messages.success(
            request, f"{what} er sendt. Medlemmerne kan læse den nu. Den åbne udgave frigiver du særskilt."
        )
        return redirect("meetings:meeting", meeting.pk)
    members = list(queries.people_of(meeting))
    shut = queries.closed_among([item.pk for item in items])
    context = {
        "meeting": meeting,
        "checks": checklist(meeting, items, members=members, notes=queries.notes_on(meeting, viewer=request.user)),
        "items": items,
        "members": members,
        "personal": queries.personal_readers(meeting, items),
        "new": new,
        "supplement": queries.last_supplement(meeting) + 1,
        "shut": shut,
        "closed": bool(shut),
        "can": permissions.what_may(request.user, meeting),
        "reviewers": permissions.reviewers_of(meeting.forum),
    }
    return render(request, "meetings/send.html", context)


def preview(request: Request, meeting_id: int, edition: str) -> HttpResponse:
    """The agenda, or later the minutes, as an edition would show it now. Nothing is sent or frozen."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    writing = permissions.may_write_minutes(request.user, meeting)
    if not writing and not permissions.may_edit_agenda(request.user, meeting):
        raise PermissionDenied
    if edition not in {"members", "open", "forskel"}:
        raise Http404
    everything = queries.all_items_of(meeting)
    seen = {item.pk for item in queries.items_of(meeting, viewer=request.user)}
    unseen = {item.position for item in everything if item.pk not in seen}
    whole = build(meeting, everything, kind="minutes" if writing else "agenda")
    shut = queries.closed_among([item.pk for item in everything])
    whole = shut_also(whole, {item.position for item in everything if item.pk in shut})
    if edition == "open":
        whole = without(whole, unseen, edition="members")
        paper = open_edition(whole, case_numbers=queries.case_numbers_shown(meeting, everything))
    else:
        paper = without(whole, unseen, edition="members")
        note_closed_reading([item.pk for item in everything if item.pk in shut and item.pk in seen], by=request.user)
    context = {"meeting": meeting, "paper": paper, "writing": writing, "marks": edition == "forskel"}
    return render(request, "meetings/preview.html", context)


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
    anew = sum(answer.approved_earlier for answer in queries.answers(meeting))
    confirm = f" {danish.count(anew, 'medlem', 'medlemmer')} skal bekræfte det, der er ændret." if anew else ""
    messages.success(request, f"Referatet er sendt til godkendelse.{confirm}")
    return redirect("meetings:approval", meeting.pk)


@require_POST
def release(request: Request, meeting_id: int, kind: str, supplement: int = 0) -> HttpResponse:
    """Release an open edition to everybody with a login."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if kind not in PaperKind.values:
        raise Http404
    sending.release_open_edition(meeting, kind=kind, supplement=supplement, by=request.user)
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
def withdraw_release(request: Request, meeting_id: int, kind: str, supplement: int = 0) -> HttpResponse:
    """Take the release of an open edition back."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if kind not in PaperKind.values:
        raise Http404
    sending.withdraw_release(meeting, kind=kind, supplement=supplement, by=request.user)
    messages.success(request, "Frigivelsen er trukket tilbage. Kun medlemmer og sekretariatet kan læse mødets papirer.")
    return redirect("meetings:meeting", meeting.pk)


@require_POST
def retry(request: Request, paper_id: int) -> HttpResponse:
    """Have a PDF made again that could not be made."""
    paper = queries.paper_by_id(paper_id, viewer=request.user)
    sending.make_pdf_again(paper, by=request.user)
    return redirect("meetings:meeting", paper.meeting_id)


@require_POST
def mails_now(request: Request, meeting_id: int) -> HttpResponse:
    """Send the mails that wait, without waiting for more corrections."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    count = telling.send_mails_now(meeting, by=request.user)
    messages.success(request, "Mailene sendes nu." if count else "Der er ingen mails, der venter.")
    return redirect("meetings:meeting", meeting.pk)


@require_POST
def mail_again(request: Request, meeting_id: int, letter_id: int) -> HttpResponse:
    """Try a mail again that could not be sent."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    telling.send_again(meeting, letter_id, by=request.user)
    messages.success(request, "Mailen sendes igen.")
    return redirect("meetings:meeting", meeting.pk)
