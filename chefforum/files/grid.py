"""Tables in a received file: the sheets of an Excel file, a CSV file, the tables of a Word document."""

import csv
import logging
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
from docx.oxml.ns import qn
from lxml import etree
from openpyxl import load_workbook
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils import column_index_from_string, get_column_letter

from chefforum.danish import date_numeric, figure, tidy
from chefforum.files import apart
from chefforum.files.inspect import EXTENSIONS, inspect_here
from chefforum.workflow import Refused

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

logger = logging.getLogger(__name__)

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 10_000, 60, 180_000
# What is looked at before a reader is let loose on it: the largest part of a package, and how far a cell may reach.
_LARGEST_PART = 30_000_000
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^<>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_CELLS = re.compile(rb"<(?:\w+:)?(?:c|tc)[\s>/]")
_SPAN = re.compile(rb'<w:gridSpan\b[^<>]*?w:val="(\d+)"')
_DIGITS = 18
_KINDS = {".xlsx", ".docx", ".txt"}
_SECONDS = 30
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
    one that is merged to the right stands in its first column. ``hidden`` is a sheet that people do not see.
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False

    def place(self, cell: Cell) -> str:
        """``Ark1!C7``."""
        return f"{self.name}!{cell.where}"


def read_grids(path: Path, name: str, *, hidden: bool = False) -> list[Grid]:
    """The tables of a file, the empty ones left out, and the hidden ones unless they are asked for. The file is read
    in a process apart. Raises :class:`Refused` for a file that has none to see, is too large, or is no Excel, CSV or
    Word file.
    """
    try:
        found = apart.call(f"{__name__}:read_apart", str(path), name, seconds=_SECONDS, errors=(Refused,))
    except apart.Broken as error:
        logger.warning("A sheet could not be read: %s", error)
        raise Refused(
            f"»{name}« tager for lang tid at læse. Gem kun det ark, der skal bruges, og prøv igen."
        ) from error
    grids = [_unpacked(one) for one in found]
    return [grid for grid in grids if hidden or not grid.hidden]


def read_apart(path: str, name: str) -> list[dict[str, Any]]:
    """What :func:`read_grids` has done in a process of its own: every table, in values that JSON has."""
    return [
        {"name": grid.name, "hidden": grid.hidden, "rows": [[_packed(cell) for cell in row] for row in grid.rows]}
        for grid in _read_all(Path(path), name)
    ]


def _packed(cell: Cell) -> list[str]:
    kind = "day" if isinstance(cell.value, date) else "number" if cell.value is not None else ""
    return [cell.text, cell.where, cell.fill, kind, "" if cell.value is None else str(cell.value)]


def _unpacked(table: dict[str, Any]) -> Grid:
    rows = [
        [Cell(text, where, _value(kind, value), fill) for text, where, fill, kind, value in row]
        for row in table["rows"]
    ]
    return Grid(table["name"], rows, hidden=table["hidden"])


def _value(kind: str, text: str) -> Decimal | date | None:
    if kind == "day":
        return date.fromisoformat(text)
    return Decimal(text) if kind == "number" else None


def _read_all(path: Path, name: str) -> list[Grid]:
    kind = EXTENSIONS[inspect_here(path, name).content_type]
    if kind not in _KINDS:
        raise Refused(f"»{name}« er hverken en Excel-, CSV- eller Word-fil. Gem tabellen som en af dem, og prøv igen.")
    try:
        if kind != ".txt":
            _must_be_bounded(path, name)
        grids = _of_excel(path) if kind == ".xlsx" else _of_word(path) if kind == ".docx" else [_of_text(path)]
    except Refused:
        raise
    except Exception as error:  # the readers raise whatever a broken file makes them
        raise Refused(f"»{name}« kan ikke læses. Åbn den, gem den igen, og prøv på ny.") from error
    found = [grid for grid in grids if any(cell.text or cell.fill for row in grid.rows for cell in row)]
    if not any(not grid.hidden for grid in found):
        raise Refused(f"Der er ingen tabel i »{name}«.")
    for grid in found:
        if len(grid.rows) > MOST_ROWS or max(len(row) for row in grid.rows) > MOST_COLUMNS:
            raise _too_large(grid.name)
    return found


def _must_be_bounded(path: Path, name: str) -> None:
    """Raises :class:`Refused` for a package that would take long or much room to read: few bytes can name millions of
    cells. Looks at the parts as bytes.
    """
    with zipfile.ZipFile(path) as package:
        for entry in package.infolist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml|word/document\.xml|xl/sharedStrings\.xml", entry.filename):
                continue
            if entry.file_size > _LARGEST_PART:
                raise Refused(f"»{name}« fylder for meget udpakket og er ikke læst. Del den op.")
            data = package.read(entry)
            wide = any(int(match[1]) > MOST_COLUMNS for match in _SPAN.finditer(data))
            if wide or _merged_cells(data) > MOST_CELLS or sum(1 for _ in _CELLS.finditer(data)) > MOST_CELLS:
                raise _too_large(name)


