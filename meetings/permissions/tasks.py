"""Tasks."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from chefforum.organisation.models import User
from chefforum.organisation.queries import departments_held_by
from meetings.models import AgendaItem, Task, TaskOwner
from meetings.permissions.items import is_barred, is_kept_from, items_seen_by, repeats_what_is_closed
from meetings.permissions.people import MEMBER_ROLES, Viewer, forums_of, is_secretariat
from meetings.workflow import MeetingState


def has_task(user: User) -> Exists:
    """That the person has the task: themselves, or the department whose post they hold."""
    mine = Q(user=user) | Q(department__in=departments_held_by(user))
    return Exists(TaskOwner.objects.filter(mine, task=OuterRef("pk")))


def tasks_seen_by(user: Viewer) -> QuerySet[Task]:
    """The tasks that the person may read: of the secretariat those of items it may read; of everybody else their own,
    once the minutes they come from have been sent, and never of an item that is kept from them.
    """
    if not isinstance(user, User) or not user.is_active:
        return Task.objects.none()
    if is_secretariat(user):
        return Task.objects.filter(item__in=items_seen_by(user).values("pk"))
    kept = AgendaItem.objects.filter(is_kept_from(user) | Q(is_barred(user)), pk=OuterRef("item"))
    sent = [MeetingState.APPROVAL, MeetingState.APPROVED]
    own = Task.objects.filter(has_task(user), ~Exists(kept), item__meeting__state__in=sent)
    opened = Q(item__in=AgendaItem.objects.filter(~Q(repeats_what_is_closed()), closed=False))
    if user.role in MEMBER_ROLES:
        return own.filter(opened | Q(item__forum__in=forums_of(user)))
    return own.filter(opened)


def may_see_task(user: Viewer, task: Task) -> bool:
    """Whether the person may read the task."""
    return tasks_seen_by(user).filter(pk=task.pk).exists()


def may_be_given(user: User, item: AgendaItem) -> bool:
    """Whether somebody may be given a task of the item: not of one that is kept from them, nor of a closed one that
    they could not read.
    """
    if AgendaItem.objects.filter(is_kept_from(user) | Q(is_barred(user)), pk=item.pk).exists():
        return False
    shut = item.closed or AgendaItem.objects.filter(repeats_what_is_closed(), pk=item.pk).exists()
    if not shut or is_secretariat(user):
        return True
    return user.role in MEMBER_ROLES and forums_of(user).filter(forum_id=item.forum_id).exists()


def may_finish_task(user: Viewer, task: Task) -> bool:
    """Whether the person may say that the task is done, or is not: whoever has it, or the secretariat."""
    if not isinstance(user, User) or not may_see_task(user, task):
        return False
    return is_secretariat(user) or Task.objects.filter(has_task(user), pk=task.pk).exists()


def may_change_task(user: Viewer, task: Task) -> bool:
    """Whether the person may say anew what the task is, or give it up: the secretariat."""
    return is_secretariat(user) and may_see_task(user, task)
