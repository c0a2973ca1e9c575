"""Writing decisions."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from chefforum.organisation.request import Request
from chefforum.web.middleware import came_from
from meetings import permissions, queries
from meetings.actions import enclosing, offers
from meetings.actions.reading import note_closed_reading
from meetings.forms import DueForm, SectionForm
from meetings.papers import change
from meetings.papers.build import build
from meetings.views.onward import onward_of
from meetings.workflow import WORKFLOW, MeetingState, PaperKind

if TYPE_CHECKING:
    from meetings.models import AgendaItem, Meeting, Section


def write(request: Request, meeting_id: int) -> HttpResponse:
    """The decisions of a meeting, a field each."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if permissions.may_reopen(request.user, meeting):
        messages.info(request, "Referatet er låst. Genåbn det her, hvis det skal rettes.")
        return redirect("meetings:approval", meeting.pk)
    if not permissions.may_write_minutes(request.user, meeting):
        raise PermissionDenied
    items = queries.items_of(meeting, viewer=request.user)
    note_closed_reading([item.pk for item in items if item.closed], by=request.user)
    due = meeting.remarks_due or timezone.localdate() + timedelta(days=meeting.forum.approval_days)
    ways = onward_of(request, items)
    context = {
        "meeting": meeting,
        "look": WORKFLOW.looks[meeting.state],
        "points": [
            (
                item,
                [_decision(item, section) for section in item.sections.all() if section.kind == "decision"],
                ways[item.pk],
            )
            for item in items
        ],
        "suggested": {item.pk: queries.suggested_decision(item) for item in items if item.offered_id},
        "enclosed": next((one for item in items for one in item.attachments.all() if one.agenda), None),
        "was_sent": queries.paper_for(meeting, PaperKind.AGENDA, viewer=request.user) is not None,
        "forums": queries.OTHER_FORUMS,
        "since": drafted_since(meeting) if meeting.state == MeetingState.APPROVAL else None,
        "listed_by_item": queries.listed_minutes([item.pk for item in items], viewer=request.user),
        "decides": meeting.state == MeetingState.HELD,
        "remarks": queries.remarks_on(meeting, viewer=request.user),
        "due": DueForm(initial={"due": max(due, timezone.localdate())}),
    }
    return render(request, "meetings/minutes.html", context)


@require_POST
def enclose_agenda(request: Request, item_id: int) -> HttpResponse:
    """Let the agenda that was sent be an attachment of the minutes, or take it off again."""
    item = queries.item_by_id(item_id, viewer=request.user)
    if "fjern" in request.POST:
        enclosing.take_agenda_off(item, by=request.user)
        messages.success(request, "Dagsordenen er ikke længere bilag til referatet.")
    else:
        attachment = enclosing.enclose_agenda(item, by=request.user)
        messages.success(request, f"»{attachment.title}« er nu bilag til punkt {item.position}.")
    return redirect(f"{reverse('meetings:minutes', args=[item.on.pk])}#p{item.position}")


@require_POST
def use_decision(request: Request, item_id: int) -> HttpResponse:
    """Add the decision that the subject of the item's paper suggests."""
    item = queries.item_by_id(item_id, viewer=request.user)
    offers.use_suggested_decision(item, by=request.user)
    messages.success(request, f"Udkastet er føjet til beslutningen under punkt {item.position}.")
    return redirect(came_from(request))


def drafted_since(meeting: "Meeting") -> dict[str, object]:
    """What of minutes under approval reads otherwise now than as they were sent, and how many have approved that."""
    sent = queries.sent_minutes(meeting)
    drafted = build(meeting, queries.all_items_of(meeting), kind="minutes")
    return {
        "version": sent.number if sent else 0,
        "changed": change.numbers_changed(sent.document.paper, drafted) if sent else [],
        "approved": sum(answer.approval is not None for answer in queries.answers(meeting)),
    }


def _decision(item: "AgendaItem", section: "Section") -> SectionForm:
    return SectionForm(section=section, label=f"Beslutning til punkt {item.position}")
