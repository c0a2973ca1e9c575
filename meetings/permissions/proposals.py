"""Items on no agenda, writing items wherever they are, and the files being prepared."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from chefforum.organisation.models import User
from meetings.models import (
    AgendaItem,
    Attachment,
    Forum,
    MeetingPaper,
    SectionKind,
)
from meetings.permissions.items import is_barred, is_kept_from, items_in_review, items_seen_by, may_see_item
from meetings.permissions.meetings import may_write_minutes
from meetings.permissions.people import MEMBER_ROLES, Viewer, forums_of, is_secretariat
from meetings.workflow import (
    AGENDA_OPEN,
    WITH_AUTHOR,
    WITH_SECRETARIAT,
    ItemState,
    MeetingState,
)


def may_propose(user: Viewer, forum: Forum) -> bool:
    """Whether the person may propose cases for the forum's agendas."""
    return forums_to_propose_in(user).filter(pk=forum.pk).exists()


def forums_to_propose_in(user: Viewer) -> QuerySet[Forum]:
    """The forums that the person may propose cases for."""
    if is_secretariat(user):
        return Forum.objects.all()
    if not isinstance(user, User) or not user.is_active or user.role not in MEMBER_ROLES:
        return Forum.objects.none()
    return Forum.objects.filter(pk__in=forums_of(user))


def may_see_proposal(user: Viewer, item: AgendaItem) -> bool:
    """Whether the person may read an item that is not on an agenda."""
    return proposals_seen_by(user).filter(pk=item.pk).exists()


def proposals_seen_by(user: Viewer) -> QuerySet[AgendaItem]:
    """The items not on an agenda that the person may read: the author's own, and for the secretariat what was sent in.

    What has been on an agenda that was sent, or continues it, is the secretariat's to write again, and no author's to
    read before it is sent. A draft that was withdrawn without being sent in stays its author's alone.
    """
    if not isinstance(user, User) or not user.is_active:
        return AgendaItem.objects.none()
    items = AgendaItem.objects.filter(~is_kept_from(user)).exclude(state=ItemState.PLACED)
    if is_secretariat(user):
        unsent = Q(state=ItemState.DRAFT) | Q(state=ItemState.WITHDRAWN, submitted_at=None, meeting=None)
        return items.exclude(~Q(author=user), unsent, author__isnull=False)
    if user.role in MEMBER_ROLES:
        sent = Exists(MeetingPaper.objects.filter(shows=OuterRef("pk")))
        return items.filter(~sent, author=user, meeting=None, continues=None, forum__in=forums_of(user))
    return items.none()


def proposed_by(user: Viewer) -> QuerySet[AgendaItem]:
    """What the person has proposed and may know the fate of: title, state and meeting, no more by this right.

    Nor of what continues theirs from a meeting whose minutes are not out: it would say what was decided.
    """
    if not isinstance(user, User) or not user.is_active:
        return AgendaItem.objects.none()
    items = AgendaItem.objects.filter(~is_barred(user), author=user)
    if is_secretariat(user):
        return items
    items = items.filter(~is_kept_from(user)).exclude(continues__meeting__state=MeetingState.HELD)
    return items.filter(forum__in=forums_of(user)) if user.role in MEMBER_ROLES else items.none()


def may_write_item(user: Viewer, item: AgendaItem) -> bool:
    """Whether the person may change the item's words as it stands, on an agenda or before."""
    if item.state == ItemState.PLACED:
        return is_secretariat(user) and item.on.state in AGENDA_OPEN and may_see_item(user, item)
    if not may_see_proposal(user, item):
        return False
    if item.state in WITH_AUTHOR:
        return isinstance(user, User) and item.author_id == user.pk
    return item.state in WITH_SECRETARIAT and is_secretariat(user)


def may_write_section(user: Viewer, item: AgendaItem, kind: str) -> bool:
    """Whether the person may change a section of the item: a decision while minutes are written, the rest before."""
    if kind != SectionKind.DECISION:
        return may_write_item(user, item)
    return item.state == ItemState.PLACED and may_write_minutes(user, item.on) and may_see_item(user, item)


def may_replace_attachment(user: Viewer, item: AgendaItem) -> bool:
    """Whether the person may put a new version in an attachment's place: also while minutes are written (D108)."""
    if may_write_item(user, item):
        return True
    return item.state == ItemState.PLACED and may_write_minutes(user, item.on) and may_see_item(user, item)


def may_see_attachment(user: Viewer, attachment: Attachment) -> bool:
    """Whether the person may see the attachment as it is being prepared. Readers meet it in a sent paper."""
    return attachments_seen_by(user).filter(pk=attachment.pk).exists()


def attachments_seen_by(user: Viewer) -> QuerySet[Attachment]:
    """The attachments that the person may see as they are being prepared."""
    seen = Q(item__in=proposals_seen_by(user)) | Q(item__in=items_in_review(user))
    if is_secretariat(user):
        seen |= Q(item__in=items_seen_by(user))
    return Attachment.objects.filter(seen, removed_at=None)
