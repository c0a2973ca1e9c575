"""Tables out of the files that people have."""

import time
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from chefforum.files.grid import read_grids
from chefforum.workflow import Refused


def texts(grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def a_book(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "Punkter"
    sheet.append(["Nr.", "Punkt", "Beløb"])
    sheet.append(["2.11", "  Sundhedshus\r\ni bymidten ", 1950000])
    sheet.append(["2.12", None, -0.5])
    sheet.append(["2.13", "=1+1", True])
    sheet.merge_cells("B2:B3")
    sheet["A2"].fill = PatternFill("solid", fgColor="FF00B050")
    sheet["A3"].fill = PatternFill("solid", fgColor=Color(theme=5))
    sheet["A4"].fill = PatternFill("solid", fgColor=Color(indexed=10))
    sheet["C2"].fill = PatternFill("gray125", fgColor="FF00B050")
    hidden = book.create_sheet("Skjult")
    hidden.append(["hemmeligt"])
    hidden.sheet_state = "hidden"
    book.save(path)
    return path


def test_a_sheet_with_merged_cells_figures_and_fills(tmp_path):
    (grid,) = read_grids(a_book(tmp_path / "a.xlsx"), "a.xlsx")
    assert grid.name == "Punkter"
    # A formula that was never reckoned out has no value.
    assert texts(grid)[1:] == [
        ["2.11", "Sundhedshus\ni bymidten", "1.950.000"],
        ["2.12", "Sundhedshus\ni bymidten", "−0,5"],
        ["2.13", "", "ja"],
    ]
    assert grid.rows[2][2].value == Decimal("-0.5")
    assert [row[0].fill for row in grid.rows[:2]] == ["", "00b050"]
    # The accent of the book's own theme, and a colour by its number.
    assert [row[0].fill for row in grid.rows[2:]] == ["c0504d", "ff0000"]
    assert grid.rows[1][2].fill == ""
    assert grid.place(grid.rows[1][2]) == "Punkter!C2"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_a_csv_file_in_any_of_the_usual_spellings(tmp_path, encoding, delimiter):
    path = tmp_path / "a.csv"
    path.write_bytes(f'Nr.{delimiter}Punkt\r\n1.1{delimiter}"Ærø, ""stor"""\r\n'.encode(encoding))
    (grid,) = read_grids(path, "a.csv")
    assert texts(grid) == [["Nr.", "Punkt"], ["1.1", 'Ærø, "stor"']]


def test_tables_of_a_word_document(tmp_path):
    document = docx.Document()
    document.add_paragraph("Intet her.")
    table = document.add_table(rows=3, cols=3)
    for place, text in enumerate(("Nr.", "Punkt", "Lys")):
        table.cell(0, place).text = text
    table.cell(1, 0).text = "1.1"
    table.cell(1, 1).merge(table.cell(2, 1)).text = "Samme"
    table.cell(2, 0).text = "1.2"
    shade = OxmlElement("w:shd")
    shade.set(qn("w:fill"), "FF0000")
    table.cell(1, 2)._tc.get_or_add_tcPr().append(shade)
    wide = document.add_table(rows=1, cols=2)
    wide.cell(0, 0).merge(wide.cell(0, 1)).text = "1. Børn og unge"
    document.save(tmp_path / "a.docx")
    first, second = read_grids(tmp_path / "a.docx", "a.docx")
    assert texts(first) == [["Nr.", "Punkt", "Lys"], ["1.1", "Samme", ""], ["1.2", "Samme", ""]]
    assert first.rows[1][2].fill == "ff0000"
    assert texts(second) == [["1. Børn og unge", ""]]
    assert (first.name, second.name) == ("Tabel 1", "Tabel 2")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "er tom"),
        (b"%PDF-1.7\n", "beskadiget PDF"),
        (b"PK\x03\x04" + b"x" * 200, "er beskadiget"),
        (b"   \n \n", "ingen tabel"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path, data, sentence):
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(Refused, match=sentence):
        read_grids(path, "a.xlsx")


def test_a_sheet_that_is_too_large_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Nr.;Punkt\n" * 12000)
    with pytest.raises(Refused, match=r"over 10\.000 rækker"):
        read_grids(path, "a.csv")


def test_a_sheet_that_is_only_named_as_one_is_refused(tmp_path):
    path = tmp_path / "billede.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 50)
    with pytest.raises(Refused):
        read_grids(path, "billede.xlsx")


def a_package(path: Path, **parts: bytes) -> Path:
    """An Excel or Word file with some of its parts exchanged."""
    import zipfile

    a_book(path)
    with zipfile.ZipFile(path) as package:
        entries = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries.items():
            package.writestr(name, parts.get(name.split("/")[-1].split(".")[0], data))
    return path


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData>%s</worksheet>'


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        (SHEET % (b"", b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "over 10.000 rækker"),
        (SHEET % (b"<row>" + b"<c/>" * 600_000 + b"</row>", b""), "over 10.000 rækker"),
        (b"<worksheet", "kan ikke læses"),
        (
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
            + SHEET % (b"<row><c><v>&b;</v></c></row>", b""),
            ".",
        ),
        (SHEET % (b'<row><c t="s"><v>99999</v></c></row>', b""), "kan ikke læses"),
    ],
)
def test_a_hostile_sheet_is_refused_at_once(tmp_path, sheet, sentence):
    started = time.monotonic()
    with pytest.raises(Refused, match=sentence):
        read_grids(a_package(tmp_path / "x.xlsx", sheet1=sheet), "x.xlsx")
    assert time.monotonic() - started < 5


def test_a_word_table_merged_far_down_or_wide_is_no_trap(tmp_path):
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    span = OxmlElement("w:gridSpan")
    span.set(qn("w:val"), "300000000")
    table.cell(0, 0)._tc.get_or_add_tcPr().append(span)
    document.save(tmp_path / "x.docx")
    with pytest.raises(Refused, match=r"over 10\.000 rækker"):
        read_grids(tmp_path / "x.docx", "x.docx")
    long = docx.Document()
    table = long.add_table(rows=1500, cols=1)
    for row in table._tbl.tr_lst:
        row.tc_lst[0].get_or_add_tcPr().append(OxmlElement("w:vMerge"))
    long.save(tmp_path / "y.docx")
    document = docx.Document()
    (tmp_path / "z.docx").write_bytes((tmp_path / "y.docx").read_bytes())
    with pytest.raises(Refused, match="ingen tabel"):
        read_grids(tmp_path / "z.docx", "z.docx")


def test_a_file_that_is_put_aside_has_no_ending(tmp_path):
    a_book(tmp_path / "a.xlsx").rename(tmp_path / "token")
    assert read_grids(tmp_path / "token", "a.xlsx")[0].name == "Punkter"


def test_commas_in_the_text_do_not_part_a_file_of_semicolons(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Nr.;Punkt\n1.1;a, b, c, d, e, f og g\n")
    assert texts(read_grids(path, "a.csv")[0]) == [["Nr.", "Punkt"], ["1.1", "a, b, c, d, e, f og g"]]
