"""What the front desk shows, for a viewer."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from meetings import permissions, queries
from meetings.models import AgendaItem, Meeting, Remark
from meetings.permissions import Viewer
from meetings.rules.checking import Finding, findings
from meetings.rules.timing import Deadline
from meetings.workflow import WORKFLOW, ItemState, MeetingState


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
    findings: list[Finding]
    deadlines: list[tuple[Meeting, Deadline]]
    submitted: list[AgendaItem]
    returned: list[AgendaItem]
    pool: int
    may_plan: bool
    may_propose: bool
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
        queries.calendar(viewer=viewer)
        .filter(starts_at__gte=now - timedelta(hours=6))
        .exclude(state=MeetingState.CANCELLED)
        .order_by("starts_at")[:6]
    )
    upcoming = ahead[0] if ahead else None
    editing = upcoming is not None and permissions.may_edit_agenda(viewer, upcoming)
    own = queries.own_items(viewer=viewer)
    return Desk(
        next_meeting=upcoming,
        next_look=WORKFLOW.looks[upcoming.state] if upcoming else None,
        findings=findings(upcoming, queries.items_of(upcoming, viewer=viewer))[:5] if upcoming and editing else [],
        deadlines=_deadlines(ahead, viewer),
        submitted=queries.proposals_in([ItemState.SUBMITTED], viewer=viewer) if permissions.may_plan(viewer) else [],
        returned=[item for item in own if item.state == ItemState.RETURNED],
        pool=len(queries.proposals_in([ItemState.ACCEPTED], viewer=viewer)) if permissions.may_plan(viewer) else 0,
        may_plan=permissions.may_plan(viewer),
        may_propose=bool(queries.forums_to_propose_in(viewer=viewer)),
        may_edit_next=editing,
        has_paper=upcoming is not None and queries.latest_paper_for(upcoming, viewer=viewer) is not None,
        approving=[_approving(meeting, viewer) for meeting in queries.waiting_for_approval(viewer=viewer)],
        remarks=queries.remarks_waiting(viewer=viewer),
        coming=ahead[1:],
        recent=queries.calendar(viewer=viewer).filter(starts_at__lt=now).exclude(state=MeetingState.APPROVAL)[:5],
    )


def _deadlines(ahead: list[Meeting], viewer: Viewer) -> list[tuple[Meeting, Deadline]]:
    """What is due for the meetings ahead, soonest first: to the secretariat both, to a member the day items must be in.

    A deadline is gone from the desk once it is kept: the agenda is out when it has been sent.
    """
    due = queries.deadlines_of([meeting for meeting in ahead if meeting.unsent])
    if not permissions.is_secretariat(viewer):
        may = queries.forums_to_propose_in(viewer=viewer)
        due = [(meeting, deadline) for meeting, deadline in due if deadline.for_authors and meeting.forum in may]
    return due[:4]


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
