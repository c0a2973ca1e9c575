"""The list of meetings, and one meeting."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from chefforum.mailroom.queries import letters_about
from chefforum.organisation.models import User
from chefforum.organisation.request import Request
from meetings import permissions, queries
from meetings.filters import MeetingFilter
from meetings.notices import MEETING
from meetings.papers import change
from meetings.workflow import WORKFLOW

if TYPE_CHECKING:
    from meetings.models import MeetingPaper


def calendar(request: Request) -> HttpResponse:
    """The meetings one may know of, newest first."""
    found = MeetingFilter(request.GET, queryset=queries.calendar(viewer=request.user), request=request)
    context = {
        "filter": found,
        "meetings": [(meeting, WORKFLOW.looks[meeting.state]) for meeting in found.qs],
        "may_plan": permissions.may_plan(request.user),
        "forums": queries.forums_in_use(),
        "now": timezone.now(),
    }
    return render(request, "meetings/calendar.html", context)


def meeting(request: Request, meeting_id: int) -> HttpResponse:
    """A meeting: where it stands, its papers and its points."""
    found = queries.meeting_by_id(meeting_id, viewer=request.user)
    paper = queries.latest_paper_for(found, viewer=request.user)
    rows = queries.agenda_rows(found, viewer=request.user) if permissions.is_secretariat(request.user) else []
    context = {
        "meeting": found,
        "look": WORKFLOW.looks[found.state],
        **queries.paper_list(found, viewer=request.user),
        "paper": paper,
        "rows": rows,
        "whole": all(row.item for row in rows),
        "items": queries.items_by_number(found, viewer=request.user, sent=paper),
        "can": permissions.what_may(request.user, found),
        "is_held": found.starts_at.date() <= timezone.localdate(),
        "steps": queries.road(found),
        "changes": queries.changes_of(found),
        "continued": queries.continued_from(found, viewer=request.user),
        "off": queries.off_the_agenda(found, viewer=request.user),
        "knows_reasons": permissions.may_know_reasons(request.user, found),
        "news": _news(paper, request.user),
        "letters": letters_about(MEETING, str(found.pk)) if permissions.may_release(request.user, found) else [],
        "deadlines": queries.deadlines_of([found]) if permissions.may_edit_agenda(request.user, found) else [],
    }
    return render(request, "meetings/meeting.html", context)


def _news(paper: "MeetingPaper | None", viewer: User) -> dict[int, str]:
    """What is new for the person in a paper, by the numbers of its items."""
    if paper is None:
        return {}
    readings = queries.readings_of(paper, viewer=viewer)
    return change.news(paper.document.paper["items"], {number: one.sha256 for number, one in readings.items()})
