"""Small groups: what may be known of whom (``docs/small-groups.md`` states the rule and why it holds).

One quarter's figures of one unit are the smallest thing that there is to know. Of each quarter it is decided once, and
kept, which of them may be known; whatever is published, over whatever period, by whatever method and in whatever
department, is made of figures that may be known, or of sums over all of a group. So what is hidden in a quarter can be
approached in one way alone: the group's sum less what may be known of it. Enough is hidden that this leaves room.

A group of fewer than ``limit`` employees is never shown. Where one is hidden, others are hidden with it, the smallest
first, until there are enough of them, with at least ``limit`` employees together, and at least ``limit`` days of each
kind: then nobody can place a hidden figure within fewer than ``limit`` days.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from decimal import Decimal

from sickleave.rules.reckoning import NOUGHT, Count

# How many must be hidden together. The head of a department knows its figures, so that of two there would be none.
UNITS_TOGETHER, DEPARTMENTS_TOGETHER = 2, 3


@dataclass(frozen=True)
class Group:
    """A department in a quarter: whether it is hidden, and of each unit whether its own figures may be known."""

    hidden: bool
    units: Mapping[int, bool] = field(default_factory=dict)


Decided = Mapping[int, Group]


@dataclass(frozen=True)
class _Part:
    """One of those among which it is decided whom to hide."""

    pk: int
    employees: Decimal
    days: tuple[Decimal, Decimal, Decimal]


def is_nothing(count: Count) -> bool:
    """Whether a unit had neither employees nor days: it is as if it were not there."""
    return not (count.employees or count.short or count.long or count.child)


def _part(pk: int, count: Count) -> _Part:
    return _Part(pk, count.employees, (count.short, count.long, count.child))


def decide_inside(
    counts: Mapping[int, Count], department_of: Mapping[int, int], *, limit: int, near: Decided | None = None
) -> dict[int, Group]:
    """Of one quarter, what the unit edition may show: its units' counts and the departments they belong to.

    ``near`` is what was decided of a quarter beside it: whom one quarter hides beside a small unit, the next does too
    where that is enough.
    """
    near = near or {}
    departments: dict[int, list[_Part]] = defaultdict(list)
    for unit, count in counts.items():
        if not is_nothing(count):  # what it has later comes late
            departments[department_of[unit]].append(_part(unit, count))
    closed: dict[int, set[int]] = {}
    sealed: set[int] = set()
    for department, parts in departments.items():
        before = {unit for unit, known in near.get(department, Group(False)).units.items() if not known}
        hidden, enough = _hide(parts, _small(parts, limit), limit, UNITS_TOGETHER, before)
        closed[department] = hidden
        if not enough:
            sealed.add(department)
    wholes = [_whole(department, parts) for department, parts in departments.items()]
    gone = _hidden_departments(wholes, sealed, limit, near)
    return {
        department: Group(
            department in gone,
            {one.pk: department not in gone and one.pk not in closed[department] for one in parts},
        )
        for department, parts in departments.items()
    }


def decide_outside(
    counts: Mapping[int, Count],
    department_of: Mapping[int, int],
    inside: Decided,
    *,
    limit: int,
    near: Decided | None = None,
) -> dict[int, Group]:
    """The same of Økonomiudvalget's edition, which shows departments only, and none that the unit edition hides.

    A unit's own figures are not shown there. That they may be known means that a department may be shown with or
    without the unit, so that the difference is the unit.
    """
    departments: dict[int, list[_Part]] = defaultdict(list)
    for unit, count in counts.items():
        if not is_nothing(count):
            departments[department_of[unit]].append(_part(unit, count))
    wholes = [_whole(department, parts) for department, parts in departments.items()]
    forced = {department for department, group in inside.items() if group.hidden}
    gone = _hidden_departments(wholes, forced, limit, near or {})
    known = {unit for group in inside.values() for unit, may in group.units.items() if may}
    return {
        department: Group(
            department in gone,
            {one.pk: department not in gone and one.employees >= limit and one.pk in known for one in parts},
        )
        for department, parts in departments.items()
    }


def _whole(department: int, parts: Iterable[_Part]) -> _Part:
    listed = list(parts)
    days = tuple(sum((one.days[place] for one in listed), NOUGHT) for place in range(3))
    return _Part(department, sum((one.employees for one in listed), NOUGHT), (days[0], days[1], days[2]))


def _small(parts: Iterable[_Part], limit: int) -> set[int]:
    return {one.pk for one in parts if one.employees < limit}


def _hidden_departments(wholes: list[_Part], forced: Set[int], limit: int, near: Decided) -> set[int]:
    before = {department for department, group in near.items() if group.hidden}
    hidden, _ = _hide(wholes, {*_small(wholes, limit), *forced}, limit, DEPARTMENTS_TOGETHER, before)
    return hidden


def _hide(
    parts: Iterable[_Part], first: Set[int], limit: int, together: int, before: Set[int]
) -> tuple[set[int], bool]:
    """``first`` and as many beside them as it takes; and whether that is enough."""
    listed = list(parts)
    hidden = [one for one in listed if one.pk in first]
    if not hidden:
        return set(), True
    # One that knows its own figures leaves the others' sum: among departments it must be enough without the largest.
    spare = together > UNITS_TOGETHER
    rest = sorted(
        (one for one in listed if one.pk not in first), key=lambda one: (one.pk not in before, one.employees, one.pk)
    )
    while not _enough(hidden, limit, together, spare):
        if not rest:
            return {one.pk for one in hidden}, False
        needed = [place for place in range(3) if _room(hidden, place, spare) < limit]
        # One that has days of every kind that there are too few of, so that few are hidden.
        chosen = max(rest, key=lambda one: sum(one.days[place] > 0 for place in needed))
        rest.remove(chosen)
        hidden.append(chosen)
    return {one.pk for one in hidden}, True


def _room(hidden: list[_Part], place: int, spare: bool) -> Decimal:
    days = [one.days[place] for one in hidden]
    return sum(days, NOUGHT) - (max(days, default=NOUGHT) if spare else NOUGHT)


def _enough(hidden: list[_Part], limit: int, together: int, spare: bool) -> bool:
    return (
        len(hidden) >= together
        and sum((one.employees for one in hidden), NOUGHT) >= limit
        and all(_room(hidden, place, spare) >= limit for place in range(3))
    )


def shows_too_few(groups: Decided, counts: Mapping[int, Count], inside: Decided, limit: int) -> bool:
    """Whether a decision, by the counts as they are now, shows a unit or a department of fewer employees than may be
    shown, or a department that ``inside`` hides: figures were corrected after it was made.
    """
    known = known_in(groups)
    if any(known(unit) and not is_nothing(one) and one.employees < limit for unit, one in counts.items()):
        return True
    for department, group in groups.items():
        whole = sum((counts[unit] for unit in group.units if unit in counts), Count())
        few = whole.employees < limit and not is_nothing(whole)
        if not group.hidden and (few or inside.get(department, Group(False)).hidden):
            return True
    return False


def grown(before: Decided, now: Decided) -> dict[int, Group]:
    """A decision that is made again: what was hidden stays so, and what is hidden now is hidden beside it. Units that
    are in neither stay out.
    """
    found = {}
    for department in {*before, *now}:
        old, new = before.get(department, Group(False)), now.get(department, Group(False))
        units = {unit: old.units.get(unit, True) and new.units.get(unit, True) for unit in {*old.units, *new.units}}
        found[department] = Group(old.hidden or new.hidden, units)
    return found


Known = Callable[[int], bool]


def may_show_unit(members: Iterable[int], decided: Decided) -> bool:
    """Whether a series may show its figure of a quarter: ``members`` are the units that it goes back through."""
    known = known_in(decided)
    return all(known(one) for one in members)


def may_show_department(members: Set[int], decided: Decided) -> bool:
    """Whether a department, as it is seen later, may show its figure of a quarter: ``members`` are the units that are
    counted in it. It may, where it can be made of departments that were shown then, with or without units whose own
    figures may be known.
    """
    known = known_in(decided)
    left = set(members)
    for group in decided.values():
        units = set(group.units)
        inside, outside = units & left, units - left
        if not inside:
            continue
        left -= units
        if all(known(one) for one in inside):
            continue
        if group.hidden or not all(known(one) for one in outside):
            return False
    # Units that came after it was decided: a late one that is large may be known by itself, but nobody decided so.
    return not left


def known_in(decided: Decided) -> Known:
    """Whose own figures may be known."""
    known = {unit for group in decided.values() for unit, may in group.units.items() if may}
    return lambda unit: unit in known
