"""Which column of a sheet is what, and which sheets may not be read at all."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from chefforum.files.columns import Headed, find_headings
from chefforum.files.grid import Cell, Grid
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
    r"\A(cpr.*|(person|medarbejder|tjeneste|løn|ansættelses?)[- ]?(n(umme)?r\.?|id|kode)|"
    r"(for|efter|person|medarbejder)navne?|navn|medarbejder(en)?s? ?navn|navn på medarbejder|medarbejder|"
    r"fødsels(dag|dato|år)|køn|alder|stilling(sbetegnelse)?|"
    r".*årsag(er|skode)?|diagnose.*|sygdom|lidelse|e-?mail|bruger-?id|initialer)[.:]?",
    re.IGNORECASE,
)
# With or without what people and programs put between the parts.
_IDENTITY = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d\d ?[-–/]? ?\d{4}(?!\d)")
# A number that has lost its first nought, and the number of a workplace, which has as many digits as a person's.
_NINE = re.compile(r"[1-9](0[1-9]|1[0-2])\d{6}")
_WORKPLACE = re.compile(r"p[- ]?n(umme)?r\.?|produktionsenhed.*", re.IGNORECASE)
_HEADED = 15
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
        workplaces: set[int] = set()
        for number, row in enumerate(grid.rows):
            # Headings stand together; a unit that is called after one of these words stands among figures.
            headings = number < _HEADED and not any(isinstance(cell.value, Decimal) for cell in row)
            for place, cell in enumerate(row):
                text = " ".join(cell.text.replace("_", " ").split())
                if headings and _WORKPLACE.fullmatch(text):
                    workplaces.add(place)
                if headings and _ABOUT_PEOPLE.fullmatch(text):
                    raise _about_people(f"kolonnen i {grid.place(cell)} handler om enkelte personer")
                if place not in workplaces and _is_identity(cell):
                    raise _about_people(f"{grid.place(cell)} ligner et cpr-nummer")


def _is_identity(cell: Cell) -> bool:
    plain = str(cell.value) if isinstance(cell.value, Decimal) else ""
    return bool(_IDENTITY.search(cell.text) or _IDENTITY.fullmatch(plain) or _NINE.fullmatch(plain))


def _about_people(found: str) -> Refused:
    return Refused(
        f"Filen er ikke læst, og intet af den er gemt: {found}. Her må kun være tal pr. enhed, ikke oplysninger om "
        "personer. Fjern dem, og vælg filen igen."
    )
