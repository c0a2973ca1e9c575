"""Writing decisions, and approving the minutes."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from chefforum.organisation.request import Request
from meetings import permissions, queries
from meetings.actions import editions
from meetings.actions import minutes as verbs
from meetings.actions.reading import note_closed_reading, note_paper_fetched
from meetings.forms import DueForm, RemarkForm, SectionForm
from meetings.workflow import WORKFLOW, PaperKind

if TYPE_CHECKING:
    from meetings.models import AgendaItem, Section


def write(request: Request, meeting_id: int) -> HttpResponse:
    """The decisions of a meeting, a field each."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if not permissions.may_write_minutes(request.user, meeting):
        raise PermissionDenied
    items = queries.items_of(meeting, viewer=request.user)
    note_closed_reading([item.pk for item in items if item.closed], by=request.user)
    due = meeting.remarks_due or timezone.localdate() + timedelta(days=7)
    context = {
        "meeting": meeting,
        "look": WORKFLOW.looks[meeting.state],
        "points": [
            (item, [_decision(item, section) for section in item.sections.all() if section.kind == "decision"])
            for item in items
        ],
        "remarks": queries.remarks_on(meeting, viewer=request.user),
        "due": DueForm(initial={"due": max(due, timezone.localdate())}),
    }
    return render(request, "meetings/minutes.html", context)


def _decision(item: "AgendaItem", section: "Section") -> SectionForm:
    return SectionForm(section=section, label=f"Beslutning til punkt {item.position}")


def approval(request: Request, meeting_id: int) -> HttpResponse:
    """The minutes that are out, what the members say of them, and the buttons to say so."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    can = permissions.what_may(request.user, meeting)
    sent = editions.own_edition(meeting, PaperKind.MINUTES, by=request.user)
    if sent is None or not can["see_approval"]:
        raise PermissionDenied
    answers = queries.answers(meeting)
    note_paper_fetched(sent, by=request.user)
    context = {
        "meeting": meeting,
        "look": WORKFLOW.looks[meeting.state],
        "sent": sent,
        "paper": sent.document.paper,
        "items": queries.items_by_number(meeting, viewer=request.user, sent=sent),
        "remarks": queries.remarks_on(meeting, viewer=request.user),
        "answers": answers,
        "approved": sum(answer.approved_at is not None for answer in answers),
        "mine": next((answer for answer in answers if answer.user == request.user), None),
        "can": can,
        "form": RemarkForm(),
    }
    return render(request, "meetings/approval.html", context)


@require_POST
def approve(request: Request, meeting_id: int) -> HttpResponse:
    """Approve the paper one has read."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    verbs.approve(meeting, sha256=request.POST.get("sha256", ""), by=request.user)
    messages.success(request, "Du har godkendt referatet.")
    return redirect("meetings:approval", meeting.pk)


@require_POST
def lock(request: Request, meeting_id: int) -> HttpResponse:
    """Final approval."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    verbs.lock_minutes(meeting, sha256=request.POST.get("sha256", ""), by=request.user)
    messages.success(request, "Referatet er endeligt godkendt og låst.")
    return redirect("meetings:approval", meeting.pk)


@require_POST
def remark(request: Request, item_id: int) -> HttpResponse:
    """A remark on a point."""
    item = queries.item_by_id(item_id, viewer=request.user)
    form = RemarkForm(request.POST)
    if form.is_valid():
        verbs.remark(item, form.cleaned_data["text"], by=request.user)
        messages.success(request, f"Bemærkningen til punkt {item.position} er sendt til sekretariatet.")
    else:
        messages.error(request, str(form.errors["text"][0]))
    return redirect("meetings:approval", item.meeting_id)


@require_POST
def answer(request: Request, remark_id: int) -> HttpResponse:
    """The secretariat's answer to a remark."""
    found = get_object_or_404(queries.remarks(viewer=request.user), pk=remark_id)
    form = RemarkForm(request.POST)
    if form.is_valid():
        verbs.answer(found, form.cleaned_data["text"], by=request.user)
        messages.success(request, "Bemærkningen er besvaret.")
    else:
        messages.error(request, str(form.errors["text"][0]))
    return redirect("meetings:approval", found.item.meeting_id)
