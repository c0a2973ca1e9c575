"""Tasks: of an item, one's own, all of them."""

from collections.abc import Iterable

from django.db.models import Case, F, IntegerField, Prefetch, QuerySet, Value, When
from django.http import Http404

from meetings.models import AgendaItem, CaseStop, Forum, Task, TaskOwner
from meetings.permissions import Viewer, has_task, listable, meetings_seen_by, tasks_seen_by
from meetings.workflow import MeetingState, TaskState


def tasks_of(item: AgendaItem, *, viewer: Viewer) -> QuerySet[Task]:
    """The tasks of an item that the viewer may read, in the order they were given."""
    return _whole(tasks_seen_by(viewer).filter(item=item)).order_by("pk")


def own_tasks(*, viewer: Viewer) -> QuerySet[Task]:
    """The viewer's own open tasks, the most urgent first."""
    mine = tasks_seen_by(viewer).filter(has_task(viewer), state=TaskState.OPEN)  # type: ignore[arg-type]
    return _whole(mine).order_by("due", "pk")


def task_list(*, viewer: Viewer) -> QuerySet[Task]:
    """Every task that the viewer may read: the open ones first, by their due day, those without one last."""
    rank = Case(When(state=TaskState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return _whole(tasks_seen_by(viewer)).order_by(rank, "due", "pk")


def meetings_to_open(rows: Iterable[Task | CaseStop], *, viewer: Viewer) -> set[int]:
    """The ids of the meetings of tasks or cases that the viewer may open; who has a task need not."""
    pks = {row.item.meeting_id for row in rows if row.item.meeting_id is not None}
    return set(meetings_seen_by(viewer).filter(pk__in=pks).values_list("pk", flat=True))


def task_by_id(task_id: int, *, viewer: Viewer) -> Task:
    """A task that the viewer may read; :class:`Http404` as for meetings."""
    found = _whole(tasks_seen_by(viewer)).prefetch_related("changes__by").filter(pk=task_id).first()
    if found is None:
        raise Http404
    return found


def _whole(tasks: QuerySet[Task]) -> QuerySet[Task]:
    owners = Prefetch("owners", queryset=TaskOwner.objects.select_related("user", "department"))
    return tasks.select_related("item__meeting__forum", "item__forum", "item__case", "by").prefetch_related(owners)


def open_tasks_of(forum: Forum) -> QuerySet[Task]:
    """The forum's open tasks from open items of minutes that are out, the most urgent first: what an agenda may list.

    Of closed items none, nor of one that somebody is disqualified for, and nothing that only the secretariat has seen.
    """
    out = [MeetingState.APPROVAL, MeetingState.APPROVED]
    tasks = Task.objects.filter(
        state=TaskState.OPEN, item__forum=forum, item__in=listable().values("pk"), item__meeting__state__in=out
    )
    return _whole(tasks).order_by(F("due").asc(nulls_last=True), "pk")
