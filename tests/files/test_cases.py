"""Sheets and Word tables that were once read as nothing, or as text: each is read in its place, or said cell by cell."""

import codecs
from io import BytesIO

import docx
import pytest
from openpyxl import Workbook, load_workbook

from budget.intake import columns
from budget.intake.register import Names, read_register
from chefforum.files.columns import first_with_headings
from chefforum.files.grid import read_grids
from chefforum.workflow import Refused
from tests.cases import case


def grid_of(path):
    return read_grids(path, path.name)[0]


def texts(grid):
    return [[cell.text for cell in row] for row in grid.rows]


def register_of(grid):
    headed = columns.headings_of(grid)
    return read_register(grid, headed, columns.guess_columns(grid, headed), Names({}, {}, {}))


def test_borders_far_below_the_last_point_are_no_rows():
    grid = grid_of(case("sheets/10-formatted-last-row.xlsx"))
    assert [row[0] for row in texts(grid)] == ["Nr.", "8.1", "8.2", "8.3"]


@pytest.mark.parametrize(
    ("name", "cells", "words"),
    [
        ("11-formulas-without-results.xlsx", {"D2", "D3", "D4", "F2", "F3", "F4"}, "formel uden resultat"),
        ("11c-error-values.xlsx", {"D2", "F2", "C3"}, "har fejlen #"),
    ],
)
def test_a_cell_that_excel_has_no_value_for_is_a_fault_by_its_place(name, cells, words):
    grid = grid_of(case(f"sheets/{name}"))
    faults = [str(one) for one in register_of(grid).faults if words in str(one)]
    assert {where for where in cells if any(f"Aftale!{where}:" in one for one in faults)} == cells, faults


def test_hidden_rows_and_columns_are_said_and_a_hidden_column_is_not_read_by_itself():
    grid = grid_of(case("sheets/12-hidden-row-and-column.xlsx"))
    assert grid.notes == [
        "Række 4 er skjult i arket, måske af et filter, og er læst med.",
        "Kolonne G er skjult i arket og læses ikke, medmindre du vælger det.",
    ]
    headed = columns.headings_of(grid)
    assert (headed.headings[6], columns.guess_columns(grid, headed)[6]) == ("kommentar (skjult)", "")


def save(book, path):
    data = BytesIO()
    book.save(data)
    path.write_bytes(data.getvalue())
    return path


def test_a_formula_with_a_stored_result_is_its_result(tmp_path):
    path = tmp_path / "a.xlsx"
    book = Workbook()
    book.active.append(["Nr.", "Beløb", "=1+1", None])
    save(book, path)
    grid = grid_of(path)
    assert [cell.trouble != "" for cell in grid.rows[0]] == [False, False, True]
    assert load_workbook(path).active["C1"].value == "=1+1"


def test_a_cover_sheet_is_passed_over(tmp_path):
    book = Workbook()
    book.active.append(["Forside"])
    table = book.create_sheet("Aftale")
    table.append(["Nr.", "Titel"])
    table.append(["1.1", "Lys"])
    grids = read_grids(save(book, tmp_path / "a.xlsx"), "a.xlsx")
    assert first_with_headings(grids, columns.guess) == 1


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_a_line_that_says_the_separator_is_taken_at_its_word(tmp_path, sign):
    path = tmp_path / "a.csv"
    path.write_text(f"sep={sign}\r\nNr.{sign}Titel\r\n1.1{sign}Lys\r\n")
    grid = grid_of(path)
    assert texts(grid) == [["Nr.", "Titel"], ["1.1", "Lys"]]
    assert grid.rows[1][0].where == "A3"


@pytest.mark.parametrize(("bom", "coding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_text_in_utf_16_is_read(tmp_path, bom, coding):
    path = tmp_path / "a.csv"
    path.write_bytes(bom + "Nr.;Område\n1.1;Ældre\n".encode(coding))
    assert texts(grid_of(path)) == [["Nr.", "Område"], ["1.1", "Ældre"]]


def test_other_formats_are_refused_with_the_reason_and_what_to_do(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(Refused, match=r"gammelt Office-format.*gem den som \.xlsx"):
        read_grids(path, "a.xls")
    strict = tmp_path / "b.xlsx"
    save(Workbook(), strict)
    data = strict.read_bytes()
    from zipfile import ZipFile

    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
            new.writestr(name, text)
    strict.write_bytes(out.getvalue())
    with pytest.raises(Refused, match="Strict Open XML"):
        read_grids(strict, "b.xlsx")


def test_content_controls_of_word_are_read_in_their_place():
    path = case("word/25-content-controls.docx")
    for grid in read_grids(path, path.name):
        widths = {len(row) for row in grid.rows}
        assert len(widths) == 1, texts(grid)
    everything = " ".join(cell.text for grid in read_grids(path, path.name) for row in grid.rows for cell in row)
    body = docx.Document(str(path)).element.body
    for table in body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tbl"):
        for text in table.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
            assert (text.text or "").strip() in everything


def test_line_breaks_and_tracked_changes_in_a_word_table(tmp_path):
    from lxml import etree

    document = docx.Document()
    table = document.add_table(2, 2)
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    table.cell(0, 0).paragraphs[0]._p.append(
        etree.fromstring(
            f'<w:r xmlns:w="{w}"><w:t>Nr.</w:t><w:br/><w:t>og</w:t><w:tab/><w:noBreakHyphen/><w:t>x</w:t></w:r>'
        )
    )
    table.cell(0, 1).paragraphs[0]._p.append(
        etree.fromstring(
            f'<w:p xmlns:w="{w}"><w:del><w:r><w:delText>4,2</w:delText></w:r></w:del>'
            f"<w:ins><w:r><w:t>3,8</w:t></w:r></w:ins></w:p>"
        )[1]
    )
    path = tmp_path / "a.docx"
    document.save(str(path))
    assert texts(grid_of(path))[0] == ["Nr.\nog\t-x", "3,8"]
