"""Items on agendas, and what belongs to them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from chefforum.organisation.models import User
from meetings.models import (
    AgendaItem,
    Disqualification,
    MeetingPaper,
)
from meetings.permissions.people import MEMBER_ROLES, Viewer, forums_of, is_secretariat
from meetings.workflow import (
    ItemState,
    MeetingState,
    PaperEdition,
    PaperKind,
)


def may_see_item(user: Viewer, item: AgendaItem) -> bool:
    """Whether the person may read an item that is on an agenda: its title, sections and attachments."""
    return items_seen_by(user).filter(pk=item.pk).exists()


def items_seen_by(user: Viewer) -> QuerySet[AgendaItem]:
    """The items on agendas that the person may read."""
    if not isinstance(user, User) or not user.is_active:
        return AgendaItem.objects.none()
    items = AgendaItem.objects.filter(~is_barred(user), state=ItemState.PLACED)
    if is_secretariat(user):
        return items
    shown = MeetingPaper.objects.filter(shows=OuterRef("pk"), meeting=OuterRef("meeting"), current=True)
    as_outsider = Q(Exists(shown.filter(edition=PaperEdition.OPEN, released_at__isnull=False)), closed=False)
    if user.role in MEMBER_ROLES:
        inside = shown.exclude(edition=PaperEdition.OPEN).filter(meeting__forum__in=forums_of(user))
        return items.filter(Q(Exists(inside)) | as_outsider)
    return items.filter(as_outsider)


def may_quote(user: Viewer, item: AgendaItem) -> bool:
    """Whether the person may be shown an earlier item's words as the records have them."""
    return items_quoted_by(user).filter(pk=item.pk).exists()


def items_quoted_by(user: Viewer) -> QuerySet[AgendaItem]:
    """The earlier items whose words may be shown from the records: to others than the secretariat, only from locked
    minutes that they may read. What is being written again after it was sent is nobody else's yet.
    """
    items = items_seen_by(user)
    if is_secretariat(user) or not isinstance(user, User):
        return items
    minutes = MeetingPaper.objects.filter(shows=OuterRef("pk"), kind=PaperKind.MINUTES, current=True)
    inside = minutes.exclude(edition=PaperEdition.OPEN).filter(meeting__forum__in=forums_of(user))
    released = minutes.filter(edition=PaperEdition.OPEN, released_at__isnull=False)
    readable = Q(Exists(released), closed=False)
    if user.role in MEMBER_ROLES:
        readable |= Q(Exists(inside))
    return items.filter(readable, meeting__state=MeetingState.APPROVED)


def is_barred(user: User) -> Exists:
    """That the person is disqualified for the item of the outer query."""
    return Exists(Disqualification.objects.filter(item=OuterRef("pk"), user=user, lifted_at=None))


def looked_up_by(user: Viewer) -> QuerySet[AgendaItem]:
    """The items that the administration shows: for everybody but the secretariat only what is locked and released.

    The administration shows records, not papers, so it shows only records whose words cannot change any more.
    """
    if is_secretariat(user):
        return items_seen_by(user)
    released = MeetingPaper.objects.filter(
        shows=OuterRef("pk"),
        kind=PaperKind.MINUTES,
        edition=PaperEdition.OPEN,
        current=True,
        released_at__isnull=False,
    )
    return items_seen_by(user).filter(Exists(released), meeting__state=MeetingState.APPROVED, closed=False)
