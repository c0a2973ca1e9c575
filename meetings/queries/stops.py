"""Where cases go after an item, and whether they come back."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import Http404
from django.utils import timezone

from chefforum.danish.dates import COPENHAGEN
from chefforum.richtext import plain_text
from meetings.models import AgendaItem, CaseStop, Meeting
from meetings.permissions import Viewer, is_secretariat, items_seen_by, proposals_seen_by, stops_seen_by, tasks_seen_by
from meetings.rules.returning import Return, returns_in
from meetings.workflow import AGENDA_OPEN, ItemState, StopState

# What the forums of a municipality are mostly called; others can be typed.
OTHER_FORUMS = ("Direktørforum", "Økonomiudvalget", "Kommunalbestyrelsen", "Rådhus-MED", "Hoved-MED")


@dataclass(frozen=True)
class Offered:
    """A case that a decision says comes back: when, the agenda it fits on, and whether a task says the same."""

    back: Return
    meeting: Meeting | None
    has_task: bool


@dataclass(frozen=True)
class WayOn:
    """Where an item's case goes: back to the forum as its decision says, on in another item, or to other forums."""

    returns: list[Offered] = field(default_factory=list)
    continuing: list[AgendaItem] = field(default_factory=list)
    stops: list[CaseStop] = field(default_factory=list)


def ways_on(items: Sequence[AgendaItem], *, viewer: Viewer) -> dict[int, WayOn]:
    """Where the case of each item of one meeting goes, by the items' ids. ``items`` come with their sections."""
    pks = [item.pk for item in items]
    ways = {pk: WayOn() for pk in pks}
    seen = (items_seen_by(viewer) | proposals_seen_by(viewer)).filter(continues__in=pks)
    for new in seen.exclude(state=ItemState.WITHDRAWN).select_related("meeting__forum").order_by("pk"):
        ways[new.continues_id or 0].continuing.append(new)
    for stop in _whole(stops_seen_by(viewer).filter(item__in=pks)):
        ways[stop.item_id].stops.append(stop)
    whens: dict[int, set[str]] = {}
    for pk, when in tasks_seen_by(viewer).filter(item__in=pks).values_list("item_id", "when"):
        whens.setdefault(pk, set()).add(when)
    later: list[Meeting] | None = None
    for item in items:
        for back in _said_of(item):
            later = _later(item) if later is None else later
            has_task = bool(back.when) and back.when in whens.get(item.pk, ())
            ways[item.pk].returns.append(Offered(back, _fitting(back, later), has_task))
    return ways


def _said_of(item: AgendaItem) -> list[Return]:
    words = " \n".join(plain_text(one.html) for one in item.sections.all() if one.kind == "decision")
    return returns_in(words, timezone.localdate(item.on.starts_at, COPENHAGEN))


def _later(item: AgendaItem) -> list[Meeting]:
    later = Meeting.objects.filter(forum=item.forum, state__in=AGENDA_OPEN, starts_at__gt=item.on.starts_at)
    return list(later.order_by("starts_at"))


def _fitting(back: Return, later: list[Meeting]) -> Meeting | None:
    if back.next_meeting:
        return later[0] if later else None
    period = back.period
    if period is None:
        return None
    return next((one for one in later if period.first <= timezone.localdate(one.starts_at) <= period.last), None)


def stops_to_quote(item: AgendaItem, *, viewer: Viewer) -> list[CaseStop]:
    """What other forums decided in the case of an item, or in what it continues, for its Historik, newest first."""
    same = Q(item=item.continues_id) if item.continues_id else Q(pk=None)
    if item.case_id is not None:
        same |= Q(item__case=item.case_id)
    found = stops_seen_by(viewer).filter(same, state=StopState.DECIDED).exclude(item=item)
    if not item.closed:
        found = found.filter(item__closed=False)
    return list(_whole(found).order_by("-decided_on", "-pk"))


def stop_list(*, viewer: Viewer) -> QuerySet[CaseStop]:
    """Every case on its way that the viewer may know of: those ahead first, soonest first."""
    rank = Case(When(state=StopState.AHEAD, then=Value(0)), default=Value(1), output_field=IntegerField())
    return _whole(stops_seen_by(viewer)).order_by(rank, "due", "-decided_on", "pk")


def stops_without_outcome(*, viewer: Viewer) -> list[CaseStop]:
    """Cases whose day in another forum has passed and whose outcome nobody has written, for the secretariat."""
    if not is_secretariat(viewer):
        return []
    ahead = stops_seen_by(viewer).filter(state=StopState.AHEAD, due__lt=timezone.localdate())
    return list(_whole(ahead).order_by("due", "pk"))


def stop_by_id(stop_id: int, *, viewer: Viewer) -> CaseStop:
    """Where a case goes; :class:`Http404` as for meetings."""
    found = _whole(stops_seen_by(viewer)).filter(pk=stop_id).first()
    if found is None:
        raise Http404
    return found


def _whole(stops: QuerySet[CaseStop]) -> QuerySet[CaseStop]:
    return stops.select_related("item__meeting__forum", "item__forum", "item__case", "by")
