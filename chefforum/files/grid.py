"""Tables in a received file: the sheets of an Excel file, a CSV file, the tables of a Word document."""

import codecs
import csv
import logging
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree
from openpyxl import load_workbook
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils import column_index_from_string, get_column_letter

from chefforum.danish import date_numeric, enumerate_words, figure, tidy
from chefforum.files import apart, wordtables
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
# What has content: formats alone are no cells to a person. In Word every cell counts.
_CELLS = re.compile(rb"<(?:\w+:)?(?:v|is|tc)[\s>/]")
# A reader makes a record of every cell that is named, with content or without.
_NAMED = re.compile(rb"<(?:\w+:)?c[\s>/]")
_MOST_NAMED = 3 * MOST_CELLS
_FORMULAS = re.compile(rb"<(?:\w+:)?f[\s>/]")
_STRICT = b"purl.oclc.org/ooxml"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# What Excel writes in a cell that it could not reckon, in English and in Danish.
_ERROR = re.compile(
    r"#(?:REF|VALUE|NAME|DIV/0|NUM|NULL|N/A|I/T|NAVN|REFERENCE|VÆRDI|DIVISION/0|NUL|SPILL|CALC)[!?]?|#+"
)
_SPAN = re.compile(rb'<w:gridSpan\b[^<>]*?w:val="(\d+)"')
# The line that Excel reads the separator from.
_TOLD_DELIMITER = re.compile(r"\A\ufeff?sep=(?P<sign>[^\r\n])\r?\n", re.IGNORECASE)
_DIGITS = 18
_KINDS = {".xlsx", ".docx", ".txt"}
_SECONDS = 30
_NO_RESULT = "er en formel uden resultat. Åbn arket i Excel, gem det, og vælg det igen"
_NO_ENTITIES = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True)
class Cell:
    """A cell: its text as a person reads it, where it stands (``C7``), its value where the file says it is a number or
    a date, and its fill as six hexadecimal digits, empty where it has none. ``trouble`` says why it has no text that
    can be read, as the end of a sentence about it.
    """

    text: str
    where: str
    value: Decimal | date | None = None
    fill: str = ""
    trouble: str = ""


