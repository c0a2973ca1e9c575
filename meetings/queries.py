"""What is looked up about meetings, always for a viewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from chefforum.documents.workflow import DocumentState
from chefforum.files.models import StoredFile
from chefforum.organisation.models import Role, User
from meetings.models import (
    AgendaItem,
    Approval,
    Attachment,
    Decision,
    Disqualification,
    Forum,
    Meeting,
    MeetingPaper,
    Remark,
    Section,
)
from meetings.models.item import SectionKind
from meetings.permissions import (
    Viewer,
    attachments_seen_by,
    is_secretariat,
    items_seen_by,
    may_read_paper,
    meetings_seen_by,
    members_on,
)
from meetings.workflow import MeetingState, PaperEdition, PaperKind


@dataclass(frozen=True)
class AgendaRow:
    """A line of the agenda: the item, or ``None`` where the viewer may know the number only."""

    number: int
    item: AgendaItem | None


@dataclass(frozen=True)
class Answer:
    """What a member has said of the minutes: when the current paper was approved, or an earlier one."""

    user: User
    approved_at: datetime | None
    approved_earlier: bool


def calendar(*, viewer: Viewer) -> QuerySet[Meeting]:
    """Meetings with their forum, newest first, and the number of items of each."""
    return (
        meetings_seen_by(viewer)
        .select_related("forum")
        .annotate(item_count=Count("items", filter=Q(items__withdrawn_at=None)))
        .order_by("-starts_at")
    )


def meeting_by_id(meeting_id: int, *, viewer: Viewer) -> Meeting:
    """The meeting; raises :class:`Http404` alike for one that is not there and one the viewer may not know of."""
    meeting = meetings_seen_by(viewer).select_related("forum", "source").filter(pk=meeting_id).first()
    if meeting is None:
        raise Http404
    return meeting


def item_by_id(item_id: int, *, viewer: Viewer) -> AgendaItem:
    """The item, with its meeting; :class:`Http404` as for meetings."""
    item = items_seen_by(viewer).select_related("meeting__forum", "case").filter(pk=item_id).first()
    if item is None:
        raise Http404
    return item


def attachment_by_id(attachment_id: int, *, viewer: Viewer) -> Attachment:
    """The attachment, with its file; :class:`Http404` as for meetings."""
    found = attachments_seen_by(viewer).select_related("file", "item__meeting").filter(pk=attachment_id).first()
    if found is None:
        raise Http404
    return found


def items_of(meeting: Meeting, *, viewer: Viewer) -> list[AgendaItem]:
    """The items the viewer may read, with sections and attachments, in order."""
    return list(_whole(items_seen_by(viewer).filter(meeting=meeting)))


def all_items_of(meeting: Meeting) -> list[AgendaItem]:
    """Every item of the meeting. For building papers only; what an edition hides is decided there."""
    return list(_whole(AgendaItem.objects.filter(meeting=meeting, withdrawn_at=None)))


def _whole(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    return (
        items.select_related("case")
        .prefetch_related(
            Prefetch("sections", queryset=Section.objects.order_by("position")),
            Prefetch(
                "attachments",
                queryset=Attachment.objects.filter(removed_at=None).select_related("file").order_by("position"),
            ),
            "disqualifications",
        )
        .order_by("position")
    )


def agenda_rows(meeting: Meeting, *, viewer: Viewer) -> list[AgendaRow]:
    """Every number of the agenda, with the item where the viewer may read it."""
    seen = {item.pk: item for item in items_of(meeting, viewer=viewer)}
    numbers = AgendaItem.objects.filter(meeting=meeting, withdrawn_at=None).order_by("position")
    return [AgendaRow(position, seen.get(pk)) for pk, position in numbers.values_list("pk", "position")]


def paper_for(meeting: Meeting, kind: str, *, viewer: Viewer) -> MeetingPaper | None:
    """The current paper that is the viewer's own: personal before members' before open."""
    order = {PaperEdition.PERSONAL: 0, PaperEdition.MEMBERS: 1, PaperEdition.OPEN: 2}
    current = MeetingPaper.objects.filter(meeting=meeting, kind=kind, current=True).select_related(
        "document__pdf", "meeting"
    )
    readable = [paper for paper in current if may_read_paper(viewer, paper)]
    return min(readable, key=lambda paper: order[PaperEdition(paper.edition)], default=None)


def latest_paper_for(meeting: Meeting, *, viewer: Viewer) -> MeetingPaper | None:
    """The minutes if the viewer may read them, else the agenda."""
    return paper_for(meeting, PaperKind.MINUTES, viewer=viewer) or paper_for(meeting, PaperKind.AGENDA, viewer=viewer)


def papers_of(meeting: Meeting, *, viewer: Viewer) -> list[MeetingPaper]:
    """The current papers that the viewer may read, agenda first, members' edition first."""
    current = (
        MeetingPaper.objects.filter(meeting=meeting, current=True)
        .select_related("document__pdf", "meeting", "reader")
        .order_by("kind", "edition")
    )
    return [paper for paper in current if may_read_paper(viewer, paper)]


def paper_list(meeting: Meeting, *, viewer: Viewer) -> dict[str, object]:
    """The papers that the viewer may read, and whether a PDF of one is still being made."""
    papers = papers_of(meeting, viewer=viewer)
    shown = {paper.pk for paper in papers}
    return {
        "papers": papers,
        "unmade": [paper for paper in unmade_papers(meeting, viewer=viewer) if paper.pk not in shown],
        "waiting": any(paper.document.state == DocumentState.QUEUED for paper in papers),
    }


