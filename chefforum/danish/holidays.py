"""Danish public holidays and working days.

The days come from the ``holidays`` package: the church's and the state's, and the three on which municipal
offices are shut by agreement (Grundlovsdag, juleaftensdag, nytårsaftensdag).
"""

from collections.abc import Container
from datetime import date, timedelta
from functools import cache

import holidays

_CATEGORIES = ("public", "optional")


@cache
def _of_year(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("DK", years=year, language="da", categories=_CATEGORIES))


def public_holiday(day: date) -> str | None:
    """``Skærtorsdag``; ``None`` on an ordinary day. Weekends are no holidays by themselves."""
    return _of_year(day.year).get(day)


def is_working_day(day: date, shut: Container[date] = ()) -> bool:
    """Whether offices are open: Monday to Friday, no holiday, and not among the days that are ``shut``."""
    return day.weekday() < 5 and public_holiday(day) is None and day not in shut


def working_days_before(day: date, count: int, shut: Container[date] = ()) -> date:
    """The working day that lies ``count`` working days before ``day``; with 0 the day itself."""
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day, shut)
    return day


def working_days_until(day: date, today: date, shut: Container[date] = ()) -> int:
    """How many working days are left until ``day``, negative when it has passed; today itself is not counted."""
    step = 1 if day >= today else -1
    return step * sum(
        is_working_day(today + timedelta(days=step * ahead), shut) for ahead in range(1, abs((day - today).days) + 1)
    )
