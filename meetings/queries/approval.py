"""What members have said of minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from chefforum.organisation.models import User
from meetings.models import (
    Approval,
    Meeting,
    MeetingPaper,
    Remark,
)
from meetings.permissions import (
    Viewer,
    is_secretariat,
    items_seen_by,
    members_on,
)
from meetings.workflow import MeetingState, PaperEdition, PaperKind


@dataclass(frozen=True)
class Answer:
    """What a member has said of the minutes: when the current paper was approved, or an earlier one."""

    user: User
    approved_at: datetime | None
    approved_earlier: bool


def answers(meeting: Meeting) -> list[Answer]:
    """What each member has said of the minutes that are out now, by name."""
    given = list(Approval.objects.filter(meeting=meeting).select_related("document"))
    current = list(
        MeetingPaper.objects.filter(meeting=meeting, kind=PaperKind.MINUTES, current=True)
        .exclude(edition=PaperEdition.OPEN)
        .select_related("document")
    )
    out = []
    for user in members_on(meeting.forum, timezone.localdate(meeting.starts_at)):
        own = next((paper for paper in current if paper.reader_id == user.pk), None) or next(
            (paper for paper in current if paper.edition == PaperEdition.MEMBERS), None
        )
        mine = [approval for approval in given if approval.user_id == user.pk]
        match = next((a for a in mine if own and a.document.sha256 == own.document.sha256), None)
        out.append(Answer(user, match.at if match else None, bool(mine) and match is None))
    return out


def remarks_on(meeting: Meeting, *, viewer: Viewer) -> list[Remark]:
    """Remarks on the points the viewer may read, oldest first."""
    return list(
        Remark.objects.filter(item__meeting=meeting, item__in=items_seen_by(viewer))
        .select_related("item", "user", "answered_by")
        .order_by("at")
    )


def unanswered(meeting: Meeting) -> Sequence[Remark]:
    """Every remark that waits for an answer, whoever may read it."""
    return list(Remark.objects.filter(item__meeting=meeting, answered_at=None))


def remarks_waiting(*, viewer: Viewer) -> list[Remark]:
    """Remarks without an answer on minutes that the viewer answers for."""
    if not is_secretariat(viewer):
        return []
    return list(
        Remark.objects.filter(
            answered_at=None, item__in=items_seen_by(viewer), item__meeting__state=MeetingState.APPROVAL
        ).select_related("item__meeting__forum", "user")
    )


def remarks(*, viewer: Viewer) -> QuerySet[Remark]:
    """Remarks on the items that the viewer may read."""
    return Remark.objects.filter(item__in=items_seen_by(viewer)).select_related("item__meeting__forum", "user")
