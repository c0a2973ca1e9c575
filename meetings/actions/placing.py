"""Items and their places on an agenda. For verbs that hold the meeting's lock."""

from html import escape

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
    first = _first_points(_template(item))
    Section.objects.bulk_create(
        Section(item=item, kind=kind, heading=heading, position=position, points=first if _recommends(kind) else [])
        for position, (kind, heading) in enumerate(_headings(item))
    )
    _give_minutes(item)


def set_kind(item: AgendaItem, kind: str) -> None:
    """Make the item one of another kind: its headings and order, its minutes if there are none.

    No section is deleted. One that the new kind lacks is set aside, before the decision; a first point is exchanged
    only if it still is the old kind's own.
    """
    old_first = _first_points(_template(item))
    AgendaItem.objects.filter(pk=item.pk).update(kind=kind)
    item.kind = kind
    left = list(Section.objects.filter(item=item).order_by("position"))
    first = _first_points(_template(item))
    order = []
    Section.objects.filter(item=item).update(position=F("position") + _ASIDE)
    for position, (section_kind, heading) in enumerate(_headings(item)):
        section = next((one for one in left if one.kind == section_kind), None)
        points = first if _recommends(section_kind) else []
        if section is None:
            order.append(
                Section.objects.create(item=item, kind=section_kind, heading=heading, position=position, points=points)
            )
            continue
        left.remove(section)
        fields: dict[str, object] = {"heading": heading, "set_aside": False}
        if _is_as_given(section, old_first):
            fields["points"] = points
        Section.objects.filter(pk=section.pk).update(**fields)
        order.append(section)
    for section in left:
        points = [] if _is_as_given(section, old_first) else section.points
        Section.objects.filter(pk=section.pk).update(set_aside=True, points=points)
    _number_sections(item, order, left)
    _give_minutes(item)


def put_before_decision(section: Section) -> None:
    """Let a section stand just before its item's decision, or last where there is none."""
    others = Section.objects.filter(item=section.item).exclude(pk=section.pk).order_by("position")
    _number_sections(section.item, list(others), [section])


def _number_sections(item: AgendaItem, sections: list[Section], before_decision: list[Section]) -> None:
    """Number an item's sections anew; in two steps, since no two may share a number even for a moment."""
    at = next((place for place, one in enumerate(sections) if one.kind == SectionKind.DECISION), len(sections))
    Section.objects.filter(item=item).update(position=F("position") + _ASIDE)
    for position, section in enumerate([*sections[:at], *before_decision, *sections[at:]]):
        Section.objects.filter(pk=section.pk).update(position=position)


def _is_as_given(section: Section, first: list[dict[str, object]]) -> bool:
    """Whether a section says no more than a template gave it."""
    return section.version == 0 and section.points in ([], first) and not section.lead and not section.html


def _template(item: AgendaItem) -> ItemTemplate | None:
    return ItemTemplate.objects.filter(forum=item.forum, kind=item.kind).first() if item.kind else None


def _headings(item: AgendaItem) -> list[list[str]]:
    template = _template(item)
    labels = dict(SectionKind.choices)
    return template.sections if template else [[kind, str(labels[SectionKind(kind)])] for kind in item.forum.sections]


def _first_points(template: ItemTemplate | None) -> list[dict[str, object]]:
    text = template.recommendation if template else ""
    return [{"html": escape(text, quote=False), "children": []}] if text else []


def _recommends(kind: str) -> bool:
    return kind == SectionKind.RECOMMENDATION


def _give_minutes(item: AgendaItem) -> None:
    template = _template(item)
    if template and template.planned_minutes and item.planned_minutes is None:
        AgendaItem.objects.filter(pk=item.pk).update(planned_minutes=template.planned_minutes)
        item.planned_minutes = template.planned_minutes


def _placed(meeting: Meeting) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(meeting=meeting, state=ItemState.PLACED)
