"""The days of a series of meetings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from chefforum.danish import date_in_list, public_holiday, weekday_name
from chefforum.workflow import Refused

_MOST = 120


@dataclass(frozen=True)
class SeriesDay:
    """A day of a series, and why it is stepped over (empty when it is not)."""

    day: date
    reason: str


def odd_day(day: date, today: date, shut: Mapping[date, str]) -> str:
    """Why nobody would expect a meeting on the day, as a sentence; empty on an ordinary day to come."""
    if day < today:
        return "Datoen er passeret."
    name = public_holiday(day) or shut.get(day)
    if name:
        return f"{date_in_list(day, today)} er {name.lower()}."
    if day.weekday() >= 5:
        return f"{date_in_list(day, today)} er en {weekday_name(day)}."
    return ""


def series_days(first: date, last: date, *, every_weeks: int, shut: Mapping[date, str]) -> list[SeriesDay]:
    """Every ``every_weeks`` weeks from ``first`` to ``last`` (included), each with the holiday it falls on.

    Raises :class:`Refused` for a series that ends before it begins or is longer than 120 meetings.
    """
    if last < first:
        raise Refused("Rækken slutter, før den begynder. Vælg en senere slutdato.")
    if (last - first).days // (7 * every_weeks) >= _MOST:
        raise Refused(f"Rækken har over {_MOST} møder. Vælg en tidligere slutdato.")
    days = []
    day = first
    while day <= last:
        days.append(SeriesDay(day, public_holiday(day) or shut.get(day, "")))
        day += timedelta(weeks=every_weeks)
    return days
