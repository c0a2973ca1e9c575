"""The list of decisions: a paper for printing, and a table for Excel."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NotRequired, TypedDict

from django.utils import timezone

from chefforum.danish.dates import COPENHAGEN
from chefforum.documents.sheet import Cell
from chefforum.richtext import plain_text

if TYPE_CHECKING:
    from meetings.queries import DecidedRow

SCHEMA = "chefforum.decisions/1"
TEMPLATE = "papers/meetings/decisions.html"
# Beyond this a list is looked up, not printed.
MOST = 300
COLUMNS = ("Dato", "Forum", "Punkt", "Titel", "Sagsnummer", "Afdeling", "Udfald", "Beslutning", "Referat", "Lukket")


class DecisionEntry(TypedDict):
    """One decision."""

    number: int
    title: str
    case_number: str
    outcome: str
    html: str
    closed: bool


class DecisionMeeting(TypedDict):
    """The decisions of one meeting; ``state`` is said where its minutes are not final."""

    forum: str
    on: str
    state: NotRequired[str]
    entries: list[DecisionEntry]


class DecisionList(TypedDict):
    """Decisions by meeting, newest first; ``asked`` are the words for what was looked for."""

    schema: str
    asked: list[str]
    count: int
    on: str
    closed: bool
    meetings: list[DecisionMeeting]


def decision_list(rows: "Sequence[DecidedRow]", asked: Sequence[str]) -> DecisionList:
    """The paper of rows that come by meeting."""
    meetings: list[DecisionMeeting] = []
    last = None
    for row in rows:
        meeting = row.item.on
        if meeting.pk != last:
            last = meeting.pk
            one = DecisionMeeting(forum=meeting.forum.name, on=_day(row).isoformat(), entries=[])
            if meeting.state != "approved":
                one["state"] = str(meeting.get_state_display())
            meetings.append(one)
        meetings[-1]["entries"].append(
            DecisionEntry(
                number=row.item.position,
                title=row.item.title,
                case_number=row.item.case.number if row.item.case else "",
                outcome=", ".join(row.outcomes),
                html=row.html,
                closed=row.item.closed,
            )
        )
    return DecisionList(
        schema=SCHEMA,
        asked=list(asked),
        count=len(rows),
        on=timezone.localdate().isoformat(),
        closed=any(row.item.closed for row in rows),
        meetings=meetings,
    )


def rows_of(rows: "Iterable[DecidedRow]") -> list[list[Cell]]:
    """A row for each decision, in the order they come."""
    return [
        [
            _day(row),
            row.item.on.forum.name,
            row.item.position,
            row.item.title,
            row.item.case.number if row.item.case else "",
            row.department,
            ", ".join(row.outcomes),
            plain_text(row.html),
            str(row.item.on.get_state_display()),
            "ja" if row.item.closed else "",
        ]
        for row in rows
    ]


def _day(row: "DecidedRow") -> date:
    return timezone.localdate(row.item.on.starts_at, COPENHAGEN)
