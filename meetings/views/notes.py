"""A reader's own notes: made, written anew, shared, deleted, printed. Every address answers only their own."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from chefforum.documents import render as rendering
from chefforum.organisation.request import Request
from chefforum.web.made import answer_with
from chefforum.web.middleware import AUTOSAVE, came_from
from meetings import queries
from meetings.actions import editions
from meetings.actions import notes as verbs
from meetings.actions.reading import note_closed_reading
from meetings.forms import ChangeNoteForm, NoteForm, PersonForm
from meetings.papers import keeping, speaking
from meetings.workflow import PaperKind

if TYPE_CHECKING:
    from chefforum.organisation.models import User
    from meetings.models import Meeting, PersonalNote


@require_POST
def write(request: Request, item_id: int) -> HttpResponse:
    """Make a note or a highlight; answers its number where the browser sends it by itself."""
    item = queries.note_item(item_id, viewer=request.user)
    form = NoteForm(request.POST)
    by_itself = AUTOSAVE in request.headers
    if not form.is_valid():
        error = next(str(errors[0]) for errors in form.errors.values())
        if by_itself:
            return JsonResponse({"error": error}, status=422)
        messages.error(request, f"Noten er ikke gemt. {error}")
        return _back(request)
    data = form.cleaned_data
    number = data["attachment"]
    about = verbs.About(
        heading=data["heading"],
        quote=data["quote"],
        before=data["before"],
        after=data["after"],
        attachment=queries.note_attachment(item, number, viewer=request.user) if number else None,
        sha256=data["sha256"],
        page=data["page"],
    )
    made = verbs.write_note(item, about, text=data["text"], speaking=data["speaking"], key=data["key"], by=request.user)
    if by_itself:
        return JsonResponse({"note": made.pk})
    messages.success(request, "Noten er gemt. Kun du kan se den.")
    return _back(request)


@require_POST
def change(request: Request, note_id: int) -> HttpResponse:
    """Write a note anew; answers its number where the browser sends it by itself."""
    note = queries.own_note(note_id, viewer=request.user)
    form = ChangeNoteForm(request.POST)
    by_itself = AUTOSAVE in request.headers
    if form.is_valid():
        verbs.change_note(note, **form.cleaned_data, by=request.user)
        if by_itself:
            return JsonResponse({"note": note.pk})
        messages.success(request, "Noten er gemt.")
    else:
        error = "Noten er for lang til at blive gemt. Den kan højst være på 8.000 tegn."
        if by_itself:
            return JsonResponse({"error": error}, status=422)
        messages.error(request, error)
    return _back(request)


@require_POST
def delete(request: Request, note_id: int) -> HttpResponse:
    """Delete a note for good."""
    note = queries.own_note(note_id, viewer=request.user)
    verbs.delete_note(note, by=request.user)
    messages.success(request, "Noten er slettet.")
    return _back(request)


@require_POST
def share(request: Request, note_id: int) -> HttpResponse:
    """Let a colleague read a note, or stop it."""
    note = queries.own_note(note_id, viewer=request.user)
    colleague = _colleague(request, note)
    if "stop" in request.POST:
        verbs.stop_sharing(note, colleague, by=request.user)
        messages.success(request, f"{colleague} kan ikke længere se noten.")
    else:
        verbs.share_note(note, colleague, by=request.user)
        messages.success(request, f"Noten er delt med {colleague}, som kan se den, når vedkommende må læse punktet.")
    return _back(request)


def _colleague(request: Request, note: "PersonalNote") -> "User":
    form = PersonForm(request.POST)
    meeting = note.item.meeting
    if not form.is_valid() or meeting is None:
        raise Http404
    wanted = form.cleaned_data["person"]
    found = next((one for one in queries.colleagues_for(meeting, viewer=request.user) if one.pk == wanted), None)
    if found is None:
        raise Http404
    return found


def notes(request: Request, meeting_id: int) -> HttpResponse:
    """All one's notes for a meeting."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    found = _all_notes(request, meeting)
    names = _names(request, meeting)
    context = {
        "meeting": meeting,
        "groups": speaking.by_item(found, names),
        "file_titles": names.by_file,
        "speaks": any(note.speaking for note in found if _mine(request, note)),
    }
    return render(request, "meetings/notes.html", context)


def speaking_notes(request: Request, meeting_id: int) -> HttpResponse:
    """One's speaking notes for a meeting as a PDF, made on the spot and kept nowhere."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    mine = [note for note in _all_notes(request, meeting) if _mine(request, note)]
    paper = speaking.speaking_paper(meeting, mine, _names(request, meeting), person=str(request.user))
    if not paper["items"]:
        raise Http404
    data, _ = rendering.to_pdf(paper, speaking.TEMPLATE, f"Talenoter til {meeting}", timezone.now())
    return answer_with(data, "application/pdf", "talenoter.pdf", inline=True)


def _all_notes(request: Request, meeting: "Meeting") -> "list[PersonalNote]":
    """Every note of the meeting that the person may read; a closed item's is reading it."""
    found = queries.notes_of_meeting(meeting, viewer=request.user)
    note_closed_reading({note.item_id for note in found if note.item.closed}, by=request.user)
    return found


def _names(request: Request, meeting: "Meeting") -> keeping.Names:
    """What the person's own papers call the items and files, the minutes before the agenda."""
    papers = [editions.own_edition(meeting, kind, by=request.user) for kind in (PaperKind.AGENDA, PaperKind.MINUTES)]
    return keeping.names_in([sent for sent in papers if sent is not None])


def _mine(request: Request, note: "PersonalNote") -> bool:
    return note.user_id == request.user.pk


def _back(request: Request) -> HttpResponse:
    return redirect(f"{came_from(request)}#noter")
