"""Reading a sent paper on the page, its PDF, and its attachments."""

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render

from chefforum.files import keep
from chefforum.organisation.request import Request
from meetings import permissions, queries
from meetings.workflow import PaperKind

if TYPE_CHECKING:
    from meetings.papers.shape import Item


def read(request: Request, meeting_id: int, kind: str, number: int | None = None) -> HttpResponse:
    """One point of one's own edition of a paper, with the contents beside it."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    sent = queries.paper_for(meeting, kind, viewer=request.user) if kind in PaperKind.values else None
    if sent is None:
        raise Http404
    items: list[Item] = sent.document.paper["items"]
    index = next((i for i, item in enumerate(items) if item["number"] == number), 0 if number is None else None)
    if index is None:
        raise Http404
    context = {
        "meeting": meeting,
        "sent": sent,
        "kind": kind,
        "paper": sent.document.paper,
        "item": items[index],
        "previous": items[index - 1] if index else None,
        "next": items[index + 1] if index + 1 < len(items) else None,
        "can": permissions.what_may(request.user, meeting),
    }
    return render(request, "meetings/read.html", context)


def pdf(request: Request, meeting_id: int, kind: str, edition: str) -> FileResponse:
    """The PDF of an edition."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    paper = queries.edition_of(meeting, kind, edition, viewer=request.user)
    if paper.document.pdf is None:
        raise Http404
    return keep.serve(paper.document.pdf, paper.document.file_name)


def attachment(request: Request, meeting_id: int, sha256: str) -> FileResponse:
    """An attachment's file, named by its check sum as the papers name it."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    stored, title = queries.file_of(meeting, sha256, viewer=request.user)
    return keep.serve(stored, title, download="hent" in request.GET)


def draft_file(request: Request, attachment_id: int) -> FileResponse:
    """An attachment's file as it is being prepared, for whoever prepares it."""
    found = queries.attachment_by_id(attachment_id, viewer=request.user)
    if found.file is None:
        raise Http404
    return keep.serve(found.file, found.title, download="hent" in request.GET)
