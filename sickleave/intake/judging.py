"""What a sheet's figures would do, and what should be looked at: held against the units and figures that there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from chefforum.danish import count, enumerate_words, figure, name_key
from chefforum.organisation.queries import departments_in_use
from sickleave import queries
from sickleave.intake.sheet import Name, Proposal, Remark, Row
from sickleave.rules.columns import COLUMNS, FIGURES
from sickleave.rules.delivery import Known, jumps, missing_units, totals, unit_called, units_like
from sickleave.rules.quarters import Quarter
from sickleave.rules.reckoning import NOUGHT, Count
from sickleave.rules.structure import Structure

# What a person can say of a name that is not known: a unit's number, a department's with this before it, or to pass.
NEW, PASS = "ny:", "spring"
_HEADINGS = {kept: COLUMNS[name] for name, kept in FIGURES.items()}


@dataclass(frozen=True)
class Line:
    """A row and what it would do: ``new``, ``corrected`` or ``same``; ``turned`` says what is corrected."""

    row: Row
    unit: int | None
    new_in: int | None
    what: str
    turned: list[str]


@dataclass(frozen=True)
class Sum:
    """What all units have in a quarter, with the sheet let in, and what they had the quarter before."""

    quarter: Quarter
    now: Count
    before: Count | None


@dataclass
class Judged:
    """What a sheet would do. Nothing may be saved while names are not placed."""

    lines: list[Line] = field(default_factory=list)
    unplaced: list[Name] = field(default_factory=list)
    unknown: list[tuple[Name, list[int]]] = field(default_factory=list)
    doubts: list[Remark] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)

    def number(self, what: str) -> int:
        """How many rows do a thing."""
        return sum(line.what == what for line in self.lines)


def judge(proposal: Proposal, placed: Mapping[Name, str]) -> Judged:
    """What a sheet would do, ``placed`` being what a person has said of the names that are not known. For those who
    keep the figures.
    """
    judge = _Judge(proposal, placed)
    for row in proposal.rows:
        judge.take(row)
    return judge.done()


class _Judge:
    def __init__(self, proposal: Proposal, placed: Mapping[Name, str]) -> None:
        self.proposal, self.placed, self.judged = proposal, placed, Judged()
        self.structure, self.limits = queries.structure(), queries.limits()
        self.known = [Known(*row) for row in queries.names_of_units()]
        self.home = {one.unit: one.department_name for one in self.known}
        departments = list(departments_in_use())
        self.departments = {one.pk for one in departments}
        self.called = {name_key(one.name) for one in departments} | set(self.home.values())
        self.alive = {quarter: {place.pk for place in self.structure.alive(quarter)} for quarter in proposal.quarters}
        current = queries.current_figures()
        self.kept = {(one.unit_id, Quarter(one.year, one.quarter)): one for one in current}
        self.after = {unit: dict(by) for unit, by in queries.counts().items()}
        self.unknown: dict[Name, None] = {}
        self.seen: dict[tuple[object, Quarter], Row] = {}

    def take(self, row: Row) -> None:
        unit = unit_called(*row.name, row.quarter, self.known, self.alive[row.quarter])
        department = None
        if unit is None:
            self.unknown.setdefault(row.name)
            unit, department, passed = _placed(self.placed.get(row.name, ""), self.structure, self.departments)
            if passed:
                return
            if unit is None and department is None:
                if row.name not in self.judged.unplaced:
                    self.judged.unplaced.append(row.name)
                return
        one = unit if unit is not None else (department, name_key(row.name.unit))
        if (one, row.quarter) in self.seen:
            text = f"er samme enhed og kvartal som række {self.seen[one, row.quarter].number}"
            self.proposal.remarks.append(Remark(row.where, row.name.unit, text, fault=True))
            return
        self.seen[one, row.quarter] = row
        if unit is not None:
            self._look_at(row, unit)
        old = self.kept.get((unit, row.quarter)) if unit is not None else None
        self.judged.lines.append(_line(row, unit, department, old))
        # A unit that is not made yet is counted for itself.
        self.after.setdefault(unit if unit is not None else -row.number, {})[row.quarter] = _count(row)

    def _look_at(self, row: Row, unit: int) -> None:
        said = name_key(row.name.department)
        if said in self.called and self.home[unit] != said and row.name not in self.unknown:
            department = self.structure.branches[self.structure.places[unit].department].name
            self._doubt(row, f"er læst som enheden i {department}")
        if unit not in self.alive[row.quarter]:
            self._doubt(row, f"fandtes ikke i {row.quarter}. Se enhedens datoer efter")

    def _doubt(self, row: Row, text: str) -> None:
        self.judged.doubts.append(Remark(row.where, row.name.unit, text, fault=False))

    def done(self) -> Judged:
        judged, quarters = self.judged, self.proposal.quarters
        judged.unknown = [(name, units_like(name.unit, self.known)) for name in self.unknown]
        judged.doubts += _jumps(judged.lines, self.after, self.limits.jump)
        judged.doubts += _missing(self.structure, quarters, self.after)
        judged.sums = _sums(quarters, self.after)
        return judged


def _placed(said: str, structure: Structure, departments: set[int]) -> tuple[int | None, int | None, bool]:
    if said == PASS:
        return None, None, True
    number = said.removeprefix(NEW)
    if not (number.isascii() and number.isdigit()):
        return None, None, False
    pk = int(number)
    if said.startswith(NEW):
        return None, pk if pk in departments else None, False
    return pk if pk in structure.places else None, None, False


def _count(row: Row) -> Count:
    return Count(*((row.figures.get(kept) or NOUGHT) for kept in FIGURES.values()))


def _line(row: Row, unit: int | None, department: int | None, old: object | None) -> Line:
    if old is None:
        return Line(row, unit, department, "new", [])
    turned = []
    for kept, value in row.figures.items():
        before: Decimal | None = getattr(old, kept)
        if before != value:
            ways = ["intet" if one is None else figure(one.normalize()) for one in (before, value)]
            turned.append(f"{_HEADINGS[kept]}: {ways[0]} → {ways[1]}")
    return Line(row, unit, department, "corrected" if turned else "same", turned)


def _jumps(lines: Iterable[Line], after: Mapping[int, Mapping[Quarter, Count]], limit: Decimal) -> list[Remark]:
    found = []
    for line in lines:
        before = after.get(line.unit or 0, {}).get(line.row.quarter.shift(-1))
        if before is None or line.what == "same":
            continue
        what = jumps(_count(line.row), before, limit)
        if what:
            text = f"springer over {figure(limit.normalize())}\u00a0% fra kvartalet før: {enumerate_words(what)}"
            found.append(Remark(line.row.where, line.row.name.unit, text, fault=False))
    return found


def _missing(
    structure: Structure, quarters: list[Quarter], after: Mapping[int, Mapping[Quarter, Count]]
) -> list[Remark]:
    has = [(unit, quarter) for unit, by in after.items() for quarter in by]
    found = []
    for quarter, units in missing_units(structure, quarters, has).items():
        names = [structure.places[unit].name for unit in units]
        more = f" og {count(len(names) - 8, 'anden', 'andre')}" if len(names) > 8 else ""
        text = f"{count(len(names), 'enhed', 'enheder')} mangler: {enumerate_words(names[:8])}{more}"
        found.append(Remark(str(quarter), "", text, fault=False))
    return found


def _sums(quarters: list[Quarter], after: Mapping[int, Mapping[Quarter, Count]]) -> list[Sum]:
    by_quarter: dict[Quarter, Count] = defaultdict(Count)
    for one in {*quarters, *(quarter.shift(-1) for quarter in quarters)}:
        by_quarter[one] = totals(after.values(), one)
    found = []
    for quarter in quarters:
        before = by_quarter[quarter.shift(-1)]
        found.append(Sum(quarter, by_quarter[quarter], before if before.employees else None))
    return found
