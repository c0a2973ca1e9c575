"""Absence in days per employee. Pure, in ``Decimal``, and never rounded before it is shown (D97).

*Days per employee* of a group over a period are its sick days in all the period's quarters, divided by its average
number of employees: the mean of the quarters' averages (D92–D94). A unit that was there for a part of the period counts
as none in the other quarters, so that the days, and the employees, of a department are the sums of its units'.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from sickleave.rules.quarters import Quarter

NOUGHT = Decimal(0)
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Count:
    """What a group had in a quarter: average employees, and days by their kind.

    ``child`` and ``excluded`` are in neither ``short`` nor ``long`` (D98, D103).
    """

    employees: Decimal = NOUGHT
    fulltime: Decimal = NOUGHT
    short: Decimal = NOUGHT
    long: Decimal = NOUGHT
    child: Decimal = NOUGHT
    excluded: Decimal = NOUGHT

    def __add__(self, other: "Count") -> "Count":
        return Count(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Count)))


@dataclass(frozen=True)
class Absence:
    """What a group had over a period: days as counted, employees and full-time posts as the quarters' mean."""

    employees: Decimal
    fulltime: Decimal
    short_days: Decimal
    long_days: Decimal
    child_days: Decimal
    excluded_days: Decimal

    @property
    def total(self) -> Decimal:
        """Sick days per employee (D92): short and long together, without the child's."""
        return (self.short_days + self.long_days) / self.employees

    @property
    def short(self) -> Decimal:
        """Days of short absence per employee (D95)."""
        return self.short_days / self.employees

    @property
    def long(self) -> Decimal:
        """Days of long absence per employee (D95)."""
        return self.long_days / self.employees

    @property
    def child(self) -> Decimal:
        """The child's 1st and 2nd sick day per employee (D98)."""
        return self.child_days / self.employees

    @property
    def long_share(self) -> Decimal | None:
        """How much of the absence is long, between 0 and 1 (D96); ``None`` where there is none."""
        days = self.short_days + self.long_days
        return self.long_days / days if days else None


def over(quarters: Iterable[Quarter], counts: Mapping[Quarter, Count]) -> Absence | None:
    """The absence over some quarters; ``None`` where one has no figure, or nobody was employed."""
    listed = list(quarters)
    if any(one not in counts for one in listed):
        return None
    added = sum((counts[one] for one in listed), Count())
    if not added.employees:
        return None
    number = len(listed)
    return Absence(
        employees=added.employees / number,
        fulltime=added.fulltime / number,
        short_days=added.short,
        long_days=added.long,
        child_days=added.child,
        excluded_days=added.excluded,
    )


def add_up(counts: Iterable[Mapping[Quarter, Count]]) -> dict[Quarter, Count]:
    """The counts of several groups together, by quarter."""
    found: dict[Quarter, Count] = {}
    for one in counts:
        for quarter, count in one.items():
            found[quarter] = found[quarter] + count if quarter in found else count
    return found


def is_long(calendar_days: int, *, limit: int = 30, exactly_short: bool = True) -> bool:
    """Whether absence of so many calendar days in a row is long. The minutes say »less than« and »more than« 30 and
    leave out 30 itself, which is therefore a setting (D95).
    """
    return calendar_days > limit if exactly_short else calendar_days >= limit


class Trend(StrEnum):
    """Which way a figure went (D100)."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"


TREND_WORDS = {Trend.UP: "Stigende", Trend.DOWN: "Faldende", Trend.FLAT: "Uændret"}


def shown(value: Decimal) -> Decimal:
    """A figure as it is shown: one decimal, a half away from zero."""
    return value.quantize(_TENTH, ROUND_HALF_UP)


def trend(change: Decimal) -> Trend:
    """Which way a change goes. One that is shown as 0,0 is none."""
    tenths = shown(change)
    if not tenths:
        return Trend.FLAT
    return Trend.UP if tenths > 0 else Trend.DOWN


def parts_disagree(now: Absence, before: Absence | None = None) -> bool:
    """Whether the shown parts do not add up to the shown whole, of the figures or of their changes (D97)."""
    triples = [(now.short, now.long, now.total)]
    if before is not None:
        triples.append((now.short - before.short, now.long - before.long, now.total - before.total))
    return any(shown(short) + shown(long) != shown(total) for short, long, total in triples)
