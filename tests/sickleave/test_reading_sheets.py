"""Sheets from payroll: what is read, what is pointed at, and forty that are not let in."""

import io
import resource
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from chefforum.files.columns import guess_all
from chefforum.files.grid import Cell, Grid, read_grids
from chefforum.workflow import Refused
from sickleave.intake import values
from sickleave.intake.columns import guess, headings_of, must_be_totals, must_be_usable
from sickleave.intake.sheet import Name, read_figures
from sickleave.rules.quarters import Quarter
from tests.factories.absence import a_book

HEAD = ["Kvartal", "Afdeling", "Enhed", "Ansatte", "Korte sygedage", "Lange sygedage", "Barns sygedag", "Covid-19"]
ROW = ["1. kvartal 2026", "Skoler", "Åskolen", "60,5", "120", "66", "26", "3"]


def text(*rows):
    return "\n".join(";".join(row) for row in rows)


def read(path, data, name="fil.csv"):
    path = path / "held"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    grids = read_grids(path, name)
    must_be_totals(grids)
    headed = headings_of(grids[0])
    columns = guess_all(headed.headings, guess)
    must_be_usable(columns)
    return read_figures(grids[0], headed, columns)


def said(proposal, *, fault):
    return [str(one) for one in proposal.remarks if one.fault is fault]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("sign", [";", "\t", ","])
def test_a_sheet_in_every_spelling(tmp_path, encoding, sign):
    row = [one.replace(",", ".") if sign == "," else one for one in ROW]
    row[3] = "60,5" if sign != "," else '"60,5"'
    found = read(tmp_path, "\n".join(sign.join(one) for one in (HEAD, row)).encode(encoding))
    assert found.remarks == []
    (one,) = found.rows
    assert (one.name, one.quarter) == (Name("Skoler", "Åskolen"), Quarter(2026, 1))
    assert one.figures == {
        "employees": Decimal("60.5"), "short_days": 120, "long_days": 66, "child_days": 26, "excluded_days": 3,
    }  # fmt: skip


def test_headings_in_two_rows_a_title_above_and_sums_below(tmp_path):
    found = read(
        tmp_path,
        a_book(
            ["Sygefravær 2026"], [], ["", "", "", "Gennemsnit", "Dage", "Dage"],
            ["År", "Kv.", "Institution", "Antal ansatte", "Korttid", "Langtid", "I alt"],
            [2026, 2, "Åskolen", 60.5, 120, 66, 186], [2026, 2, "PPR", 4, 8, 10, 18], [2026, 2, "I alt", 64.5, 128, 76, 204],
        ),
        "fil.xlsx",
    )  # fmt: skip
    assert found.remarks == []
    assert [(one.name.unit, one.quarter, one.days) for one in found.rows] == [
        ("Åskolen", Quarter(2026, 2), 186),
        ("PPR", Quarter(2026, 2), 18),
    ]


def test_sums_that_disagree_are_pointed_at_by_cell(tmp_path):
    head = ["År", "Kvartal", "Afdeling", "Enhed", "Ansatte", "Kort", "Langt", "I alt"]
    rows = [
        ["2026", "2", "Skoler", "Åskolen", "60", "120", "66", "190"],
        ["2026", "2", "Skoler", "PPR", "4", "8", "10", "18"],
        ["2026", "2", "Skoler", "", "64", "128", "80", "204"],
        ["2026", "2", "", "Hele kommunen", "64", "100", "76", ""],
    ]
    found = read(tmp_path, text(head, *rows))
    assert len(found.rows) == 2
    doubts = said(found, fault=False)
    assert any("H2: »190« er ikke summen af kort og langt, som er 186" in one for one in doubts)
    assert any("G4: »80« er ikke summen af rækkerne, som er 76 (Lange sygedage)" in one for one in doubts)
    assert any("F5: »100« er ikke summen af rækkerne, som er 128 (Korte sygedage)" in one for one in doubts)
    assert len(doubts) == 3


