"""What the viewer has written for themselves, and what colleagues have shared with them."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from chefforum.organisation.models import Role, User
from meetings.models import AgendaItem, Attachment, Meeting, MeetingPaper, NoteShare, PersonalNote
from meetings.permissions import Viewer, may_write_note, notes_on_what_is_read, notes_seen_by, readable_items
from meetings.queries.meetings import readers_of


def notes_about(item_id: int, *, viewer: Viewer) -> list[PersonalNote]:
    """The notes about an item and its attachments: one's own, and those shared with one.

    The caller has been given the item in a paper, or a file of it.
    """
    return list(_whole(notes_on_what_is_read(viewer).filter(item=item_id))) if isinstance(viewer, User) else []


def notes_of_meeting(meeting: Meeting, *, viewer: Viewer) -> list[PersonalNote]:
    """All notes about the items of a meeting, in the order of the agenda; about those that have left it too."""
    shown = MeetingPaper.objects.filter(meeting=meeting, shows=OuterRef("item"))
    notes = notes_seen_by(viewer).filter(Q(item__meeting=meeting) | Q(Exists(shown)))
    return list(_whole(notes).order_by("item__position", "made_at", "pk"))


def own_note(note_id: int, *, viewer: Viewer) -> PersonalNote:
    """One's own note; :class:`Http404` alike for one that is not there and another's."""
    mine = notes_seen_by(viewer).filter(pk=note_id, user=viewer.pk)
    found = mine.select_related("item__meeting__forum", "item__forum", "attachment__item").first()
    if found is None:
        raise Http404
    return found


def note_item(item_id: int, *, viewer: Viewer) -> AgendaItem:
    """The item that a note is to be made about; :class:`Http404` as for meetings."""
    if not isinstance(viewer, User):
        raise Http404
    found = readable_items(viewer).select_related("meeting__forum", "forum").filter(pk=item_id).first()
    if found is None:
        raise Http404
    return found


def note_attachment(item: AgendaItem, attachment_id: int, *, viewer: Viewer) -> Attachment:
    """The attachment that a note is to be made about; :class:`Http404` as for meetings."""
    found = Attachment.objects.select_related("item").filter(pk=attachment_id, item=item).first()
    if found is None or not may_write_note(viewer, item, found):
        raise Http404
    return found


def colleagues_for(meeting: Meeting, *, viewer: Viewer) -> list[User]:
    """With whom a note about the meeting can be shared."""
    others = readers_of(meeting).exclude(role=Role.ADMINISTRATOR)
    return [one for one in others if one != viewer]


def _whole(notes: QuerySet[PersonalNote]) -> QuerySet[PersonalNote]:
    shares = Prefetch("shares", queryset=NoteShare.objects.select_related("user"))
    return (
        notes.select_related("user", "attachment", "item__meeting").prefetch_related(shares).order_by("made_at", "pk")
    )
