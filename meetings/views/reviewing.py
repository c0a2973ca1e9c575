"""Reading a draft through before it is sent, with comments in the margin."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from chefforum.organisation.request import Request
from meetings import permissions, queries
from meetings.actions import reviewing
from meetings.actions.reading import note_closed_reading
from meetings.forms import CommentForm
from meetings.papers.build import build
from meetings.papers.edition import without
from meetings.workflow import WORKFLOW


def review(request: Request, meeting_id: int) -> HttpResponse:
    """The draft as it stands, every item with its margin."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    can = permissions.what_may(request.user, meeting)
    if not (can["review"] or can["send_to_review"]):
        raise Http404
    everything = queries.all_items_of(meeting)
    seen = {item.position: item for item in queries.items_to_review(meeting, viewer=request.user)}
    hide = {item.position for item in everything if item.position not in seen}
    paper = without(build(meeting, everything, kind="agenda"), hide, edition="members")
    note_closed_reading([item.pk for item in seen.values() if item.closed], by=request.user)
    notes = queries.notes_on(meeting, viewer=request.user)
    context = {
        "meeting": meeting,
        "look": WORKFLOW.looks[meeting.state],
        "paper": paper,
        "items": {number: item.pk for number, item in seen.items()},
        "notes": notes,
        "left": sum(note.done_at is None for note in notes),
        "form": CommentForm(),
        "can": can,
    }
    return render(request, "meetings/review.html", context)


@require_POST
def begin(request: Request, meeting_id: int) -> HttpResponse:
    """Send the draft to read-through."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    readers = reviewing.begin_review(meeting, by=request.user)
    people = "1 person" if readers == 1 else f"{readers} personer"
    messages.success(request, f"Kladden er sendt til gennemlæsning hos {people}. Du kan skrive videre imens.")
    return redirect("meetings:send", meeting.pk)


@require_POST
def end(request: Request, meeting_id: int) -> HttpResponse:
    """Take the draft back from read-through."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    reviewing.end_review(meeting, by=request.user)
    messages.success(request, "Gennemlæsningen er afsluttet. Kommentarerne er gemt.")
    return redirect("meetings:send", meeting.pk)


@require_POST
def comment(request: Request, item_id: int) -> HttpResponse:
    """Comment in the margin of an item."""
    item = queries.item_to_review(item_id, viewer=request.user)
    form = CommentForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Skriv en kommentar på højst 4.000 tegn. Intet er gemt.")
    else:
        reviewing.comment(item, **form.cleaned_data, by=request.user)
        messages.success(request, f"Din kommentar til punkt {item.position} er gemt.")
    return redirect(f"{reverse('meetings:review', args=[item.meeting_id])}#p{item.position}")


@require_POST
def finish(request: Request, note_id: int) -> HttpResponse:
    """Finish a comment, with or without an answer."""
    note = queries.note_by_id(note_id, viewer=request.user)
    reviewing.finish_note(note, answer=request.POST.get("svar", ""), by=request.user)
    messages.success(request, "Kommentaren er afsluttet.")
    if request.POST.get("fra") == "kladde":
        return redirect("meetings:draft_item", note.item.meeting_id, note.item_id)
    return redirect(f"{reverse('meetings:review', args=[note.item.meeting_id])}#p{note.item.position}")
