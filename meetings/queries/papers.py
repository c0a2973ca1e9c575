"""Papers that were sent, their PDFs and files."""

from typing import Any, NamedTuple

from django.db.models import Max
from django.http import Http404

from chefforum.documents.workflow import DocumentState
from chefforum.files.bundle import Entry
from chefforum.files.models import StoredFile
from meetings.models import (
    AgendaItem,
    Attachment,
    AttachmentVersion,
    Meeting,
    MeetingPaper,
)
from meetings.permissions import (
    Viewer,
    attachments_seen_by,
    is_secretariat,
    may_read_paper,
)
from meetings.queries.items import closed_among
from meetings.workflow import ItemState, PaperEdition, PaperKind


def paper_for(meeting: Meeting, kind: str, *, viewer: Viewer) -> MeetingPaper | None:
    """The current paper that is the viewer's own: personal before members' before open."""
    order = {PaperEdition.PERSONAL: 0, PaperEdition.MEMBERS: 1, PaperEdition.OPEN: 2}
    current = MeetingPaper.objects.filter(meeting=meeting, kind=kind, current=True).select_related(
        "document__pdf", "meeting"
    )
    # Whether one may read a paper costs a query; mostly the first is one's own.
    by_choice = sorted(current, key=lambda paper: order[PaperEdition(paper.edition)])
    return next((paper for paper in by_choice if may_read_paper(viewer, paper)), None)


def latest_paper_for(meeting: Meeting, *, viewer: Viewer) -> MeetingPaper | None:
    """The minutes if the viewer may read them, else the agenda."""
    return paper_for(meeting, PaperKind.MINUTES, viewer=viewer) or paper_for(meeting, PaperKind.AGENDA, viewer=viewer)


