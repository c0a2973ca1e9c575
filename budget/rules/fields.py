"""The fields of a status that people fill in, and how each value is spelled as a text in the log of changes."""

from datetime import date
from typing import TYPE_CHECKING

from budget.workflow import CarryOver, Light
from chefforum.danish import tidy
from chefforum.workflow import Refused

if TYPE_CHECKING:
    from budget.models import Status

# The name a person knows each field by, in the order of the pages.
FIELDS = {
    "light": "Lys",
    "public_text": "Tekst til ØU",
    "comment": "Intern bemærkning",
    "next_step": "Næste skridt",
    "finish_on": "Forventes gennemført",
    "carry": "Føres over",
    "carry_part": "Den del, der føres over",
    "needs_case": "Kræver en politisk sag",
    "case_forum": "Forum",
    "case_when": "Hvornår",
}
LONGEST = {
    "public_text": 4000,
    "comment": 4000,
    "next_step": 2000,
    "carry_part": 400,
    "case_forum": 80,
    "case_when": 80,
}
# What an answer is made of; a light alone says that the point was looked at.
ANSWERS = ("light", "public_text")

_YES = "ja"


def spelled(status: "Status", field: str) -> str:
    """A field's value as a text: the word of a choice, the ISO date, ``ja`` or nothing."""
    value = getattr(status, field)
    if field == "finish_on":
        return value.isoformat() if value else ""
    if field == "needs_case":
        return _YES if value else ""
    return str(value)


def read_value(field: str, text: str) -> object:
    """The value that a text spells. Raises :class:`Refused` for what the field cannot hold, ``KeyError`` for a field
    that is none.
    """
    name = FIELDS[field]
    text = tidy(text)
    if field == "light":
        if text not in Light.values:
            raise Refused("Vælg grøn, gul, rød eller ingen. Intet er ændret.")
        return text
    if field == "carry":
        if text not in CarryOver.values:
            raise Refused("Vælg, om punktet føres over. Intet er ændret.")
        return text
    if field == "needs_case":
        return text == _YES
    if field == "finish_on":
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise Refused(f"»{text[:40]}« er ikke en dato. Skriv den som 31-12-2026. Intet er ændret.") from None
    if len(text) > LONGEST[field]:
        raise Refused(f"{name} kan højst have {LONGEST[field]} tegn. Teksten står stadig i feltet, men er ikke gemt.")
    return text


def shown(field: str, text: str) -> str:
    """A spelled value as people read it."""
    if field == "light":
        return Light(text).label
    if field == "carry":
        return CarryOver(text).label
    if field == "needs_case":
        return "Ja" if text else "Nej"
    return text
