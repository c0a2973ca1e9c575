"""Points out of the sheets that people have, with every doubtful cell pointed at."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.intake import values
from budget.intake.columns import guess, headings_of, must_be_usable
from budget.intake.register import Names, read_register
from budget.rules.numbering import Number, in_one_line, read_number, read_numbers
from chefforum.files.columns import guess_all
from chefforum.files.grid import Cell, Grid
from chefforum.workflow import Refused

NAMES = Names({"skoler": 1}, {"skolechefen": 2}, {"anna and": 3, "bo bi": 4})


def a_grid(*rows: list[str]) -> Grid:
    return Grid(
        "Ark1",
        [
            [Cell(text, f"{'ABCDEFGHIJ'[place]}{number}") for place, text in enumerate(row)]
            for number, row in enumerate(rows, 1)
        ],
    )


def read(*rows: list[str]):
    grid = a_grid(*rows)
    headed = headings_of(grid)
    return read_register(grid, headed, guess_all(headed.headings, guess), NAMES)


def said(proposal) -> list[str]:
    return [str(one) for one in proposal.remarks]


def test_points_with_chapters_people_and_amounts():
    found = read(
        ["Budgetaftale 2026", "", "", "", "", ""],
        ["Nr.", "Initiativ", "Afdeling", "Ansvarlig", "Drift 2026", "Anlæg 2027 (1.000 kr.)"],
        ["2. Ældre og sundhed", "", "", "", "", ""],
        ["2.2", "Klippekort", "skoler", "Anna And og Bo Bi", "1.950.000", "-"],
        ["2.11.", "Sundhedshus", "Skoler", "", "-0,5", "2.983,2"],
        ["", "Sum", "", "", "3", "4"],
    )
    assert found.remarks == []
    assert found.chapters == {2: "Ældre og sundhed"}
    first, second = found.rows
    assert (first.number, first.facts["title"], first.facts["department"], first.people) == (
        (2, 2),
        "Klippekort",
        1,
        [3, 4],
    )
    assert first.amounts == {("drift", 2026): Decimal(1950000), ("anlaeg", 2027): None}
    assert second.number == Number(2, 11)
    assert second.amounts == {("drift", 2026): Decimal("-0.5"), ("anlaeg", 2027): Decimal("2983.2")}


def test_errors_name_sheet_cell_and_what_was_found():
    found = read(
        ["Nr.", "Punkt", "Drift 2026", "Lys"],
        ["2,11,3", "Et", "1", "grøn"],
        ["2.1", "", "1.5", "blå"],
        ["2.1", "Igen", "", ""],
    )
    assert said(found) == [
        "Ark1!A2: »2,11,3« er ikke et punktnummer som 2.11.",
        "Ark1!B3: »« er tom, så punkt 2.1 har ingen titel.",
        "Ark1!C3: »1.5« er ikke et beløb som 1.950.000 eller −0,5.",
        "Ark1!D3: »blå« er ikke et lys. Skriv grøn, gul, rød eller ingen.",
        "Ark1!A4: »2.1« står også i række 3.",
    ]
    assert found.faults == found.remarks


def test_names_that_nobody_has_are_kept_and_doubted():
    found = read(["Nr.", "Punkt", "Afdeling", "Ansvarlig"], ["1.1", "Et", "Kultur", "Anna And; Carl Cue"])
    (row,) = found.rows
    assert (row.facts["department"], row.people, row.facts["responsible"]) == (None, [3], "Kultur; Carl Cue")
    assert said(found) == [
        "Ark1!C2: »Kultur« kendes ikke og skrives under »Ansvarlig«.",
        "Ark1!D2: »Anna And; Carl Cue« nævner Carl Cue, som ikke er en bruger her.",
    ]
    assert found.faults == []


def test_a_department_where_a_person_is_expected_is_called_a_department():
    grid = a_grid(["Nr.", "Punkt", "Ansvarlig"], ["1.1", "Et", "Økonomi og Stab"])
    headed = headings_of(grid)
    names = Names({"økonomi og stab": 1}, {}, {})
    found = read_register(grid, headed, guess_all(headed.headings, guess), names)
    assert said(found)[0].startswith("Ark1!C2: »Økonomi og Stab« er en afdeling eller et embede.")
    assert found.rows[0].facts["responsible"] == "Økonomi og Stab"


def test_a_row_without_a_number_and_a_chapter_that_disagrees_are_pointed_at():
    found = read(["Nr.", "Punkt", "Kapitel"], ["", "Uden nummer", ""], ["1.1", "Et", "2. Ældre"])
    assert said(found) == [
        "Ark1!B2: »Uden nummer« har intet nummer og er sprunget over.",
        "Ark1!C3: »2. Ældre« er et andet kapitel end nummeret 1.1 siger.",
    ]


@pytest.mark.parametrize(
    ("cell", "light", "doubted"),
    [
        (Cell("Grøn", "A1"), "green", False),
        (Cell("GUL.", "A1"), "yellow", False),
        (Cell("R", "A1"), "red", False),
        (Cell("", "A1"), "none", False),
        (Cell("", "A1", fill="00b050"), "green", False),
        (Cell("", "A1", fill="92d050"), "green", False),
        (Cell("", "A1", fill="ffff00"), "yellow", False),
        (Cell("", "A1", fill="ffc000"), "yellow", False),
        (Cell("", "A1", fill="ff0000"), "red", False),
        (Cell("", "A1", fill="c00000"), "red", False),
        (Cell("", "A1", fill="ffffff"), "none", False),
        (Cell("", "A1", fill="d9d9d9"), "none", False),
        (Cell("", "A1", fill="4472c4"), "none", False),
        (Cell("G", "A1"), "green", True),
        (Cell("g", "A1", fill="ffff00"), "yellow", False),
        (Cell("grøn", "A1", fill="ff0000"), "green", True),
    ],
)
def test_lights_by_word_letter_and_fill(cell, light, doubted):
    read = values.light_in(cell)
    assert (read.value, bool(read.doubt), read.fault) == (light, doubted, "")


def test_what_excel_made_of_a_number_is_read_and_doubted():
    assert values.number_in(Cell("02-11-2026", "A1", date(2026, 11, 2))).value == Number(2, 11)
    as_figure = values.number_in(Cell("2,1", "A1", Decimal("2.1")))
    assert as_figure.value == Number(2, 1)
    assert "Nuller til sidst kan mangle" in as_figure.doubt
    assert values.number_in(Cell("2", "A1", Decimal(2))).fault


def test_numbers_sort_as_people_count():
    texts = ["2.11", "10.5", "2.2", "6.1.", "2.10"]
    assert [str(one) for one in sorted(read_number(text) for text in texts)] == ["2.2", "2.10", "2.11", "6.1", "10.5"]
    for text in ("", "2", "2.0", "0.2", "2.1.3", "to", "2,1", "1234.1", "٢.١"):
        assert read_number(text) is None


KNOWN = [Number(7, point) for point in (4, 5, 6, 7)] + [Number(8, 5)]


@pytest.mark.parametrize(
    ("text", "numbers", "unknown"),
    [
        ("7.5, 7.6, 7.7", "7.5, 7.6 og 7.7", []),
        ("7.5-7.7", "7.5, 7.6 og 7.7", []),
        ("7.7 og 7.5", "7.5 og 7.7", []),
        ("7.5 7.5", "7.5", []),
        ("8.5.", "8.5", []),
        ("9.1", "", ["9.1"]),
        ("7.5, x", "7.5", ["x"]),
        ("7.5-9.9", "", ["7.5-9.9"]),
        ("", "", []),
    ],
)
def test_several_numbers_at_once(text, numbers, unknown):
    found, rest = read_numbers(text, KNOWN)
    assert (in_one_line(found) if found else "", rest) == (numbers, unknown)


@given(st.sets(st.sampled_from(KNOWN), min_size=1))
def test_numbers_in_one_line_are_read_again(numbers):
    assert read_numbers(in_one_line(sorted(numbers)), KNOWN) == (sorted(numbers), [])


def test_columns_must_be_chosen_well():
    known = ["number", "title", "text"]
    with pytest.raises(Refused, match="hvilken kolonne der er punktets nummer"):
        must_be_usable(["title", ""], known)
    with pytest.raises(Refused, match="To kolonner er valgt til »Punkt«"):
        must_be_usable(["number", "title", "title"], known)
    with pytest.raises(Refused, match="ikke findes"):
        must_be_usable(["number", "title", "kapret"], known)
    with pytest.raises(Refused, match="ingen række med overskrifter"):
        headings_of(a_grid(["Hej", "Verden"], ["1.1", "Et"]))