def _merged_cells(data: bytes) -> int:
    """How many cells the merged areas of a sheet have in all: a reader makes every one of them."""
    cells = 0
    for match in _MERGED.finditer(data):
        left, right = (column_index_from_string(letters.decode()) for letters in (match[1], match[3]))
        if right > MOST_COLUMNS or int(match[4]) > MOST_ROWS:
            return MOST_CELLS + 1
        cells += (right - left + 1) * (int(match[4]) - int(match[2]) + 1)
    return cells


def _too_large(name: str) -> Refused:
    return Refused(
        f"»{name}« har over {figure(Decimal(MOST_ROWS))} rækker, {MOST_COLUMNS} kolonner eller "
        f"{figure(Decimal(MOST_CELLS))} celler. Del den op."
    )


def _of_excel(path: Path) -> list[Grid]:
    # By its bytes: a file that is put aside has no ending in its name.
    with path.open("rb") as file:
        book = load_workbook(file, data_only=True)
    theme = _theme_colours(book)
    found = []
    for sheet in book.worksheets:
        rows, columns = sheet.max_row, sheet.max_column
        if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
            raise _too_large(sheet.title)
        listed = list(_rows(sheet, rows, columns, theme))
        found.append(Grid(sheet.title, listed, hidden=sheet.sheet_state != "visible"))
    return found


def _rows(sheet: "Worksheet", rows: int, columns: int, theme: Sequence[str]) -> Iterator[list[Cell]]:
    down: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row + 1, area.max_row + 1):
            down[row, area.min_col] = (area.min_row, area.min_col)
    for number in range(1, rows + 1):
        cells = []
        for column in range(1, columns + 1):
            source = sheet.cell(*down.get((number, column), (number, column)))
            cells.append(_cell(source, f"{get_column_letter(column)}{number}", theme))
        yield cells


def _cell(source: Any, where: str, theme: Sequence[str]) -> Cell:
    value = source.value
    fill = _fill(source, theme)
    if isinstance(value, bool):
        return Cell("ja" if value else "nej", where, fill=fill)
    if isinstance(value, int | float):
        try:
            # Excel reckons in binary fractions: what is left of them after the sixteenth digit nobody typed.
            number = Decimal(format(value, ".16g") if len(repr(value)) > _DIGITS else repr(value))
        except InvalidOperation:
            return Cell(str(value), where, fill=fill)
        return Cell(figure(number), where, number, fill) if number.is_finite() else Cell(str(value), where, fill=fill)
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return Cell(date_numeric(day), where, day, fill)
    return Cell(tidy(str(value)) if value is not None else "", where, fill=fill)


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
    with path.open("rb") as file:
        body = docx.Document(file).element.body
    tables = enumerate(body.iterchildren(qn("w:tbl")), 1)
    return [Grid(f"Tabel {number}", list(_word_rows(table))) for number, table in tables]


def _word_rows(table: Any) -> Iterator[list[Cell]]:
    above: dict[int, Cell] = {}
    for number, row in enumerate(table.iterchildren(qn("w:tr")), 1):
        cells: list[Cell] = []
        for element in row.iterchildren(qn("w:tc")):
            column = len(cells) + 1
            where = f"{get_column_letter(column)}{number}"
            merge = element.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            if merge is not None and merge.get(qn("w:val")) != "restart" and column in above:
                cell = Cell(above[column].text, where, fill=above[column].fill)
            else:
                cell = Cell(_word_text(element), where, fill=_word_fill(element))
            above[column] = cell
            cells.append(cell)
            span = element.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            for _ in range(int(span.get(qn("w:val"), "1")) - 1 if span is not None else 0):
                cells.append(Cell("", f"{get_column_letter(len(cells) + 1)}{number}"))
        yield cells


def _word_text(cell: Any) -> str:
    lines = ("".join(part.text or "" for part in line.iter(qn("w:t"))) for line in cell.iterchildren(qn("w:p")))
    return tidy("\n".join(lines))


def _word_fill(cell: Any) -> str:
    shade = cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
    fill = (shade.get(qn("w:fill")) or "").lower() if shade is not None else ""
    return fill if re.fullmatch("[0-9a-f]{6}", fill) else ""


def _of_text(path: Path) -> Grid:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel in Danish writes as CSV.
        text = data.decode("cp1252", "replace")
    rows: list[list[Cell]] = []
    cells = 0
    for number, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)), 1):
        cells += len(row)
        if number > MOST_ROWS or len(row) > MOST_COLUMNS or cells > MOST_CELLS:
            raise _too_large("CSV")
        rows.append([Cell(tidy(value), f"{get_column_letter(column)}{number}") for column, value in enumerate(row, 1)])
    return Grid("CSV", rows)


def _delimiter(text: str) -> str:
    """What parts the fields: the sign that most of the first lines have. Running text has commas too, so a semicolon or
    a tabulator goes first where as many lines have it.
    """
    lines = text.splitlines()[:20]
    return max(";\t,", key=lambda sign: sum(sign in line for line in lines))
