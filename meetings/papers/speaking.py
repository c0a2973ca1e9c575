"""A person's speaking notes for a meeting, as a paper of their own. It is never kept: whoever asks for it gets it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict

from chefforum.danish.dates import COPENHAGEN

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


def speaking_paper(meeting: "Meeting", notes: "Sequence[PersonalNote]", *, person: str) -> SpeakingPaper:
    """The speaking notes among ``notes``, which come in the order of the agenda."""
    items: dict[int, SpeakingItem] = {}
    for note in notes:
        if not note.speaking:
            continue
        item = items.setdefault(note.item_id, SpeakingItem(number=note.item.position, title=note.item.title, notes=[]))
        where = note.attachment.title if note.attachment else note.heading
        about = f"{where}, side {note.page}" if note.page else where
        item["notes"].append(SpeakingNote(text=note.text, quote=note.quote, about=about))
    return SpeakingPaper(
        schema=SCHEMA,
        forum=meeting.forum.name,
        starts_at=meeting.starts_at.astimezone(COPENHAGEN).isoformat(),
        person=person,
        items=list(items.values()),
    )
