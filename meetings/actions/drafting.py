"""The agenda: its items, the facts about each, their order and attachments."""

from collections.abc import Sequence
from datetime import time
from typing import Any, TypedDict

from django.db import transaction
from django.db.models import Max

from chefforum.audit import log
from chefforum.organisation.models import Department, User
from chefforum.workflow import Overtaken, Refused, take
from meetings.actions.access import Closing, close_family, lock_family
from meetings.actions.guard import OVERTAKEN_ITEM, begins, count_up, lock, lock_any, lock_item, name_of, require
from meetings.actions.placing import make_room, new_item, number, order_of, put_before_decision, set_kind
from meetings.models import AgendaItem, Case, Edge, Meeting, Presenter, Section, SectionKind
from meetings.permissions import (
    is_secretariat,
    may_edit_agenda,
    may_see_item,
    may_see_proposal,
    may_set_access,
    may_write_item,
)
from meetings.rules.procedure import must_be_open_for
from meetings.workflow import ITEM_WORKFLOW


class Facts(TypedDict, total=False):
    """What is known of an item beside its text. Only what is given is changed.

    ``presenters`` are names; one that is a person's full name is tied to the person. ``closed`` and
    ``closed_ground`` and ``closed_reason`` go together.
    """

    title: str
    case_number: str
    kind: str
    planned_minutes: int | None
    fixed_start: time | None
    department: Department | None
    wished: Meeting | None
    presenters: Sequence[str]
    closed: bool
    closed_ground: str
    closed_reason: str


@transaction.atomic
def add_items(meeting: Meeting, *, titles: Sequence[str], kind: str = "", by: User) -> list[AgendaItem]:
    """New items in the order given, before the standing last ones."""
    meeting = lock(meeting.pk)
    require(may_edit_agenda(by, meeting))
    items = [new_item(meeting, title, kind=kind) for title in titles]
    for item in items:
        log.record("meetings.item_added", by=by, target=item, text=f"Punkt {item.position} er tilføjet til {meeting}")
    return items


def _entered(item: AgendaItem, by: User) -> AgendaItem:
    """A placed item as it is now, with its meeting locked, if the person may change it and the agenda is open."""
    item = lock_item(item)
    require(is_secretariat(by) and may_see_item(by, item))
    must_be_open_for(item.on)
    return item


def _writable(item: AgendaItem, by: User) -> AgendaItem:
    """The item as it is now, locked, on an agenda or before, if the person may change its words."""
    item = lock_any(item)
    if item.meeting is not None and is_secretariat(by):
        must_be_open_for(item.meeting)
    require(may_write_item(by, item))
    return item


@transaction.atomic
def change_facts(item: AgendaItem, facts: Facts, *, by: User) -> AgendaItem:
    """Save what is given of an item's facts. Another kind brings that kind's sections; none is deleted.

    Raises :class:`Overtaken` if the item has changed since ``item`` was read.
    """
    read = item.version
    # Whoever may not say who reads what else there is of the case closes this item alone.
    wide = "closed" in facts and may_set_access(by, item.meeting)
    family = lock_family(item) if wide else []
    item = _writable(item, by)
    if item.version != read:
        raise Overtaken(OVERTAKEN_ITEM)
    plain: dict[str, Any] = {
        name: value
        for name, value in facts.items()
        if name in ("title", "planned_minutes", "fixed_start", "department", "wished")
    }
    if "case_number" in facts:
        written = facts["case_number"]
        plain["case"] = Case.objects.get_or_create(number=written)[0] if written else None
    if plain:
        AgendaItem.objects.filter(pk=item.pk).update(**plain)
    if "presenters" in facts:
        _set_presenters(item, facts["presenters"])
    if "kind" in facts and facts["kind"] != item.kind:
        item.planned_minutes = facts.get("planned_minutes", item.planned_minutes)
        set_kind(item, facts["kind"])
    count_up(item)
    log.record("meetings.item_changed", by=by, target=item, text=f"{begins(name_of(item))} er ændret")
    if "closed" in facts:
        closing = Closing(facts["closed"], facts.get("closed_ground", ""), facts.get("closed_reason", ""))
        closing.check()
        close_family(family if family and closing.closed else [item], closing, by=by)
    return AgendaItem.objects.select_related("meeting__forum", "forum", "case", "department").get(pk=item.pk)


