"""The shape of a meeting's paper (``docs/schemas/chefforum.meeting-1.json`` publishes the same).

Text values are the small HTML vocabulary of ``chefforum.richtext``. Headings and their order are data, kept
as read (rows D17–D22), and so are the few things about old minutes that a printer cannot guess:
where the list of attachments stands, how the recommending line was written, what an empty decision said.
"""

from typing import Literal, NotRequired, TypedDict

SCHEMA = "chefforum.meeting/1"

Kind = Literal["agenda", "minutes"]
Edition = Literal["members", "open", "personal"]
SectionKind = Literal["occasion", "background", "presentation", "recommendation", "history", "decision", "other"]


class TimeSlot(TypedDict):
    """Local clock times, ``HH:MM``."""

    start: str
    end: str


class Point(TypedDict):
    """A recommendation point: one line of inline HTML, and the points under it."""

    html: str
    children: list["Point"]
    ordered: NotRequired[bool]


class Section(TypedDict):
    """A part of an item. ``html`` of a recommendation is what stands after its points."""

    kind: SectionKind
    heading: str
    html: NotRequired[str]
    empty_as: NotRequired[str]
    parties: NotRequired[list[str]]
    before: NotRequired[str]
    lead: NotRequired[str]
    ordered: NotRequired[bool]
    points: NotRequired[list[Point]]


class PaperFile(TypedDict):
    """A file behind an attachment. ``pages`` is given for PDFs."""

    name: str
    sha256: str
    size: int
    content_type: str
    pages: int | None


class PaperErratum(TypedDict):
    """What stands in a file, and what a decision corrects it to (D43)."""

    was: str
    now: str


class PaperAttachment(TypedDict):
    """An attachment by the name its author gave it (D53).

    ``corrected`` is the day (ISO) on which a file that had been sent was replaced. Before the meeting ``file`` is the
    new one and ``earlier`` are those it replaced; after it ``file`` stays the one the meeting had before it, and
    ``later`` is what was put in its place (D56, D108). ``closed``: for members only. ``agenda``: the agenda that was
    sent to the meeting, which each reader has in an edition of their own (D16).
    """

    title: str
    file: PaperFile | None
    agenda: NotRequired[bool]
    closed: NotRequired[bool]
    corrected: NotRequired[str]
    earlier: NotRequired[list[PaperFile]]
    later: NotRequired[PaperFile]
    errata: NotRequired[list[PaperErratum]]


class Attended(TypedDict):
    """Who was at the meeting, each as »name (post)« without a semicolon (D114). Who is not named was not expected."""

    present: list[str]
    excused: list[str]
    absent: list[str]
    guests: list[str]


class Supplement(TypedDict):
    """The supplementary agenda that an item came with: its number, and the day it was sent (ISO)."""

    number: int
    on: str


class Item(TypedDict):
    """One numbered item. A closed item in an open edition has its number and title »Lukket« only.

    ``corrected`` is said only in a supplementary agenda, of an item that was sent before in other words.
    """

    number: int
    prefix: str | None
    title: str
    time_slot: TimeSlot | None
    case_number: str | None
    closed: bool
    sections: list[Section]
    attachments: list[PaperAttachment]
    attachments_heading: NotRequired[str]
    attachments_at: NotRequired[int]
    also_titled: NotRequired[str]
    supplement: NotRequired[Supplement]
    corrected: NotRequired[bool]


class ReadingNote(TypedDict):
    """Something a reader of old minutes should look at: line in the source, its text, and what is odd."""

    line: int
    text: str
    message: str


class Paper(TypedDict):
    """Everything an agenda or minutes says, for one edition. A supplementary agenda has its number."""

    schema: str
    kind: Kind
    supplement: NotRequired[int]
    edition: Edition
    forum: str
    starts_at: str | None
    location: str
    attended: NotRequired[Attended]
    items: list[Item]
    unplaced: list[str]
    warnings: list[ReadingNote]


SHUT_TITLE = "Lukket"
ATTACHMENTS_HEADING = "Bilag"
AWAY_HEADING = "Ikke til stede under punktet"


def attachments_at(item: Item) -> int:
    """The number of sections that stand before the list of attachments."""
    return item.get("attachments_at", len(item["sections"]))


def slot_text(slot: TimeSlot) -> str:
    """``9.00-10.15``, as minutes print it (D9)."""

    def short(clock: str) -> str:
        hour, minute = clock.split(":")
        return f"{int(hour)}.{minute}"

    return f"{short(slot['start'])}-{short(slot['end'])}"


def printed_title(item: Item) -> str:
    """The title as printed: prefix, title and slot from one record (D6, D8, D9)."""
    title = f"{item['prefix']} - {item['title']}" if item["prefix"] else item["title"]
    return f"{title} ({slot_text(item['time_slot'])})" if item["time_slot"] else title


def counts(paper: Paper) -> dict[str, int]:
    """How much of each kind a paper holds."""
    items = paper["items"]
    return {
        "items": len(items),
        "closed": sum(item["closed"] for item in items),
        "case_numbers": sum(item["case_number"] is not None for item in items),
        "points": sum(len(section.get("points", [])) for item in items for section in item["sections"]),
        "attachments": sum(len(item["attachments"]) for item in items),
    }
