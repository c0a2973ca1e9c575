"""The first lines of every verb: take the meeting, then ask whether the person may."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import F

from chefforum.workflow import Overtaken
from meetings.models import AgendaItem, Meeting
from meetings.workflow import ItemState

OVERTAKEN_ITEM = "Punktet er ændret af en anden, siden du åbnede det. Intet er ændret. Genindlæs siden, og prøv igen."


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


def lock_all(meeting_ids: Iterable[int]) -> dict[int, Meeting]:
    """Several meetings, locked in one order, so that two who lock the same do not wait for each other for ever."""
    locked = Meeting.objects.select_related("forum").select_for_update(of=("self",))
    return {meeting.pk: meeting for meeting in locked.filter(pk__in=set(meeting_ids)).order_by("pk")}


def lock_item(item: AgendaItem) -> AgendaItem:
    """A placed item as it is now, with its meeting locked; raises :class:`Overtaken` if it has left the agenda."""
    found = lock_any(item)
    if found.state != ItemState.PLACED:
        raise Overtaken("Punktet er taget af dagsordenen af en anden. Intet er ændret.")
    return found


def lock_any(item: AgendaItem) -> AgendaItem:
    """An item as it is now, locked: its meeting first where it has one, then itself.

    An item that another has moved to or from a meeting between the read and the lock raises :class:`Overtaken`.
    """
    meeting = lock(item.meeting_id) if item.meeting_id else None
    found = AgendaItem.objects.select_related("case", "forum").select_for_update(of=("self",)).get(pk=item.pk)
    if found.meeting_id != item.meeting_id:
        raise Overtaken(OVERTAKEN_ITEM)
    found.meeting = meeting
    return found


def lock_both(first: AgendaItem, second: AgendaItem) -> tuple[AgendaItem, AgendaItem]:
    """Two items as they are now, locked with their meetings, all in one order."""
    lock_all({pk for pk in (first.meeting_id, second.meeting_id) if pk is not None})
    locked = {one.pk: lock_any(one) for one in sorted((first, second), key=lambda one: one.pk)}
    return locked[first.pk], locked[second.pk]


def count_up(item: AgendaItem) -> None:
    """One more version of a locked item."""
    AgendaItem.objects.filter(pk=item.pk).update(version=F("version") + 1)
    item.version += 1


def begins(text: str) -> str:
    """The text as the beginning of a sentence; names in it keep their spelling."""
    return text[:1].upper() + text[1:]


def name_of(item: AgendaItem) -> str:
    """What the log may call an item: its number, or that it is closed or not on an agenda; never its words."""
    if item.state != ItemState.PLACED:
        return f"et forslag til {item.forum}"
    return f"et lukket punkt i {item.meeting}" if item.closed else f"punkt {item.position} i {item.meeting}"
