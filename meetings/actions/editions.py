"""A person's own edition of what is out."""

from django.db import transaction

from chefforum.organisation.models import User
from meetings.actions.freezing import give_edition
from meetings.actions.guard import lock
from meetings.models import Meeting, MeetingPaper
from meetings.permissions import is_member
from meetings.queries import paper_for
from meetings.workflow import PaperEdition


def own_edition(meeting: Meeting, kind: str, *, by: User) -> MeetingPaper | None:
    """The paper that the person reads and approves. A member who came after it was sent, and may not read all of it,
    is given an edition of their own.
    """
    found = paper_for(meeting, kind, viewer=by)
    if found is None or found.edition != PaperEdition.OPEN or not is_member(by, meeting.forum_id):
        return found
    with transaction.atomic():
        give_edition(lock(meeting.pk), kind, by)
    return paper_for(meeting, kind, viewer=by)
