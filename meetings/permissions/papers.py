"""Papers that were sent."""

from django.db.models import Q

from chefforum.organisation.models import User
from meetings.models import (
    Disqualification,
    MeetingPaper,
)
from meetings.permissions.people import Viewer, is_member, is_secretariat
from meetings.workflow import (
    PaperEdition,
)


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
