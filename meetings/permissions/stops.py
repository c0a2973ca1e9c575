"""Where a case goes after an item."""

from django.db.models import QuerySet

from meetings.models import CaseStop
from meetings.permissions.items import items_quoted_by
from meetings.permissions.people import Viewer, is_secretariat


def stops_seen_by(user: Viewer) -> QuerySet[CaseStop]:
    """Where cases have gone: of the items whose words the person may be shown from the records."""
    return CaseStop.objects.filter(item__in=items_quoted_by(user).values("pk"))


def may_follow_case(user: Viewer, stop: CaseStop) -> bool:
    """Whether the person may say what came of a case in another forum: the secretariat, of items it may read."""
    return is_secretariat(user) and stops_seen_by(user).filter(pk=stop.pk).exists()
