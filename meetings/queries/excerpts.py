"""Excerpts of locked minutes, and whom they concern."""

from django.db.models import Q, QuerySet
from django.http import Http404

from chefforum.organisation.models import User
from chefforum.organisation.queries import heads_of
from meetings.models import AgendaItem, Meeting, MeetingPaper, Presenter, TaskOwner
from meetings.permissions import Viewer, concerns, excerpts_seen_by
from meetings.queries.papers import paper_for
from meetings.workflow import ItemState, PaperEdition, PaperKind


def excerpts_that_concern(user: User, meeting: Meeting) -> list[AgendaItem]:
    """The items of a meeting that concern the person and that they may have an excerpt of, by number."""
    return list(excerpts_seen_by(user).filter(concerns(user), meeting=meeting).order_by("position"))


def meeting_of_excerpts(meeting_id: int, *, viewer: Viewer) -> Meeting | None:
    """A meeting that the viewer has no seat at, but an excerpt of."""
    seen = excerpts_seen_by(viewer).filter(meeting=meeting_id)
    return Meeting.objects.select_related("forum").filter(pk=meeting_id).first() if seen.exists() else None


def excerpt_item(item_id: int, *, viewer: Viewer) -> AgendaItem:
    """An item that the viewer may have an excerpt of; :class:`Http404` as for meetings."""
    found = excerpts_seen_by(viewer).select_related("meeting__forum", "meeting__approved_in").filter(pk=item_id).first()
    if found is None:
        raise Http404
    return found


def paper_of_excerpt(item: AgendaItem, *, viewer: Viewer) -> MeetingPaper | None:
    """The minutes that the viewer's excerpt is taken from: their own, or else the open edition, released or not."""
    own = paper_for(item.on, PaperKind.MINUTES, viewer=viewer)
    if own is not None and own.shows.filter(pk=item.pk).exists():
        return own
    opened = MeetingPaper.objects.filter(
        meeting=item.meeting, kind=PaperKind.MINUTES, edition=PaperEdition.OPEN, current=True, shows=item
    )
    return opened.select_related("document").first()


def people_concerned(meeting: Meeting) -> QuerySet[User]:
    """Everybody whom an item of the meeting may concern; who may have which excerpt is asked for each."""
    items = AgendaItem.objects.filter(meeting=meeting, state=ItemState.PLACED)
    owners = TaskOwner.objects.filter(task__item__in=items)
    departments = {*items.values_list("department", flat=True), *owners.values_list("department", flat=True)} - {None}
    people = (
        Q(pk__in=items.values("author"))
        | Q(pk__in=Presenter.objects.filter(item__in=items).values("user"))
        | Q(pk__in=owners.values("user"))
        | Q(pk__in=heads_of(departments).values("pk"))
    )
    return User.objects.filter(people, is_active=True)
