"""The figures in the rows of a sheet, and what should be looked at before they are let in."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from chefforum.danish import figure, in_a_line
from chefforum.files.columns import Headed
from chefforum.files.grid import Cell, Grid
from sickleave.intake import values
from sickleave.rules.columns import COLUMNS, FIGURES
from sickleave.rules.quarters import Quarter

_SUM = re.compile(
    r"\A(?:(?:i alt|sum|total|hele kommunen|kommunen|samlet|samlet sum|alle afdelinger)[.:]?|.*\bi alt)", re.IGNORECASE
)
_NEEDED = ("employees", "short", "long")
_ALMOST = Decimal("0.05")


class Name(NamedTuple):
    """What a sheet calls a unit: the department's name, empty where it names none, and the unit's."""

    department: str
    unit: str


class Remark(NamedTuple):
    """Something about a cell: where it is, what stands there, what is said of it; a fault stops the sheet."""

    where: str
    found: str
    text: str
    fault: bool

    def __str__(self) -> str:
        found = f" »{self.found[:60]}«" if self.found else ""
        return f"{self.where}:{found} {self.text}."


@dataclass
class Row:
    """The figures of a unit in a quarter, by the field that :class:`~sickleave.models.Figure` keeps them in; those that
    the sheet has a column for.
    """

    number: int
    name: Name
    quarter: Quarter
    where: str
    figures: dict[str, Decimal | None] = field(default_factory=dict)

    @property
    def days(self) -> Decimal:
        """Sick days, short and long."""
        return (self.figures["short_days"] or Decimal(0)) + (self.figures["long_days"] or Decimal(0))


@dataclass
class Proposal:
    """What a sheet would let in, and what to look at. Nothing may be saved while there are faults."""

    rows: list[Row] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def faults(self) -> list[Remark]:
        """What must be put right in the sheet first."""
        return [one for one in self.remarks if one.fault]

    @property
    def doubts(self) -> list[Remark]:
        """What was read, but should be looked at."""
        return [one for one in self.remarks if not one.fault]

    @property
    def quarters(self) -> list[Quarter]:
        """The quarters that the sheet has figures of."""
        return sorted({row.quarter for row in self.rows})


def read_figures(grid: Grid, headed: Headed, columns: Sequence[str]) -> Proposal:
    """The figures below the headings of a table, by the columns that were chosen. Empty rows are passed over; rows of
    sums are held against the rows above them.
    """
    reader = _Reader(grid, columns)
    for number, row in enumerate(grid.rows[headed.row + 1 :], headed.row + 2):
        reader.take(number, row)
    reader.look_at_sums()
    return reader.proposal


class _Reader:
    def __init__(self, grid: Grid, columns: Sequence[str]) -> None:
        self.grid, self.columns = grid, columns
        self.proposal = Proposal()
        self.seen: dict[tuple[Name, Quarter], int] = {}
        self.sums: list[tuple[str, Quarter | None, Mapping[str, Cell]]] = []

    def take(self, number: int, cells: Sequence[Cell]) -> None:
        by_field = {name: cell for name, cell in zip(self.columns, cells, strict=False) if name}
        if not any(cell.text or cell.trouble for cell in by_field.values()):
            return
        for one in by_field.values():
            if one.trouble:
                self._remark(one, one.trouble, fault=True)
        unit = by_field.get("unit")
        quarter = self._quarter(by_field, quiet=unit is None or not unit.text or bool(_SUM.fullmatch(unit.text)))
        department = by_field.get("department")
        names = [in_a_line(cell.text) if cell else "" for cell in (department, unit)]
        if any(_SUM.fullmatch(name) for name in names) or (names[0] and not names[1]):
            self.sums.append(("" if _SUM.fullmatch(names[0]) else names[0], quarter, by_field))
            return
        if unit is None or not names[1]:
            where = unit or next(iter(by_field.values()))
            self._remark(where, "har intet navn på en enhed og kan ikke læses", fault=True)
            return
        if len(names[1]) > 120:
            self._remark(unit, "er længere end 120 tegn", fault=True)
            return
        name = Name(*names)
        if quarter is None:
            return
        if (name, quarter) in self.seen:
            self._remark(unit, f"står også i række {self.seen[name, quarter]} med {quarter}", fault=True)
            return
        self.seen[name, quarter] = number
        row = Row(number, name, quarter, self.grid.place(unit))
        self._fill(row, by_field)
        self.proposal.rows.append(row)

    def _quarter(self, by_field: Mapping[str, Cell], *, quiet: bool) -> Quarter | None:
        cell = by_field.get("quarter")
        if cell is None:
            return None
        read = values.quarter_in(cell, by_field.get("year"))
        if not quiet:
            self._say(cell, read)
        return read.value if isinstance(read.value, Quarter) else None

    def _fill(self, row: Row, by_field: Mapping[str, Cell]) -> None:
        for name, kept in FIGURES.items():
            cell = by_field.get(name)
            if cell is None:
                if name in _NEEDED:
                    row.figures[kept] = Decimal(0)
                continue  # a sheet without the column says nothing of it
            read = values.figure_in(cell, needed=name in _NEEDED)
            self._say(cell, read)
            value = read.value if isinstance(read.value, Decimal) else None
            row.figures[kept] = value if name == "fulltime" or value is not None else Decimal(0)
        total = by_field.get("total")
        if total is not None and total.text:
            self._look_at_total(row, total)
        if not row.figures["employees"] and row.days and "employees" in by_field:
            self._remark(by_field["employees"], "er nul, men der er sygedage", fault=False)

    def _look_at_total(self, row: Row, cell: Cell) -> None:
        read = values.figure_in(cell, needed=False)
        self._say(cell, read)
        if isinstance(read.value, Decimal) and abs(read.value - row.days) > _ALMOST:
            self._remark(cell, f"er ikke summen af kort og langt, som er {figure(row.days.normalize())}", fault=False)

    def look_at_sums(self) -> None:
        """Hold the rows of sums against the rows that they are the sums of."""
        added: dict[tuple[str, Quarter], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for row in self.proposal.rows:
            for department in {row.name.department, ""}:
                for kept, value in row.figures.items():
                    added[department, row.quarter][kept] += value or Decimal(0)
        for department, quarter, by_field in self.sums:
            quarters = [quarter] if quarter else self.proposal.quarters
            if len(quarters) != 1:
                continue
            found = added.get((department, quarters[0]))
            for name, kept in FIGURES.items():
                cell = by_field.get(name)
                read = values.figure_in(cell, needed=False) if cell else values.Read(None)
                if cell is None or found is None or not isinstance(read.value, Decimal) or name == "fulltime":
                    continue
                if abs(read.value - found[kept]) > Decimal("0.5"):
                    text = f"er ikke summen af rækkerne, som er {figure(found[kept].normalize())} ({COLUMNS[name]})"
                    self._remark(cell, text, fault=False)

    def _say(self, cell: Cell, read: values.Read) -> None:
        if read.fault or read.doubt:
            self._remark(cell, read.fault or read.doubt, fault=bool(read.fault))

    def _remark(self, cell: Cell, text: str, *, fault: bool) -> None:
        self.proposal.remarks.append(Remark(self.grid.place(cell), cell.text, text, fault))
