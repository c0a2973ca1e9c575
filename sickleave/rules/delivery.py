"""What a delivery is held against: which unit a name is, who is missing, and what jumps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from chefforum.danish import name_key
from sickleave.rules.quarters import Quarter
from sickleave.rules.reckoning import Count
from sickleave.rules.structure import Structure

_AT_LEAST = Decimal(1)


@dataclass(frozen=True)
class Known:
    """A name of a unit, in small letters, with its department's; ``own`` is its own, no other name of it."""

    unit: int
    name: str
    department_name: str
    department: int
    own: bool = True


def unit_called(department: str, name: str, quarter: Quarter, known: Iterable[Known], alive: set[int]) -> int | None:
    """The unit that is meant by a name in a quarter; ``None`` where none is, or more than one may be. A unit that was
    there in the quarter goes before one that was not, and its own name before another name of it.
    """
    wanted, of = name_key(name), name_key(department)
    same = [one for one in known if one.name == wanted]
    if of and any(one.department_name == of for one in same):
        same = [one for one in same if one.department_name == of]
    own = [one for one in same if one.own]
    for some in ([one for one in own if one.unit in alive], [one for one in same if one.unit in alive], own, same):
        there = {one.unit for one in some}
        if there:
            return there.pop() if len(there) == 1 else None
    return None


def units_like(name: str, known: Iterable[Known]) -> list[int]:
    """The units whose names are like one that is not known, the likest first."""
    by_name: dict[str, int] = {}
    for one in known:
        by_name.setdefault(one.name, one.unit)
    return [by_name[one] for one in get_close_matches(name_key(name), list(by_name), n=3, cutoff=0.6)]


def missing_units(
    structure: Structure, quarters: Sequence[Quarter], has: Iterable[tuple[int, Quarter]]
) -> dict[Quarter, list[int]]:
    """The units that were there in a quarter and have no figure, by quarter; only quarters where some are missing."""
    found = set(has)
    told = {
        quarter: [place.pk for place in structure.alive(quarter) if (place.pk, quarter) not in found]
        for quarter in quarters
    }
    return {quarter: units for quarter, units in told.items() if units}


def jumps(now: Count, before: Count, limit: Decimal) -> list[str]:
    """What of a unit's quarter is so far from the quarter before that somebody should look: the employees, or the days
    per employee, by more than ``limit`` percent; a day or less is no jump.
    """
    found = []
    if before.employees and abs(now.employees - before.employees) * 100 > before.employees * limit:
        found.append("ansatte")
    rates = [_rate(one) for one in (before, now)]
    if None not in rates:
        old, new = (rate or Decimal(0) for rate in rates)
        if abs(new - old) > _AT_LEAST and abs(new - old) * 100 > old * limit:
            found.append("sygedage pr. medarbejder")
    return found


def _rate(one: Count) -> Decimal | None:
    return (one.short + one.long) / one.employees if one.employees else None


def totals(counts: Iterable[Mapping[Quarter, Count]], quarter: Quarter) -> Count:
    """What all units had in a quarter."""
    return sum((one[quarter] for one in counts if quarter in one), Count())
