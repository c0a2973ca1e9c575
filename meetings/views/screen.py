"""The big screen beside the meeting: what the open edition shows, unless whoever runs the meeting says otherwise."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from chefforum.organisation.request import Request
from meetings import permissions, queries
from meetings.actions import running as verbs
from meetings.papers import change
from meetings.rules.running import forecast

if TYPE_CHECKING:
    from meetings.models import Meeting
    from meetings.papers.shape import Item
    from meetings.queries.running import RunRow


def screen(request: Request, meeting_id: int) -> HttpResponse:
    """The page for the projector; it renews itself."""
    return render(request, "meetings/screen.html", _context(request, meeting_id))


def screen_now(request: Request, meeting_id: int) -> HttpResponse:
    """What stands on it now."""
    return render(request, "meetings/screen_now.html", _context(request, meeting_id))


def _context(request: Request, meeting_id: int) -> dict[str, object]:
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if not permissions.may_run(request.user, meeting):
        raise PermissionDenied
    rows = queries.run_rows(meeting, viewer=request.user)
    present = queries.present_among(rows)
    now = timezone.now()
    waiting = [row for row in rows if row.turn and row.turn.state == "waiting"]
    after = [row for row in waiting if present and present.turn and row.turn and row.turn.place > present.turn.place]
    following = next(iter(after or waiting), None)
    return {
        "meeting": meeting,
        "now": now,
        "present": present,
        "shown": _shown(request, meeting, present) if present else None,
        "following": following,
        "following_title": _open_title(request, meeting, following),
        "forecast": forecast(meeting, [(row.item, row.turn) for row in rows if row.item and row.turn], now=now),
    }


def _shown(request: Request, meeting: "Meeting", row: "RunRow") -> dict[str, object]:
    """The point as the room may read it: as the open edition has it; a closed one that is to be shown, as the members'.

    The decision is not in a paper yet; it is shown as it stands, if it is to be.
    """
    closed = row.item is None or row.item.closed
    told = row.item is not None and row.turn is not None and row.turn.closed_on_screen
    found = _item_in(request, meeting, row, "members" if told else "open") if told or not closed else None
    if found is None:
        return {"number": row.number, "item": None, "title": "Lukket punkt", "decision": ""}
    sections = row.item.sections.all() if row.item and row.turn and row.turn.decision_on_screen else []
    decision = "".join(section.html for section in sections if section.kind == "decision")
    return {"number": row.number, "item": found, "title": found["title"], "decision": decision}


def _item_in(request: Request, meeting: "Meeting", row: "RunRow", edition: str) -> "Item | None":
    """The point in an edition of the agenda, unless that shuts it."""
    try:
        sent = queries.edition_of(meeting, "agenda", edition, viewer=request.user)
    except Http404:
        return None
    found = change.item_of(sent.document.paper, sent.numbers, row.item_id)
    return None if found is None or change.is_shut(found) else found


def _open_title(request: Request, meeting: "Meeting", row: "RunRow | None") -> str:
    """The title of the point that comes next, as the open edition has it."""
    if row is None:
        return ""
    found = None if row.item is None or row.item.closed else _item_in(request, meeting, row, "open")
    return found["title"] if found else "Lukket punkt"


@require_POST
def show(request: Request, item_id: int) -> HttpResponse:
    """Say what the screen shows of a point beyond the open edition: the decision, or a closed point at all."""
    item = queries.item_by_id(item_id, viewer=request.user)
    part: verbs.ScreenPart = "closed" if request.POST.get("part") == "closed" else "decision"
    verbs.show_on_screen(item, what=part, shown="shown" in request.POST, by=request.user)
    return redirect("meetings:run_item", item.meeting_id, item.pk)
