"""The first lines of every verb: take the meeting, then ask whether the person may."""

from django.core.exceptions import PermissionDenied
from django.db.models import F

from chefforum.workflow import Overtaken
from meetings.models import AgendaItem, Meeting

OVERTAKEN_ITEM = "Punktet er ændret af en anden, siden du åbnede det. Din tekst står stadig i felterne og er ikke gemt."


def require(allowed: bool) -> None:
    """Raises :class:`PermissionDenied` unless the person may."""
    if not allowed:
        raise PermissionDenied


def lock(meeting_id: int) -> Meeting:
    """The meeting as it is now, locked until the transaction ends.

    Every verb takes this lock first and asks for rights on what it answers, so that no verb works on a meeting
    that another has moved on meanwhile, and no two verbs wait for each other.
    """
    return Meeting.objects.select_related("forum").select_for_update(of=("self",)).get(pk=meeting_id)


def lock_item(item: AgendaItem) -> AgendaItem:
    """The item as it is now, with its meeting locked; raises :class:`Overtaken` if it is withdrawn."""
    meeting = lock(item.meeting_id)
    found = AgendaItem.objects.select_related("case").filter(pk=item.pk, withdrawn_at=None).first()
    if found is None:
        raise Overtaken("Punktet er trukket fra dagsordenen af en anden. Intet er ændret.")
    found.meeting = meeting
    return found


def claim(item: AgendaItem, version: int) -> None:
    """Count the item's version up if it still is the one that was read; raises :class:`Overtaken`."""
    if not AgendaItem.objects.filter(pk=item.pk, version=version).update(version=F("version") + 1):
        raise Overtaken(OVERTAKEN_ITEM)


def name_of(item: AgendaItem) -> str:
    """What the log may call an item: its number, or nothing but that it is closed."""
    return f"et lukket punkt i {item.meeting}" if item.closed else f"punkt {item.position} i {item.meeting}"
