"""The points in the rows of a sheet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from budget.intake import values
from budget.intake.columns import amount_field
from budget.rules.columns import STATUS_COLUMNS
from budget.rules.entry import Entry
from budget.rules.fields import LONGEST
from budget.rules.numbering import Number
from budget.workflow import CarryOver
from chefforum.danish import in_a_line, name_key
from chefforum.files.columns import Headed
from chefforum.files.grid import Cell, Grid

_CHAPTER = re.compile(
    r"(?:kapitel\s+)?(?P<number>[1-9]\d{0,2})(?P<other>)(?:[.:)]\s*|\s+[–-]\s+|\s+|$)(?P<title>.*)",
    re.IGNORECASE | re.ASCII,
)
_HEADING = re.compile(
    r"(?:kapitel\s+(?P<number>[1-9]\d{0,2})\s*[.:)–-]*|(?P<other>[1-9]\d{0,2})\s*[.:)])\s*(?P<title>.+)",
    re.IGNORECASE | re.ASCII,
)
_LONGEST = {"title": 300, "text": 20_000, "case_forum": 80, "case_when": 80}
_BETWEEN_NAMES = re.compile(r"[;\n/]|(?<=\s)og(?=\s)")


@dataclass(frozen=True)
class Names:
    """Whom and what a sheet can name, by :func:`~chefforum.danish.name_key`. A name that two have is left out."""

    departments: Mapping[str, int]
    offices: Mapping[str, int]
    people: Mapping[str, int]


class Remark(NamedTuple):
    """Something about a cell: where it is, what stands there, what is said of it; a fault stops the row."""

    where: str
    found: str
    text: str
    fault: bool

    def __str__(self) -> str:
        return f"{self.where}: »{self.found[:60]}« {self.text}."


@dataclass
class Row:
    """A point as the sheet has it. ``facts`` and ``status`` hold only what the sheet has a column for; ``cells`` are
    where each field stands, and its text there.
    """

    number: Number
    row: int
    facts: dict[str, object] = field(default_factory=dict)
    people: list[int] | None = None
    amounts: dict[tuple[str, int], Decimal | None] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def entry(self) -> Entry:
        """What is to be said of the point."""
        return Entry(self.number, self.facts, self.people, self.amounts)


@dataclass
class Proposal:
    """What a sheet would make of an agreement: its chapters' titles by their numbers, its points, and what to look at.

    Nothing may be saved while there are faults.
    """

    chapters: dict[int, str] = field(default_factory=dict)
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


def read_register(grid: Grid, headed: Headed, columns: Sequence[str], names: Names) -> Proposal:
    """The points below the headings of a table, by the columns that were chosen. Rows without a number that name a
    chapter, »2. Ældre og sundhed«, head the rows below them; empty rows and rows of sums are passed over.
    """
    reader = _Reader(grid, columns, names)
    for number, row in enumerate(grid.rows[headed.row + 1 :], headed.row + 2):
        reader.take(number, row)
    return reader.proposal


class _Reader:
    def __init__(self, grid: Grid, columns: Sequence[str], names: Names) -> None:
        self.grid, self.columns, self.names = grid, columns, names
        self.proposal = Proposal()
        self.seen: dict[Number, int] = {}

    def take(self, row_number: int, cells: Sequence[Cell]) -> None:
        by_field = {name: cell for name, cell in zip(self.columns, cells, strict=False) if name}
        if not any(cell.text or cell.trouble for cell in by_field.values()):
            return
        for one in by_field.values():
            if one.trouble:
                self._remark(one, one.trouble, fault=True)
        cell = by_field.get("number")
        title = by_field.get("title")
        bare = [one for one in cells if one.text]
        if self._is_heading(bare, cell):
            return
        if cell is None or not cell.text:
            if title is not None and title.text and "sum" not in title.text.casefold()[:8]:
                self._remark(title, "har intet nummer og er sprunget over", fault=False)
            return
        read = values.number_in(cell)
        self._say(cell, read)
        if not isinstance(read.value, Number):
            return
        if read.value in self.seen:
            self._remark(cell, f"står også i række {self.seen[read.value]}", fault=True)
            return
        self.seen[read.value] = row_number
        row = Row(read.value, row_number, cells={name: (one.where, one.text) for name, one in by_field.items()})
        self._fill(row, by_field)
        self.proposal.rows.append(row)

    def _is_heading(self, bare: Sequence[Cell], number: Cell | None) -> bool:
        """Whether the row names a chapter: »2. Ældre og sundhed« or »Kapitel 2: …« alone, or 2 as its number and the
        title in the next cell. A row that only begins with a figure, »3 nye pædagoger«, does not.
        """
        if not bare or len(bare) > 2 or (number is not None and values.number_in(number).value):
            return False
        alone = number is not None and re.fullmatch(r"\d{1,3}\.?", number.text)
        if len(bare) == 2 and alone and number is not None and bare[0] is number:
            match = _CHAPTER.fullmatch(f"{number.text.rstrip('.')}. {in_a_line(bare[1].text)}")
        else:
            match = _HEADING.fullmatch(in_a_line(bare[0].text)) if len(bare) == 1 else None
        if match is None or not re.search(r"[^\W\d]", match["title"]):
            return False
        self._chapter(int(match["number"] or match["other"]), match["title"][:160])
        return True

    def _chapter(self, number: int, title: str) -> None:
        if title:
            self.proposal.chapters[number] = title

    def _fill(self, row: Row, by_field: Mapping[str, Cell]) -> None:
        for name, cell in by_field.items():
            amount = amount_field(name)
            if amount:
                read = values.amount_in(cell)
                self._say(cell, read)
                row.amounts[amount] = read.value if isinstance(read.value, Decimal) else None
            elif name == "chapter":
                self._chapter_cell(row, cell)
            elif name in STATUS_COLUMNS:
                self._status(row, name, cell)
            elif name == "needs_case":
                read = values.yes_in(cell)
                self._say(cell, read)
                row.facts[name] = read.value
            elif name not in ("number", "department", "office", "people", "responsible"):
                self._text(row, name, cell)
        if row.status.get("carry", CarryOver.PART) != CarryOver.PART:
            row.status.pop("carry_part", None)
        self._responsible(row, by_field)

    def _chapter_cell(self, row: Row, cell: Cell) -> None:
        match = _CHAPTER.fullmatch(in_a_line(cell.text))
        number, title = (int(match["number"]), match["title"]) if match else (row.number.chapter, cell.text)
        if number != row.number.chapter:
            self._remark(cell, f"er et andet kapitel end nummeret {row.number} siger", fault=False)
        else:
            self._chapter(number, title[:160])

    def _text(self, row: Row, name: str, cell: Cell) -> None:
        if name == "title" and not cell.text:
            self._remark(cell, f"er tom, så punkt {row.number} har ingen titel", fault=True)
        text = " ".join(cell.text.split()) if name != "text" else cell.text
        longest = _LONGEST[name]
        if len(text) > longest:
            self._remark(cell, f"er længere end {longest} tegn", fault=True)
        row.facts[name] = text

    def _status(self, row: Row, name: str, cell: Cell) -> None:
        if not (cell.text or (name == "light" and cell.fill)):
            return  # an empty cell says nothing of what somebody may have written
        read = {
            "light": values.light_in,
            "carry": values.carry_in,
            "finish_on": values.day_in,
        }.get(name, lambda one: values.Read(one.text))(cell)
        self._say(cell, read)
        value = read.value
        text = value.isoformat() if isinstance(value, date) else str(value or "")
        if len(text) > LONGEST.get(name, 4000):
            self._remark(cell, f"er længere end {LONGEST[name]} tegn", fault=True)
        row.status[name] = text

    def _responsible(self, row: Row, by_field: Mapping[str, Cell]) -> None:
        free: list[str] = []
        for name, known in (("department", self.names.departments), ("office", self.names.offices)):
            cell = by_field.get(name)
            if cell is None:
                continue
            row.facts[name] = known.get(name_key(cell.text))
            if cell.text and row.facts[name] is None:
                self._remark(cell, "kendes ikke og skrives under »Ansvarlig«", fault=False)
                free.append(" ".join(cell.text.split()))
        cell = by_field.get("people")
        if cell is not None:
            row.people = []
            known = {**self.names.departments, **self.names.offices}
            for name in [cell.text] if name_key(cell.text) in known else _BETWEEN_NAMES.split(cell.text):
                word = in_a_line(name)
                person = self.names.people.get(name_key(word))
                if person is not None and person not in row.people:
                    row.people.append(person)
                elif word and person is None:
                    what = "er en afdeling eller et embede. Vælg det for kolonnen, hvis alle i den er det"
                    text = what if name_key(word) in known else f"nævner {word}, som ikke er en bruger her"
                    self._remark(cell, text, fault=False)
                    free.append(word)
        other = by_field.get("responsible")
        if free or cell is not None or other is not None:
            said = [in_a_line(other.text)] if other is not None and other.text else []
            row.facts["responsible"] = "; ".join(dict.fromkeys([*said, *free]))[:200]

    def _say(self, cell: Cell, read: values.Read) -> None:
        if read.fault or read.doubt:
            self._remark(cell, read.fault or read.doubt, fault=bool(read.fault))

    def _remark(self, cell: Cell, text: str, *, fault: bool) -> None:
        self.proposal.remarks.append(Remark(self.grid.place(cell), cell.text, text, fault))
