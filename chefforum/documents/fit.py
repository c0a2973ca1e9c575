"""Tables and lists that authors write, made ready for paper: smaller type first, then a page on its side.

A table's least width is reckoned from its longest words, so it is known before anything is frozen; the type is metric
and the widths of its signs are known.
"""

import re
from dataclasses import dataclass

from lxml import html as lxml_html

from chefforum.richtext.tables import Cell, squares

MOST_ROWS = 400
# The width of a sign of Liberation Sans in ems: a figure has 0.556, a capital up to 0.94.
_NARROW, _FIGURE, _WIDE, _WIDEST = 0.28, 0.56, 0.72, 0.95
_WIDTHS = {
    **dict.fromkeys("iljtf.,:;!'|()[]/ ", _NARROW),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZÆØÅ&w", _WIDE),
    **dict.fromkeys("MW%m—…", _WIDEST),
}
_TABLE = re.compile(r"<table>((?:[^<]|<(?!/?table\b))*+)</table>")
_LETTERED = re.compile(r'<ol(?P<start>(?: start="\d+")?) type="(?P<kind>[aAiI])">')
_COUNTED = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_BREAKS = re.compile(r"<br>|\s|(?<=[-–/])")
_MARKS = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class Setting:
    """A way to print a table: its class, the size of its type and the room beside a cell's text in points, and the
    width of the page's text.
    """

    name: str
    size: float
    beside: float
    width: float
    on_its_side: bool = False


# In papers.css the classes are defined with the same measures.
SETTINGS = (
    Setting("author", 10.5, 8, 411),
    Setting("author small", 8.5, 6, 411),
    Setting("author small", 8.5, 6, 757, on_its_side=True),
    Setting("author tiny", 6.5, 5, 757, on_its_side=True),
)


def ready_for_print(page: str) -> str:
    """A paper's HTML with every author's table set so that it fits, and lettered lists named for the style sheet.

    A table that fits in no way is set the smallest way.
    """
    return _TABLE.sub(_set, _LETTERED.sub(_with_class, page))


def _with_class(match: re.Match[str]) -> str:
    # A style sheet cannot tell type="a" from type="A": HTML compares that attribute in any case.
    return f'<ol{match["start"]} class="{_COUNTED[match["kind"]]}">'


def setting_for(table: str) -> Setting | None:
    """How a table in normal form is printed; ``None`` for one that is wider than the paper however it is printed."""
    widths = _column_widths(table)
    fitting = (one for one in SETTINGS if sum(widths) * one.size + one.beside * len(widths) <= one.width)
    return next(fitting, None)


def faults(html: str) -> list[str]:
    """What is wrong with the tables of a text in normal form, each the end of a sentence about the text."""
    found = []
    for match in _TABLE.finditer(html):
        rows = match[0].count("<tr>")
        if setting_for(match[0]) is None:
            found.append("har en tabel, der er bredere end papiret. Del den op, eller vedhæft den som bilag.")
        if rows > MOST_ROWS:
            found.append(f"har en tabel med over {MOST_ROWS} rækker. Del den op, eller vedhæft den som bilag.")
    return found


def _set(match: re.Match[str]) -> str:
    setting = setting_for(match[0]) or SETTINGS[-1]
    long = " long" if match[0].count("<tr>") > 12 else ""
    table = f'<table class="data {setting.name}{long}">{match[1]}</table>'
    return f'<div class="on-its-side">{table}</div>' if setting.on_its_side else table


def _column_widths(table: str) -> list[float]:
    """The width in ems that the longest word of each column needs. A cell over several columns needs its share."""
    rows = [
        [
            Cell(
                "".join([cell.text or "", *(str(lxml_html.tostring(part, encoding="unicode")) for part in cell)]),
                cell.tag == "th",
                int(cell.get("colspan", "1")),
                int(cell.get("rowspan", "1")),
            )
            for cell in row
        ]
        for row in lxml_html.fragment_fromstring(table).iter("tr")
    ]
    widths: dict[int, float] = {}
    for grid in squares(rows):
        for column, square in enumerate(grid):
            needed = _longest_word(square.cell.html) / square.cell.columns
            widths[column] = max(widths.get(column, 0.0), needed)
    return list(widths.values())


def _longest_word(html: str) -> float:
    bold = 1.06 if "<strong>" in html else 1.0
    words = _BREAKS.split(_MARKS.sub("", html.replace("<br>", "\n")))
    return max((_width(word) for word in words if word), default=0.0) * bold


def _width(word: str) -> float:
    return sum(_WIDTHS.get(sign, _FIGURE if ord(sign) < 0x250 else _WIDEST) for sign in word)
