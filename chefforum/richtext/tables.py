"""Tables whose cells reach over several columns or rows, placed so that every figure keeps its column.

A cell is placed as browsers place it (HTML Living Standard, 4.9.12): in the first column that is free. Reaches are cut
where they would run into another cell, out of the table's rows, or from its head into its body.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_COLUMNS = 60
_MOST_ROWS = 2_000


@dataclass(frozen=True)
class Cell:
    """A cell as its author wrote it: ``html`` in normal form, and how many columns and rows it asks for."""

    html: str
    head: bool = False
    columns: int = 1
    rows: int = 1


def place(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The cells of each row with reaches that fit together, every row as wide as the widest. Rows in which no cell
    begins and that no cell reaches into are left out by the caller.
    """
    taken: list[set[int]] = [set() for _ in rows]
    placed: list[list[tuple[int, Cell]]] = [[] for _ in rows]
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while column in taken[row]:
                column += 1
            wide = _free(taken[row], column, cell.columns)
            high = max(1, min(cell.rows, len(rows) - row, _MOST_ROWS))
            while any(column + right in taken[row + down] for down in range(1, high) for right in range(wide)):
                high -= 1
            for down in range(high):
                taken[row + down].update(range(column, column + wide))
            placed[row].append((column, Cell(cell.html, cell.head, wide, high)))
            column += wide
    width = max((max(columns, default=-1) + 1 for columns in taken), default=0)
    return [_filled(row, columns, width) for row, columns in zip(placed, taken, strict=True)]


def _free(taken: set[int], column: int, wanted: int) -> int:
    wide = 1
    while wide < min(wanted, MOST_COLUMNS) and column + wide not in taken:
        wide += 1
    return wide


def _filled(row: list[tuple[int, Cell]], taken: set[int], width: int) -> list[Cell]:
    """A row with empty cells wherever it has none, in the order of its columns."""
    here = dict(row)
    head = bool(row) and all(cell.head for _, cell in row)
    cells = ((column, here.get(column)) for column in range(width))
    return [cell or Cell("", head) for column, cell in cells if cell or column not in taken]


def head_rows(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows at the top are the head: those with heads alone, and those that a head reaches into.

    None where that would be all rows.
    """
    height = 0
    while height < len(rows) and rows[height] and all(cell.head for cell in rows[height]):
        height += 1
    end = height
    for number in range(len(rows)):
        if number < end:
            end = max([end, *(number + cell.rows for cell in rows[number])])
    return end if end < len(rows) else 0


@dataclass(frozen=True)
class Square:
    """One place of a table's grid: the cell over it, and whether it is that cell's first column and row."""

    cell: Cell
    first_column: bool
    first_row: bool


def squares(rows: Sequence[Sequence[Cell]]) -> Iterator[list[Square]]:
    """The grid under placed cells, row by row."""
    above: dict[int, tuple[Cell, int, bool]] = {}  # column: cell, rows still covered, whether its first column
    for cells in rows:
        grid: dict[int, Square] = {}
        for column, (cell, _, first) in above.items():
            grid[column] = Square(cell, first, False)
        left = {column: (cell, rest - 1, first) for column, (cell, rest, first) in above.items() if rest > 1}
        column = 0
        for cell in cells:
            while column in grid:
                column += 1
            for right in range(cell.columns):
                grid[column + right] = Square(cell, right == 0, True)
                if cell.rows > 1:
                    left[column + right] = (cell, cell.rows - 1, right == 0)
            column += cell.columns
        above = left
        yield [grid[place] for place in sorted(grid)]
