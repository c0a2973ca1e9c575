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
    """Title, recommendation and decision of the point as the room may read them."""
    told = row.turn is not None and row.turn.closed_on_screen
    open_item = _open_item(request, meeting, row)
    shut = open_item is None or change.is_shut(open_item)  # type: ignore[arg-type]
    may_show = row.item is not None and (told or not (shut or row.item.closed))
    return {
        "number": row.number,
        "shut": not may_show,
        "item": row.item if may_show else None,
        "title": row.item.title if may_show and row.item else "Lukket punkt",
        "decision": may_show and row.turn is not None and row.turn.decision_on_screen,
        "told": told,
    }


def _open_item(request: Request, meeting: "Meeting", row: "RunRow") -> object | None:
    try:
        sent = queries.edition_of(meeting, "agenda", "open", viewer=request.user)
    except Http404:
        return None
    return change.item_of(sent.document.paper, sent.numbers, row.item_id)


def _open_title(request: Request, meeting: "Meeting", row: "RunRow | None") -> str:
    """The title of the point that comes next, where the open edition has it."""
    if row is None or row.item is None or row.item.closed:
        return "Lukket punkt" if row else ""
    found = _open_item(request, meeting, row)
    return row.item.title if found is not None and not change.is_shut(found) else "Lukket punkt"  # type: ignore[arg-type]


@require_POST
def show(request: Request, item_id: int) -> HttpResponse:
    """Say what the screen shows of a point beyond the open edition."""
    item = queries.item_by_id(item_id, viewer=request.user)
    verbs.set_screen(item, decision="beslutning" in request.POST, closed="lukket" in request.POST, by=request.user)
    return redirect("meetings:run_item", item.meeting_id, item.pk)
