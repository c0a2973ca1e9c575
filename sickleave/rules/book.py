"""The figures of every group, seen from a quarter: its own over a period, what that is compared with, and its series.

Where a figure or a comparison is not given, it is said why.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sickleave.rules.guard import Decided, Group, is_nothing, may_show_department, may_show_unit
from sickleave.rules.quarters import Quarter, compared_with, span, window
from sickleave.rules.reckoning import Absence, Count, add_up, over
from sickleave.rules.structure import Structure, breaks_within
from sickleave.workflow import Method


class Level(StrEnum):
    """What kind of group it is."""

    WHOLE = "whole"
    DEPARTMENT = "department"
    UNIT = "unit"


class Key(NamedTuple):
    """A group: the municipality (``pk`` 0), a department or a unit."""

    level: Level
    pk: int = 0


WHOLE = Key(Level.WHOLE)


class Why(StrEnum):
    """Why a figure is not given, or not compared."""

    NONE = ""
    FEW = "few"  # fewer employees than may be shown
    HIDDEN = "hidden"  # hidden, so that a small group cannot be reckoned out
    NOBODY = "nobody"  # nobody was employed
    NEW = "new"  # not there for the whole period
    CLOSED = "closed"  # there no longer
    METHOD = "method"  # the period, or the comparison, crosses a change of basis
    ORGANISATION = "organisation"  # the same with a change of the organisation
    MISSING = "missing"  # no figures were delivered


@dataclass(frozen=True)
class Seen:
    """A group at a quarter: what it had, what that is compared with, and why either is not there."""

    key: Key
    now: Absence | None
    why: Why
    before: Absence | None
    why_not_compared: Why


class Point(NamedTuple):
    """A point of a series. ``joined`` says whether a line may lead to it from the point before."""

    quarter: Quarter
    absence: Absence | None
    joined: bool
    why: Why


class Book:
    """All figures, seen from ``at``.

    ``counts`` are by unit and quarter, ``bases`` the quarters at which another basis begins. ``decided`` says what may
    be known of each quarter, ``None`` that all may; of what the departments ``own`` had, whoever asks may know all.
    ``limit`` is the fewest employees that may be shown.
    """

    def __init__(
        self,
        structure: Structure,
        counts: Mapping[int, Mapping[Quarter, Count]],
        bases: Iterable[Quarter],
        at: Quarter,
        *,
        decided: Mapping[Quarter, Decided] | None = None,
        own: Iterable[int] = (),
        limit: int = 0,
    ) -> None:
        self.structure, self.at, self.decided, self.limit = structure, at, decided, limit
        self.bases = self._later(bases, counts)
        self.own = frozenset(own)
        self._members: dict[Key, list[int]] = defaultdict(list)
        self._department: dict[int, int] = {}
        for unit in counts:
            root = structure.root(unit, at)
            self._department[root] = department = structure.department(unit, at)
            for key in (WHOLE, Key(Level.DEPARTMENT, department), Key(Level.UNIT, root)):
                self._members[key].append(unit)
        self._units = counts
        self._counts = {key: add_up(counts[one] for one in units) for key, units in self._members.items()}
        self._department_breaks = structure.department_breaks(at)

    @staticmethod
    def _later(bases: Iterable[Quarter], counts: Mapping[int, Mapping[Quarter, Count]]) -> list[Quarter]:
        """The bases that begin after the first figures: at those before nothing breaks."""
        first = min((quarter for by in counts.values() for quarter in by), default=None)
        return sorted(one for one in bases if first is not None and one > first)

    def departments(self) -> list[Key]:
        """The departments that there are figures of."""
        return [key for key in self._members if key.level == Level.DEPARTMENT]

    def units(self, department: int | None = None) -> list[Key]:
        """The units that there are figures of, of one department or all."""
        return [
            key for key in self._members if key.level == Level.UNIT and department in (None, self._department[key.pk])
        ]

    def department_of(self, unit: int) -> int:
        """The department that a unit is counted in."""
        return self._department[unit]

    def counts(self, key: Key) -> Mapping[Quarter, Count]:
        """What a group had in each quarter, whatever may be shown. For reckoning and checks, never for a page."""
        return self._counts.get(key, {})

    def see(self, key: Key, method: str, quarter: Quarter, step: int = 1) -> Seen:
        """A group at a quarter."""
        now, why = self._over(key, method, quarter)
        if now is None:
            return Seen(key, None, why, None, why)
        other = compared_with(method, quarter, step)
        before, why_not = self._over(key, method, other)
        if before is not None:
            why_not = self._crosses(key, window(method, other)[0], quarter)
        return Seen(key, now, Why.NONE, None if why_not else before, why_not)

    def series(self, key: Key, method: str, first: Quarter, last: Quarter) -> list[Point]:
        """A group's figures up to a quarter: by method A those of the same part of each year, by method B of every
        quarter. No line crosses a change of basis or of organisation.
        """
        step = 4 if method == Method.YEAR_TO_DATE else 1
        quarters = [one for one in span(first, last) if (last.ordinal - one.ordinal) % step == 0]
        points: list[Point] = []
        for quarter in quarters:
            absence, why = self._over(key, method, quarter)
            last_point = points[-1] if points else None
            joined = (
                absence is not None
                and last_point is not None
                and last_point.absence is not None
                and not self._crosses(key, last_point.quarter, quarter)
            )
            points.append(Point(quarter, absence, joined, why))
        return points

    def breaks(self, key: Key) -> list[Quarter]:
        """The quarters at whose beginning a group's series breaks."""
        return sorted({*self.bases, *self._organisation(key)})

    def _organisation(self, key: Key) -> Iterable[Quarter]:
        if key.level == Level.UNIT:
            return self.structure.unit_breaks(key.pk)
        return self._department_breaks.get(key.pk, ()) if key.level == Level.DEPARTMENT else ()

    def _crosses(self, key: Key, first: Quarter, last: Quarter) -> Why:
        if breaks_within(self.bases, first, last):
            return Why.METHOD
        return Why.ORGANISATION if breaks_within(self._organisation(key), first, last) else Why.NONE

    def _over(self, key: Key, method: str, quarter: Quarter) -> tuple[Absence | None, Why]:
        quarters = window(method, quarter)
        counts = self._counts.get(key, {})
        crossed = self._crosses(key, quarters[0], quarters[-1])
        if crossed:
            return None, crossed
        absence = over(quarters, counts)
        if absence is None:
            return None, self._absent(key, quarters)
        if not self._may_show(key, quarters):
            return None, Why.FEW if absence.employees < self.limit else Why.HIDDEN
        return absence, Why.NONE

    def _absent(self, key: Key, quarters: Iterable[Quarter]) -> Why:
        listed = list(quarters)
        if all(one in self._counts.get(key, {}) for one in listed):
            return Why.NOBODY
        there = [one for one in listed if one in self._counts.get(key, {})]
        if key.level != Level.UNIT or not there:
            return Why.MISSING
        return Why.NEW if listed[-1] in there else Why.CLOSED

    def _may_show(self, key: Key, quarters: Iterable[Quarter]) -> bool:
        if self.decided is None or key.level == Level.WHOLE:
            return True
        return all(self._may_show_in(key, quarter) for quarter in quarters)

    def _may_show_in(self, key: Key, quarter: Quarter) -> bool:
        decided = (self.decided or {}).get(quarter)
        if decided is None:
            return False
        units = {one for one in self._members[key] if quarter in self._units[one]}
        members = {one for one in units if not is_nothing(self._units[one][quarter])}
        # A head knows the own department's figures of the quarters that they were the department's.
        rest = {one for one in members if not self._is_own(one, quarter, decided)}
        if may_show_unit(rest, decided) and (key.level == Level.UNIT or rest != members):
            return True
        return key.level == Level.DEPARTMENT and may_show_department(members, decided)

    def _is_own(self, unit: int, quarter: Quarter, decided: Decided) -> bool:
        """Whoever has several departments could reckon with two that are hidden, and sees none of them for it."""
        department = self.structure.department(unit, quarter)
        if department not in self.own:
            return False
        return len(self.own) == 1 or not decided.get(department, Group(False)).hidden
