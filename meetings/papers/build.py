"""Records to a paper: the members' edition, from which ``edition.py`` makes the others."""

from collections.abc import Sequence
from datetime import time
from html import escape
from typing import TYPE_CHECKING, cast

from chefforum.danish import enumerate_words
from chefforum.danish.dates import COPENHAGEN
from meetings import queries
from meetings.papers.shape import (
    ATTACHMENTS_HEADING,
    AWAY_HEADING,
    SCHEMA,
    Attended,
    Item,
    Kind,
    Paper,
    PaperAttachment,
    PaperErratum,
    PaperFile,
    Point,
    Section,
    SectionKind,
    Supplement,
    TimeSlot,
)
from meetings.rules.procedure import section_is_empty
from meetings.rules.timing import timetable

if TYPE_CHECKING:
    from chefforum.files.models import StoredFile
    from meetings.models import AgendaItem, Attachment, Meeting
    from meetings.models import Section as SectionRecord

PRESENTERS_HEADING = "Deltager under punktet"
TEMPLATE = "papers/meetings/meeting.html"


def build(meeting: "Meeting", items: "Sequence[AgendaItem]", *, kind: Kind) -> Paper:
    """The members' edition of the paper, as the meeting stands. ``items`` are all items of the meeting."""
    times = timetable(meeting, items).slots
    people = queries.attended(meeting, items) if kind == "minutes" else queries.Attended()
    paper = Paper(
        schema=SCHEMA,
        kind=kind,
        edition="members",
        forum=meeting.forum.name,
        starts_at=meeting.starts_at.astimezone(COPENHAGEN).isoformat(),
        location=meeting.location,
        items=[_item(item, kind, meeting, times.get(item.pk), people.away.get(item.pk, [])) for item in items],
        unplaced=list(meeting.unplaced),
        warnings=list(meeting.reading_notes),
    )
    if people.anybody:
        paper["attended"] = Attended(
            present=people.present, excused=people.excused, absent=people.absent, guests=people.guests
        )
    return paper


def _item(
    item: "AgendaItem", kind: Kind, meeting: "Meeting", slot: tuple[time, time] | None, away: "Sequence[queries.Away]"
) -> Item:
    sections = (
        _presenters(item)
        + _away(away)
        + [
            _section(section, meeting.forum.empty_decision)
            for section in item.sections.all()
            if (kind == "minutes" if section.kind == "decision" else meeting.imported or not _left_blank(section))
        ]
    )
    built = Item(
        number=item.position,
        prefix=item.prefix or None,
        title=item.title,
        time_slot=_slot(slot) if slot and (meeting.forum.prints_slots or item.slot_start) else None,
        case_number=item.case.number if item.case else None,
        closed=item.closed,
        sections=sections,
        attachments=[_attachment(attachment, kind) for attachment in attachments_on(item, kind)],
    )
    if item.attachments_heading != ATTACHMENTS_HEADING:
        built["attachments_heading"] = item.attachments_heading
    if item.attachments_at is not None and item.attachments_at < len(sections):
        built["attachments_at"] = item.attachments_at
    if item.also_titled:
        built["also_titled"] = item.also_titled
    if item.supplement and item.supplemented_on:
        built["supplement"] = Supplement(number=item.supplement, on=item.supplemented_on.isoformat())
    return built


def attachments_on(item: "AgendaItem", kind: str) -> "list[Attachment]":
    """The attachments that a paper names under an item. An agenda does not enclose itself (D16)."""
    return [one for one in item.attachments.all() if kind == "minutes" or not one.agenda]


def _left_blank(section: "SectionRecord") -> bool:
    """A section nobody wrote in is not printed; in old minutes it stands as it was read."""
    return section_is_empty(section) and not section.empty_as


def _section(section: "SectionRecord", empty_decision: str) -> Section:
    kind = cast("SectionKind", section.kind)
    if kind == "recommendation":
        return Section(
            kind=kind,
            heading=section.heading,
            parties=list(section.parties),
            before=section.before,
            lead=section.lead,
            ordered=section.ordered,
            points=cast("list[Point]", section.points),
            html=section.html,
        )
    built = Section(kind=kind, heading=section.heading, html=section.html)
    if kind == "decision" and not section.html:
        built["empty_as"] = section.empty_as or empty_decision
    return built


def _presenters(item: "AgendaItem") -> list[Section]:
    """Who presents, as a section of its own, so that printing and reading need no rule for it (D14)."""
    names = enumerate_words([one.name for one in item.presenters.all()])
    if not names:
        return []
    return [Section(kind="other", heading=PRESENTERS_HEADING, html=f"<p>{escape(names, quote=False)}</p>")]


def _away(away: "Sequence[queries.Away]") -> list[Section]:
    """Who was at the meeting but not there for the item, as a section of its own: what is closed closes it too."""
    names = enumerate_words([f"{one.name} (inhabil)" if one.disqualified else one.name for one in away])
    if not names:
        return []
    return [Section(kind="other", heading=AWAY_HEADING, html=f"<p>{escape(names, quote=False)}</p>")]


def _slot(slot: tuple[time, time]) -> TimeSlot:
    return TimeSlot(start=f"{slot[0]:%H:%M}", end=f"{slot[1]:%H:%M}")


def _attachment(attachment: "Attachment", kind: Kind) -> PaperAttachment:
    versions = sorted(attachment.versions.all(), key=lambda one: one.number)
    shown = next((one for one in reversed(versions) if one.shown), versions[-1] if versions else None)
    built = PaperAttachment(title=attachment.title, file=_file(attachment, shown.file) if shown else None)
    if attachment.agenda:
        built["agenda"] = True
    if attachment.closed:
        built["closed"] = True
    # What a decision corrects is told with the decision, not by an agenda that is sent anew.
    if kind == "minutes" and attachment.errata.all():
        built["errata"] = [PaperErratum(was=one.was, now=one.now) for one in attachment.errata.all()]
    if shown is None:
        return built
    earlier = [one for one in versions if one.number < shown.number and one.sent_at and one.file_id != shown.file_id]
    if earlier:
        built["earlier"] = [_file(attachment, one.file) for one in reversed(earlier)]
    last = versions[-1]
    if last.number > shown.number:
        built["later"] = _file(attachment, last.file)
    if earlier or last.number > shown.number:
        built["corrected"] = last.at.astimezone(COPENHAGEN).date().isoformat()
    return built


def _file(attachment: "Attachment", stored: "StoredFile") -> PaperFile:
    return PaperFile(
        name=attachment.title,
        sha256=stored.sha256,
        size=stored.size,
        content_type=stored.content_type,
        pages=stored.pages,
    )
