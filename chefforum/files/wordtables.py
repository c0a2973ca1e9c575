"""The tables of a Word document, as they read with all tracked changes accepted.

Rows, cells and text may stand inside content controls; what was deleted is left out; line breaks, tabs and the
non-breaking hyphen are elements and no text.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from openpyxl.utils import get_column_letter

from chefforum.danish import tidy

# What only stands around other elements: content controls, inserted and moved text, fields, tags.
_AROUND = {
    qn(f"w:{name}")
    for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "r")
}
_GONE = {qn(f"w:{name}") for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sdtPr")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_SPELLED = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}

# Text, where it stands, and the fill.
WordCell = tuple[str, str, str]


def tables(path: Path) -> list[list[list[WordCell]]]:
    """The rows of every table of the document, in its order; a table in a cell is text of that cell."""
    with path.open("rb") as file:
        body = docx.Document(file).element.body
    return [list(_rows(table)) for table in _inside(body, "tbl")]


def _inside(element: Any, name: str) -> Iterator[Any]:
    """The elements of a name that stand in an element, itself or inside what only stands around."""
    for child in element:
        if child.tag == qn(f"w:{name}"):
            yield child
        elif child.tag in _AROUND:
            yield from _inside(child, name)


def _rows(table: Any) -> Iterator[list[WordCell]]:
    above: dict[int, WordCell] = {}
    number = 0
    for row in _inside(table, "tr"):
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
            continue
        number += 1
        cells: list[WordCell] = []
        for element in _inside(row, "tc"):
            column = len(cells) + 1
            where = f"{get_column_letter(column)}{number}"
            merge = element.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            if merge is not None and merge.get(qn("w:val")) != "restart" and column in above:
                cell = (above[column][0], where, above[column][2])
            else:
                cell = (_text(element), where, _fill(element))
            above[column] = cell
            cells.append(cell)
            span = element.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            for _ in range(int(span.get(qn("w:val"), "1")) - 1 if span is not None else 0):
                cells.append(("", f"{get_column_letter(len(cells) + 1)}{number}", ""))
        yield cells


def _text(cell: Any) -> str:
    return tidy("\n".join("".join(_pieces(line)) for line in _paragraphs(cell)))


def _paragraphs(element: Any) -> Iterator[Any]:
    """The paragraphs of a cell, those in its text boxes and tables included."""
    for child in element:
        if child.tag == qn("w:p"):
            yield child
            for box in child.iter(qn("w:txbxContent")):
                if not any(parent.tag in _GONE for parent in box.iterancestors()):
                    yield from _paragraphs(box)
        elif child.tag in {*_AROUND, qn("w:tbl"), qn("w:tr"), qn("w:tc")}:
            yield from _paragraphs(child)


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _SPELLED:
            yield _SPELLED[child.tag]
        elif child.tag in _AROUND and child.tag not in _GONE:
            yield from _pieces(child)
        elif child.tag == qn("w:footnoteReference"):
            yield f"[note {child.get(qn('w:id'))}]"


def _fill(cell: Any) -> str:
    shade = cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
    fill = (shade.get(qn("w:fill")) or "").lower() if shade is not None else ""
    return fill if re.fullmatch("[0-9a-f]{6}", fill) else ""
