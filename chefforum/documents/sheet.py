"""Tables as a file for Excel."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | Decimal | date | None

_WIDEST = 60
_DATE = "dd-mm-yyyy"
_WHOLE, _BROKEN = "#,##0", "#,##0.0##"
_TOP, _WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)


def to_xlsx(title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """One sheet: headings that stay and can be filtered by, numbers and dates as such, and text as text.

    A text that begins as a formula does is not one: nothing that a person has typed is ever reckoned out. Signs that
    such a file cannot have are left out.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title[:31]
    book.properties.title = title
    book.properties.creator = ""
    for number, row in enumerate([columns, *rows], 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(row=number, column=place)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"
            if isinstance(value, date):
                cell.number_format = _DATE
            if isinstance(value, Decimal):
                cell.number_format = _WHOLE if value == value.to_integral_value() else _BROKEN
            cell.alignment = _WRAPPED if isinstance(value, str) else _TOP
            if number == 1:
                cell.font = Font(bold=True)
    for place, heading in enumerate(columns, 1):
        longest = max((len(str(row[place - 1])) for row in rows if row[place - 1] is not None), default=0)
        sheet.column_dimensions[get_column_letter(place)].width = min(_WIDEST, max(12, len(heading), longest) + 2)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    data = BytesIO()
    book.save(data)
    return data.getvalue()
