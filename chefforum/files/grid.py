"""Tables in a received file: the sheets of an Excel file, a CSV file, the tables of a Word document."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree
from openpyxl import load_workbook
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils import get_column_letter

from chefforum.danish import date_numeric, figure
from chefforum.files.inspect import EXTENSIONS, inspect
from chefforum.workflow import Refused

if TYPE_CHECKING:
    from docx.table import Table
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS, MOST_COLUMNS = 5000, 80
_KINDS = {".xlsx", ".docx", ".txt"}
_NO_ENTITIES = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True)
class Cell:
    """A cell: its text as a person reads it, where it stands (``C7``), its value where the file says it is a number or
    a date, and its fill as six hexadecimal digits, empty where it has none.
    """

    text: str
    where: str
    value: Decimal | date | None = None
    fill: str = ""


@dataclass(frozen=True)
class Grid:
    """A table with a name. Rows may have different lengths; a cell that is merged downwards says the same in each row,
    one that is merged to the right stands in its first column.
    """

    name: str
    rows: list[list[Cell]]

    def place(self, cell: Cell) -> str:
        """``Ark1!C7``."""
        return f"{self.name}!{cell.where}"


def read_grids(path: Path, name: str) -> list[Grid]:
    """The tables of a file, the empty ones left out. Raises :class:`Refused` for a file that has none, is too large,
    or is no Excel, CSV or Word file.
    """
    kind = EXTENSIONS[inspect(path, name).content_type]
    if kind not in _KINDS:
        raise Refused(f"»{name}« er hverken en Excel-, CSV- eller Word-fil. Gem tabellen som en af dem, og prøv igen.")
    try:
        grids = _of_excel(path) if kind == ".xlsx" else _of_word(path) if kind == ".docx" else [_of_text(path)]
    except Refused:
        raise
    except (PackageNotFoundError, KeyError, ValueError, TypeError, OSError, csv.Error, etree.XMLSyntaxError) as error:
        raise Refused(f"»{name}« kan ikke læses. Åbn den, gem den igen, og prøv på ny.") from error
    found = [grid for grid in grids if any(cell.text or cell.fill for row in grid.rows for cell in row)]
    if not found:
        raise Refused(f"Der er ingen tabel i »{name}«.")
    for grid in found:
        if len(grid.rows) > MOST_ROWS or max(len(row) for row in grid.rows) > MOST_COLUMNS:
            raise Refused(
                f"»{grid.name}« i »{name}« har over {MOST_ROWS} rækker eller {MOST_COLUMNS} kolonner. Del den op."
            )
    return found


def _of_excel(path: Path) -> list[Grid]:
    book = load_workbook(path, data_only=True)
    theme = _theme_colours(book)
    return [
        Grid(sheet.title, list(_rows(sheet, theme)))
        for sheet in book.worksheets
        if sheet.sheet_state == "visible" and sheet.max_row <= MOST_ROWS and sheet.max_column <= MOST_COLUMNS
    ] or _too_large(book)


def _too_large(book: "Workbook") -> list[Grid]:
    name = next((sheet.title for sheet in book.worksheets), "")
    raise Refused(f"Arket »{name}« har over {MOST_ROWS} rækker eller {MOST_COLUMNS} kolonner. Del det op.")


def _rows(sheet: "Worksheet", theme: Sequence[str]) -> Iterator[list[Cell]]:
    down: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row + 1, area.max_row + 1):
            down[row, area.min_col] = (area.min_row, area.min_col)
    for row_number in range(1, sheet.max_row + 1):
        cells = []
        for column in range(1, sheet.max_column + 1):
            source = sheet.cell(*down.get((row_number, column), (row_number, column)))
            cells.append(_cell(source, f"{get_column_letter(column)}{row_number}", theme))
        yield cells


def _cell(source: Any, where: str, theme: Sequence[str]) -> Cell:
    value = source.value
    fill = _fill(source, theme)
    if isinstance(value, bool):
        return Cell("ja" if value else "nej", where, fill=fill)
    if isinstance(value, int | float):
        try:
            # Excel reckons in binary fractions; what a person typed has at most fifteen digits.
            number = Decimal(format(value, ".15g"))
        except InvalidOperation:
            return Cell(str(value), where, fill=fill)
        return Cell(figure(number), where, number, fill) if number.is_finite() else Cell(str(value), where, fill=fill)
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return Cell(date_numeric(day), where, day, fill)
    return Cell(_tidy(str(value)) if value is not None else "", where, fill=fill)


def _fill(cell: "SheetCell", theme: Sequence[str]) -> str:
    if cell.fill is None or cell.fill.fill_type != "solid":
        return ""
    colour = cell.fill.fgColor
    if colour.type == "rgb" and isinstance(colour.rgb, str):
        return colour.rgb[-6:].lower()
    if colour.type == "theme" and isinstance(colour.theme, int) and colour.theme < len(theme):
        return theme[colour.theme]
    if colour.type == "indexed" and isinstance(colour.indexed, int) and colour.indexed < len(COLOR_INDEX):
        return COLOR_INDEX[colour.indexed][-6:].lower()
    return ""


def _theme_colours(book: "Workbook") -> list[str]:
    """The colours of a book's theme in the order that cells number them: light and dark change places in pairs."""
    theme = getattr(book, "loaded_theme", None)
    if not theme:
        return []
    scheme = etree.fromstring(theme, _NO_ENTITIES).find(".//{*}clrScheme")
    if scheme is None:
        return []
    colours = [
        (colour.get("lastClr") or colour.get("val") or "").lower() for entry in scheme for colour in list(entry)[:1]
    ]
    return [colours[place] for place in (1, 0, 3, 2)] + colours[4:] if len(colours) > 3 else colours


def _of_word(path: Path) -> list[Grid]:
    tables = docx.Document(str(path)).tables
    return [Grid(f"Tabel {number}", list(_word_rows(table))) for number, table in enumerate(tables, 1)]


def _word_rows(table: "Table") -> Iterator[list[Cell]]:
    for row_number, row in enumerate(table.rows, 1):
        cells, before = [], None
        for column, cell in enumerate(row.cells, 1):
            same = before is not None and cell._tc is before
            before = cell._tc
            shade = cell._tc.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
            fill = (shade.get(qn("w:fill")) or "").lower() if shade is not None and not same else ""
            known = fill if re.fullmatch("[0-9a-f]{6}", fill) else ""
            cells.append(Cell("" if same else _tidy(cell.text), f"{get_column_letter(column)}{row_number}", fill=known))
        yield cells


def _of_text(path: Path) -> Grid:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel in Danish writes as CSV.
        text = data.decode("cp1252", "replace")
    head = "\n".join(text.splitlines()[:20])
    delimiter = max(";\t,", key=head.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    return Grid(
        "CSV",
        [
            [Cell(_tidy(value), f"{get_column_letter(column)}{number}") for column, value in enumerate(row, 1)]
            for number, row in enumerate(rows, 1)
            if number <= MOST_ROWS + 1
        ],
    )


def _tidy(text: str) -> str:
    """The text without spaces at its ends and the signs of control that no text of ours has."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").replace("_x000D_", "")
    return "".join(sign for sign in plain if sign in "\n\t" or sign.isprintable()).strip()
