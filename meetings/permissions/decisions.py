"""Decisions, to be looked up."""

from django.db.models import Exists, OuterRef, QuerySet

from meetings.models import AgendaItem, Section, SectionKind
from meetings.permissions.items import items_quoted_by
from meetings.permissions.people import Viewer, is_secretariat
from meetings.workflow import MINUTES_OPEN, MeetingState


def decided_items_seen_by(user: Viewer) -> QuerySet[AgendaItem]:
    """The items with a decision that the person may look up: locked ones they may read, and for the secretariat those
    of minutes that are still being written or approved.
    """
    written = Section.objects.filter(item=OuterRef("pk"), kind=SectionKind.DECISION).exclude(html="")
    states = [MeetingState.APPROVED, *(MINUTES_OPEN if is_secretariat(user) else ())]
    return items_quoted_by(user).filter(Exists(written), meeting__state__in=states)
