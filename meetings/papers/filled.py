"""What items say that fill themselves."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils import timezone

from chefforum.danish import date_in_words, day_and_month, enumerate_words
from chefforum.danish.dates import COPENHAGEN
from chefforum.richtext import clean

if TYPE_CHECKING:
    from meetings.models import Meeting, Task

FOLLOW_UP = "Opfølgning på opgaver"
OPEN_TASKS = "Åbne opgaver"
NO_TASKS = "<p>Der er ingen åbne opgaver.</p>"


def agenda_sentence(forum: str) -> str:
    """The point that comes before the minutes (D46)."""
    return f"at {forum} godkender dagsordenen"


def minutes_sentences(forum: str, minutes: "Sequence[Meeting]", *, each: bool) -> dict[int, str]:
    """The recommendation point for each of the minutes, by the meeting's id: one each, or the same for all (D44)."""
    days = {one.pk: _day(one) for one in minutes}
    if each or len(minutes) < 2:
        return {
            pk: _plain(f"at {forum} godkender referatet fra mødet den {date_in_words(day)}") for pk, day in days.items()
        }
    by_year = groupby(sorted(days.values()), key=lambda day: day.year)
    spans = [f"{enumerate_words([day_and_month(day) for day in of_year])} {year}" for year, of_year in by_year]
    text = f"at {forum} godkender referaterne fra møderne den {enumerate_words(spans)}"
    return dict.fromkeys(days, _plain(text))


def _day(meeting: "Meeting") -> date:
    return timezone.localdate(meeting.starts_at, COPENHAGEN)


def _plain(text: str) -> str:
    """With ordinary spaces, as text that is typed has them."""
    return " ".join(text.split())


def task_table(tasks: "Iterable[Task]", *, on: date) -> str:
    """Open tasks as a table, the most urgent first; those that are late say so, and those due before ``on`` (D64)."""
    rows = "".join(_row(task, on) for task in tasks)
    if not rows:
        return NO_TASKS
    head = "".join(f"<th>{name}</th>" for name in ("Opgave", "Hvem", "Frist", "Fra"))
    return clean(f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")


def _row(task: "Task", on: date) -> str:
    item = task.item
    when = date_in_words(task.due) if task.due else task.when or "Ingen"
    if task.due and task.due < timezone.localdate():
        when += ", overskredet"
    elif task.due and task.due < on:
        when += ", før mødet"
    assert item.meeting is not None
    where = f"{date_in_words(_day(item.meeting))}, punkt {item.position}"
    return f"<tr>{''.join(f'<td>{escape(cell, quote=False)}</td>' for cell in (task.text, task.who, when, where))}</tr>"
