"""Who may read an item: closing it, opening it, and marking people disqualified. At any step of the meeting."""

from django.db import transaction
from django.utils import timezone

from chefforum.audit import log
from chefforum.organisation.models import User
from chefforum.workflow import Refused
from meetings.actions.freezing import refresh_papers
from meetings.actions.guard import lock_item, name_of, require
from meetings.models import AgendaItem, Disqualification
from meetings.permissions import may_see_item, may_set_access


@transaction.atomic
def set_closed(item: AgendaItem, *, closed: bool, reason: str, by: User) -> None:
    """Close an item, with a reason, or open it. What is out is made anew before anybody reads on."""
    item = lock_item(item)
    require(may_set_access(by, item.on) and may_see_item(by, item))
    if closed and not reason.strip():
        raise Refused("Skriv, hvorfor punktet er lukket. Intet er ændret.")
    close_or_open(item, closed=closed, reason=reason, by=by)


def close_or_open(item: AgendaItem, *, closed: bool, reason: str, by: User) -> None:
    """The same, for a caller that has locked the item and asked for rights."""
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
    """Mark a person inhabil: the item disappears for that person, in papers already sent too."""
    item = lock_item(item)
    require(may_set_access(by, item.on) and may_see_item(by, item))
    _, created = Disqualification.objects.get_or_create(item=item, user=user, lifted_at=None)
    if created:
        log.record("meetings.disqualified", by=by, target=item, text=f"En person er markeret inhabil i {name_of(item)}")
        refresh_papers(item.on, by=by)


@transaction.atomic
def lift_disqualification(item: AgendaItem, user: User, *, by: User) -> None:
    """The person is no longer inhabil for the item."""
    item = lock_item(item)
    require(may_set_access(by, item.on) and may_see_item(by, item))
    lifted = Disqualification.objects.filter(item=item, user=user, lifted_at=None).update(lifted_at=timezone.now())
    if lifted:
        log.record("meetings.qualified", by=by, target=item, text=f"En inhabilitet er ophævet i {name_of(item)}")
        refresh_papers(item.on, by=by)
