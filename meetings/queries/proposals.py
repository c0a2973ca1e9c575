"""Items that are on no agenda: proposals, the pool, what was postponed or withdrawn."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from meetings import permissions
from meetings.models import AgendaItem, Forum, Meeting
from meetings.permissions import (
    Viewer,
    is_secretariat,
    items_quoted_by,
    items_seen_by,
    meetings_seen_by,
    proposals_seen_by,
    proposed_by,
)
from meetings.queries.items import whole
from meetings.workflow import AGENDA_OPEN, UNSENT, ItemState


def proposal_by_id(item_id: int, *, viewer: Viewer) -> AgendaItem:
    """An item that is on no agenda; :class:`Http404` as for meetings."""
    found = whole(proposals_seen_by(viewer).filter(pk=item_id)).first()
    if found is None:
        raise Http404
    return found


def any_item_by_id(item_id: int, *, viewer: Viewer) -> AgendaItem:
    """An item on an agenda or not, with its sections; :class:`Http404` as for meetings."""
    found = whole((items_seen_by(viewer) | proposals_seen_by(viewer)).filter(pk=item_id)).first()
    if found is None:
        raise Http404
    return found


def item_with_access(item_id: int, *, viewer: Viewer) -> AgendaItem:
    """An item that is or was on an agenda, to say who reads it; :class:`Http404` as for meetings."""
    found = any_item_by_id(item_id, viewer=viewer)
    if found.meeting is None:
        raise Http404
    return found


def proposals_in(states: Sequence[ItemState], *, viewer: Viewer) -> list[AgendaItem]:
    """The proposals in these states, the longest waiting first."""
    return list(
        proposals_seen_by(viewer)
        .filter(state__in=states)
        .select_related("forum", "author", "wished__forum", "case", "department", "continues__meeting")
        .order_by("submitted_at", "pk")
    )


def own_items(*, viewer: Viewer) -> list[AgendaItem]:
    """What the viewer has proposed, newest first, wherever it has come to."""
    return list(proposed_by(viewer).select_related("forum", "meeting", "wished", "case").order_by("-pk")[:50])


def pool_for(meeting: Meeting, *, viewer: Viewer) -> list[AgendaItem]:
    """Accepted items that could be placed on the meeting; those that wish for it first."""
    if not is_secretariat(viewer):
        return []
    pool = proposals_seen_by(viewer).filter(forum=meeting.forum_id, state=ItemState.ACCEPTED)
    found = pool.select_related("wished", "author", "case").order_by("submitted_at", "pk")
    return sorted(found, key=lambda item: item.wished_id != meeting.pk)


def meetings_to_wish_for(forum: Forum, *, viewer: Viewer) -> QuerySet[Meeting]:
    """Coming meetings of the forum whose agenda is still open, soonest first."""
    return (
        meetings_seen_by(viewer)
        .filter(forum=forum, starts_at__gt=timezone.now(), state__in=AGENDA_OPEN)
        .select_related("forum")
        .order_by("starts_at")
    )


def forums_to_propose_in(*, viewer: Viewer) -> QuerySet[Forum]:
    """The forums in use that the viewer may propose cases for."""
    return permissions.forums_to_propose_in(viewer).filter(active=True)


def coming_drafts(meeting: Meeting, *, viewer: Viewer) -> QuerySet[Meeting]:
    """Later meetings of the same forum that an item can be moved to."""
    return meetings_to_wish_for(meeting.forum, viewer=viewer).exclude(pk=meeting.pk).filter(state__in=UNSENT)


def kin_of(item: AgendaItem, *, viewer: Viewer) -> dict[str, list[AgendaItem]]:
    """What the item continues, and what continues it, where the viewer may read them (D15)."""
    seen = (items_quoted_by(viewer) | proposals_seen_by(viewer)).select_related("meeting", "forum")
    return {
        "before": list(seen.filter(pk__in=[item.continues_id] if item.continues_id else [])),
        "after": list(seen.filter(continues=item.pk).order_by("pk")),
    }


def continued_from(meeting: Meeting, *, viewer: Viewer) -> dict[int, AgendaItem]:
    """What continues the meeting's items, by the id of the old one, where the viewer may read it (D15)."""
    readable = items_seen_by(viewer) | proposals_seen_by(viewer)
    new = readable.filter(continues__meeting=meeting).select_related("meeting").order_by("pk")
    return {item.continues_id: item for item in new if item.continues_id is not None}
