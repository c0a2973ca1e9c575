"""The first line of every verb."""

from django.core.exceptions import PermissionDenied
from django.db.models import F

from chefforum.workflow import Overtaken
from meetings.models import AgendaItem, Meeting


def require(allowed: bool) -> None:
    """Raises :class:`PermissionDenied` unless the person may."""
    if not allowed:
        raise PermissionDenied


def lock(meeting: Meeting) -> Meeting:
    """The meeting as it is now, locked until the transaction ends."""
    return Meeting.objects.select_related("forum").select_for_update(of=("self",)).get(pk=meeting.pk)


def claim(item: AgendaItem, version: int) -> None:
    """Count the item's version up if it still is the one that was read; raises :class:`Overtaken`."""
    if not AgendaItem.objects.filter(pk=item.pk, version=version).update(version=F("version") + 1):
        raise Overtaken(
            "Punktet er ændret af en anden, siden du åbnede det. "
            "Din tekst står stadig i felterne herunder og er ikke gemt."
        )
