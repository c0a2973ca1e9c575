"""Items and their places on an agenda. For verbs that hold the meeting's lock."""

from django.db.models import F, Max, QuerySet

from meetings.models import AgendaItem, Edge, ItemTemplate, Meeting, Section, SectionKind
from meetings.workflow import ItemState

_ASIDE = 100_000


def order_of(meeting: Meeting) -> list[int]:
    """The ids of the placed items, in order."""
    return list(_placed(meeting).order_by("position").values_list("pk", flat=True))


def number(meeting: Meeting, order: list[int]) -> None:
    """Give items the numbers 1, 2, 3 …; in two steps, since no two may share a number even for a moment."""
    _placed(meeting).update(position=F("position") + _ASIDE)
    for position, pk in enumerate(order, 1):
        AgendaItem.objects.filter(pk=pk).update(position=position)


def make_room(meeting: Meeting) -> int:
    """A free number after the last item that is no standing last one; those move one down to leave it."""
    last = _placed(meeting).exclude(standing=Edge.LAST).aggregate(last=Max("position"))["last"] or 0
    below = _placed(meeting).filter(position__gt=last)
    below.update(position=F("position") + _ASIDE)
    below.update(position=F("position") - _ASIDE + 1)
    return last + 1


def new_item(meeting: Meeting, title: str, *, standing: str = "", kind: str = "") -> AgendaItem:
    """An item with the sections of its kind: before the standing last ones, or last of all if it is standing."""
    end = _placed(meeting).aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem.objects.create(
        forum=meeting.forum,
        meeting=meeting,
        position=end + 1 if standing else make_room(meeting),
        prefix=meeting.forum.abbreviation,
        title=title,
        standing=standing,
        kind=kind,
    )
    give_sections(item)
    return item


def give_sections(item: AgendaItem) -> None:
    """The sections that a new item of its kind begins with, by the forum's template or else the forum's list (D18)."""
    template = ItemTemplate.objects.filter(forum=item.forum, kind=item.kind).first() if item.kind else None
    labels = dict(SectionKind.choices)
    pairs = template.sections if template else [[kind, labels[kind]] for kind in item.forum.sections]
    first = [{"html": template.recommendation, "children": []}] if template and template.recommendation else []
    Section.objects.bulk_create(
        Section(
            item=item,
            kind=kind,
            heading=heading,
            position=position,
            points=first if kind == SectionKind.RECOMMENDATION else [],
        )
        for position, (kind, heading) in enumerate(pairs)
    )
    if template and template.planned_minutes and item.planned_minutes is None:
        AgendaItem.objects.filter(pk=item.pk).update(planned_minutes=template.planned_minutes)
        item.planned_minutes = template.planned_minutes


def _placed(meeting: Meeting) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(meeting=meeting, state=ItemState.PLACED)
