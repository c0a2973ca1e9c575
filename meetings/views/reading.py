"""Reading a sent paper on the page, its PDF, and its attachments."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from chefforum.files import keep, pages
from chefforum.files.bundle import serve_bundle
from chefforum.organisation.request import Request
from meetings import permissions, queries
from meetings.actions import editions
from meetings.actions import reading as notes
from meetings.forms import NoteForm
from meetings.papers import change, keeping, marking
from meetings.workflow import PaperKind

# What is read on the page; a supplementary agenda is read in the new complete one.
_READ = (PaperKind.AGENDA, PaperKind.MINUTES)

# A browser says this when it fetches a page to keep it for reading without a network.
_OFFLINE = "X-Offline"

if TYPE_CHECKING:
    from meetings.models import Meeting, MeetingPaper
    from meetings.papers.shape import Item


def read(request: Request, meeting_id: int, kind: str, number: int | None = None) -> HttpResponse:
    """One point of one's own edition of a paper, with the contents beside it, and what is new in it."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    sent = editions.own_edition(meeting, kind, by=request.user) if kind in _READ else None
    if sent is None:
        raise Http404
    to_keep = _OFFLINE in request.headers
    paper = keeping.paper_to_keep(sent) if to_keep else sent.document.paper
    items: list[Item] = paper["items"]
    index = next((i for i, item in enumerate(items) if item["number"] == number), 0 if number is None else None)
    if index is None:
        raise Http404
    if to_keep:
        # Fetched to be kept: it is not read yet, but what is closed has left the house.
        notes.note_closed_fetched(sent, items[index], by=request.user)
    else:
        notes.note_reading(sent, items[index], by=request.user)
    readings = queries.readings_of(sent, viewer=request.user)
    item_id = sent.numbers.get(str(items[index]["number"]))
    own = queries.notes_about(item_id, viewer=request.user) if item_id and not change.is_shut(items[index]) else []
    if to_keep and not meeting.forum.keeps_closed_offline:
        own = [note for note in own if not (note.attachment and note.attachment.closed)]
    item, states = marking.marked(items[index], [note for note in own if note.attachment_id is None])
    read_already = {number for number, one in readings.items() if one.sha256}
    context = {
        "meeting": meeting,
        "sent": sent,
        "kind": kind,
        "paper": paper,
        "item": item,
        "notes": own,
        "states": states,
        "file_titles": keeping.names_in([sent]).by_file,
        "note_form": NoteForm(),
        "colleagues": queries.colleagues_for(meeting, viewer=request.user) if own else [],
        "minutes": marking.reading_minutes(items[index], _pages(items[index])),
        "read": read_already,
        "first_file": _first_file(items[index]),
        "reading": readings.get(items[index]["number"]),
        "changes": [] if to_keep else _changes(sent, items[index], readings, request.user),
        "news": change.news(items, {number: one.sha256 for number, one in readings.items()}),
        "listed": queries.listed_minutes([item_id], viewer=request.user).get(item_id)
        if item_id and not to_keep
        else None,
        "renditions": queries.renditions_of(change.check_sums(items[index])),
        "agenda_readable": _reads_agenda(request, sent),
        "has_files": any(item["attachments"] for item in items),
        "item_id": item_id,
        "previous": items[index - 1] if index else None,
        "next": items[index + 1] if index + 1 < len(items) else None,
        "can": permissions.what_may(request.user, meeting),
    }
    return render(request, "meetings/read.html", context)


def _reads_agenda(request: Request, sent: "MeetingPaper") -> bool:
    """Whether the paper encloses the agenda itself, and the person has an edition of it to be led to."""
    return queries.encloses_the_agenda(sent) and bool(
        editions.own_edition(sent.meeting, PaperKind.AGENDA, by=request.user)
    )


def _pages(item: "Item") -> dict[str, int | None]:
    made = queries.renditions_of(change.check_sums(item))
    files = [one["file"] for one in item["attachments"] if one["file"]]
    return {file["sha256"]: made[file["sha256"]].pages if file["sha256"] in made else file["pages"] for file in files}


def _first_file(item: "Item") -> str:
    """The check sum of the first attachment that has pages to show; empty where none has."""
    return next((sha256 for sha256, pages in _pages(item).items() if pages), "")


