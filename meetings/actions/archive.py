"""Old minutes into the archive."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, time
from typing import cast

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from chefforum.audit import log
from chefforum.files import keep
from chefforum.files.inspect import PDF
from chefforum.organisation.models import User
from chefforum.workflow import Refused
from meetings.actions.freezing import freeze_papers
from meetings.actions.guard import require
from meetings.actions.outcomes import note_outcomes
from meetings.models import AgendaItem, Attachment, Attendance, Case, Erratum, Forum, Ground, Meeting, Section
from meetings.papers.shape import ATTACHMENTS_HEADING, Item, Paper
from meetings.permissions import may_plan
from meetings.workflow import MeetingState, PaperKind


@dataclass(frozen=True)
class Archived:
    """The meeting that a file became, and whether this call made it."""

    meeting: Meeting
    created: bool


@transaction.atomic
def archive_minutes(paper: Paper, data: bytes, *, name: str, by: User | None) -> Archived:
    """Keep old minutes as an approved meeting with its four papers. The same file again changes nothing.

    ``by`` is ``None`` on the command line, where whoever can run it has every right. Raises :class:`Refused` when
    the paper lacks a date, or the forum already has another meeting at the time.
    """
    if by is not None:
        require(may_plan(by))
    known = Meeting.objects.filter(source__sha256=hashlib.sha256(data).hexdigest()).first()
    if known is not None:
        return Archived(known, created=False)
    if paper["starts_at"] is None:
        raise Refused(f"»{name}« har ingen mødedato, som kan læses. Intet er gemt.")
    starts_at = datetime.fromisoformat(paper["starts_at"])
    forum = _forum(paper)
    taken = Meeting.objects.filter(forum=forum, starts_at__date=starts_at.date()).first()
    if taken is not None:
        origin = f"indlæst fra »{taken.source_name}«" if taken.imported else "oprettet her"
        raise Refused(f"{forum} har allerede et møde d. {starts_at:%d-%m-%Y}, {origin}. Intet er ændret.")
    try:
        with transaction.atomic():
            source = keep.store(data, PDF if data.lstrip()[:5] == b"%PDF-" else "text/plain")
            meeting = _meeting(paper, forum, starts_at, source.pk, name)
    except IntegrityError as error:
        raise Refused(f"»{name}« bliver indlæst af en anden lige nu. Intet er ændret.") from error
    _people(meeting, paper)
    for item in _numbered(paper["items"]):
        _item(meeting, item, by)
    note_outcomes(meeting)
    log.record("meetings.imported", by=by, target=meeting, text=f"Referatet af {meeting} er indlæst fra »{name}«")
    for kind in (PaperKind.AGENDA, PaperKind.MINUTES):
        freeze_papers(meeting, kind, by=by)
    return Archived(meeting, created=True)


def _forum(paper: Paper) -> Forum:
    """The forum by its name, or by the name it has in addresses; a forum nobody knows is made."""
    name = (paper["forum"] or "Chefforum")[:120]
    slug = slugify(name)[:60] or "forum"
    found = Forum.objects.filter(Q(name__iexact=name) | Q(slug=slug)).first()
    if found is not None:
        return found
    prefix = next((item["prefix"] for item in paper["items"] if item["prefix"]), None) or ""
    return Forum.objects.create(name=name, slug=slug, abbreviation=prefix)


def _meeting(paper: Paper, forum: Forum, starts_at: datetime, source_id: int, name: str) -> Meeting:
    return Meeting.objects.create(
        forum=forum,
        starts_at=starts_at,
        location=paper["location"],
        state=MeetingState.APPROVED,
        source_id=source_id,
        source_name=name[:250],
        unplaced=paper["unplaced"],
        reading_notes=paper["warnings"],
        approved_at=timezone.now(),
    )


def _numbered(items: list[Item]) -> list[Item]:
    """Items with the numbers they were printed with, or counted from 1 where two share one."""
    numbers = [item["number"] for item in items]
    if len(set(numbers)) == len(numbers):
        return items
    return [cast("Item", {**item, "number": position}) for position, item in enumerate(items, 1)]


def _people(meeting: Meeting, paper: Paper) -> None:
    kinds = {"present": "present", "excused": "excused", "absent": "absent", "guests": "guest"}
    named: dict[str, str] = {}
    for key, names in cast("dict[str, list[str]]", paper.get("attended", {})).items():
        named |= {name[:160]: kinds[key] for name in names if name[:160] not in named}
    Attendance.objects.bulk_create(Attendance(meeting=meeting, name=name, kind=kind) for name, kind in named.items())


def _item(meeting: Meeting, item: Item, by: User | None) -> None:
    slot = item["time_slot"]
    record = AgendaItem.objects.create(
        forum=meeting.forum,
        meeting=meeting,
        position=item["number"],
        prefix=item["prefix"] or "",
        title=item["title"],
        also_titled=item.get("also_titled", ""),
        slot_start=time.fromisoformat(slot["start"]) if slot else None,
        slot_end=time.fromisoformat(slot["end"]) if slot else None,
        case=Case.objects.get_or_create(number=item["case_number"])[0] if item["case_number"] else None,
        closed=item["closed"],
        closed_ground=Ground.OTHER if item["closed"] else "",
        closed_reason="Lukket i det indlæste referat" if item["closed"] else "",
        supplement=item["supplement"]["number"] if "supplement" in item else None,
        supplemented_on=item["supplement"]["on"] if "supplement" in item else None,
        attachments_heading=item.get("attachments_heading", ATTACHMENTS_HEADING)[:120],
        attachments_at=item.get("attachments_at"),
    )
    Section.objects.bulk_create(
        Section(
            item=record,
            position=position,
            kind=section["kind"],
            heading=section["heading"],
            html=section.get("html", ""),
            before=section.get("before", ""),
            lead=section.get("lead", ""),
            parties=section.get("parties", []),
            ordered=section.get("ordered", False),
            points=section.get("points", []),
            empty_as=section.get("empty_as", ""),
        )
        for position, section in enumerate(item["sections"])
    )
    for position, attachment in enumerate(item["attachments"], 1):
        made = Attachment.objects.create(
            item=record,
            position=position,
            title=attachment["title"],
            closed=attachment.get("closed", False),
            closed_ground=Ground.OTHER if attachment.get("closed") else "",
        )
        errata = {one["was"][:200]: one["now"][:200] for one in attachment.get("errata", [])}
        Erratum.objects.bulk_create(Erratum(attachment=made, was=was, now=now, by=by) for was, now in errata.items())
