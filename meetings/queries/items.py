"""Items on agendas."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from chefforum.organisation.models import User
from meetings.models import (
    AgendaItem,
    Decision,
    Disqualification,
    Meeting,
    MeetingPaper,
    Section,
    SectionKind,
)
from meetings.permissions import (
    Viewer,
    items_quoted_by,
    items_seen_by,
    proposals_seen_by,
    repeats_what_is_closed,
    with_case_numbers,
)
from meetings.queries.attachments import with_versions
from meetings.workflow import ItemState


@dataclass(frozen=True)
class AgendaRow:
    """A line of the agenda: the item, or ``None`` where the viewer may know the number only."""

    number: int
    item: AgendaItem | None


def item_by_id(item_id: int, *, viewer: Viewer) -> AgendaItem:
    """An item on an agenda, with its meeting; :class:`Http404` as for meetings."""
    item = items_seen_by(viewer).select_related("meeting__forum", "case").filter(pk=item_id).first()
    if item is None:
        raise Http404
    return item


def whole_item(item_id: int, *, viewer: Viewer) -> AgendaItem:
    """An item on an agenda with all that belongs to it; :class:`Http404` as for meetings."""
    item = whole(items_seen_by(viewer).filter(pk=item_id)).first()
    if item is None:
        raise Http404
    return item


def items_of(meeting: Meeting, *, viewer: Viewer) -> list[AgendaItem]:
    """The items the viewer may read, with sections and attachments, in order."""
    return list(whole(items_seen_by(viewer).filter(meeting=meeting)))


def all_items_of(meeting: Meeting) -> list[AgendaItem]:
    """Every item of the meeting. For building papers only; what an edition hides is decided there."""
    return list(whole(AgendaItem.objects.filter(meeting=meeting, state=ItemState.PLACED)))


def case_numbers_shown(meeting: Meeting, items: Sequence[AgendaItem]) -> set[int]:
    """The numbers of the items whose case numbers an open edition shows though they are closed."""
    if not meeting.forum.show_closed_case_numbers:
        return set()
    shown = with_case_numbers(item.pk for item in items)
    return {item.position for item in items if item.pk in shown}


def repeated_by(item: AgendaItem, *, viewer: Viewer) -> list[AgendaItem]:
    """The other items whose words or tasks an item repeats, of those the viewer may read."""
    found = items_seen_by(viewer).filter(repeated__item=item).select_related("meeting__forum")
    return list(found.order_by("meeting__starts_at", "position"))


def closed_among(items: Iterable[int]) -> set[int]:
    """Which of the items with these ids are closed now, whatever a paper that was sent says."""
    found = AgendaItem.objects.filter(Q(closed=True) | Q(repeats_what_is_closed()), pk__in=list(items))
    return set(found.values_list("pk", flat=True))


def whole(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Items with all that a page or a paper needs of them, in order, in a constant number of queries."""
    return (
        items.select_related("case", "department", "forum", "meeting__forum", "author", "wished__forum")
        .prefetch_related(
            "presenters",
            Prefetch("sections", queryset=Section.objects.order_by("position")),
            Prefetch(
                "attachments",
                queryset=with_versions(),
            ),
            "disqualifications",
            "named_readers",
        )
        .order_by("position")
    )


def agenda_rows(meeting: Meeting, *, viewer: Viewer) -> list[AgendaRow]:
    """Every number of the agenda, with the item where the viewer may read it."""
    seen = {item.pk: item for item in items_of(meeting, viewer=viewer)}
    numbers = AgendaItem.objects.filter(meeting=meeting, state=ItemState.PLACED).order_by("position")
    return [AgendaRow(position, seen.get(pk)) for pk, position in numbers.values_list("pk", "position")]


def earlier_items(item: AgendaItem, *, viewer: Viewer) -> list[AgendaItem]:
    """All earlier items of the same case that the viewer may read, newest first; of a standing item only its own."""
    if item.case_id is None:
        return []
    found = items_quoted_by(viewer).filter(case_id=item.case_id).exclude(pk=item.pk)
    if item.meeting is not None:
        found = found.filter(meeting__starts_at__lt=item.meeting.starts_at)
    if item.standing:
        found = found.filter(title__iexact=item.title)
    newest = found.select_related("meeting__forum").prefetch_related("sections")
    return list(newest.order_by("-meeting__starts_at", "position"))


def off_the_agenda(meeting: Meeting, *, viewer: Viewer) -> list[AgendaItem]:
    """Items that were withdrawn or postponed from the meeting, for the secretariat."""
    left = proposals_seen_by(viewer).filter(meeting=meeting, state__in=[ItemState.WITHDRAWN, ItemState.POSTPONED])
    return list(left.order_by("pk"))


def items_by_number(meeting: Meeting, *, viewer: Viewer, sent: MeetingPaper | None = None) -> dict[int, int]:
    """The id of each item the viewer may read, by the number it has in a sent paper, or else on the agenda now."""
    if sent is None:
        return dict(items_seen_by(viewer).filter(meeting=meeting).values_list("position", "pk"))
    readable = items_seen_by(viewer) | proposals_seen_by(viewer)
    seen = set(readable.filter(pk__in=sent.numbers.values()).values_list("pk", flat=True))
    return {int(number): pk for number, pk in sent.numbers.items() if pk in seen}


def disqualified_for(item: AgendaItem) -> list[User]:
    """Who is disqualified for the item, by name. The caller has asked whether the viewer may set access."""
    marks = Disqualification.objects.filter(item=item, lifted_at=None)
    return list(User.objects.filter(pk__in=marks.values("user")).order_by("first_name", "last_name"))


def decisions(*, viewer: Viewer) -> QuerySet[Decision]:
    """Decisions under the items that the viewer may read."""
    return Decision.objects.filter(kind=SectionKind.DECISION, item__in=items_seen_by(viewer)).select_related(
        "item__meeting__forum"
    )
