"""Personal notes."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from chefforum.organisation.models import User
from meetings.models import AgendaItem, Attachment, MeetingPaper, NoteShare, PersonalNote
from meetings.permissions.items import is_kept_from, items_seen_by
from meetings.permissions.papers import may_read_paper
from meetings.permissions.people import MEMBER_ROLES, Viewer, forums_of, is_secretariat
from meetings.permissions.proposals import may_see_attachment
from meetings.workflow import PaperEdition


def readable_items(user: User) -> QuerySet[AgendaItem]:
    """The items whose words the person may be reminded of: those they may read, and those that left an agenda since and
    stand in a paper they may read.
    """
    return _shown_in(MeetingPaper.objects.filter(current=True), user)


def _shown_in(papers: QuerySet[MeetingPaper], user: User) -> QuerySet[AgendaItem]:
    shown = papers.filter(shows=OuterRef("pk")).exclude(edition=PaperEdition.OPEN)
    inside = Q(Exists(shown.filter(meeting__forum__in=forums_of(user)))) if user.role in MEMBER_ROLES else Q(pk=None)
    return AgendaItem.objects.filter(
        Q(pk__in=items_seen_by(user).values("pk")) | (inside & ~is_kept_from(user)),
    )


def notes_seen_by(user: Viewer) -> QuerySet[PersonalNote]:
    """The person's own notes and those a colleague has shared with them, as long as they may read what the notes are
    about. Nobody has a right to another's notes by their office: neither the secretariat nor an administrator.
    """
    if not isinstance(user, User) or not user.is_active:
        return PersonalNote.objects.none()
    # An item that has left the agenda was in an earlier paper: what was noted of it is not dropped.
    ever_read = _shown_in(MeetingPaper.objects.all(), user)
    return notes_on_what_is_read(user).filter(item__in=ever_read.values("pk"))


def notes_on_what_is_read(user: User) -> QuerySet[PersonalNote]:
    """The same for somebody who has just been given the item itself, so that its right needs no asking again."""
    shared = NoteShare.objects.filter(note=OuterRef("pk"), user=user)
    notes = PersonalNote.objects.filter(Q(user=user) | Exists(shared))
    if is_secretariat(user):
        return notes
    inside = forums_of(user) if user.role in MEMBER_ROLES else []
    return notes.exclude(~Q(item__forum__in=inside), attachment__closed=True)


def may_see_note(user: Viewer, note: PersonalNote) -> bool:
    """Whether the person may read the note."""
    return notes_seen_by(user).filter(pk=note.pk).exists()


def may_write_note(user: Viewer, item: AgendaItem, attachment: Attachment | None = None) -> bool:
    """Whether the person may make a note about an item, or about an attachment of it: whoever may read it."""
    if not isinstance(user, User) or not readable_items(user).filter(pk=item.pk).exists():
        return False
    return attachment is None or (attachment.item_id == item.pk and _may_read_attachment(user, attachment))


def _may_read_attachment(user: User, attachment: Attachment) -> bool:
    """Whether the person may read the attachment: as it is prepared, or in a paper that names it."""
    if may_see_attachment(user, attachment):
        return True
    papers = MeetingPaper.objects.filter(current=True, shows=attachment.item_id).select_related("meeting")
    return any(
        may_read_paper(user, paper)
        for paper in papers
        if any(attachment.pk in pks for pks in paper.attachments.values())
        and not (attachment.closed and paper.edition == PaperEdition.OPEN)
    )


def may_share_note_with(user: Viewer, note: PersonalNote, colleague: User) -> bool:
    """Whether the note is the person's own, and the colleague works in the forum.

    Whether they may read what it is about is asked when they read, not told when it is shared: it would say who is
    disqualified.
    """
    if not isinstance(user, User) or note.user_id != user.pk or colleague.pk == user.pk:
        return False
    inside = colleague.role in MEMBER_ROLES and forums_of(colleague).filter(forum_id=note.item.forum_id).exists()
    return colleague.is_active and (is_secretariat(colleague) or inside)