@pytest.mark.parametrize(
    ("spelled", "year", "quarter"),
    [
        ("1. kvartal 2026", "", (2026, 1)), ("2026K2", "", (2026, 2)), ("2026-3", "", (2026, 3)), ("K4 2026", "", (2026, 4)),
        ("4. kv. 2026", "", (2026, 4)), ("3. kvt. 2026", "", (2026, 3)), ("Q1 2026", "", (2026, 1)), ("2", "2026", (2026, 2)),
        ("2. kvartal", "2026", (2026, 2)), ("K3", "2026", (2026, 3)), ("1/2026", "", None), ("5. kvartal 2026", "", None),
        ("1. kvartal", "", None), ("2", "to tusind", None), ("1. kvartal 2025", "2026", None), ("første", "2026", None), ("", "2026", None),
    ],
)  # fmt: skip
def test_quarters_in_every_spelling(spelled, year, quarter):
    found = values.quarter_in(Cell(spelled, "A2"), Cell(year, "B2") if year else None)
    assert found.value == (Quarter(*quarter) if quarter else None)
    assert bool(found.fault) is (quarter is None)


def test_a_date_is_doubted_as_a_quarter_and_refused_as_a_figure():
    day = Cell("31-03-2026", "A2", date(2026, 3, 31))
    assert values.quarter_in(day, None).value == Quarter(2026, 1)
    assert "dato" in values.quarter_in(day, None).doubt
    assert "dato" in values.figure_in(day, needed=False).fault


@given(st.decimals(min_value=0, max_value=900_000, places=2))
def test_every_figure_is_read_back_as_it_is_written(value):
    from chefforum.danish import figure

    assert values.figure_in(Cell(figure(value, decimals=2), "A1"), needed=True).value == value


