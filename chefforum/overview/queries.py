"""What the front desk shows, for a viewer."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from budget import queries as budget
from budget.models import Round, TextRequest
from meetings import permissions, queries
from meetings.models import AgendaItem, CaseStop, Meeting, Remark, Task
from meetings.papers.change import check_sums, is_shut, news
from meetings.papers.marking import reading_minutes
from meetings.papers.shape import Item
from meetings.permissions import Viewer
from meetings.rules.checking import Finding, findings
from meetings.rules.timing import Deadline
from meetings.workflow import WORKFLOW, ItemState, MeetingState, PaperKind
from sickleave import queries as sickleave
from sickleave.models import Account, Report


@dataclass(frozen=True)
class Approving:
    """Minutes out for approval: how many have answered, and whether the viewer has, has of an earlier version only, or
    had it taken back.
    """

    meeting: Meeting
    approved: int
    members: int
    mine_missing: bool
    mine_changed: bool
    mine_withdrawn: bool
    look: object
    due: date | None


@dataclass(frozen=True)
class Reading:
    """How far a person is with the papers of the next meeting. ``first`` is the number of the point to read on from.

    ``new`` are the points that are new or read otherwise since they were read, ``own`` those that name the person or
    their department, each with its word for what is new (empty where nothing is), ``presents`` those they present.
    """

    kind: str
    read: int
    points: int
    minutes: int
    first: int
    new: list[tuple[Item, str]]
    own: list[tuple[Item, str]]
    presents: list[Item]


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
    reading: Reading | None
    tasks: list[Task]
    approving: list[Approving]
    remarks: list[Remark]
    stops: list[CaseStop]
    coming: list[Meeting]
    recent: QuerySet[Meeting]
    rounds: list[tuple[Round, int]]
    texts: list[TextRequest]
    led: list[tuple[Round, int]]
    accounts: list[Account]
    reports: list[tuple[Report, int]]


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
        reading=_reading(upcoming, viewer) if upcoming else None,
        tasks=list(queries.own_tasks(viewer=viewer)),
        approving=[_approving(meeting, viewer) for meeting in queries.waiting_for_approval(viewer=viewer)],
        remarks=queries.remarks_waiting(viewer=viewer),
        stops=queries.stops_without_outcome(viewer=viewer),
        coming=ahead[1:],
        rounds=budget.rounds_waiting(viewer=viewer),
        texts=budget.requests_waiting(viewer=viewer),
        led=budget.rounds_to_lead(viewer=viewer),
        accounts=sickleave.accounts_to_write(viewer=viewer),
        reports=sickleave.reports_to_lead(viewer=viewer),
        recent=queries.calendar(viewer=viewer).filter(starts_at__lt=now).exclude(state=MeetingState.APPROVAL)[:5],
    )


def _reading(meeting: Meeting, viewer: Viewer) -> Reading | None:
    """The agenda of the next meeting as it lies before the person; ``None`` before it is sent to them."""
    sent = queries.paper_for(meeting, PaperKind.AGENDA, viewer=viewer)
    if sent is None:
        return None
    items: list[Item] = [item for item in sent.document.paper["items"] if not is_shut(item)]
    readings = queries.readings_of(sent, viewer=viewer)
    new = news(items, {number: one.sha256 for number, one in readings.items()})
    unread = [item for item in items if item["number"] not in readings]
    pages = queries.pages_of(check for item in unread for check in check_sums(item))
    named = queries.items_naming(sent, viewer=viewer)
    return Reading(
        kind=sent.kind,
        read=len(items) - len(unread),
        points=len(items),
        minutes=sum(reading_minutes(item, pages) for item in unread),
        first=unread[0]["number"] if unread else items[0]["number"] if items else 1,
        new=[(item, new[item["number"]]) for item in items if new.get(item["number"]) in ("Nyt", "Rettet")],
        own=[
            (item, new.get(item["number"], "" if item["number"] in readings else "Ulæst"))
            for item in items
            if item["number"] in named.about
        ],
        presents=[item for item in items if item["number"] in named.presented],
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
        mine_missing=mine is not None and mine.approved_at is None and not meeting.reopened,
        mine_changed=mine is not None and mine.approved_earlier,
        mine_withdrawn=mine is not None and mine.withdrawn is not None,
        look=WORKFLOW.looks[meeting.state],
        due=meeting.remarks_due,
    )
