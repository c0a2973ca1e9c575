"""Who may read an item: closing it, naming its readers, marking people disqualified. At any step of the meeting."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from chefforum.audit import log
from chefforum.danish import count
from chefforum.organisation.models import User
from chefforum.workflow import Overtaken, Refused
from meetings.actions.filling import list_tasks_anew
from meetings.actions.freezing import meetings_showing, refresh_where_shown
from meetings.actions.guard import OVERTAKEN_ITEM, begins, lock, lock_any, name_of, require
from meetings.models import AgendaItem, Audience, Disqualification, NamedReader, Turn
from meetings.permissions import may_see_item, may_see_proposal, may_set_access, members_on
from meetings.rules.closing import must_have_a_ground

_LOOKS = 5


@dataclass(frozen=True)
class Closing:
    """That an item is closed, on what ground, and what is to be said of it beside the ground; or that it is open."""

    closed: bool
    ground: str = ""
    reason: str = ""

    def check(self) -> None:
        """Raises :class:`~chefforum.workflow.Refused` when a closed item lacks its ground."""
        if self.closed:
            must_have_a_ground(self.ground, self.reason)


@transaction.atomic
def set_closed(item: AgendaItem, closing: Closing, *, by: User) -> None:
    """Close an item, on a ground, or open it. What is out is made anew before anybody reads on.

    Closing also closes what the item continues and what continues it: the case is the same.
    """
    family = _entered(item, by)
    closing.check()
    close_family(family if closing.closed else family[:1], closing, by=by)


def close_family(family: Sequence[AgendaItem], closing: Closing, *, by: User) -> None:
    """Close items that are one case, or open one, for a caller that has locked them and asked for rights.

    Where one of them is for named readers only, so are the others from now on.
    """
    for one in family:
        _close_or_open(one, closing, by)
    if not closing.closed:
        return
    few = [one for one in family if one.closed and one.audience == Audience.NAMED]
    if few:
        named = [one.user for one in NamedReader.objects.filter(item=few[0], removed_at=None).select_related("user")]
        for one in family:
            if one not in few:
                _set_readers(one, named, by)


def _close_or_open(item: AgendaItem, closing: Closing, by: User) -> None:
    changed = item.closed != closing.closed
    fields: dict[str, object] = {"closed": closing.closed}
    if closing.closed:
        fields |= {"closed_ground": closing.ground, "closed_reason": closing.reason.strip()}
    else:
        fields |= {"closed_ground": "", "closed_reason": "", "audience": Audience.MEMBERS}
        NamedReader.objects.filter(item=item, removed_at=None).update(removed_at=timezone.now())
    AgendaItem.objects.filter(pk=item.pk).update(**fields)
    if not changed:
        return
    Turn.objects.filter(item=item).update(closed_on_screen=False, decision_on_screen=False)
    verb, word = ("meetings.item_closed", "gjort lukket") if closing.closed else ("meetings.item_opened", "gjort åbent")
    where = begins(name_of(item)) if item.meeting is None else f"Punkt {item.position} i {item.meeting}"
    log.record(verb, by=by, target=item, text=f"{where} er {word}")
    _spread(item, by)


@transaction.atomic
def set_readers(item: AgendaItem, *, named: Sequence[User] | None, by: User) -> None:
    """Say who may read a closed item beside the secretariat: ``named`` members only, or for ``None`` all members.

    Naming people also holds for what the item continues and what continues it; opening for all members does not.
    Raises :class:`~chefforum.workflow.Refused` for an open item, and for people who are not members.
    """
    family = _entered(item, by)
    if not family[0].closed:
        raise Refused("Punktet er åbent. Gør det lukket, før du vælger, hvem der må læse det. Intet er ændret.")
    if named is not None:
        must_be_members(named, family[0])
    for one in family if named is not None else family[:1]:
        if one.closed:
            _set_readers(one, named, by)


def _set_readers(item: AgendaItem, named: Sequence[User] | None, by: User) -> None:
    audience = Audience.MEMBERS if named is None else Audience.NAMED
    AgendaItem.objects.filter(pk=item.pk).update(audience=audience)
    wanted = {user.pk for user in named or ()}
    NamedReader.objects.filter(item=item, removed_at=None).exclude(user__in=wanted).update(removed_at=timezone.now())
    for user in named or ():
        NamedReader.objects.get_or_create(item=item, user=user, removed_at=None)
    who = "alle medlemmer" if named is None else count(len(wanted), "navngivet medlem", "navngivne medlemmer")
    log.record("meetings.readers_set", by=by, target=item, text=f"{begins(name_of(item))} kan nu læses af {who}")
    _spread(item, by)


def must_be_members(users: Sequence[User], item: AgendaItem) -> None:
    """Raises :class:`~chefforum.workflow.Refused` unless everybody sits in the item's forum, on the day or today."""
    today = timezone.localdate()
    days = {today, timezone.localdate(item.meeting.starts_at)} if item.meeting is not None else {today}
    members = {user.pk for day in days for user in members_on(item.forum, day)}
    if any(user.pk not in members for user in users):
        raise Refused("Kun medlemmer af forummet kan vælges som læsere. Intet er ændret.")


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
            _spread(one, by)


@transaction.atomic
def lift_disqualification(item: AgendaItem, user: User, *, by: User) -> None:
    """Take the mark away again, from this item alone."""
    item = _entered(item, by)[0]
    lifted = Disqualification.objects.filter(item=item, user=user, lifted_at=None).update(lifted_at=timezone.now())
    if lifted:
        log.record("meetings.qualified", by=by, target=item, text=f"En inhabilitet er ophævet i {name_of(item)}")
        _spread(item, by)


def _spread(item: AgendaItem, by: User) -> None:
    """Let what repeats something of the item follow: lists that fill themselves, and what is out."""
    list_tasks_anew([item.pk])
    refresh_where_shown([item.pk], by=by)


def _entered(item: AgendaItem, by: User) -> list[AgendaItem]:
    """The item and then its family, locked, if the person may say who reads the item."""
    locked = lock_family(item)
    first = locked[0]
    require(may_set_access(by, first.meeting) and (may_see_item(by, first) or may_see_proposal(by, first)))
    return locked


def lock_family(item: AgendaItem) -> list[AgendaItem]:
    """The item first, what it continues, and what continues that, as they are now, locked: meetings by number, also
    those whose papers show one of them, then items by number.

    An item that another was making of one of these meanwhile is among them: the locks are waited for, and then looked
    behind again. Raises :class:`~chefforum.workflow.Overtaken` if that never ends.
    """
    for _ in range(_LOOKS):
        family = _family(item)
        pks = {one.pk for one in family}
        for pk in sorted({one.meeting_id for one in family if one.meeting_id} | meetings_showing(pks)):
            lock(pk)
        locked = {one.pk: lock_any(one) for one in sorted(family, key=lambda one: one.pk)}
        if {one.pk for one in _family(item)} == pks:
            return [locked[item.pk], *(one for pk, one in locked.items() if pk != item.pk)]
    raise Overtaken(OVERTAKEN_ITEM)


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
