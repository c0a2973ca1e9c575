"""A frozen paper, and all figures, as tables for Excel and CSV."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

from sickleave.papers.findings import METHOD_NAMES, reason
from sickleave.rules.book import Why
from sickleave.rules.columns import COLUMNS, FIGURES
from sickleave.rules.reckoning import TREND_WORDS, Trend

if TYPE_CHECKING:
    from chefforum.documents.sheet import Cell
    from sickleave.models import Figure

_HEADINGS = (
    *("Afdeling", "Enhed", "Ansatte", "Sygedage pr. medarbejder", "Kort", "Langt", "Andel langt (%)"),
    *("Forrige", "Ændring", "Ændring, kort", "Ændring, langt", "Tendens", "Barns sygedage", "Måltal", "Bemærkning"),
    *("Periode", "Metode", "Sammenlignet med", "Udgave"),
)
_EDITIONS = {
    "units": "Enhedsudgave, må ikke videregives",
    "departments": "ØU-udgave",
    "all": "Alle tal, fortroligt",
}
_KEPT = ("year", "quarter", "department", "unit")


def as_sheet(paper: Mapping[str, Any]) -> "tuple[list[str], list[list[Cell]]]":
    """The headings and a row for each group of a paper: what it says, nothing beside it."""
    rows = []
    for department in paper["departments"]:
        rows.append(_row(paper, department["name"], "", department))
        rows += [_row(paper, department["name"], unit["name"], unit) for unit in department.get("units", ())]
    rows.append(_row(paper, "Hele kommunen", "", paper["whole"]))
    return list(_HEADINGS), rows


def _row(paper: Mapping[str, Any], department: str, unit: str, row: Mapping[str, Any]) -> "list[Cell]":
    def number(name: str) -> Decimal | None:
        return Decimal(row[name]) if row[name] else None

    few = f"færre end {paper['limit']}" if row["why"] == Why.FEW else None
    return [
        department,
        unit,
        few or (int(row["employees"]) if row["employees"] else None),
        *(number(name) for name in ("total", "short", "long", "share", "before", "change", "change_short")),
        number("change_long"),
        TREND_WORDS[Trend(row["trend"])] if row["trend"] else "",
        number("child"),
        number("target"),
        reason(row["why"] or row["why_change"]),
        _spaced(paper["period"]),
        METHOD_NAMES[paper["method"]],
        _spaced(paper["compared"]),
        _EDITIONS[paper["edition"]],
    ]


_LIKE_FORMULAS = ("=", "@", "\t", "+", "-")
_FIGURE = re.compile(r"\A[+-]\d+(?:,\d+)?")


def _spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


def as_csv(paper: Mapping[str, Any]) -> str:
    """The same as Excel in Danish reads it: semicolons, a comma in figures, and a mark that it is UTF-8."""
    headings, rows = as_sheet(paper)
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _plain(cell: "Cell") -> str:
    text = "" if cell is None else str(cell).replace(".", ",") if isinstance(cell, Decimal) else str(cell)
    # A text that begins as a formula does must not be one.
    return f"'{text}" if text.startswith(_LIKE_FORMULAS) and not _FIGURE.fullmatch(text) else text


def figures_as_rows(figures: "Iterable[Figure]") -> "tuple[list[str], list[Sequence[Cell]]]":
    """Every current figure, in the columns that are read back."""
    headings = [COLUMNS[name] for name in (*_KEPT, *FIGURES)]
    rows: list[Sequence[Cell]] = [
        [
            one.year,
            one.quarter,
            str(one.unit.department),
            str(one.unit),
            *(getattr(one, kept) for kept in FIGURES.values()),
        ]
        for one in figures
    ]
    return headings, rows
