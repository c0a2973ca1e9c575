"""Which column of a sheet is what, and which sheets may not be read at all."""

import re
from collections.abc import Iterable, Sequence

from chefforum.files.columns import Headed, find_headings
from chefforum.files.grid import Grid
from chefforum.workflow import Refused
from sickleave.rules.columns import COLUMNS

_ALSO = {
    "year": ("år", "kalenderår", "aar"),
    "quarter": ("kvartal", "kv.", "kv", "periode", "kvt.", "kvt"),
    "department": ("afdeling", "afd.", "afd", "forvaltning", "område"),
    "unit": ("enhed", "institution", "arbejdssted", "enhedsnavn", "arbejdsplads", "organisation"),
    "employees": (
        *("ansatte", "antal ansatte", "gns. ansatte", "gennemsnitligt antal ansatte", "medarbejdere"),
        *("antal medarbejdere", "hoveder"),
    ),
    "fulltime": ("fuldtid", "årsværk", "fuldtidsansatte", "antal fuldtidsstillinger", "fuldtidsbeskæftigede"),
    "short": ("kort", "korttid", "kort fravær", "korttidssygefravær", "korttidsfravær", "dage kort", "sygedage kort"),
    "long": (
        "langt",
        "langtid",
        "langt fravær",
        "langtidssygefravær",
        "langtidsfravær",
        "dage langt",
        "sygedage langt",
    ),
    "total": ("i alt", "sygedage", "samlet sygefravær", "sygefravær i alt", "dage i alt"),
    "child": ("barns sygedag", "barn syg", "barns 1. sygedag", "barn 1. og 2. sygedag", "barns sygedage"),
    "excluded": ("covid-19", "covid", "corona", "undtaget", "ikke medregnet", "ikke talt med"),
}
_MEANT = {heading.casefold(): field for field, heading in COLUMNS.items()} | {
    word: field for field, words in _ALSO.items() for word in words
}
# What stands over columns about people. Sheets that have such a column are not read (D103, section c of the domain).
_ABOUT_PEOPLE = re.compile(
    r"\b(cpr|cpr-?n(umme)?r|person-?n(umme)?r|medarbejder-?n(umme)?r|tjeneste-?n(umme)?r|løn-?n(umme)?r|fornavn|"
    r"efternavn|medarbejdernavn|medarbejderens navn|navn på medarbejder|fødselsda(g|to)|køn|alder|stillingsbetegnelse|"
    r"fraværsårsag|årsag|diagnose|sygdom|lidelse|e-?mail|bruger-?id|initialer)\b",
    re.IGNORECASE,
)
_IDENTITY = re.compile(r"(?<![\d.,])(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d\d[ -]?\d{4}(?![\d.,])")
_SPOKEN = f"»{COLUMNS['unit']}« og »{COLUMNS['employees']}«"


def guess(heading: str) -> str:
    """The field that a heading in small letters means, empty where it means none."""
    return _MEANT.get(heading, "")


def headings_of(grid: Grid) -> Headed:
    """The row that names the columns. Raises :class:`Refused` where none does."""
    return find_headings(grid, guess, _SPOKEN)


def choices() -> list[tuple[str, str]]:
    """What a person may say a column is."""
    return [("", "Læses ikke"), *COLUMNS.items()]


def must_be_usable(columns: Sequence[str]) -> None:
    """Raises :class:`Refused` where the choice lacks what a figure needs, or names a field twice or one that
    is none.
    """
    for field in columns:
        if field and field not in COLUMNS:
            raise Refused("En kolonne er valgt til noget, der ikke findes. Vælg igen.")
        if field and list(columns).count(field) > 1:
            raise Refused(f"To kolonner er valgt til »{COLUMNS[field]}«. Vælg kun den ene.")
    missing = [COLUMNS[one] for one in ("quarter", "unit", "employees", "short", "long") if one not in columns]
    if missing:
        raise Refused(f"Vælg også, hvilken kolonne der er »{'« og »'.join(missing)}«.")


def must_be_totals(grids: Iterable[Grid]) -> None:
    """Raises :class:`Refused` for a file with a column about people, or an identity number anywhere. The sentence says
    where, and not what was found.
    """
    for grid in grids:
        for number, row in enumerate(grid.rows):
            for cell in row:
                if number < 15 and len(cell.text) < 60 and _ABOUT_PEOPLE.search(cell.text):
                    raise _about_people(f"kolonnen i {grid.place(cell)} handler om enkelte personer")
                if _IDENTITY.search(cell.text) or _IDENTITY.fullmatch(str(cell.value or "")):
                    raise _about_people(f"{grid.place(cell)} ligner et cpr-nummer")


def _about_people(found: str) -> Refused:
    return Refused(
        f"Filen er ikke læst, og intet af den er gemt: {found}. Her må kun være tal pr. enhed, ikke oplysninger om "
        "personer. Fjern dem, og vælg filen igen."
    )
