"""What the cells of a sheet say: numbers, amounts, lights by word, letter or fill, dates, yes and no."""

import colorsys
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from budget.rules.numbering import Number, read_number
from budget.workflow import CarryOver, Light
from chefforum.danish import parse_date, parse_figure
from chefforum.files.grid import Cell

_WORDS = {
    "grøn": Light.GREEN,
    "grønt": Light.GREEN,
    "grønne": Light.GREEN,
    "gr": Light.GREEN,
    "gul": Light.YELLOW,
    "gult": Light.YELLOW,
    "gule": Light.YELLOW,
    "gu": Light.YELLOW,
    "y": Light.YELLOW,
    "rød": Light.RED,
    "rødt": Light.RED,
    "røde": Light.RED,
    "r": Light.RED,
    "ingen": Light.NONE,
    "-": Light.NONE,
    "–": Light.NONE,
}
_CARRIES = {
    "": CarryOver.OPEN,
    "ikke afgjort": CarryOver.OPEN,
    "nej": CarryOver.NOT,
    "føres ikke over": CarryOver.NOT,
    "skal ikke med over": CarryOver.NOT,
    "ja": CarryOver.WHOLE,
    "føres over": CarryOver.WHOLE,
    "fortsætter": CarryOver.WHOLE,
    "skal med over": CarryOver.WHOLE,
    "delvis": CarryOver.PART,
    "delvist": CarryOver.PART,
    "føres over, delvis": CarryOver.PART,
}
_TOO_MUCH = 10**13
_YES, _NO = ("ja", "x", "1"), ("nej", "", "-", "–", "0")


class Read(NamedTuple):
    """What a cell says; ``doubt`` is why somebody should look at it, ``fault`` why it cannot be read."""

    value: object
    doubt: str = ""
    fault: str = ""


def number_in(cell: Cell) -> Read:
    """A point's number. Excel makes a date or a figure of what was typed as 2.11; both are read, and doubted."""
    if isinstance(cell.value, date):
        found = Number(cell.value.day, cell.value.month)
        return Read(found, f"er en dato i Excel og er læst som {found}")
    if isinstance(cell.value, Decimal):
        whole, _, rest = str(cell.value).partition(".")
        found_number = read_number(f"{whole}.{rest}")
        if found_number is None:
            return Read(None, fault="er ikke et punktnummer")
        return Read(found_number, f"er et tal i Excel og er læst som {found_number}. Nuller til sidst kan mangle")
    number = read_number(cell.text.replace(",", "."))
    return Read(number) if number else Read(None, fault="er ikke et punktnummer som 2.11")


def amount_in(cell: Cell) -> Read:
    """An amount, or none where the cell is empty or a dash."""
    if isinstance(cell.value, Decimal):
        if abs(cell.value) >= _TOO_MUCH:
            return Read(None, fault="er et større beløb, end der kan gemmes")
        rounded = round(cell.value, 3)
        return Read(rounded, "har flere end tre decimaler og er afrundet" if rounded != cell.value else "")
    if cell.text in ("", "-", "–"):
        return Read(None)
    figure = parse_figure(cell.text)
    return Read(figure) if figure is not None else Read(None, fault="er ikke et beløb som 1.950.000 eller −0,5")


def is_light(text: str) -> bool:
    """Whether a text is the name of a light and nothing more."""
    return text.strip(" .").casefold() in (*_WORDS, "g")


def light_in(cell: Cell) -> Read:
    """A light, by its word or letter, else by the colour of the cell. A lone G may be either of two, and is doubted."""
    word = cell.text.strip(" .").casefold()
    if word in _WORDS:
        light = _WORDS[word]
        seen = colour_of(cell.fill)
        if seen is None or light in (seen, Light.NONE):
            return Read(light)
        return Read(light, f"siger {light.label.lower()}, men cellen er {seen.label.lower()}")
    if word == "g":
        seen = colour_of(cell.fill)
        return Read(seen or Light.GREEN, "" if seen else "kan være grøn eller gul og er læst som grøn")
    if not word:
        return Read(colour_of(cell.fill) or Light.NONE)
    return Read(Light.NONE, fault="er ikke et lys. Skriv grøn, gul, rød eller ingen")


def colour_of(fill: str) -> Light | None:
    """Which light a fill is: ``None`` for white, grey, blue and none at all."""
    if not fill:
        return None
    red, green, blue = (int(fill[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    # Pale fills are still colours; white and grey have no hue to speak of.
    if saturation < 0.2 or lightness > 0.97 or lightness < 0.06:
        return None
    degrees = hue * 360
    if degrees < 18 or degrees >= 335:
        return Light.RED
    if degrees < 66:
        return Light.YELLOW
    return Light.GREEN if degrees < 170 else None


def carry_in(cell: Cell) -> Read:
    """Whether a point goes on."""
    word = cell.text.strip(" .").casefold()
    return Read(_CARRIES[word]) if word in _CARRIES else Read(CarryOver.OPEN, fault="er hverken ja, nej eller delvis")


def yes_in(cell: Cell) -> Read:
    """Yes or no."""
    word = cell.text.strip(" .").casefold()
    if word in _YES or word in _NO:
        return Read(word in _YES)
    return Read(True, "er hverken ja eller nej og er læst som ja")


def day_in(cell: Cell) -> Read:
    """A day."""
    if isinstance(cell.value, date):
        return Read(cell.value)
    if not cell.text:
        return Read(None)
    day = parse_date(cell.text)
    return Read(day) if day else Read(None, fault="er ikke en dato som 31-12-2026")
