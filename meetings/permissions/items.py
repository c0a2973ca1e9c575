"""Items on agendas, and what belongs to them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from chefforum.organisation.models import User
from meetings.models import (
    AgendaItem,
    Audience,
    Disqualification,
    Meeting,
    MeetingPaper,
    NamedReader,
    Repeat,
)
from meetings.permissions.people import MEMBER_ROLES, REVIEWERS, Viewer, forums_of, is_secretariat
from meetings.workflow import (
    ItemState,
    MeetingState,
    PaperEdition,
    PaperKind,
)


def may_see_item(user: Viewer, item: AgendaItem) -> bool:
    """Whether the person may read an item that is on an agenda: its title, sections and attachments."""
    return items_seen_by(user).filter(pk=item.pk).exists()


def items_seen_by(user: Viewer) -> QuerySet[AgendaItem]:
    """The items on agendas that the person may read."""
    if not isinstance(user, User) or not user.is_active:
        return AgendaItem.objects.none()
    items = AgendaItem.objects.filter(~is_kept_from(user), state=ItemState.PLACED)
    if is_secretariat(user):
        return items
    shown = MeetingPaper.objects.filter(shows=OuterRef("pk"), meeting=OuterRef("meeting"), current=True)
    as_outsider = Q(Exists(shown.filter(edition=PaperEdition.OPEN, released_at__isnull=False)), closed=False)
    if user.role in MEMBER_ROLES:
        inside = shown.exclude(edition=PaperEdition.OPEN).filter(meeting__forum__in=forums_of(user))
        return items.filter(Q(Exists(inside)) | as_outsider)
    return items.filter(as_outsider)


def items_in_review(user: Viewer) -> QuerySet[AgendaItem]:
    """The items of drafts that the person reads through before they are sent (:func:`may_review`)."""
    if not isinstance(user, User) or not user.is_active or user.role not in REVIEWERS:
        return AgendaItem.objects.none()
    return AgendaItem.objects.filter(
        ~is_kept_from(user),
        state=ItemState.PLACED,
        meeting__state=MeetingState.REVIEW,
        meeting__forum__in=forums_of(user),
    )


def items_reviewed_by(user: Viewer, meeting: Meeting) -> QuerySet[AgendaItem]:
    """The items of a meeting whose margin the person may read: as a reviewer, or as the secretariat."""
    if isinstance(user, User) and is_secretariat(user):
        return AgendaItem.objects.filter(~is_kept_from(user), meeting=meeting, state=ItemState.PLACED)
    return items_in_review(user).filter(meeting=meeting)


def may_quote(user: Viewer, item: AgendaItem) -> bool:
    """Whether the person may be shown an earlier item's words as the records have them."""
    return items_quoted_by(user).filter(pk=item.pk).exists()


def items_quoted_by(user: Viewer) -> QuerySet[AgendaItem]:
    """The earlier items whose words may be shown from the records: to others than the secretariat, only from locked
    minutes that they may read. What is being written again after it was sent is nobody else's yet.
    """
    items = items_seen_by(user)
    if is_secretariat(user) or not isinstance(user, User):
        return items
    minutes = MeetingPaper.objects.filter(
        shows=OuterRef("pk"), meeting=OuterRef("meeting"), kind=PaperKind.MINUTES, current=True
    )
    inside = minutes.exclude(edition=PaperEdition.OPEN).filter(meeting__forum__in=forums_of(user))
    released = minutes.filter(edition=PaperEdition.OPEN, released_at__isnull=False)
    readable = Q(Exists(released), closed=False)
    if user.role in MEMBER_ROLES:
        readable |= Q(Exists(inside))
    return items.filter(readable, meeting__state=MeetingState.APPROVED)


def is_barred(user: User) -> Exists:
    """That the person is disqualified for the item of the outer query."""
    return Exists(Disqualification.objects.filter(item=OuterRef("pk"), user=user, lifted_at=None))