def sheet_xml(inner, name="xl/worksheets/sheet1.xml"):
    """A package that names what it likes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr(name, inner)
    return data.getvalue()


def with_macro():
    source = zipfile.ZipFile(io.BytesIO(a_book(HEAD, ROW)))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for entry in source.namelist():
            package.writestr(entry, source.read(entry))
        package.writestr("xl/vbaProject.bin", b"macro")
    return data.getvalue()


def a_million_rows():
    return (";".join(HEAD) + "\n" + (";".join(ROW) + "\n") * 1_000_000).encode()


def bomb():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 400_000_000)
    return data.getvalue()


def merged_headings():
    book = Workbook()
    sheet = book.active
    sheet.append(["Sygefravær", "", "", ""])
    sheet.merge_cells("A1:D1")
    sheet.append(["Fravær i dage", "", "", ""])
    sheet.merge_cells("A2:D2")
    sheet.append(["Åskolen", 60, 120, 66])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def hidden_only():
    book = Workbook()
    book.active.append(HEAD)
    book.active.append(ROW)
    book.create_sheet("Synlig")
    book["Sheet"].sheet_state = "hidden"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def rows(*changed):
    return text(HEAD, *changed)


def but(**changed):
    row = list(ROW)
    for name, value in changed.items():
        row[
            HEAD.index(
                {
                    "kvartal": "Kvartal",
                    "enhed": "Enhed",
                    "ansatte": "Ansatte",
                    "kort": "Korte sygedage",
                    "langt": "Lange sygedage",
                    "barn": "Barns sygedag",
                }[name]
            )
        ] = value
    return row


# Files that are refused as a whole, with the sentence that says why.
REFUSED = {
    "empty": (b"", "er tom"),
    "only spaces": (b"   \n \n", "Der er ingen tabel"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"0" * 40, "kan ikke|hverken"),
    "a program": (b"MZ\x90\x00" + b"\x00" * 60, "kan ikke vedhæftes"),
    "a web page": (b"<html><table><tr><td>1</td></tr></table></html>", "kan ikke vedhæftes"),
    "a pdf": (b"%PDF-1.4 broken", "beskadiget PDF"),
    "a broken package": (b"PK\x03\x04" + b"rubbish" * 20, "beskadiget"),
    "a zip of a sheet": ("zip", "zip-arkiv"),
    "macros": ("macro", "makroer"),
    "a zip bomb": ("bomb", "fylder for meget udpakket"),
    "a million rows": ("million", r"over 10\.000 rækker"),
    "a million cells named": (
        sheet_xml(b"<worksheet><row>" + b"<c/>" * 1_000_000 + b"</row></worksheet>"),
        r"over 10\.000 rækker",
    ),
    "merged to the end of the world": (
        sheet_xml(b'<worksheet><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'),
        r"over 10\.000",
    ),
    "no workbook in it": (sheet_xml(b"<worksheet/>"), "kan ikke læses"),
    "merged headings that name nothing": ("merged", "ingen række med overskrifter"),
    "only hidden sheets": ("hidden", "Der er ingen tabel"),
    "headings of something else": (text(["Nr.", "Punkt"], ["1.1", "Et"]), "ingen række med overskrifter"),
    "no column of units": (text(["Kvartal", "Ansatte", "Kort", "Langt"], ["2026K1", "1", "2", "3"]), "»Enhed«"),
    "no column of quarters": (text(["Enhed", "Ansatte", "Kort", "Langt"], ["Åskolen", "1", "2", "3"]), "»Kvartal«"),
    "a column of identity numbers": (text([*HEAD, "CPR-nr."], [*ROW, "x"]), "handler om enkelte personer"),
    "a column of causes": (text([*HEAD, "Fraværsårsag"], [*ROW, "x"]), "handler om enkelte personer"),
    "a column of first names": (text([*HEAD, "Fornavn"], [*ROW, "Bo"]), "handler om enkelte personer"),
    "a column of employee numbers": (text([*HEAD, "Medarbejdernr."], [*ROW, "1"]), "handler om enkelte personer"),
    "an identity number in a cell": (text(HEAD, but(enhed="Åskolen 010190-1234")), "ligner et cpr-nummer"),
    "an identity number as a figure": (
        a_book(HEAD, ["2026K1", "Skoler", "Åskolen", 60, 120, 66, 3112991234, 0]),
        "ligner et cpr-nummer",
    ),
    "too many columns": (text([str(n) for n in range(80)]), "60 kolonner"),
}
# Sheets that are read, and cannot be saved: the cell and the sentence.
FAULTY = {
    "a word for a figure": (rows(but(kort="mange")), r"E2: »mange« er ikke et tal"),
    "a negative": (rows(but(langt="-4")), r"F2: »-4« er mindre end nul"),
    "an english figure": (rows(but(kort="1,950.00")), r"E2: »1,950.00« er ikke et tal"),
    "a figure without end": (rows(but(kort="9" * 30)), r"E2: .* er ikke et tal"),
    "a huge figure": (rows(but(kort="9.999.999")), r"E2: .* er større, end en enhed kan have"),
    "no employees": (rows(but(ansatte="")), r"D2: er tom"),
    "no short days": (rows(but(kort="")), r"E2: er tom"),
    "no unit": (text(HEAD, ["2026K1", "", "", "60", "1", "1", "1", "1"]), "har intet navn på en enhed"),
    "a quarter that is none": (rows(but(kvartal="5. kvartal 2026")), r"A2: »5. kvartal 2026« er ikke et kvartal"),
    "a quarter without a year": (rows(but(kvartal="2")), "har intet år"),
    "the same row twice": (rows(ROW, ROW), r"C3: »Åskolen« står også i række 2"),
    "an endless name": (rows(but(enhed="Å" * 130)), "er længere end 120 tegn"),
    "a formula without a value": (a_book(HEAD, ["2026K1", "Skoler", "Åskolen", 60, "=1+1", 66, 26, 0]), r"E2: er tom"),
    "a date for a figure": (
        a_book(HEAD, ["2026K1", "Skoler", "Åskolen", 60, date(2026, 3, 1), 66, 26, 0]),
        r"E2: »01-03-2026« er en dato",
    ),
    "an error of excel": (a_book(HEAD, ["2026K1", "Skoler", "Åskolen", 60, "#DIV/0!", 66, 26, 0]), "er ikke et tal"),
    "a truth for a figure": (a_book(HEAD, ["2026K1", "Skoler", "Åskolen", True, 1, 66, 26, 0]), "er ikke et tal"),
}
MADE = {"macro": with_macro, "bomb": bomb, "million": a_million_rows, "merged": merged_headings, "hidden": hidden_only}


def made(data):
    if data == "zip":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            package.writestr("tal.csv", rows(ROW))
        return out.getvalue()
    return MADE[data]() if isinstance(data, str) and data in MADE else data


def test_there_are_forty_of_them():
    assert len(REFUSED) + len(FAULTY) >= 40


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_file_is_refused_with_a_sentence_and_in_bounds(tmp_path, what):
    data, sentence = REFUSED[what]
    data = made(data)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Refused, match=sentence) as refusal:
        read(tmp_path, data, "tal.xlsx")
    assert str(refusal.value).strip().endswith((".", "«."))
    # In kilobytes: the file itself may lie in memory as text, and little more.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 700_000


@pytest.mark.parametrize("what", FAULTY)
def test_a_faulty_sheet_says_which_cell(tmp_path, what):
    data, sentence = FAULTY[what]
    found = read(tmp_path, data, "tal.xlsx")
    import re

    assert any(re.search(sentence, one) for one in said(found, fault=True)), said(found, fault=True)


def test_what_only_looks_like_an_identity_number_is_read(tmp_path):
    """Large figures, dates, and units that are called after a number."""
    found = read(
        tmp_path, rows(but(enhed="Plejecenter 3"), but(enhed="Team 2026-2027"), but(enhed="Åskolen", kort="1.234,56"))
    )
    assert [one.name.unit for one in found.rows] == ["Plejecenter 3", "Team 2026-2027", "Åskolen"]
    assert said(found, fault=True) == []


def test_a_figure_with_many_decimals_is_rounded_and_doubted(tmp_path):
    found = read(tmp_path, a_book(HEAD, ["2026K1", "Skoler", "Åskolen", 60.333333, 1, 1, 1, 0]), "fil.xlsx")
    assert found.rows[0].figures["employees"] == Decimal("60.33")
    assert ["er afrundet" in one for one in said(found, fault=False)] == [True]


def test_the_columns_must_be_usable():
    with pytest.raises(Refused, match="To kolonner"):
        must_be_usable(["unit", "unit", "quarter", "employees", "short", "long"])
    with pytest.raises(Refused, match="findes"):
        must_be_usable(["unit", "hemmelig", "quarter", "employees", "short", "long"])
    must_be_totals([Grid("Ark1", [[Cell("Enhed", "A1")], [Cell("12345678", "A2")]])])


@pytest.mark.parametrize(
    "heading",
    ["CPR", "CPR_NR", "cpr-nummer", "Personnummer", "Navn", "Medarbejder", "Medarbejder-id", "Personnavn", "Fraværsårsager", "Sygdomsårsag", "Årsag", "Diagnosekode", "Fødselsår", "Køn", "Alder", "Stilling", "Løn-nr."],
)  # fmt: skip
def test_a_column_about_people_is_known_by_its_heading(heading):
    with pytest.raises(Refused, match="enkelte personer"):
        must_be_totals([Grid("Ark1", [[Cell("Enhed", "A1"), Cell(heading, "B1")]])])


@pytest.mark.parametrize(
    "heading",
    [
        "Medarbejdere",
        "Antal medarbejdere",
        "Egen sygdom",
        "Sygdom (dage)",
        "Enhedsnavn",
        "Køn og Ligestilling",
        "Center for sygdom",
    ],
)
def test_what_is_a_total_is_none_about_people(heading):
    must_be_totals([Grid("Ark1", [[Cell("Enhed", "A1"), Cell(heading, "B1")]])])


@pytest.mark.parametrize(
    "text",
    [
        "010170-1234",
        "0101701234",
        "010170 1234",
        "010170 - 1234",
        "010170–1234",
        "010170/1234",
        "010170-1234, barsel",
        "Bo (010170-1234).",
    ],
)
def test_an_identity_number_is_found_however_it_is_written(text):
    with pytest.raises(Refused, match="cpr-nummer") as refusal:
        must_be_totals([Grid("Ark1", [[Cell("Enhed", "A1")], [Cell(text, "A2")]])])
    assert "010170" not in str(refusal.value)


def test_a_number_that_lost_its_nought_is_found_and_a_workplaces_is_not():
    figure = Cell("101.701.234", "A2", Decimal(101701234))
    with pytest.raises(Refused, match="cpr-nummer"):
        must_be_totals([Grid("Ark1", [[Cell("Enhed", "A1")], [figure]])])
    must_be_totals([Grid("Ark1", [[Cell("P-nummer", "A1")], [Cell("1012345678", "A2")]])])


def test_a_unit_that_is_called_like_a_sum_is_a_unit(tmp_path):
    found = read(
        tmp_path,
        rows(
            but(enhed="Samlet Familieindsats"),
            but(enhed="Sum-huset"),
            but(enhed="I alt", ansatte="121", kort="240", langt="132", barn="52"),
        ),
    )
    assert [one.name.unit for one in found.rows] == ["Samlet Familieindsats", "Sum-huset"]


def test_a_quarter_that_has_not_begun_is_doubted(tmp_path):
    found = read(tmp_path, rows(but(kvartal="2062K3")))
    assert any("ikke er begyndt" in one for one in said(found, fault=False))
