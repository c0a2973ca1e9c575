"""What is due for a person: minutes to approve, tasks to do."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from chefforum.organisation.models import User
from chefforum.organisation.queries import heads_of
from meetings.models import Forum, Meeting, Task, TaskOwner
from meetings.permissions import may_approve, members_on
from meetings.queries.approval import answers, silence_counts
from meetings.queries.tasks import own_tasks
from meetings.workflow import MeetingState, TaskState


@dataclass(frozen=True)
class Due:
    """What a person should be reminded of on a day: near its end, or past it. ``silent`` are the ids of the meetings of
    whose minutes their silence will count as approval.
    """

    minutes: list[Meeting]
    tasks: list[Task]
    silent: set[int]


def due_for(user: User, today: date) -> Due:
    """The minutes that the person has not approved and the tasks they have not done, whose day is near or past."""
    waiting, silent = [], set()
    for meeting in _minutes_due(today):
        answer = next((one for one in answers(meeting) if one.user == user), None)
        if answer is None or answer.approval is not None or not may_approve(user, meeting):
            continue
        waiting.append(meeting)
        if silence_counts(meeting, answer):
            silent.add(meeting.pk)
    tasks = own_tasks(viewer=user).select_related("item__forum")
    near = [task for task in tasks if task.due and task.due <= today + timedelta(days=task.item.forum.reminder_days)]
    return Due(waiting, near, silent)


def people_to_remind(today: date) -> list[User]:
    """Everybody who may have something due; what each has is asked for each."""
    members = {user for meeting in _minutes_due(today) for user in members_on(meeting.forum, today)}
    last = today + timedelta(days=max(Forum.objects.values_list("reminder_days", flat=True), default=0))
    owners = TaskOwner.objects.filter(task__state=TaskState.OPEN, task__due__lte=last)
    departments = set(owners.values_list("department", flat=True)) - {None}
    holders = User.objects.filter(
        Q(pk__in=owners.values("user")) | Q(pk__in=heads_of(departments).values("pk")), is_active=True
    )
    return sorted(members | set(holders), key=lambda one: one.pk)


def _minutes_due(today: date) -> list[Meeting]:
    """Minutes out for approval whose last day is near or past, soonest first."""
    waiting = Meeting.objects.filter(state=MeetingState.APPROVAL, remarks_due__isnull=False).select_related("forum")
    return [
        meeting
        for meeting in waiting.order_by("remarks_due", "pk")
        if meeting.remarks_due and meeting.remarks_due <= today + timedelta(days=meeting.forum.reminder_days)
    ]