def is_kept_from(user: User) -> Q:
    """That an item is kept from the person whatever else they may read: disqualified for it, or not one of the few who
    may read it.
    """
    kept = Q(is_barred(user))
    hidden = Q(source__in=_barred_for(user))
    if not is_secretariat(user):
        named = NamedReader.objects.filter(item=OuterRef("pk"), user=user, removed_at=None)
        kept |= Q(~Exists(named), closed=True, audience=Audience.NAMED)
        own = NamedReader.objects.filter(user=user, removed_at=None).values("item")
        hidden |= Q(~Q(source__in=own), source__closed=True, source__audience=Audience.NAMED)
    return kept | Q(Exists(_told().filter(hidden)))


def repeats_what_is_closed() -> Exists:
    """That an item repeats words or tasks of another that is closed."""
    return Exists(_told().filter(source__closed=True))


def _told() -> QuerySet[Repeat]:
    """What the item of the outer query repeats of other items."""
    return Repeat.objects.filter(item=OuterRef("pk"))


def _barred_for(user: User) -> QuerySet[Disqualification, int]:
    return Disqualification.objects.filter(user=user, lifted_at=None).values_list("item", flat=True)


def with_what_they_tell_of(items: Iterable[int]) -> dict[int, set[int]]:
    """Each of the items with these ids, and what it repeats words or tasks of."""
    found = {pk: {pk} for pk in items}
    for teller, told in Repeat.objects.filter(item__in=found).values_list("item_id", "source_id"):
        found[teller].add(told)
    return found


def kept_from(users: Iterable[User], items: Iterable[int]) -> dict[int, set[int]]:
    """The same for many: of the items with these ids, those that are kept from each of the people, by their ids."""
    told = with_what_they_tell_of(items)
    of = AgendaItem.objects.filter(pk__in=set().union(*told.values()))
    barred = Disqualification.objects.filter(item__in=of, lifted_at=None).values_list("user_id", "item_id")
    named = NamedReader.objects.filter(item__in=of, removed_at=None).values_list("user_id", "item_id")
    few = set(of.filter(closed=True, audience=Audience.NAMED).values_list("pk", flat=True))
    out = set(barred)
    may = set(named)
    kept: dict[int, set[int]] = {}
    for user in users:
        own = {item for person, item in out if person == user.pk}
        if not is_secretariat(user):
            own |= {item for item in few if (user.pk, item) not in may}
        kept[user.pk] = {item for item, parts in told.items() if parts & own}
    return kept


def with_case_numbers(items: Iterable[int]) -> set[int]:
    """Of closed items, those whose case numbers an open edition may show: not where the item is kept from a member."""
    told = with_what_they_tell_of(items)
    parts = set().union(*told.values())
    barred = Disqualification.objects.filter(item__in=parts, lifted_at=None).values_list("item", flat=True)
    few = AgendaItem.objects.filter(pk__in=parts, audience=Audience.NAMED).values_list("pk", flat=True)
    hidden = {*barred, *few}
    return {pk for pk, own in told.items() if not own & hidden}


def listable() -> QuerySet[AgendaItem]:
    """The items that all who may read a paper may hear of: open, and nobody is barred from them or what they repeat."""
    barred = Disqualification.objects.filter(lifted_at=None).values("item")
    told = Exists(_told().filter(source__in=barred))
    return AgendaItem.objects.filter(~Q(repeats_what_is_closed()), ~told, closed=False).exclude(pk__in=barred)


def looked_up_by(user: Viewer) -> QuerySet[AgendaItem]:
    """The items that the administration shows: for everybody but the secretariat only what is locked and released.

    The administration shows records, not papers, so it shows only records whose words cannot change any more.
    """
    if is_secretariat(user):
        return items_seen_by(user)
    released = MeetingPaper.objects.filter(
        shows=OuterRef("pk"),
        kind=PaperKind.MINUTES,
        edition=PaperEdition.OPEN,
        current=True,
        released_at__isnull=False,
    )
    return items_seen_by(user).filter(Exists(released), meeting__state=MeetingState.APPROVED, closed=False)
