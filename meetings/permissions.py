"""Who may do what with meetings. ``may_<verb>`` answers for one, ``<things>_seen_by`` gives all; both agree.

| role                      | draft        | sent agenda, minutes  | closed items | released open edition |
|---------------------------|--------------|-----------------------|--------------|-----------------------|
| secretariat               | reads, edits | reads, edits          | yes          | yes                   |
| member of the forum       | date only    | reads, approves       | yes          | yes                   |
| everybody else, administrators included | no | no                | no           | yes                   |

| before it is on an agenda | draft, returned  | submitted, accepted      | withdrawn              |
|---------------------------|------------------|--------------------------|------------------------|
| its author, as a member   | reads, edits     | reads                    | reads, takes up again  |
| secretariat               | returned: reads  | reads, edits             | reads, takes up again  |
| everybody else            | no               | no                       | no                     |

Two rules cut through both tables: whoever is disqualified (inhabil) for an item does not see it, and the strictest
rule wins.
"""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from chefforum.organisation.models import Role, User
from meetings.models import (
    AgendaItem,
    Attachment,
    Disqualification,
    Forum,
    Meeting,
    MeetingPaper,
    Membership,
    SectionKind,
)
from meetings.workflow import (
    AGENDA_OPEN,
    MINUTES_OPEN,
    WITH_AUTHOR,
    WITH_SECRETARIAT,
    ItemState,
    MeetingState,
    PaperEdition,
    PaperKind,
)

Viewer = User | AnonymousUser

# Roles that can sit in a forum; a seat held by anybody else gives no right.
MEMBER_ROLES = (Role.CHIEF_EXECUTIVE, Role.DIRECTOR, Role.HEAD_OF_DEPARTMENT)


def is_secretariat(user: Viewer) -> bool:
    """Whether the person prepares meetings."""
    return isinstance(user, User) and user.is_active and user.role == Role.SECRETARIAT


def seats(day: date) -> Q:
    """The memberships that count on a day."""
    return Q(start__lte=day) & (Q(end__isnull=True) | Q(end__gte=day))


def members_on(forum: Forum, day: date) -> QuerySet[User]:
    """Who sits in the forum on a day."""
    held = Membership.objects.filter(seats(day), forum=forum, user=OuterRef("pk"))
    return User.objects.filter(Exists(held), role__in=MEMBER_ROLES, is_active=True)


def is_member(user: Viewer, forum_id: int) -> bool:
    """Whether the person sits in the forum today."""
    return (
        isinstance(user, User)
        and user.is_active
        and user.role in MEMBER_ROLES
        and Membership.objects.filter(seats(timezone.localdate()), forum_id=forum_id, user=user).exists()
    )


def _forums_of(user: User) -> QuerySet[Membership, int]:
    return Membership.objects.filter(seats(timezone.localdate()), user=user).values_list("forum_id", flat=True)


def _released() -> Exists:
    return Exists(
        MeetingPaper.objects.filter(
            meeting=OuterRef("pk"), edition=PaperEdition.OPEN, current=True, released_at__isnull=False
        )
    )


