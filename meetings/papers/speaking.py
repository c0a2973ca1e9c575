"""A person's speaking notes for a meeting, as a paper of their own. It is never kept: whoever asks for it gets it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from chefforum.danish.dates import COPENHAGEN
from meetings.papers.keeping import Names

if TYPE_CHECKING:
    from meetings.models import Meeting, PersonalNote

SCHEMA = "chefforum.speaking/1"
TEMPLATE = "papers/meetings/speaking.html"


class SpeakingNote(TypedDict):
    """What is to be said, and the words or the page it is about."""

    text: str
    quote: str
    about: str


class SpeakingItem(TypedDict):
    """An item by its number, with what is to be said under it."""

    number: int
    title: str
    notes: list[SpeakingNote]


class SpeakingPaper(TypedDict):
    """All a person's speaking notes for a meeting, in the order of the agenda."""

    schema: str
    forum: str
    starts_at: str
    person: str
    items: list[SpeakingItem]


@dataclass(frozen=True)
class NotesOfItem:
    """A person's notes about an item, by the number and title that their paper gives it; 0 where none has it now."""

    item_id: int
    number: int
    title: str
    notes: "list[PersonalNote]"


OFF = (0, "Et punkt, der er taget af dagsordenen")
A_FILE = "Bilag"


def by_item(notes: "Sequence[PersonalNote]", names: Names) -> list[NotesOfItem]:
    """The notes, which come in the order of the agenda, by their items."""
    found: dict[int, NotesOfItem] = {}
    for note in notes:
        number, title = names.by_item.get(note.item_id, OFF)
        found.setdefault(note.item_id, NotesOfItem(note.item_id, number, title, [])).notes.append(note)
    return list(found.values())


def speaking_paper(meeting: "Meeting", notes: "Sequence[PersonalNote]", names: Names, *, person: str) -> SpeakingPaper:
    """The speaking notes among ``notes``, which come in the order of the agenda."""
    items: dict[int, SpeakingItem] = {}
    for note in notes:
        if not note.speaking:
            continue
        number, title = names.by_item.get(note.item_id, OFF)
        item = items.setdefault(note.item_id, SpeakingItem(number=number, title=title, notes=[]))
        where = names.by_file.get(note.attachment_id, A_FILE) if note.attachment_id else note.heading
        about = f"{where}, side {note.page}" if note.page else where
        item["notes"].append(SpeakingNote(text=note.text, quote=note.quote, about=about))
    return SpeakingPaper(
        schema=SCHEMA,
        forum=meeting.forum.name,
        starts_at=meeting.starts_at.astimezone(COPENHAGEN).isoformat(),
        person=person,
        items=list(items.values()),
    )
