"""The clock of a meeting that is being held: what is spent, when each point is expected, and when it all ends."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from chefforum.danish.dates import COPENHAGEN
from meetings.models import AgendaItem, Meeting, Turn
from meetings.rules.timing import meeting_end
from meetings.workflow import TurnState

# What is left of the meeting: a point that was skipped may still be taken.
_LEFT = (TurnState.WAITING, TurnState.NOW)


@dataclass(frozen=True)
class Forecast:
    """``spent`` and ``planned`` are minutes of the present point, ``planned`` ``None`` where nobody has said.

    ``starts`` says when each point that is left is expected, by its item's id; ``late`` is how many minutes after its
    planned end the meeting is expected to end, below zero when it ends before, and ``None`` for a meeting that is held
    on another day than planned, where it would say nothing.
    """

    spent: int = 0
    planned: int | None = None
    starts: dict[int, datetime] = field(default_factory=dict)
    end: datetime | None = None
    late: int | None = None

    @property
    def share(self) -> int:
        """How much of the planned time of the present point is spent, in percent, 100 at most."""
        return min(100, round(100 * self.spent / self.planned)) if self.planned else 0


def place_of(item: AgendaItem) -> int:
    """The place an item is taken in: its turn's, and its number until it has one."""
    turn: Turn | None = getattr(item, "turn", None)
    return turn.place if turn is not None else item.position


def spent_seconds(turn: Turn, now: datetime) -> int:
    """The time a point has taken so far."""
    running = (now - turn.began_at).total_seconds() if turn.state == TurnState.NOW and turn.began_at else 0
    return turn.spent + max(0, int(running))


def forecast(meeting: Meeting, turns: Sequence[tuple[AgendaItem, Turn]], *, now: datetime) -> Forecast:
    """What to expect of the rest of the meeting. ``turns`` in the order they are taken.

    The present point is reckoned to take what is left of its minutes and no more, a point without minutes to take none,
    and one with a fixed start not to begin before it.
    """
    began = timezone.localdate(meeting.began_at or max(now, meeting.starts_at), COPENHAGEN)
    present = next(((item, turn) for item, turn in turns if turn.state == TurnState.NOW), None)
    spent, planned = 0, None
    cursor = max(now, meeting.starts_at) if meeting.began_at is None else now
    starts: dict[int, datetime] = {}
    if present is not None:
        spent, planned = spent_seconds(present[1], now) // 60, present[0].planned_minutes
        starts[present[0].pk] = present[1].began_at or now
        cursor = now + timedelta(seconds=max(0, (planned or 0) * 60 - spent_seconds(present[1], now)))
    for item, turn in turns:
        if turn.state not in _LEFT or turn.state == TurnState.NOW:
            continue
        if item.fixed_start is not None:
            cursor = max(cursor, datetime.combine(began, item.fixed_start, COPENHAGEN))
        starts[item.pk] = cursor
        left = max(0, (item.planned_minutes or 0) * 60 - turn.spent)
        cursor += timedelta(seconds=left)
    end = meeting.ended_at or cursor
    ends = meeting_end(meeting)
    on_the_day = began == timezone.localdate(meeting.starts_at, COPENHAGEN)
    late = round((end - ends).total_seconds() / 60) if ends is not None and on_the_day else None
    return Forecast(spent=spent, planned=planned, starts=starts, end=end, late=late)
