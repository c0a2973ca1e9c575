"""Text and tables as a Word document that can be written on in."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell, _Row

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Heading:
    """A heading of the first level below the title."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or an item of a list."""

    text: str
    bullet: bool = False


@dataclass(frozen=True)
class Table:
    """A table with headings that are repeated on each page; ``widths`` in centimetres."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]


Block = Heading | Paragraph | Table


def to_docx(title: str, blocks: Sequence[Block]) -> bytes:
    """The blocks under a title, in Danish, with styles that a person can change."""
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.language = "da-DK"
    document.core_properties.comments = ""
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(10)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "da-DK")
    style.element.get_or_add_rPr().append(language)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    document.add_heading(_plain(title), level=0)
    for block in blocks:
        match block:
            case Heading():
                document.add_heading(_plain(block.text), level=1)
            case Paragraph():
                document.add_paragraph(_plain(block.text), style="List Bullet" if block.bullet else None)
            case Table():
                _add_table(document, block)
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def _add_table(document: "Document", block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.headings), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, block.widths, strict=True):
        column.width = Cm(width)
    _fill(table.rows[0], block.headings, block.widths, bold=True)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in block.rows:
        _fill(table.add_row(), row, block.widths)


def _fill(row: "_Row", texts: Sequence[str], widths: Sequence[float], *, bold: bool = False) -> None:
    cells: Sequence[_Cell] = row.cells
    for cell, text, width in zip(cells, texts, widths, strict=True):
        cell.width = Cm(width)
        first, *rest = _plain(text).split("\n")
        cell.paragraphs[0].add_run(first).bold = bold
        for line in rest:
            cell.add_paragraph(line)


def _plain(text: str) -> str:
    """The text without the signs that XML cannot have."""
    return "".join(sign for sign in text if sign in "\n\t\u00a0" or sign.isprintable())
