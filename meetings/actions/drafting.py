"""Writing the agenda: items, their text, order and attachments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from chefforum.audit import log
from chefforum.danish import enumerate_words
from chefforum.files import keep
from chefforum.organisation.models import User
from chefforum.organisation.queries import resolve_party
from chefforum.richtext import clean
from chefforum.workflow import Refused
from meetings.actions.access import close_or_open
from meetings.actions.guard import claim, lock, lock_item, name_of, require
from meetings.actions.planning import append_item, before_the_last
from meetings.models import AgendaItem, Attachment, Case, Meeting, Section
from meetings.models.item import SectionKind
from meetings.papers.shape import Point
from meetings.permissions import is_secretariat, may_edit_agenda, may_see_item
from meetings.rules import must_be_open_for


@dataclass(frozen=True)
class Recommendation:
    """Who recommends what: names of parties, and points as in the paper."""

    parties: list[str]
    points: list[Point]


@dataclass(frozen=True)
class ItemDraft:
    """What a person has written in an item's form. ``texts`` maps a section's id to its HTML."""

    title: str
    case_number: str
    slot: tuple[time, time] | None
    closed: bool
    closed_reason: str
    texts: Mapping[int, str] = field(default_factory=dict)
    recommendations: Mapping[int, Recommendation] = field(default_factory=dict)


@transaction.atomic
def add_item(meeting: Meeting, *, title: str, by: User) -> AgendaItem:
    """A new item, last but for the standing last one."""
    meeting = lock(meeting.pk)
    require(may_edit_agenda(by, meeting))
    item = append_item(meeting, title)
    log.record("meetings.item_added", by=by, target=item, text=f"Punkt {item.position} er tilføjet til {meeting}")
    return item


def _entered(item: AgendaItem, by: User) -> AgendaItem:
    """The item as it is now, with its meeting locked, if the person may change it and the agenda is open."""
    item = lock_item(item)
    require(is_secretariat(by) and may_see_item(by, item))
    must_be_open_for(item.meeting)
    return item


@transaction.atomic
def change_item(item: AgendaItem, draft: ItemDraft, *, version: int, by: User) -> None:
    """Save what was written. Raises :class:`~chefforum.workflow.Overtaken` if somebody saved in between."""
    item = _entered(item, by)
    claim(item, version)
    start, end = draft.slot or (None, None)
    case = Case.objects.get_or_create(number=draft.case_number)[0] if draft.case_number else None
    AgendaItem.objects.filter(pk=item.pk).update(title=draft.title, case=case, slot_start=start, slot_end=end)
    sections = {section.pk: section for section in Section.objects.filter(item=item).exclude(kind=SectionKind.DECISION)}
    for pk, html in draft.texts.items():
        if pk in sections:
            Section.objects.filter(pk=pk).update(html=clean(html), version=F("version") + 1)
    for pk, recommendation in draft.recommendations.items():
        if pk in sections:
            _save_recommendation(sections[pk], recommendation)
    log.record("meetings.item_changed", by=by, target=item, text=f"{name_of(item).capitalize()} er ændret")
    close_or_open(item, closed=draft.closed, reason=draft.closed_reason, by=by)


def _save_recommendation(section: Section, recommendation: Recommendation) -> None:
    parties = [resolve_party(party) for party in recommendation.parties]
    lead = f"{enumerate_words(parties)} indstiller," if parties else ""
    Section.objects.filter(pk=section.pk).update(
        parties=parties, lead=lead, points=recommendation.points, ordered=True, version=F("version") + 1
    )


@transaction.atomic
def move_item(item: AgendaItem, *, to: int, by: User) -> int:
    """Move an item to a number; the others close up. Answers the number it got."""
    item = _entered(item, by)
    order = _order(item.meeting)
    order.remove(item.pk)
    order.insert(max(0, min(to - 1, len(order))), item.pk)
    _number(item.meeting, order)
    position = order.index(item.pk) + 1
    log.record(
        "meetings.item_moved", by=by, target=item, text=f"Et punkt i {item.meeting} er flyttet til nr. {position}"
    )
    return position


def _order(meeting: Meeting) -> list[int]:
    items = AgendaItem.objects.filter(meeting=meeting, withdrawn_at=None).order_by("position")
    return list(items.values_list("pk", flat=True))


def _number(meeting: Meeting, order: list[int]) -> None:
    """Give items the numbers 1, 2, 3 …; in two steps, since no two may share a number even for a moment."""
    items = AgendaItem.objects.filter(meeting=meeting, withdrawn_at=None)
    items.update(position=F("position") + 100_000)
    for position, pk in enumerate(order, 1):
        AgendaItem.objects.filter(pk=pk).update(position=position)


@transaction.atomic
def withdraw_item(item: AgendaItem, *, by: User) -> None:
    """Take an item off the agenda. Its text is kept, and it can be put back."""
    item = _entered(item, by)
    AgendaItem.objects.filter(pk=item.pk).update(withdrawn_at=timezone.now())
    _number(item.meeting, _order(item.meeting))
    log.record("meetings.item_withdrawn", by=by, target=item, text=f"Et punkt er trukket fra {item.meeting}")


@transaction.atomic
def restore_item(item: AgendaItem, *, by: User) -> None:
    """Put a withdrawn item back, last but for the standing last one."""
    meeting = lock(item.meeting_id)
    require(is_secretariat(by))
    must_be_open_for(meeting)
    AgendaItem.objects.filter(pk=item.pk).update(withdrawn_at=None, position=before_the_last(meeting))
    log.record("meetings.item_restored", by=by, target=item, text=f"Et punkt er sat på {meeting} igen")


@transaction.atomic
def attach(item: AgendaItem, upload: UploadedFile[Any], *, by: User) -> Attachment:
    """Attach a file under the name its author gave it (D53)."""
    item = _entered(item, by)
    stored = keep.receive(upload)
    name = upload.name or "Bilag"
    if Attachment.objects.filter(item=item, file=stored, removed_at=None).exists():
        raise Refused(f"»{name}« er allerede vedhæftet punktet. Intet er ændret.")
    last = Attachment.objects.filter(item=item).aggregate(last=Max("position"))["last"]
    attachment = Attachment.objects.create(item=item, title=name, file=stored, position=(last or 0) + 1)
    log.record("meetings.attached", by=by, target=attachment, text=f"Et bilag er føjet til {name_of(item)}")
    return attachment


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: User) -> None:
    """Take an attachment off. The file is kept, and a paper that was sent with it still has it."""
    item = _entered(attachment.item, by)
    Attachment.objects.filter(pk=attachment.pk).update(removed_at=timezone.now())
    log.record("meetings.detached", by=by, target=attachment, text=f"Et bilag er fjernet fra {name_of(item)}")
