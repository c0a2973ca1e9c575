"""What the cells of a sheet say: quarters and figures."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.utils import timezone

from chefforum.danish import parse_figure
from chefforum.files.grid import Cell
from sickleave.rules.quarters import Quarter

_LARGEST = Decimal(1_000_000)
_CENTS = Decimal("0.01")
_YEAR = r"(?P<year>20\d\d)"
_NUMBER = r"(?P<number>[1-4])"
_WORD = r"(?:kvartal|kvt\.?|kv\.?|k|q)"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE | re.ASCII)
    for shape in (
        rf"{_NUMBER}\.?\s*{_WORD}?\s*,?\s*{_YEAR}",
        rf"{_WORD}\s*{_NUMBER}\s*[,/-]?\s*{_YEAR}",
        rf"{_YEAR}\s*[-/,]?\s*{_WORD}?\s*{_NUMBER}(?:\.\s*{_WORD})?",
        rf"{_NUMBER}(?:\.?\s*{_WORD})?",
        rf"{_WORD}\s*{_NUMBER}",
    )
)


class Read(NamedTuple):
    """What a cell says; ``doubt`` is why somebody should look at it, ``fault`` why it cannot be read."""

    value: object
    doubt: str = ""
    fault: str = ""


def quarter_in(cell: Cell, year: Cell | None) -> Read:
    """A quarter: »2026K1«, »1. kvartal 2026«, or 1 beside a column with the year."""
    if isinstance(cell.value, date):
        found = Quarter.of(cell.value)
        return Read(found, f"er en dato og er læst som {found}")
    text = " ".join(cell.text.split())
    match = next((told for shape in _SHAPES if (told := shape.fullmatch(text))), None)
    if match is None:
        return Read(None, fault="er ikke et kvartal som »1. kvartal 2026« eller 2026K1")
    said = match.groupdict().get("year")
    if year is not None and year.text:
        apart = re.fullmatch(r"20\d\d", year.text.replace(".", ""))
        if apart is None:
            return Read(None, fault=f"står ved årstallet »{year.text[:20]}«, som ikke er et år")
        if said and said != apart[0]:
            return Read(None, fault=f"siger {said}, men årstallet er {apart[0]}")
        said = apart[0]
    if not said:
        return Read(None, fault="har intet år. Skriv det som »1. kvartal 2026«, eller vælg en kolonne med år")
    found = Quarter(int(said), int(match["number"]))
    ahead = found > Quarter.of(timezone.localdate())
    return Read(found, f"er læst som {found}, som ikke er begyndt" if ahead else "")


def figure_in(cell: Cell, *, needed: bool) -> Read:
    """A figure that is not negative, with at most two decimals; none where the cell is empty and none is needed."""
    if isinstance(cell.value, date):
        return Read(None, fault="er en dato og ikke et tal")
    if not isinstance(cell.value, Decimal) and cell.text in ("", "-", "–"):
        return Read(None, fault="er tom. Skriv 0, hvis der ingen er") if needed else Read(None)
    value = cell.value if isinstance(cell.value, Decimal) else parse_figure(cell.text)
    if value is None:
        return Read(None, fault="er ikke et tal som 1.250 eller 12,5")
    if value < 0:
        return Read(None, fault="er mindre end nul")
    if value >= _LARGEST:
        return Read(None, fault="er større, end en enhed kan have på et kvartal")
    kept = value.quantize(_CENTS, ROUND_HALF_UP)
    return Read(kept, "har flere end to decimaler og er afrundet" if kept != value else "")
