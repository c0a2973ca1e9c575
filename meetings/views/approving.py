"""Approving the minutes: reading, remarking, approving, locking and opening them again."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from chefforum.documents import render as rendering
from chefforum.files import keep
from chefforum.organisation.queries import titles_on
from chefforum.organisation.request import Request
from chefforum.web.made import answer_with
from chefforum.web.middleware import came_from
from chefforum.workflow import Refused
from meetings import permissions, queries
from meetings.actions import approving as verbs
from meetings.actions import editions, remarking
from meetings.actions.reading import note_closed_reading, note_paper_fetched
from meetings.forms import ReasonForm, RemarkForm
from meetings.papers import approvals as sheets
from meetings.papers import change, excerpt
from meetings.workflow import WORKFLOW, PaperKind

if TYPE_CHECKING:
    from meetings.models import Meeting, MeetingPaper


def approval(request: Request, meeting_id: int) -> HttpResponse:
    """The minutes that are out, what the members say of them, and the buttons to say so.

    Who had approved an earlier version sees what has changed since; ``?hele`` shows all of it.
    """
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    sent = _minutes(request, meeting)
    answers = queries.answers(meeting)
    mine = next((answer for answer in answers if answer.user == request.user), None)
    note_paper_fetched(sent, by=request.user)
    before = (
        queries.paper_of_document(mine.earlier.document_id) if mine and mine.earlier and not mine.approval else None
    )
    differs = _since(sent, before) if before else None
    # Where it was held, and who was there, is no point's: then all of it is read.
    other_head = before is not None and change.head_of(before.document.paper) != change.head_of(sent.document.paper)
    context = {
        "meeting": meeting,
        "look": WORKFLOW.looks[meeting.state],
        "sent": sent,
        "paper": sent.document.paper,
        "differs": differs,
        "other_head": other_head,
        "whole": differs is None or other_head or "hele" in request.GET,
        "items": queries.items_by_number(meeting, viewer=request.user, sent=sent),
        "remarks": queries.remarks_on(meeting, viewer=request.user),
        "answers": answers,
        "approved": sum(answer.approval is not None for answer in answers),
        "mine": mine,
        "waits": meeting.reopened,
        "silence_counts": mine is not None and queries.silence_counts(meeting, mine),
        "approvers": permissions.final_approvers(meeting.forum),
        "reopenings": queries.reopenings_of(meeting),
        "older": queries.older_minutes(meeting, viewer=request.user),
        "can": permissions.what_may(request.user, meeting),
        "form": RemarkForm(),
        "reason": ReasonForm(),
    }
    return render(request, "meetings/approval.html", context)


def _minutes(request: Request, meeting: "Meeting") -> "MeetingPaper":
    """The person's own edition of minutes that are out, if they may see how they are approved."""
    sent = editions.own_edition(meeting, PaperKind.MINUTES, by=request.user)
    if sent is None or not permissions.may_see_approval(request.user, meeting):
        raise PermissionDenied
    return sent


def _since(sent: "MeetingPaper", before: "MeetingPaper") -> list[tuple[Any, list[change.Change]]]:
    """What reads otherwise in each point since the paper ``before``; of what is shut now, nothing."""
    old = {before.numbers.get(str(item["number"])): item for item in before.document.paper["items"]}
    found = []
    for item in sent.document.paper["items"]:
        if change.is_shut(item):
            continue
        was = old.get(sent.numbers.get(str(item["number"])))
        parts = change.changes(was or change.empty(item), item)
        if parts:
            found.append((item, parts))
    return found


@require_POST
def approve(request: Request, meeting_id: int) -> HttpResponse:
    """Approve the paper one has read."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    verbs.approve(meeting, sha256=request.POST.get("sha256", ""), by=request.user)
    messages.success(request, "Du har godkendt referatet.")
    return redirect("meetings:approval", meeting.pk)


@require_POST
def withdraw(request: Request, approval_id: int) -> HttpResponse:
    """The secretariat takes a member's approval back."""
    found = queries.approval_by_id(approval_id, viewer=request.user)
    form = ReasonForm(request.POST)
    if form.is_valid():
        verbs.withdraw_approval(found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, f"Godkendelsen fra {found.user} er trukket tilbage. {found.user} får besked.")
    else:
        raise Refused(str(form.errors["reason"][0]))
    return redirect("meetings:approval", found.meeting_id)


