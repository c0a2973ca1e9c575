"""Which column of a sheet is what."""

import re
from collections.abc import Sequence

from budget.intake.values import is_light
from budget.models import AmountKind
from budget.rules.columns import COLUMNS, STATUS_COLUMNS
from chefforum.files.columns import Headed, find_headings, guess_all
from chefforum.files.grid import Grid
from chefforum.workflow import Refused

_ALSO = {
    "number": ("nr", "nummer", "punkt nr", "punktnr", "punkt nr.", "pkt.", "pkt", "nr. i aftalen"),
    "chapter": ("kapitel", "område", "tema", "politikområde"),
    "title": ("titel", "initiativ", "forslag", "indsats", "aftalepunkt", "overskrift", "emne"),
    "text": ("aftaletekst", "beskrivelse", "indhold"),
    "department": (
        "forvaltning",
        "område/afdeling",
        "ansvarlig afdeling",
        "ansvarlig afd.",
        "ansvarlig afd",
        "afd.",
        "afd",
    ),
    "office": ("ansvarligt embede", "kontor", "enhed"),
    "people": ("ansvarlig person", "ansvarlige", "tovholder", "kontaktperson"),
    "needs_case": ("politisk sag", "kræver politisk sag", "sag"),
    "case_forum": ("forum", "udvalg"),
    "case_when": ("hvornår", "sagen kommer"),
    "light": ("status (lys)", "trafiklys", "farve", "lys nu"),
    "public_text": ("status", "statustekst", "bemærkning til øu", "status til øu"),
    "comment": ("bemærkning", "bemærkninger", "kommentar", "intern kommentar", "internt"),
    "next_step": ("næste trin", "videre proces"),
    "finish_on": ("forventet afslutning", "slutdato", "færdig"),
    "carry": ("overføres", "med over", "føres med over", "fortsætter"),
    "carry_part": ("hvad føres over",),
}
_MEANT = {
    **{heading.casefold(): field for field, heading in {**COLUMNS, **STATUS_COLUMNS}.items()},
    **{word: field for field, words in _ALSO.items() for word in words},
}
_AMOUNT = re.compile(r"\A(?P<kind>drift|anlæg)?\s*+(?P<year>20\d\d)(?:\s*\(.*\))?")


def headings_of(grid: Grid) -> Headed:
    """The row that names the columns. Raises :class:`Refused` where none does."""
    return find_headings(grid, guess, f"»{COLUMNS['number']}« og »{COLUMNS['title']}«")


def guess(heading: str) -> str:
    """The field that a heading in small letters means, empty where it means none: ``number``, ``drift:2027``."""
    if heading in _MEANT:
        return _MEANT[heading]
    amount = _AMOUNT.fullmatch(heading)
    if amount is None:
        return ""
    return f"{AmountKind.CAPITAL if amount['kind'] == 'anlæg' else AmountKind.OPERATING}:{amount['year']}"


def guess_columns(grid: Grid, headed: Headed) -> list[str]:
    """A field for each column, by its heading; »Status« over nothing but lights is the light and not the text."""
    columns = guess_all(headed.headings, guess)
    if "public_text" in columns and "light" not in columns:
        place = columns.index("public_text")
        texts = [row[place].text for row in grid.rows[headed.row + 1 :] if place < len(row) and row[place].text]
        if texts and all(map(is_light, texts)):
            columns[place] = "light"
    return columns


def amount_field(field: str) -> tuple[str, int] | None:
    """The kind and year of a field that is an amount."""
    kind, _, year = field.partition(":")
    return (kind, int(year)) if kind in AmountKind.values and re.fullmatch(r"20\d\d", year) else None


def choices(headings: Sequence[str], year: int) -> list[tuple[str, str]]:
    """What a person may say a column is: the fields with their names, and the amounts of the years around."""
    years = {found[1] for one in headings if (found := amount_field(guess(one)))} | set(range(year, year + 4))
    amounts = [(f"{kind}:{one}", f"{kind.label} {one}") for one in sorted(years) for kind in AmountKind]
    return [("", "Læses ikke"), *COLUMNS.items(), *STATUS_COLUMNS.items(), *amounts]


def must_be_usable(columns: Sequence[str], known: Sequence[str]) -> None:
    """Raises :class:`Refused` where the choice names no number or title, a field twice, or one that is none."""
    for field in columns:
        if field and field not in known:
            raise Refused("En kolonne er valgt til noget, der ikke findes. Vælg igen.")
        if field and list(columns).count(field) > 1:
            names = {**COLUMNS, **STATUS_COLUMNS}
            raise Refused(f"To kolonner er valgt til »{names.get(field, field.replace(':', ' '))}«. Vælg kun den ene.")
    if not {"number", "title"} <= set(columns):
        raise Refused("Vælg, hvilken kolonne der er punktets nummer, og hvilken der er dets titel.")