def papers_of(meeting: Meeting, *, viewer: Viewer) -> list[MeetingPaper]:
    """The current papers that the viewer may read, agenda first, members' edition first."""
    current = (
        MeetingPaper.objects.filter(meeting=meeting, current=True)
        .select_related("document__pdf", "meeting", "reader")
        .order_by("kind", "-supplement", "edition")
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


def edition_of(meeting: Meeting, kind: str, edition: str, *, supplement: int = 0, viewer: Viewer) -> MeetingPaper:
    """The current paper of an edition; :class:`Http404` unless the viewer may read it."""
    for paper in papers_of(meeting, viewer=viewer):
        if (paper.kind, paper.supplement, paper.edition) == (kind, supplement, edition):
            return paper
    raise Http404


def files_in(sent: MeetingPaper) -> dict[str, list[int]]:
    """The ids of each item's attachments in order, by the item's number."""
    found: dict[str, list[int]] = sent.attachments
    return found


def closed_files_in(sent: MeetingPaper) -> dict[int, set[int]]:
    """The places of the attachments that are closed now, whatever the paper says, by the number of their item."""
    pks = [pk for ids in sent.attachments.values() for pk in ids]
    closed = set(Attachment.objects.filter(pk__in=pks, closed=True).values_list("pk", flat=True))
    return {
        int(number): {place for place, pk in enumerate(ids) if pk in closed}
        for number, ids in sent.attachments.items()
        if closed.intersection(ids)
    }


class Found(NamedTuple):
    """A file, the name it goes by, and the ids of the closed items it is read under: none where it is open.

    ``item_id`` and ``attachment_id`` are whose file it is, where that is known.
    """

    stored: StoredFile
    title: str
    closed: list[int]
    item_id: int | None = None
    attachment_id: int | None = None


def file_of(meeting: Meeting, sha256: str, *, viewer: Viewer, to_keep: bool = False) -> Found:
    """A file of the meeting, if a paper that the viewer may read names it; ``to_keep`` as what lies open alone.

    The secretariat, and who reads a draft through, find what is being prepared too. :class:`Http404` as for meetings.
    """
    for paper in papers_of(meeting, viewer=viewer):
        for item in paper.document.paper["items"]:
            for attachment in item["attachments"]:
                if any(file["sha256"] == sha256 for file in _files(attachment)):
                    pk = paper.numbers.get(str(item["number"]))
                    whose = _whose(pk, sha256, attachment["title"])
                    closed = [pk] if pk and _is_closed(attachment, pk, whose) else []
                    if closed and to_keep:
                        continue
                    stored = StoredFile.objects.get(sha256=sha256)
                    return Found(stored, attachment["title"], closed, pk, whose)
    drafted = attachments_seen_by(viewer).filter(item__meeting=meeting, file__sha256=sha256)
    found = drafted.select_related("file", "item").first()
    if found is None or found.file is None or to_keep:
        raise Http404
    closed = [found.item_id] if found.closed or found.item.closed else []
    return Found(found.file, found.title, closed, found.item_id, found.pk)


def _is_closed(attachment: dict[str, Any], item_id: int, attachment_id: int | None) -> bool:
    """Whether a paper says that an attachment is closed, or it or its item has been closed since."""
    if attachment.get("closed") or closed_among([item_id]):
        return True
    return attachment_id is not None and Attachment.objects.filter(pk=attachment_id, closed=True).exists()


def _whose(item_id: int | None, sha256: str, title: str) -> int | None:
    """The id of the attachment of an item that has, or had, the file."""
    versions = AttachmentVersion.objects.filter(attachment__item=item_id, file__sha256=sha256)
    found = dict(versions.values_list("attachment__title", "attachment_id"))
    return found.get(title) or next(iter(found.values()), None)


def encloses_the_agenda(sent: MeetingPaper) -> bool:
    """Whether a paper names the agenda itself among its attachments (D16)."""
    return any(one.get("agenda") for item in sent.document.paper["items"] for one in item["attachments"])


def attachments_in(sent: MeetingPaper, *, agenda: MeetingPaper | None) -> list[Entry]:
    """The files of a paper that the caller may read, each in the folder of its item; of a corrected one the latest.

    ``agenda`` is what the reader gets where the paper encloses the agenda itself: their own edition of it.
    """
    wanted = []
    for item in sent.document.paper["items"]:
        folder = f"{item['number']:02d} {item['title'][:60]}"
        for one in item["attachments"]:
            file = one.get("later") or one["file"]
            if file:
                wanted.append((folder, one["title"], file["sha256"]))
            elif one.get("agenda") and agenda and agenda.document.pdf:
                wanted.append((folder, one["title"], agenda.document.pdf.sha256))
    stored = StoredFile.objects.in_bulk([sha256 for _, _, sha256 in wanted], field_name="sha256")
    return [Entry(folder, title, stored[sha256]) for folder, title, sha256 in wanted if sha256 in stored]


def _files(attachment: dict[str, Any]) -> list[dict[str, Any]]:
    """Every file that a paper's attachment names."""
    first = [attachment["file"]] if attachment["file"] else []
    return [*first, *attachment.get("earlier", []), *([attachment["later"]] if "later" in attachment else [])]


def paper_by_id(paper_id: int, *, viewer: Viewer) -> MeetingPaper:
    """A sent paper for whoever answers for its PDF; :class:`Http404` for everybody but the secretariat."""
    paper = MeetingPaper.objects.select_related("document", "meeting").filter(pk=paper_id).first()
    if paper is None or not is_secretariat(viewer):
        raise Http404
    return paper


def items_never_sent(meeting: Meeting) -> set[int]:
    """The ids of the items that came onto the agenda after it was sent; empty before it has been."""
    sent = MeetingPaper.objects.filter(meeting=meeting, kind=PaperKind.AGENDA).values_list("numbers", flat=True)
    out = {pk for numbers in sent for pk in numbers.values()}
    placed = AgendaItem.objects.filter(meeting=meeting, state=ItemState.PLACED).values_list("pk", flat=True)
    return set(placed) - out if out else set()


def last_supplement(meeting: Meeting) -> int:
    """The number of the last supplementary agenda, 0 before the first."""
    papers = MeetingPaper.objects.filter(meeting=meeting, kind=PaperKind.SUPPLEMENT)
    return papers.aggregate(last=Max("supplement"))["last"] or 0


def unmade_papers(meeting: Meeting, *, viewer: Viewer) -> list[MeetingPaper]:
    """Current papers whose PDF could not be made, for the secretariat: also those it may not read."""
    if not is_secretariat(viewer):
        return []
    failed = MeetingPaper.objects.filter(meeting=meeting, current=True, document__state=DocumentState.FAILED)
    return list(failed.select_related("document"))
