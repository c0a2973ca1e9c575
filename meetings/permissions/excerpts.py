"""Excerpts: the decision of one item, once its minutes are locked."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from chefforum.organisation.models import User
from chefforum.organisation.queries import departments_held_by
from meetings.models import AgendaItem, Presenter, TaskOwner
from meetings.permissions.items import is_kept_from, items_quoted_by, repeats_what_is_closed
from meetings.permissions.people import Viewer
from meetings.workflow import ItemState, MeetingState


def concerns(user: User) -> Q:
    """That an item is the person's business: they proposed or presented it, hold the post of its department, or were
    given a task by it.
    """
    held = departments_held_by(user)
    tasks = TaskOwner.objects.filter(Q(user=user) | Q(department__in=held), task__item=OuterRef("pk"))
    presented = Presenter.objects.filter(item=OuterRef("pk"), user=user)
    return Q(author=user) | Q(department__in=held) | Q(Exists(presented)) | Q(Exists(tasks))


def excerpts_seen_by(user: Viewer) -> QuerySet[AgendaItem]:
    """The items whose excerpt the person may have: what they may read in locked minutes, and what concerns them.

    Of a closed item nobody has an excerpt who may not read the item itself.
    """
    if not isinstance(user, User) or not user.is_active:
        return AgendaItem.objects.none()
    final = Q(state=ItemState.PLACED, meeting__state=MeetingState.APPROVED, meeting__source=None)
    readable = Q(pk__in=items_quoted_by(user).values("pk"))
    opened = Q(closed=False) & ~Q(repeats_what_is_closed())
    return AgendaItem.objects.filter(final & (readable | (~is_kept_from(user) & opened & concerns(user))))
