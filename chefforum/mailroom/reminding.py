"""When a reminder is due, and when it has something to say that was not said before."""

from collections.abc import Sequence
from datetime import date

# A reminder goes out so many days before the day, on it, and every so many days after it.
NEAR_DAYS, EVERY_DAYS = 3, 3
FAR = "far"


def stage(due: date, today: date) -> str:
    """How near a day is: ``far``, ``near``, then ``late1``, ``late2`` …, a step every third day."""
    ahead = (due - today).days
    if ahead > NEAR_DAYS:
        return FAR
    return "near" if ahead >= 0 else f"late{(-ahead - 1) // EVERY_DAYS + 1}"


def is_news(now: Sequence[object], before: Sequence[object] | None) -> bool:
    """Whether there is more to say than was told: another stage, or more things. Both are a stage and a number; fewer
    things are no news.
    """
    return before is None or now[0] != before[0] or int(str(now[1])) > int(str(before[1]))
