"""What members have said of minutes, and which minutes are still to be approved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from chefforum.organisation.models import User
from meetings.models import (
    AgendaItem,
    Approval,
    ApprovalKind,
    ListedMinutes,
    Meeting,
    MeetingPaper,
    Remark,
    Reopening,
)
from meetings.permissions import (
    Viewer,
    is_secretariat,
    items_seen_by,
    may_approve,
    may_read_paper,
    meetings_seen_by,
    members_on,
)
from meetings.workflow import MeetingState, PaperEdition, PaperKind


@dataclass(frozen=True)
class Answer:
    """What a member has said of the minutes: how the current paper was approved, or that an earlier one was.

    ``withdrawn`` is their approval of the current paper where the secretariat took it back and no other has come;
    ``taken_back`` is when it last took one of theirs back, of whatever paper.
    """

    user: User
    approval: Approval | None
    earlier: Approval | None
    withdrawn: Approval | None
    taken_back: datetime | None = None

    @property
    def approved_at(self) -> datetime | None:
        """When the current paper was approved."""
        return self.approval.at if self.approval else None

    @property
    def approved_earlier(self) -> bool:
        """Whether only an earlier paper was approved."""
        return self.earlier is not None and self.approval is None

    @property
    def last(self) -> datetime | None:
        """When the member last said something of the minutes, or had it taken back."""
        given = (self.approval, self.earlier, self.withdrawn)
        found = [one.withdrawn_at or one.at for one in given if one and one.kind == ApprovalKind.GIVEN]
        return max([*found, *(self.taken_back,)] if self.taken_back else found, default=None)

    @property
    def silent(self) -> bool:
        """Whether the approval is the member's silence."""
        return self.approval is not None and self.approval.kind == ApprovalKind.SILENT


def answers(meeting: Meeting) -> list[Answer]:
    """What each member has said of the minutes that are out now, by name."""
    given = list(Approval.objects.filter(meeting=meeting).select_related("document").order_by("at"))
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
        same = [one for one in mine if own and one.document.sha256 == own.document.sha256]
        valid = next((one for one in same if one.withdrawn_at is None), None)
        other = [one for one in mine if one not in same and one.withdrawn_at is None]
        back = max((one.withdrawn_at for one in mine if one.withdrawn_at), default=None)
        gone = same[-1] if same and valid is None else None
        out.append(Answer(user, valid, other[-1] if other else None, gone, back))
    return out


def silence_counts(meeting: Meeting, answer: Answer) -> bool:
    """Whether the member's silence will count as approval: not of who has said something since the minutes were sent,
    nor of who waits for an answer.
    """
    if Remark.objects.filter(item__meeting=meeting, user=answer.user, answered_at=None).exists():
        return False
    if meeting.minutes_sent_at is None:
        return answer.withdrawn is None
    return answer.last is None or answer.last < meeting.minutes_sent_at


def all_have_approved(meeting: Meeting) -> bool:
    """Whether everybody who can approve the minutes has; who has left the forum since cannot."""
    return all(answer.approval for answer in answers(meeting) if may_approve(answer.user, meeting))


def approvals_of(meeting: Meeting) -> list[Approval]:
    """Every approval of the minutes, of whatever version, withdrawn ones too, in the order they came."""
    given = Approval.objects.filter(meeting=meeting).select_related("user", "document", "withdrawn_by")
    return list(given.order_by("at", "pk"))


def approval_by_id(approval_id: int, *, viewer: Viewer) -> Approval:
    """An approval, for the secretariat; :class:`Http404` for everybody else."""
    found = Approval.objects.select_related("meeting__forum", "user").filter(pk=approval_id).first()
    if found is None or not is_secretariat(viewer):
        raise Http404
    return found


def reopenings_of(meeting: Meeting) -> list[Reopening]:
    """When the minutes were opened again and why, oldest first. The caller has asked for the meeting."""
    return list(Reopening.objects.filter(meeting=meeting).select_related("by", "approved_by", "approved_in"))


def older_minutes(meeting: Meeting, *, viewer: Viewer) -> list[MeetingPaper]:
    """Versions of the minutes before the present one that the viewer may read, newest first, one for each version."""
    order = {PaperEdition.PERSONAL: 0, PaperEdition.MEMBERS: 1, PaperEdition.OPEN: 2}
    sent = (
        MeetingPaper.objects.filter(meeting=meeting, kind=PaperKind.MINUTES, current=False)
        .exclude(edition=PaperEdition.OPEN)
        .select_related("document__pdf", "meeting")
    )
    found: dict[int, MeetingPaper] = {}
    for paper in sorted(sent, key=lambda one: (-one.number, order[PaperEdition(one.edition)])):
        if paper.number not in found and may_read_paper(viewer, paper):
            found[paper.number] = paper
    return list(found.values())


def paper_of_document(document_id: int) -> MeetingPaper | None:
    """The sent paper that a document is. The caller has asked for who may read it."""
    return MeetingPaper.objects.filter(document=document_id).select_related("document").first()


def sent_minutes(meeting: Meeting) -> MeetingPaper | None:
    """The members' edition of the minutes that are out. The caller has asked for the meeting."""
    current = MeetingPaper.objects.filter(meeting=meeting, kind=PaperKind.MINUTES, current=True)
    return current.filter(edition=PaperEdition.MEMBERS).select_related("document").first()


def minutes_versions(meeting: Meeting) -> dict[int, int]:
    """The versions of the minutes by the documents' ids."""
    sent = MeetingPaper.objects.filter(meeting=meeting, kind=PaperKind.MINUTES)
    return dict(sent.values_list("document_id", "number"))


def unapproved_minutes(before: Meeting) -> list[Meeting]:
    """The forum's minutes that are out and not yet approved for good, of meetings before this one, oldest first."""
    waiting = Meeting.objects.filter(
        forum_id=before.forum_id, state=MeetingState.APPROVAL, starts_at__lt=before.starts_at
    )
    return list(waiting.order_by("starts_at"))


def listed_minutes(items: Iterable[int], *, viewer: Viewer) -> dict[int, list[ListedMinutes]]:
    """The minutes that items put up for approval and the viewer may know of, oldest first, by the items' ids."""
    rows = ListedMinutes.objects.filter(item__in=list(items), minutes__in=meetings_seen_by(viewer).values("pk"))
    found: dict[int, list[ListedMinutes]] = {}
    for row in rows.select_related("minutes__forum").order_by("minutes__starts_at"):
        found.setdefault(row.item_id, []).append(row)
    return found


def minutes_listed_by(item: AgendaItem, minutes_id: int, *, viewer: Viewer) -> ListedMinutes:
    """One of the minutes that an item puts up for approval; :class:`Http404` as for meetings."""
    listed = listed_minutes([item.pk], viewer=viewer).get(item.pk, [])
    found = next((one for one in listed if one.minutes_id == minutes_id), None)
    if found is None:
        raise Http404
    return found


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