def _set_presenters(item: AgendaItem, names: Sequence[str]) -> None:
    people = {str(user): user for user in User.objects.filter(is_active=True)}
    Presenter.objects.filter(item=item).delete()
    Presenter.objects.bulk_create(
        Presenter(item=item, position=position, name=name, user=people.get(name))
        for position, name in enumerate(dict.fromkeys(names))
    )


@transaction.atomic
def add_section(item: AgendaItem, *, kind: str, heading: str, by: User) -> Section:
    """One more section, before the decision; one of that kind that was set aside comes back instead."""
    item = _writable(item, by)
    sections = Section.objects.filter(item=item)
    # Of the other sections an item may have many, told apart by their headings.
    same = sections.filter(kind=kind, heading=heading) if kind == SectionKind.OTHER else sections.filter(kind=kind)
    made = same.filter(set_aside=True).first()
    if made is None:
        if kind != SectionKind.OTHER and same.exists():
            raise Refused(f"Punktet har allerede afsnittet »{heading}«. Intet er ændret.")
        last = sections.aggregate(last=Max("position"))["last"]
        place = 0 if last is None else last + 1
        made = Section.objects.create(item=item, kind=kind, heading=heading, position=place)
    else:
        Section.objects.filter(pk=made.pk).update(set_aside=False, heading=heading)
    put_before_decision(made)
    log.record("meetings.section_added", by=by, target=item, text=f"Et afsnit er føjet til {name_of(item)}")
    return made


@transaction.atomic
def move_item(item: AgendaItem, *, to: int, by: User) -> int:
    """Move an item to a number; the others close up. Answers the number it got.

    Standing items keep their end of the agenda, so an item stops before them.
    """
    item = _entered(item, by)
    meeting = item.on
    edges = dict(AgendaItem.objects.filter(pk__in=order_of(meeting)).values_list("pk", "standing"))
    order = [pk for pk in order_of(meeting) if pk != item.pk]
    first = sum(edges[pk] == Edge.FIRST for pk in order)
    last = len(order) - sum(edges[pk] == Edge.LAST for pk in order)
    ends = {Edge.FIRST.value: (0, first), Edge.LAST.value: (last, len(order))}
    low, high = ends.get(item.standing, (first, last))
    order.insert(max(low, min(to - 1, high)), item.pk)
    number(meeting, order)
    position = order.index(item.pk) + 1
    log.record("meetings.item_moved", by=by, target=item, text=f"Et punkt i {meeting} er flyttet til nr. {position}")
    return position


@transaction.atomic
def withdraw_item(item: AgendaItem, *, by: User) -> None:
    """Take an item off the agenda. Its text is kept, and it can be put back."""
    item = _entered(item, by)
    take(item, ITEM_WORKFLOW, "withdraw")
    number(item.on, order_of(item.on))
    log.record("meetings.item_withdrawn", by=by, target=item, text=f"Et punkt er trukket fra {item.meeting}")


@transaction.atomic
def restore_item(item: AgendaItem, *, by: User) -> None:
    """Put a withdrawn item back on its meeting's agenda, last but for the standing last ones."""
    item = lock_any(item)
    require(is_secretariat(by) and may_see_proposal(by, item))
    if item.meeting is None:
        raise Refused("Forslaget har ikke stået på en dagsorden, så det kan ikke sættes på igen. Intet er ændret.")
    must_be_open_for(item.meeting)
    take(item, ITEM_WORKFLOW, "restore", position=make_room(item.on))
    log.record("meetings.item_restored", by=by, target=item, text=f"Et punkt er sat på {item.meeting} igen")