def edition_of(meeting: Meeting, kind: str, edition: str, *, viewer: Viewer) -> MeetingPaper:
    """The current paper of an edition; :class:`Http404` unless the viewer may read it."""
    for paper in papers_of(meeting, viewer=viewer):
        if (paper.kind, paper.edition) == (kind, edition):
            return paper
    raise Http404


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


def earlier_items(item: AgendaItem, *, viewer: Viewer) -> list[AgendaItem]:
    """Earlier items of the same case that the viewer may read, newest first."""
    if item.case_id is None:
        return []
    return list(
        items_seen_by(viewer)
        .filter(case_id=item.case_id, meeting__starts_at__lt=item.meeting.starts_at)
        .select_related("meeting__forum")
        .prefetch_related("sections")
        .order_by("-meeting__starts_at", "position")[:8]
    )


def forums_in_use() -> QuerySet[Forum]:
    """The forums that meet."""
    return Forum.objects.filter(active=True)


def waiting_for_approval(*, viewer: Viewer) -> list[Meeting]:
    """Minutes out for approval that the viewer may know of, oldest first."""
    return list(calendar(viewer=viewer).filter(state=MeetingState.APPROVAL).order_by("starts_at"))


def remarks_waiting(*, viewer: Viewer) -> list[Remark]:
    """Remarks without an answer on minutes that the viewer answers for."""
    if not is_secretariat(viewer):
        return []
    return list(
        Remark.objects.filter(
            answered_at=None, item__in=items_seen_by(viewer), item__meeting__state=MeetingState.APPROVAL
        ).select_related("item__meeting__forum", "user")
    )


def readers_of(meeting: Meeting) -> QuerySet[User]:
    """Everybody who can be disqualified: members today, members on the day of the meeting, and the secretariat."""
    day = timezone.localdate(meeting.starts_at)
    return User.objects.filter(
        Q(pk__in=members_on(meeting.forum, day).values("pk"))
        | Q(pk__in=members_on(meeting.forum, timezone.localdate()).values("pk"))
        | Q(role=Role.SECRETARIAT, is_active=True)
    ).order_by("first_name", "last_name")


def people_of(meeting: Meeting) -> QuerySet[User]:
    """Who sits in the forum on the day of the meeting, by name."""
    return members_on(meeting.forum, timezone.localdate(meeting.starts_at)).order_by("first_name", "last_name")


def withdrawn_items(meeting: Meeting, *, viewer: Viewer) -> QuerySet[AgendaItem]:
    """Items taken off the agenda, for the secretariat."""
    if not is_secretariat(viewer):
        return AgendaItem.objects.none()
    barred = Disqualification.objects.filter(user=viewer.pk, lifted_at=None)
    return AgendaItem.objects.filter(meeting=meeting, withdrawn_at__isnull=False).exclude(pk__in=barred.values("item"))


def file_of(meeting: Meeting, sha256: str, *, viewer: Viewer) -> tuple[StoredFile, str]:
    """A file of the meeting and the name it goes by, if a paper that the viewer may read names it.

    The secretariat finds what is being prepared too. :class:`Http404` as for meetings.
    """
    for paper in papers_of(meeting, viewer=viewer):
        for item in paper.document.paper["items"]:
            for attachment in item["attachments"]:
                if attachment["file"] and attachment["file"]["sha256"] == sha256:
                    return StoredFile.objects.get(sha256=sha256), attachment["title"]
    drafted = attachments_seen_by(viewer).filter(item__meeting=meeting, file__sha256=sha256).select_related("file")
    found = drafted.first()
    if found is None or found.file is None:
        raise Http404
    return found.file, found.title


def paper_by_id(paper_id: int, *, viewer: Viewer) -> MeetingPaper:
    """A sent paper for whoever answers for its PDF; :class:`Http404` for everybody but the secretariat."""
    paper = MeetingPaper.objects.select_related("document", "meeting").filter(pk=paper_id).first()
    if paper is None or not is_secretariat(viewer):
        raise Http404
    return paper


def unmade_papers(meeting: Meeting, *, viewer: Viewer) -> list[MeetingPaper]:
    """Current papers whose PDF could not be made, for the secretariat: also those it may not read."""
    if not is_secretariat(viewer):
        return []
    failed = MeetingPaper.objects.filter(meeting=meeting, current=True, document__state=DocumentState.FAILED)
    return list(failed.select_related("document"))


def decisions(*, viewer: Viewer) -> QuerySet[Decision]:
    """Decisions under the items that the viewer may read."""
    return Decision.objects.filter(kind=SectionKind.DECISION, item__in=items_seen_by(viewer)).select_related(
        "item__meeting__forum"
    )


def remarks(*, viewer: Viewer) -> QuerySet[Remark]:
    """Remarks on the items that the viewer may read."""
    return Remark.objects.filter(item__in=items_seen_by(viewer)).select_related("item__meeting__forum", "user")


def items_by_number(meeting: Meeting, *, viewer: Viewer) -> dict[int, int]:
    """The id of each item the viewer may read, by number."""
    return dict(items_seen_by(viewer).filter(meeting=meeting).values_list("position", "pk"))


def road(meeting: Meeting) -> list[tuple[str, str]]:
    """The steps of a meeting as words, each »done«, »now« or »ahead«."""
    order = list(MeetingState)
    here = order.index(MeetingState(meeting.state))
    finished = meeting.state == MeetingState.APPROVED
    return [
        (state.label, "done" if index < here or finished else ("now" if index == here else "ahead"))
        for index, state in enumerate(order)
    ]


def disqualified_for(item: AgendaItem) -> list[User]:
    """Who is disqualified for the item, by name. The caller has asked whether the viewer may set access."""
    marks = Disqualification.objects.filter(item=item, lifted_at=None)
    return list(User.objects.filter(pk__in=marks.values("user")).order_by("first_name", "last_name"))