@require_POST
def lock(request: Request, meeting_id: int) -> HttpResponse:
    """Final approval."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    verbs.lock_minutes(meeting, sha256=request.POST.get("sha256", ""), by=request.user)
    messages.success(request, "Referatet er endeligt godkendt og låst.")
    return redirect("meetings:approval", meeting.pk)


@require_POST
def approve_listed(request: Request, item_id: int, meeting_id: int) -> HttpResponse:
    """The meeting that is held approves earlier minutes."""
    item = queries.item_by_id(item_id, viewer=request.user)
    listed = queries.minutes_listed_by(item, meeting_id, viewer=request.user)
    verbs.approve_at_meeting(item, listed.minutes, by=request.user)
    messages.success(request, f"Referatet af {listed.minutes} er godkendt på mødet og låst.")
    return redirect(came_from(request))


@require_POST
def reopen(request: Request, meeting_id: int) -> HttpResponse:
    """Open locked minutes again."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    form = ReasonForm(request.POST)
    if form.is_valid():
        verbs.reopen_minutes(meeting, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(
            request, "Referatet er genåbnet. Ret det, og send det igen. Medlemmerne får besked om grunden."
        )
    else:
        raise Refused(str(form.errors["reason"][0]))
    return redirect("meetings:approval", meeting.pk)


@require_POST
def remark(request: Request, item_id: int) -> HttpResponse:
    """A remark on a point."""
    item = queries.item_by_id(item_id, viewer=request.user)
    form = RemarkForm(request.POST)
    if form.is_valid():
        remarking.remark(item, form.cleaned_data["text"], by=request.user)
        messages.success(request, f"Bemærkningen til punkt {item.position} er sendt til sekretariatet.")
    else:
        messages.error(request, str(form.errors["text"][0]))
    return redirect("meetings:approval", item.meeting_id)


@require_POST
def answer(request: Request, remark_id: int) -> HttpResponse:
    """Close a remark: with a reply, or because the text was changed."""
    found = get_object_or_404(queries.remarks(viewer=request.user), pk=remark_id)
    changed = "changed" in request.POST
    form = RemarkForm(request.POST, needed=not changed)
    back = f"{reverse('meetings:approval', args=[found.item.meeting_id])}#p{found.item.position}"
    if form.is_valid() and changed:
        try:
            remarking.close_with_change(found, form.cleaned_data["text"], by=request.user)
        except Refused as error:
            if form.cleaned_data["text"]:
                raise
            messages.error(request, str(error))
        else:
            messages.success(request, "Bemærkningen er lukket med en rettelse. Send referatet igen, når du er færdig.")
    elif form.is_valid():
        remarking.answer(found, form.cleaned_data["text"], by=request.user)
        messages.success(request, "Bemærkningen er besvaret.")
    else:
        messages.error(request, str(form.errors["text"][0]))
    return redirect(back)


def sheet(request: Request, meeting_id: int) -> HttpResponse:
    """Who has approved what and when, as a PDF made on the spot."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    sent = _minutes(request, meeting)
    answers = queries.answers(meeting)
    paper = sheets.approval_sheet(
        meeting,
        sent,
        answers=answers,
        given=queries.approvals_of(meeting),
        reopenings=queries.reopenings_of(meeting),
        versions=queries.minutes_versions(meeting),
        titles=titles_on([answer.user for answer in answers], timezone.localdate(meeting.starts_at)),
    )
    title = f"Godkendelser af referatet af {meeting}"
    return _pdf(paper, sheets.TEMPLATE, title, f"godkendelser-{meeting.starts_at:%Y-%m-%d}")


def excerpt_of(request: Request, item_id: int) -> HttpResponse:
    """The decision of one item, taken from locked minutes, as a PDF made on the spot."""
    item = queries.excerpt_item(item_id, viewer=request.user)
    sent = queries.paper_of_excerpt(item, viewer=request.user)
    paper = excerpt.excerpt(item, sent) if sent else None
    if paper is None:
        raise Http404
    if item.closed:
        note_closed_reading([item.pk], by=request.user)
    title = f"Udskrift af punkt {item.position}, {item.meeting}"
    return _pdf(paper, excerpt.TEMPLATE, title, f"udskrift-{item.on.starts_at:%Y-%m-%d}-punkt-{item.position}")


def _pdf(paper: Any, template: str, title: str, name: str) -> HttpResponse:
    data, _ = rendering.to_pdf(paper, template, title, timezone.now())
    return answer_with(data, "application/pdf", f"{name}.pdf", inline=True)


def older(request: Request, meeting_id: int, number: int) -> FileResponse:
    """The PDF of a version of the minutes before the present one."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if not permissions.may_see_approval(request.user, meeting):
        raise Http404
    found = next((one for one in queries.older_minutes(meeting, viewer=request.user) if one.number == number), None)
    if found is None or found.document.pdf is None:
        raise Http404
    note_paper_fetched(found, by=request.user)
    return keep.serve(found.document.pdf, f"{found.document.file_name}-version-{number}")
