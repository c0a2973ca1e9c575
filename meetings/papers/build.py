"""Records to a paper. The only place where anything is left out of an edition."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, cast

from chefforum.danish.dates import COPENHAGEN
from meetings.papers.shape import (
    ATTACHMENTS_HEADING,
    SCHEMA,
    SHUT_TITLE,
    Edition,
    Item,
    Kind,
    Paper,
    PaperAttachment,
    PaperFile,
    Point,
    Section,
    SectionKind,
    TimeSlot,
)
from meetings.rules import section_is_empty

if TYPE_CHECKING:
    from meetings.models import AgendaItem, Attachment, Meeting
    from meetings.models import Section as SectionRecord

TEMPLATE = "papers/meetings/meeting.html"


def build(
    meeting: "Meeting", items: "Sequence[AgendaItem]", *, kind: Kind, edition: Edition, barred: Collection[int] = ()
) -> tuple[Paper, list[int]]:
    """The paper, and the ids of the items it shows in full.

    ``items`` are all items of the meeting. The open edition hides closed items; every edition hides the items
    in ``barred`` (those the reader is disqualified for). What is hidden leaves its number and nothing else.
    """
    shown: list[int] = []
    built: list[Item] = []
    for item in items:
        if item.pk in barred or (edition == "open" and item.closed):
            number = meeting.forum.show_closed_case_numbers and item.pk not in barred
            built.append(_shut(item, with_case_number=number))
        else:
            shown.append(item.pk)
            built.append(_item(item, kind, meeting))
    inside = edition != "open"
    paper = Paper(
        schema=SCHEMA,
        kind=kind,
        edition=edition,
        forum=meeting.forum.name,
        starts_at=meeting.starts_at.astimezone(COPENHAGEN).isoformat(),
        location=meeting.location,
        items=built,
        # What a file said in no known place may be about anything, so only members read it.
        unplaced=list(meeting.unplaced) if inside else [],
        warnings=list(meeting.reading_notes) if inside and not barred else [],
    )
    return paper, shown


def _shut(item: "AgendaItem", *, with_case_number: bool) -> Item:
    return Item(
        number=item.position,
        prefix=None,
        title=SHUT_TITLE,
        time_slot=None,
        case_number=item.case.number if with_case_number and item.case else None,
        closed=True,
        sections=[],
        attachments=[],
    )


def _item(item: "AgendaItem", kind: Kind, meeting: "Meeting") -> Item:
    sections = [
        _section(section, meeting.forum.empty_decision)
        for section in item.sections.all()
        if (kind == "minutes" if section.kind == "decision" else meeting.imported or not _left_blank(section))
    ]
    built = Item(
        number=item.position,
        prefix=item.prefix or None,
        title=item.title,
        time_slot=_slot(item),
        case_number=item.case.number if item.case else None,
        closed=item.closed,
        sections=sections,
        attachments=[_attachment(attachment) for attachment in item.attachments.all()],
    )
    if item.attachments_heading != ATTACHMENTS_HEADING:
        built["attachments_heading"] = item.attachments_heading
    if item.attachments_at is not None and item.attachments_at < len(sections):
        built["attachments_at"] = item.attachments_at
    if item.also_titled:
        built["also_titled"] = item.also_titled
    return built


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


def _slot(item: "AgendaItem") -> TimeSlot | None:
    if item.slot_start is None or item.slot_end is None:
        return None
    return TimeSlot(start=f"{item.slot_start:%H:%M}", end=f"{item.slot_end:%H:%M}")


def _attachment(attachment: "Attachment") -> PaperAttachment:
    stored = attachment.file
    return PaperAttachment(
        title=attachment.title,
        file=None
        if stored is None
        else PaperFile(
            name=attachment.title,
            sha256=stored.sha256,
            size=stored.size,
            content_type=stored.content_type,
            pages=stored.pages,
        ),
    )
