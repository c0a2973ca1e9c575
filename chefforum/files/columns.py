"""Which row of a table is its headings, and which column is what: guessed by the heading, and remembered."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

from chefforum.files.grid import Grid
from chefforum.files.models import ColumnChoice
from chefforum.workflow import Refused

_HEADED = 15

# What a heading in small letters means to a subject: the name of a field, empty for none.
Guess = Callable[[str], str]


class Headed(NamedTuple):
    """A table's row of headings: its place in the table, counted from 0, and the headings in small letters."""

    row: int
    headings: list[str]


def find_headings(grid: Grid, guess: Guess, example: str) -> Headed:
    """The row that names the columns: the first with at least two headings that we know. Raises :class:`Refused` where
    none of the first fifteen rows does; ``example`` is what the person is told to write.
    """
    for number, row in enumerate(grid.rows[:_HEADED]):
        # A column that nobody sees in the sheet is read only when somebody says so.
        headings = [
            f"{_heading(cell.text)} (skjult)" if place in grid.hidden_columns else _heading(cell.text)
            for place, cell in enumerate(row, 1)
        ]
        if len({field for one in headings if (field := guess(one))}) > 1:
            return Headed(number, headings)
    raise Refused(
        f"»{grid.name}« har ingen række med overskrifter. Skriv for eksempel {example} over kolonnerne, og prøv igen."
    )


def first_with_headings(grids: Sequence[Grid], guess: Guess) -> int:
    """The place of the first table that names its columns; 0 where none does. A cover sheet is passed over."""
    for place, grid in enumerate(grids):
        with suppress(Refused):
            find_headings(grid, guess, "")
            return place
    return 0


def _heading(text: str) -> str:
    return " ".join(text.split()).rstrip(":").casefold()


def guess_all(headings: Sequence[str], guess: Guess) -> list[str]:
    """A field for each column; one that two columns seem to be goes to the first."""
    taken: set[str] = set()
    columns = []
    for heading in headings:
        field = guess(heading)
        columns.append("" if field in taken else field)
        taken.add(field)
    return columns


def remember(subject: str, headings: Sequence[str], columns: Sequence[str]) -> ColumnChoice:
    """Remember what a person chose for a subject's sheet with these headings. The caller writes it in the log."""
    kept, _ = ColumnChoice.objects.update_or_create(
        subject=subject, headings=list(headings), defaults={"columns": list(columns)}
    )
    return kept


def remembered(subject: str, headings: Sequence[str]) -> list[str] | None:
    """What was chosen for a sheet with the same headings, if one has been read."""
    found = ColumnChoice.objects.filter(subject=subject, headings=list(headings)).first()
    return list(found.columns) if found else None
