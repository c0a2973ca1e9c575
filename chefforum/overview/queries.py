"""What the front desk shows, for a viewer."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from meetings import permissions, queries, rules
from meetings.models import Meeting, Remark
from meetings.permissions import Viewer
from meetings.workflow import WORKFLOW, MeetingState


@dataclass(frozen=True)
class Approving:
    """Minutes out for approval: how many have answered, and whether the viewer has."""

    meeting: Meeting
    approved: int
    members: int
    mine_missing: bool
    look: object
    due: date | None


@dataclass(frozen=True)
class Desk:
    """The front desk of one person."""

    next_meeting: Meeting | None
    next_look: object
    findings: list[rules.Finding]
    may_plan: bool
    may_edit_next: bool
    has_paper: bool
    approving: list[Approving]
    remarks: list[Remark]
    coming: list[Meeting]
    recent: QuerySet[Meeting]


def desk_of(viewer: Viewer) -> Desk:
    """Everything on the front desk."""
    now = timezone.now()
    ahead = list(
        queries.calendar(viewer=viewer).filter(starts_at__gte=now - timedelta(hours=6)).order_by("starts_at")[:6]
    )
    upcoming = ahead[0] if ahead else None
    editing = upcoming is not None and permissions.may_edit_agenda(viewer, upcoming)
    return Desk(
        next_meeting=upcoming,
        next_look=WORKFLOW.looks[upcoming.state] if upcoming else None,
        findings=rules.findings(upcoming, queries.items_of(upcoming, viewer=viewer))[:5]
        if upcoming and editing
        else [],
        may_plan=permissions.may_plan(viewer),
        may_edit_next=editing,
        has_paper=upcoming is not None and queries.latest_paper_for(upcoming, viewer=viewer) is not None,
        approving=[_approving(meeting, viewer) for meeting in queries.waiting_for_approval(viewer=viewer)],
        remarks=queries.remarks_waiting(viewer=viewer),
        coming=ahead[1:],
        recent=queries.calendar(viewer=viewer).filter(starts_at__lt=now).exclude(state=MeetingState.APPROVAL)[:5],
    )


def _approving(meeting: Meeting, viewer: Viewer) -> Approving:
    answers = queries.answers(meeting)
    mine = next((answer for answer in answers if answer.user == viewer), None)
    return Approving(
        meeting=meeting,
        approved=sum(answer.approved_at is not None for answer in answers),
        members=len(answers),
        mine_missing=mine is not None and mine.approved_at is None,
        look=WORKFLOW.looks[meeting.state],
        due=meeting.remarks_due,
    )
