"""A reader's own highlights and notes. Nothing of them is written in the log: that one has them is private too."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from chefforum.organisation.models import User
from chefforum.workflow import Overtaken, Refused
from meetings.actions.guard import require
from meetings.models import AgendaItem, Attachment, NoteShare, PersonalNote
from meetings.permissions import may_see_note, may_share_note_with, may_write_note
from meetings.rules.anchoring import AROUND


@dataclass(frozen=True)
class About:
    """What a note is about: words under a heading, a page of an attachment, both, or neither: the item as such."""

    heading: str = ""
    quote: str = ""
    before: str = ""
    after: str = ""
    attachment: Attachment | None = None
    sha256: str = ""
    page: int | None = None


@transaction.atomic
def write_note(
    item: AgendaItem, about: About, *, text: str, speaking: bool, key: uuid.UUID | None = None, by: User
) -> PersonalNote:
    """Make a note. The same key again is the same note: one that was written without a network is not made twice."""
    require(may_write_note(by, item, about.attachment))
    text = text.strip()
    if not text and not about.quote:
        raise Refused("Skriv noten, eller markér nogle ord, før du gemmer.")
    values = {
        "item": item,
        "attachment": about.attachment,
        "sha256": about.sha256,
        "page": about.page,
        "heading": about.heading,
        "quote": about.quote,
        "before": about.before[-AROUND:],
        "after": about.after[:AROUND],
        "text": text,
        "speaking": speaking,
    }
    if key is None:
        return PersonalNote.objects.create(user=by, **values)
    return PersonalNote.objects.get_or_create(user=by, key=key, defaults=values)[0]


@transaction.atomic
def change_note(note: PersonalNote, *, text: str, speaking: bool, version: int, by: User) -> PersonalNote:
    """Write a note anew, if it still says what the person had read of it."""
    require(note.user_id == by.pk and may_see_note(by, note))
    text = text.strip()
    if not text and not note.quote:
        raise Refused("Noten er tom. Slet den, hvis den skal væk. Intet er ændret.")
    changed = PersonalNote.objects.filter(pk=note.pk, version=version).update(
        text=text, speaking=speaking, version=F("version") + 1
    )
    if not changed:
        raise Overtaken("Du har ændret noten et andet sted. Intet er gemt her. Genindlæs siden, og prøv igen.")
    note.refresh_from_db()
    return note


@transaction.atomic
def delete_note(note: PersonalNote, *, by: User) -> None:
    """Delete one's own note for good, and with it what was shared of it."""
    require(note.user_id == by.pk and may_see_note(by, note))
    note.delete()


@transaction.atomic
def share_note(note: PersonalNote, colleague: User, *, by: User) -> None:
    """Let one colleague read the note, as long as they may read what it is about."""
    require(note.user_id == by.pk and may_see_note(by, note))
    if not may_share_note_with(by, note, colleague):
        raise Refused(f"{colleague} er ikke med i forummet. Noten er ikke delt.")
    NoteShare.objects.get_or_create(note=note, user=colleague)


@transaction.atomic
def stop_sharing(note: PersonalNote, colleague: User, *, by: User) -> None:
    """The colleague no longer reads the note."""
    require(note.user_id == by.pk)
    NoteShare.objects.filter(note=note, user=colleague).delete()