@dataclass(frozen=True)
class Grid:
    """A table with a name. Rows may have different lengths; a cell that is merged downwards says the same in each row,
    one that is merged to the right stands in its first column. ``hidden`` is a sheet that people do not see;
    ``hidden_rows`` and ``hidden_columns`` are those that they do not see of it, counted from 1.
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()

    @property
    def notes(self) -> list[str]:
        """Sentences about what a person who looks at the sheet does not see of it."""
        found = []
        if self.hidden_rows:
            rows = enumerate_words([str(number) for number in self.hidden_rows[:20]])
            more = " og flere" if len(self.hidden_rows) > 20 else ""
            found.append(f"Række {rows}{more} er skjult i arket, måske af et filter, og er læst med.")
        if self.hidden_columns:
            columns = enumerate_words([get_column_letter(number) for number in self.hidden_columns])
            found.append(f"Kolonne {columns} er skjult i arket og læses ikke, medmindre du vælger det.")
        return found

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
        {
            "name": grid.name,
            "hidden": [grid.hidden, grid.hidden_rows, grid.hidden_columns],
            "rows": [[_packed(cell) for cell in row] for row in grid.rows],
        }
        for grid in _read_all(Path(path), name)
    ]


def _packed(cell: Cell) -> list[str]:
    kind = "day" if isinstance(cell.value, date) else "number" if cell.value is not None else ""
    return [cell.text, cell.where, cell.fill, kind, "" if cell.value is None else str(cell.value), cell.trouble]


def _unpacked(table: dict[str, Any]) -> Grid:
    rows = [
        [Cell(text, where, _value(kind, value), fill, trouble) for text, where, fill, kind, value, trouble in row]
        for row in table["rows"]
    ]
    hidden, hidden_rows, hidden_columns = table["hidden"]
    return Grid(table["name"], rows, hidden, tuple(hidden_rows), tuple(hidden_columns))


def _value(kind: str, text: str) -> Decimal | date | None:
    if kind == "day":
        return date.fromisoformat(text)
    return Decimal(text) if kind == "number" else None


def _read_all(path: Path, name: str) -> list[Grid]:
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(_OLD_OFFICE):
        raise Refused(f"»{name}« er i et gammelt Office-format. Åbn den i Excel, gem den som .xlsx, og prøv igen.")
    is_text = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    kind = ".txt" if is_text else EXTENSIONS[inspect_here(path, name).content_type]
    if kind == ".ods":
        raise Refused(f"»{name}« er et OpenDocument-ark. Gem det som Excel-projektmappe (.xlsx), og prøv igen.")
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
            if _STRICT in data[:2000]:
                raise Refused(
                    f"»{name}« er gemt som »Strict Open XML«. Gem den som Excel-projektmappe (.xlsx), og prøv igen."
                )
            wide = any(int(match[1]) > MOST_COLUMNS for match in _SPAN.finditer(data))
            filled, named = (sum(1 for _ in pattern.finditer(data)) for pattern in (_CELLS, _NAMED))
            if wide or _merged_cells(data) > MOST_CELLS or filled > MOST_CELLS or named > _MOST_NAMED:
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
    formulas = _formulas(path)
    found = []
    for sheet in book.worksheets:
        listed_formulas = formulas.get(sheet.title, frozenset())
        rows, columns = _reach(sheet, listed_formulas)
        if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
            raise _too_large(sheet.title)
        listed = list(_rows(sheet, rows, columns, theme, listed_formulas))
        found.append(
            Grid(
                sheet.title,
                listed,
                sheet.sheet_state != "visible",
                tuple(sorted(n for n, row in sheet.row_dimensions.items() if row.hidden and n <= rows)),
                tuple(_hidden_columns(sheet, columns)),
            )
        )
    return found


def _reach(sheet: "Worksheet", formulas: Collection[str]) -> tuple[int, int]:
    """The last row and column that have content; borders and fills reach further in many a sheet."""
    cells = (cell for cell in _cells_of(sheet) if cell.value is not None or cell.coordinate in formulas)
    filled = [(cell.row, cell.column) for cell in cells]
    return max((row for row, _ in filled), default=0), max((column for _, column in filled), default=0)


def _cells_of(sheet: "Worksheet") -> Iterable[Any]:
    """The cells that the file names; to walk its rows would make a cell for every place up to the last."""
    return list(sheet._cells.values())


def _hidden_columns(sheet: "Worksheet", columns: int) -> Iterator[int]:
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden:
            yield from range(dimension.min or 1, min(dimension.max or 1, columns) + 1)


def _formulas(path: Path) -> dict[str, frozenset[str]]:
    """The cells of each sheet that are formulas; read only where there are any."""
    with zipfile.ZipFile(path) as package:
        sheets = [
            entry for entry in package.namelist() if entry.startswith("xl/worksheets/") and entry.endswith(".xml")
        ]
        if not any(_FORMULAS.search(package.read(entry)) for entry in sheets):
            return {}
    with path.open("rb") as file:
        book = load_workbook(file)
    return {
        sheet.title: frozenset(cell.coordinate for cell in _cells_of(sheet) if cell.data_type == "f")
        for sheet in book.worksheets
    }


def _rows(
    sheet: "Worksheet", rows: int, columns: int, theme: Sequence[str], formulas: Collection[str]
) -> Iterator[list[Cell]]:
    down: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row + 1, area.max_row + 1):
            down[row, area.min_col] = (area.min_row, area.min_col)
    for number in range(1, rows + 1):
        cells = []
        for column in range(1, columns + 1):
            source = sheet.cell(*down.get((number, column), (number, column)))
            where = f"{get_column_letter(column)}{number}"
            cell = _cell(source, where, theme)
            if source.value is None and source.coordinate in formulas:
                cell = replace(cell, trouble=_NO_RESULT)
            cells.append(cell)
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
    text = tidy(str(value)) if value is not None else ""
    return Cell(text, where, fill=fill, trouble=f"har fejlen {text}" if _ERROR.fullmatch(text) else "")


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
    return [
        Grid(f"Tabel {number}", [[Cell(text, where, fill=fill) for text, where, fill in row] for row in rows])
        for number, rows in enumerate(wordtables.tables(path), 1)
    ]


def _of_text(path: Path) -> Grid:
    data = path.read_bytes()
    try:
        text = data.decode("utf-16" if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig")
    except UnicodeDecodeError:
        # What Excel in Danish writes as CSV.
        text = data.decode("cp1252", "replace")
    rows: list[list[Cell]] = []
    cells = 0
    told = _TOLD_DELIMITER.match(text)
    sign = told["sign"] if told else _delimiter(text)
    text = text[told.end() :] if told else text
    for number, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=sign), 2 if told else 1):
        cells += len(row)
        if number > MOST_ROWS or len(row) > MOST_COLUMNS or cells > MOST_CELLS:
            raise _too_large("CSV")
        texts = [(tidy(value), f"{get_column_letter(column)}{number}") for column, value in enumerate(row, 1)]
        rows.append(
            [Cell(one, where, trouble=f"har fejlen {one}" if _ERROR.fullmatch(one) else "") for one, where in texts]
        )
    return Grid("CSV", rows)


def _delimiter(text: str) -> str:
    """What parts the fields: the sign that most of the first lines have. Running text has commas too, so a semicolon or
    a tabulator goes first where as many lines have it.
    """
    lines = text.splitlines()[:20]
    return max(";\t,", key=lambda sign: sum(sign in line for line in lines))
