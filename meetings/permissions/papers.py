"""Papers that were sent."""

from django.db.models import Q

from chefforum.organisation.models import User
from meetings.models import MeetingPaper
from meetings.permissions.items import is_kept_from, repeats_what_is_closed
from meetings.permissions.people import Viewer, is_member, is_secretariat
from meetings.workflow import (
    PaperEdition,
)


def may_read_paper(user: Viewer, paper: MeetingPaper) -> bool:
    """Whether the person may read a sent paper, on the page and as PDF.

    Only if it is the person's edition, and it shows no item that is kept from the person, nor, in the open edition,
    one that is closed: what is closed after the paper was sent closes the paper too.
    """
    if not isinstance(user, User) or not user.is_active or not _is_own_edition(user, paper):
        return False
    hidden = is_kept_from(user)
    if paper.edition == PaperEdition.OPEN:
        hidden |= Q(closed=True) | Q(repeats_what_is_closed())
    return not paper.shows.filter(hidden).exists()


def _is_own_edition(user: User, paper: MeetingPaper) -> bool:
    inside = is_secretariat(user) or is_member(user, paper.meeting.forum_id)
    if paper.edition == PaperEdition.OPEN:
        return inside or (paper.released_at is not None and paper.current)
    if paper.edition == PaperEdition.PERSONAL:
        return inside and paper.reader_id == user.pk
    return inside