def _changes(
    sent: "MeetingPaper", item: "Item", readings: Mapping[int, object], viewer: permissions.Viewer
) -> list[change.Change]:
    """What reads otherwise than when the person read the item before.

    Only while the person may still read the paper it stood in: what was closed since is not told as gone.
    """
    before = getattr(readings.get(item["number"]), "before", None)
    if before is None or change.is_shut(item) or not permissions.may_read_paper(viewer, before):
        return []
    old = change.item_of(before.document.paper, before.numbers, sent.numbers[str(item["number"])])
    return change.changes(old, item) if old else []


def pdf(request: Request, meeting_id: int, kind: str, edition: str, supplement: int = 0) -> FileResponse:
    """The PDF of an edition."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    paper = queries.edition_of(meeting, kind, edition, supplement=supplement, viewer=request.user)
    if paper.document.pdf is None:
        raise Http404
    notes.note_paper_fetched(paper, by=request.user)
    return keep.serve(paper.document.pdf, paper.document.file_name)


def bundle(request: Request, meeting_id: int, kind: str) -> HttpResponseBase:
    """Every attachment of one's own edition in one file, in the order and under the names of the paper."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    sent = queries.paper_for(meeting, kind, viewer=request.user) if kind in _READ else None
    if sent is None:
        raise Http404
    enclosed = queries.encloses_the_agenda(sent)
    agenda = queries.paper_for(meeting, PaperKind.AGENDA, viewer=request.user) if enclosed else None
    entries = queries.attachments_in(sent, agenda=agenda)
    if not entries:
        raise Http404
    for paper in (sent, agenda):
        if paper:
            notes.note_paper_fetched(paper, by=request.user)
    contents = "".join(f"{entry.folder}: {entry.name}\r\n" for entry in entries)
    return serve_bundle(entries, f"{sent}\r\n\r\n{contents}", f"{sent.document.file_name}-bilag")


def _file(request: Request, meeting: "Meeting", sha256: str) -> queries.Found:
    to_keep = _OFFLINE in request.headers and not meeting.forum.keeps_closed_offline
    return queries.file_of(meeting, sha256, viewer=request.user, to_keep=to_keep)


def attachment(request: Request, meeting_id: int, sha256: str) -> FileResponse:
    """An attachment's file, named by its check sum as the papers name it; as PDF where one was made of it."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    found = _file(request, meeting, sha256)
    notes.note_closed_reading(found.closed, by=request.user)
    return keep.serve_for_reading(found.stored, found.title, original="hent" in request.GET)


def page(request: Request, meeting_id: int, sha256: str, number: int) -> HttpResponse:
    """A page of an attachment, to be read beside the text: its picture, its words, and what one has marked on it."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    found = _file(request, meeting, sha256)
    notes.note_closed_reading(found.closed, by=request.user)
    shown = keep.for_reading(found.stored)
    try:
        drawn = pages.page_of(shown, number)
    except pages.Unreadable as error:
        raise Http404 from error
    own = queries.notes_about(found.item_id, viewer=request.user) if found.item_id else []
    about = [note for note in own if note.attachment_id == found.attachment_id]
    context = {
        "meeting": meeting,
        "sha256": sha256,
        "title": found.title,
        "number": number,
        "pages": shown.pages,
        "page": drawn,
        "item_id": found.item_id,
        "attachment_id": found.attachment_id,
        "boxes": marking.boxes(drawn.lines, [note for note in about if note.quote]),
        "page_notes": [note for note in about if note.page == number],
    }
    return render(request, "meetings/page.html", context)


def page_picture(request: Request, meeting_id: int, sha256: str, number: int) -> HttpResponse:
    """The picture of a page."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    found = _file(request, meeting, sha256)
    notes.note_closed_reading(found.closed, by=request.user)
    stored = keep.for_reading(found.stored)
    try:
        picture = pages.page_of(stored, number).picture
    except pages.Unreadable as error:
        raise Http404 from error
    response = HttpResponse(picture.read_bytes(), content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def thumbnail(request: Request, meeting_id: int, sha256: str) -> FileResponse:
    """The first page of an attachment, as a small picture."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    found = _file(request, meeting, sha256)
    picture = keep.thumbnail_of(found.stored)
    if picture is None:
        raise Http404
    notes.note_closed_reading(found.closed, by=request.user)
    return keep.serve(picture, "billede")
