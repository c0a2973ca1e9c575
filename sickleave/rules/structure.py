"""Units and departments through time: which figures make one series, and where a series breaks (D107).

Everything is seen from a quarter, as the organisation is at its end. A figure of a unit that has since moved or been
merged belongs to the unit that it lives on in, as far as the handovers say that the series follows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from sickleave.rules.quarters import Quarter


@dataclass(frozen=True)
class Place:
    """A unit, as ``chefforum.organisation.models.Unit`` keeps it."""

    pk: int
    name: str
    department: int
    start: date | None = None
    end: date | None = None
    successor: int | None = None
    follows: bool = True


@dataclass(frozen=True)
class Branch:
    """A department, as ``chefforum.organisation.models.Department`` keeps it."""

    pk: int
    name: str
    end: date | None = None
    successor: int | None = None
    follows: bool = True


def _gone(end: date | None, at: Quarter) -> bool:
    return end is not None and end < at.last_day


class Structure:
    """The units and departments there are and were."""

    def __init__(self, places: Iterable[Place], branches: Iterable[Branch]) -> None:
        self.places: Mapping[int, Place] = {one.pk: one for one in places}
        self.branches: Mapping[int, Branch] = {one.pk: one for one in branches}

    def alive(self, at: Quarter) -> list[Place]:
        """The units that there are at the end of a quarter."""
        return [
            one
            for one in self.places.values()
            if not _gone(one.end, at) and (one.start is None or one.start <= at.last_day)
        ]

    def root(self, unit: int, at: Quarter) -> int:
        """The unit whose series a unit's figures belong to, seen from a quarter."""
        seen = {unit}
        place = self.places[unit]
        while _gone(place.end, at) and place.follows and place.successor and place.successor not in seen:
            seen.add(place.successor)
            place = self.places[place.successor]
        return place.pk

    def department(self, unit: int, at: Quarter) -> int:
        """The department that a unit's figures are counted in, seen from a quarter."""
        return self._branch_at(self.places[self.root(unit, at)].department, at)

    def _branch_at(self, department: int, at: Quarter) -> int:
        seen = {department}
        branch = self.branches[department]
        while _gone(branch.end, at) and branch.successor and branch.successor not in seen:
            seen.add(branch.successor)
            branch = self.branches[branch.successor]
        return branch.pk

    @cached_property
    def _predecessors(self) -> Mapping[int, list[Place]]:
        found: dict[int, list[Place]] = defaultdict(list)
        for one in self.places.values():
            if one.successor:
                found[one.successor].append(one)
        return found

    def unit_breaks(self, unit: int) -> set[Quarter]:
        """The quarters at whose beginning a unit's series breaks: where it, or one that it goes back through, took
        over from a unit whose series does not follow.
        """
        found: set[Quarter] = set()
        waiting, seen = [unit], {unit}
        while waiting:
            for one in self._predecessors.get(waiting.pop(), []):
                if not one.follows:
                    found.add(_begins_after(one.end))
                elif one.pk not in seen:
                    seen.add(one.pk)
                    waiting.append(one.pk)
        return found

    def department_breaks(self, at: Quarter) -> dict[int, set[Quarter]]:
        """The same of each department that has breaks, seen from a quarter: where a unit came or went between two
        departments without its series, or a department took over from one whose figures do not follow.
        """
        found: dict[int, set[Quarter]] = defaultdict(set)
        for one in self.places.values():
            if one.successor and not one.follows and _gone(one.end, at):
                left = self._branch_at(one.department, at)
                joined = self._branch_at(self.places[one.successor].department, at)
                if left != joined:
                    for department in (left, joined):
                        found[department].add(_begins_after(one.end))
        for branch in self.branches.values():
            if branch.successor and not branch.follows and _gone(branch.end, at):
                found[self._branch_at(branch.successor, at)].add(_begins_after(branch.end))
        return dict(found)


def _begins_after(end: date | None) -> Quarter:
    assert end is not None
    return Quarter.of(end + timedelta(days=1))


def breaks_within(breaks: Iterable[Quarter], first: Quarter, last: Quarter) -> list[Quarter]:
    """The breaks that lie between the first and the last of some quarters, the first first."""
    return sorted(one for one in breaks if first < one <= last)