def may_see_meeting(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may know of the meeting: its forum, date, place and state."""
    return meetings_seen_by(user).filter(pk=meeting.pk).exists()


def meetings_seen_by(user: Viewer) -> QuerySet[Meeting]:
    """The meetings that the person may know of."""
    if not isinstance(user, User) or not user.is_active:
        return Meeting.objects.none()
    if is_secretariat(user):
        return Meeting.objects.all()
    if user.role in MEMBER_ROLES:
        return Meeting.objects.filter(Q(forum__in=_forums_of(user)) | Q(_released()))
    return Meeting.objects.filter(_released())


def may_see_item(user: Viewer, item: AgendaItem) -> bool:
    """Whether the person may read an item that is on an agenda: its title, sections and attachments."""
    return items_seen_by(user).filter(pk=item.pk).exists()


def items_seen_by(user: Viewer) -> QuerySet[AgendaItem]:
    """The items on agendas that the person may read."""
    if not isinstance(user, User) or not user.is_active:
        return AgendaItem.objects.none()
    items = AgendaItem.objects.filter(~_barred(user), state=ItemState.PLACED)
    if is_secretariat(user):
        return items
    shown = MeetingPaper.objects.filter(shows=OuterRef("pk"), current=True)
    as_outsider = Q(Exists(shown.filter(edition=PaperEdition.OPEN, released_at__isnull=False)), closed=False)
    if user.role in MEMBER_ROLES:
        inside = shown.exclude(edition=PaperEdition.OPEN).filter(meeting__forum__in=_forums_of(user))
        return items.filter(Q(Exists(inside)) | as_outsider)
    return items.filter(as_outsider)


def may_quote(user: Viewer, item: AgendaItem) -> bool:
    """Whether the person may be shown an earlier item's words as the records have them."""
    return items_quoted_by(user).filter(pk=item.pk).exists()


def items_quoted_by(user: Viewer) -> QuerySet[AgendaItem]:
    """The earlier items whose words may be shown from the records: to others than the secretariat only locked ones.

    What is being written again after it was sent is nobody else's yet.
    """
    items = items_seen_by(user)
    return items if is_secretariat(user) else items.filter(meeting__state=MeetingState.APPROVED)


def _barred(user: User) -> Exists:
    return Exists(Disqualification.objects.filter(item=OuterRef("pk"), user=user, lifted_at=None))


def may_propose(user: Viewer, forum: Forum) -> bool:
    """Whether the person may propose cases for the forum's agendas."""
    return is_secretariat(user) or is_member(user, forum.pk)


def may_see_proposal(user: Viewer, item: AgendaItem) -> bool:
    """Whether the person may read an item that is not on an agenda."""
    return proposals_seen_by(user).filter(pk=item.pk).exists()


def proposals_seen_by(user: Viewer) -> QuerySet[AgendaItem]:
    """The items not on an agenda that the person may read: the author's own, and for the secretariat what was sent in.

    What left an agenda again (postponed, withdrawn) is the secretariat's; an author keeps what never came on one.
    """
    if not isinstance(user, User) or not user.is_active:
        return AgendaItem.objects.none()
    items = AgendaItem.objects.filter(~_barred(user)).exclude(state=ItemState.PLACED)
    if is_secretariat(user):
        return items.exclude(~Q(author=user), state=ItemState.DRAFT)
    if user.role in MEMBER_ROLES:
        return items.filter(author=user, meeting=None, forum__in=_forums_of(user))
    return items.none()


def proposed_by(user: Viewer) -> QuerySet[AgendaItem]:
    """What the person has proposed and may know the fate of: title, state and meeting, no more by this right."""
    if not isinstance(user, User) or not user.is_active:
        return AgendaItem.objects.none()
    items = AgendaItem.objects.filter(~_barred(user), author=user)
    return items if is_secretariat(user) else items.filter(forum__in=_forums_of(user))


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


def may_see_attachment(user: Viewer, attachment: Attachment) -> bool:
    """Whether the person may see the attachment as it is being prepared. Readers meet it in a sent paper."""
    return attachment.removed_at is None and (
        may_see_proposal(user, attachment.item) or (is_secretariat(user) and may_see_item(user, attachment.item))
    )


def attachments_seen_by(user: Viewer) -> QuerySet[Attachment]:
    """The attachments that the person may see as they are being prepared."""
    seen = Q(item__in=proposals_seen_by(user))
    if is_secretariat(user):
        seen |= Q(item__in=items_seen_by(user))
    return Attachment.objects.filter(seen, removed_at=None)


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


def may_read_paper(user: Viewer, paper: MeetingPaper) -> bool:
    """Whether the person may read a sent paper, on the page and as PDF.

    Only if it is the person's edition, and it shows no item that the person is disqualified for, nor, in the open
    edition, one that is closed: what is closed after the paper was sent closes the paper too.
    """
    if not isinstance(user, User) or not user.is_active or not _is_own_edition(user, paper):
        return False
    hidden = Q(pk__in=Disqualification.objects.filter(user=user, lifted_at=None).values("item"))
    if paper.edition == PaperEdition.OPEN:
        hidden |= Q(closed=True)
    return not paper.shows.filter(hidden).exists()


def _is_own_edition(user: User, paper: MeetingPaper) -> bool:
    inside = is_secretariat(user) or is_member(user, paper.meeting.forum_id)
    if paper.edition == PaperEdition.OPEN:
        return inside or (paper.released_at is not None and paper.current)
    if paper.edition == PaperEdition.PERSONAL:
        return inside and paper.reader_id == user.pk
    return inside


def may_plan(user: Viewer) -> bool:
    """Whether the person may plan meetings and bring in old minutes."""
    return is_secretariat(user)


def may_edit_agenda(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may change the agenda as the meeting stands."""
    return is_secretariat(user) and meeting.state in AGENDA_OPEN


def may_write_minutes(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may write decisions as the meeting stands."""
    return is_secretariat(user) and meeting.state in MINUTES_OPEN


def may_set_access(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may close or open an item and mark people disqualified, at any step of the meeting."""
    return is_secretariat(user)


def may_release(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may release the open edition to everybody with a login."""
    return is_secretariat(user) and meeting.state not in (MeetingState.DRAFT, MeetingState.CANCELLED)


def may_approve(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may approve the minutes, or remark on a point, as the meeting stands."""
    return meeting.state == MeetingState.APPROVAL and is_member(user, meeting.forum_id)


def may_lock(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may give the minutes their final approval: the forum's chief executive."""
    return may_approve(user, meeting) and isinstance(user, User) and user.role == Role.CHIEF_EXECUTIVE


def what_may(user: Viewer, meeting: Meeting) -> dict[str, bool]:
    """The person's rights on a meeting as it stands, for a page to choose its buttons by."""
    inside = is_secretariat(user) or is_member(user, meeting.forum_id)
    return {
        "edit_agenda": may_edit_agenda(user, meeting),
        "propose": inside and meeting.state == MeetingState.DRAFT,
        "write_minutes": may_write_minutes(user, meeting),
        "release": may_release(user, meeting),
        "approve": may_approve(user, meeting),
        "lock": may_lock(user, meeting),
        "prepare": is_secretariat(user),
        "set_access": may_set_access(user, meeting),
        "see_approval": inside and meeting.state in (MeetingState.APPROVAL, MeetingState.APPROVED),
    }
