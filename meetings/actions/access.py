"""Who may read an item: closing it, opening it, and marking people disqualified. At any step of the meeting."""

from django.db import transaction
from django.utils import timezone

from chefforum.audit import log
from chefforum.organisation.models import User
from chefforum.workflow import Refused
from meetings.actions.freezing import refresh_papers
from meetings.actions.guard import lock, lock_any, name_of, require
from meetings.models import AgendaItem, Disqualification
from meetings.permissions import may_see_item, may_see_proposal, may_set_access


@transaction.atomic
def set_closed(item: AgendaItem, *, closed: bool, reason: str, by: User) -> None:
    """Close an item, with a reason, or open it. What is out is made anew before anybody reads on.

    Closing also closes what the item continues and what continues it: the case is the same.
    """
    family = _entered(item, by)
    if closed and not reason.strip():
        raise Refused("Skriv, hvorfor punktet er lukket. Intet er ændret.")
    for one in family if closed else family[:1]:
        close_or_open(one, closed=closed, reason=reason, by=by)


def close_or_open(item: AgendaItem, *, closed: bool, reason: str, by: User) -> None:
    """The same for one item, for a caller that has locked it and asked for rights."""
    changed = item.closed != closed
    AgendaItem.objects.filter(pk=item.pk).update(closed=closed, closed_reason=reason.strip() if closed else "")
    if not changed:
        return
    verb, word = ("meetings.item_closed", "gjort lukket") if closed else ("meetings.item_opened", "gjort åbent")
    if item.meeting is None:
        log.record(verb, by=by, target=item, text=f"{name_of(item).capitalize()} er {word}")
        return
    log.record(verb, by=by, target=item, text=f"Punkt {item.position} i {item.meeting} er {word}")
    refresh_papers(item.meeting, by=by)


@transaction.atomic
def disqualify(item: AgendaItem, user: User, *, by: User) -> None:
    """Mark a person inhabil: the item disappears for that person, in papers already sent too.

    So do the items that it continues and that continue it.
    """
    for one in _entered(item, by):
        _, created = Disqualification.objects.get_or_create(item=one, user=user, lifted_at=None)
        if created:
            log.record(
                "meetings.disqualified", by=by, target=one, text=f"En person er markeret inhabil i {name_of(one)}"
            )
            if one.meeting is not None:
                refresh_papers(one.meeting, by=by)


@transaction.atomic
def lift_disqualification(item: AgendaItem, user: User, *, by: User) -> None:
    """Take the mark away again, from this item alone."""
    item = _entered(item, by)[0]
    lifted = Disqualification.objects.filter(item=item, user=user, lifted_at=None).update(lifted_at=timezone.now())
    if lifted:
        log.record("meetings.qualified", by=by, target=item, text=f"En inhabilitet er ophævet i {name_of(item)}")
        if item.meeting is not None:
            refresh_papers(item.meeting, by=by)


def _entered(item: AgendaItem, by: User) -> list[AgendaItem]:
    """The item and then its family, locked, if the person may say who reads the item."""
    locked = lock_family(item)
    first = locked[0]
    require(may_set_access(by, first.meeting) and (may_see_item(by, first) or may_see_proposal(by, first)))
    return locked


def lock_family(item: AgendaItem) -> list[AgendaItem]:
    """The item, what it continues, and what continues that, as they are now, locked: meetings by number, then items."""
    family = _family(item)
    for pk in sorted({one.meeting_id for one in family if one.meeting_id}):
        lock(pk)
    return [lock_any(one) for one in family]


def _family(item: AgendaItem) -> list[AgendaItem]:
    """The item, what it continues, and what continues that, however far."""
    found = {item.pk: AgendaItem.objects.get(pk=item.pk)}
    while True:
        before = [one.continues_id for one in found.values() if one.continues_id]
        near = AgendaItem.objects.filter(continues__in=found) | AgendaItem.objects.filter(pk__in=before)
        new = {one.pk: one for one in near if one.pk not in found}
        if not new:
            return list(found.values())
        found |= new
