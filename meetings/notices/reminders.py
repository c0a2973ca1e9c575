"""One letter about all that is due for a person: minutes to approve and tasks to do."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from chefforum.danish import count, days_left, enumerate_words, long_date
from chefforum.danish.dates import COPENHAGEN
from chefforum.mailroom.composing import Message
from meetings import queries
from meetings.notices.minutes import SILENCE

if TYPE_CHECKING:
    from chefforum.mailroom.models import Letter
    from meetings.models import Meeting, Task

_NEAR, _LATE = "near", "late"


def about_deadlines(letter: "Letter", told: Mapping[str, Any] | None) -> Message | None:
    """All that is near its day or past it, where the person has not been told of that much before; ``None`` when there
    is nothing new to say. What was told goes along as long as there is something new beside it.
    """
    today = timezone.localdate()
    due = queries.due_for(letter.to, today)
    now = {
        **{f"m{one.pk}": _stage(one.remarks_due, today) for one in due.minutes},
        **{f"t{one.pk}": _stage(one.due, today) for one in due.tasks},
    }
    before = (told or {}).get("stages", {})
    if all(before.get(key) == stage for key, stage in now.items()):
        return None
    parts = []
    if due.minutes:
        parts.append(count(len(due.minutes), "referat", "referater"))
    if due.tasks:
        parts.append(count(len(due.tasks), "opgave", "opgaver"))
    subject = f"Husk: {enumerate_words(parts)}"
    context = {
        "title": subject,
        "minutes": [_minutes_row(one, today, counts=one.pk in due.silent) for one in due.minutes],
        "tasks": [_task_row(one, today) for one in due.tasks],
        "MUNICIPALITY": settings.MUNICIPALITY,
        "address": settings.BASE_URL + reverse("front_desk"),
    }
    return Message(
        subject=subject,
        text=render_to_string("notices/meetings/reminder.txt", context),
        html=render_to_string("notices/meetings/reminder.html", context),
        told={"stages": now},
    )


def _stage(due: date | None, today: date) -> str:
    return _LATE if due and due < today else _NEAR


def _minutes_row(meeting: "Meeting", today: date, *, counts: bool) -> tuple[str, str, str]:
    """What minutes are called, what is due, and where."""
    assert meeting.remarks_due is not None
    day = long_date(timezone.localdate(meeting.starts_at, COPENHAGEN))
    state = days_left(meeting.remarks_due, today)
    silence = f" {SILENCE}" if counts and meeting.silence_approves and meeting.remarks_due >= today else ""
    text = f"Godkend det senest {long_date(meeting.remarks_due)} ({state}).{silence}"
    address = settings.BASE_URL + reverse("meetings:approval", args=[meeting.pk])
    return f"Referat af {meeting.forum} {day}", text, address


def _task_row(task: "Task", today: date) -> tuple[str, str, str]:
    """What a task is, when it is due, and where. Of a closed item a mail says no more than that there is one."""
    assert task.due is not None
    name = "En opgave fra et lukket punkt" if task.item.closed else task.text
    address = settings.BASE_URL + reverse("meetings:task", args=[task.pk])
    return name, f"Frist {long_date(task.due)} ({days_left(task.due, today)}).", address
