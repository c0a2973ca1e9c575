"""The list of tasks as a table for Excel."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from chefforum.danish.dates import COPENHAGEN
from chefforum.documents.sheet import Cell

if TYPE_CHECKING:
    from meetings.models import Task

COLUMNS = (
    "Opgave",
    "Hvem",
    "Frist",
    "Senest",
    "Tilstand",
    "Bemærkning",
    "Forum",
    "Møde",
    "Punkt",
    "Punktets titel",
    "Sagsnummer",
    "Lukket",
)


def rows_of(tasks: "Iterable[Task]") -> list[list[Cell]]:
    """A row for each task, in the order they come."""
    return [_row(task) for task in tasks]


def _row(task: "Task") -> list[Cell]:
    item = task.item
    return [
        task.text,
        task.who,
        task.when,
        task.due,
        task.get_state_display(),
        task.comment,
        item.forum.name,
        timezone.localdate(item.meeting.starts_at, COPENHAGEN) if item.meeting else None,
        item.position,
        item.title,
        item.case.number if item.case else "",
        "ja" if item.closed else "",
    ]
