"""Quarters, and which of them a figure is counted over."""

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from chefforum.danish import quarter_name, year_to_date_name
from sickleave.workflow import Method


class Quarter(NamedTuple):
    """A quarter of a year; quarters sort by time."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter that a day is in."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    def shift(self, by: int) -> "Quarter":
        """The quarter so many later, or earlier where ``by`` is negative."""
        years, rest = divmod(self.ordinal + by, 4)
        return Quarter(years, rest + 1)

    @property
    def ordinal(self) -> int:
        """Quarters since the year 0: differences of it count quarters."""
        return self.year * 4 + self.number - 1

    @property
    def first_day(self) -> date:
        """The first day of the quarter."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_day(self) -> date:
        """The last day of the quarter."""
        month = self.number * 3
        return date(self.year, month, monthrange(self.year, month)[1])

    def __str__(self) -> str:
        return quarter_name(self.year, self.number)


def window(method: str, quarter: Quarter) -> tuple[Quarter, ...]:
    """The quarters whose days are counted, the first first: by method A those of the year so far (D93), by method B
    the last four (D94).
    """
    length = quarter.number if method == Method.YEAR_TO_DATE else 4
    return tuple(quarter.shift(-back) for back in reversed(range(length)))


def compared_with(method: str, quarter: Quarter, step: int = 1) -> Quarter:
    """The quarter at whose end the figure stood that this one is compared with: by method A a year before (D93), by
    method B that of the report before, ``step`` quarters earlier (D94).
    """
    return quarter.shift(-4 if method == Method.YEAR_TO_DATE else -step)


def is_whole_year(method: str, quarter: Quarter) -> bool:
    """Whether a figure counts a whole year's days, as targets do."""
    return len(window(method, quarter)) == 4


def period_name(method: str, quarter: Quarter) -> str:
    """What a period is called: ``1. halvår 2026`` by method A, ``4. kvartal 2026`` by method B."""
    return year_to_date_name(*quarter) if method == Method.YEAR_TO_DATE else str(quarter)


def span(first: Quarter, last: Quarter) -> list[Quarter]:
    """The quarters from one to another, both included."""
    return [first.shift(ahead) for ahead in range(last.ordinal - first.ordinal + 1)]
