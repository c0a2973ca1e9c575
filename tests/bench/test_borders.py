"""What the borders lose, invent and move over the cases, and what the slowest parser costs a megabyte."""

import re
import time
from collections import Counter

from chefforum.richtext import clean, from_paste, plain_text
from chefforum.richtext.tables import Cell, place, squares
from meetings.intake import NotMinutes, read_minutes
from meetings.papers.text import to_text
from tests.bench.test_figures import row
from tests.cases import CASES, case
from tests.cost.test_parsers import HTML, LINES

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# What the sources hold that is no live text: see cases/README.md.
NOT_LIVE = re.compile(
    r"<(del|s|style|script|title|xml)\b.*?</\1>|<!--.*?-->|<!\[[^>]*>|<span style='mso-list:Ignore'>.*?</span></span>",
    re.DOTALL,
)
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")


def level(text: str) -> str:
    """A text whose raised and lowered figures stand apart, as figures."""
    return re.sub("([⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉]+)", r" \1 ", text).translate(RAISED)


def live_words(source: str) -> Counter[str]:
    # A raised figure is a run of its own.
    apart = re.sub(r"<(sup|sub)>|<span style='vertical-align:super'>", " ", NOT_LIVE.sub(" ", source))
    live = plain_text(clean(re.sub(r"</?(?:b|ins|o:p)\b[^>]*>", "", apart)))
    return Counter(re.findall(r"\w+", level(live)))


def test_words_lost_figures_invented_and_cells_moved():
    lost = invented = moved = 0
    for path in sorted((CASES / "paste").glob("*.html")):
        source = path.read_text()
        html = from_paste(source).html
        text = level(plain_text(html))
        lost += sum((live_words(source) - Counter(re.findall(r"\w+", text))).values())
        known = set(NUMBER.findall(level(re.sub(r"<(?!a)[^>]*>", " ", source))))
        invented += sum(number not in known for number in NUMBER.findall(text))
        again = clean(html)
        moved += columns(html) != columns(again)
    minutes = case("minutes/chefforum-2021-01-21-libreoffice.pdf")
    printed = Counter(to_text(read_minutes(minutes.read_bytes(), minutes.name)).split())
    source = Counter(to_text(read_minutes((CASES.parent / "referater/2021-01-21.txt").read_bytes(), "x.txt")).split())
    lost += sum((source - printed).values())
    row("Words lost over the cases", str(lost))
    row("Figures invented over the cases", str(invented))
    row("Cells moved over the cases", str(moved))


def columns(html: str) -> list[list[str]]:
    cell = re.compile(r'<t[dh](?: colspan="(\d+)")?(?: rowspan="(\d+)")?>(.*?)</t[dh]>')
    rows = [
        [Cell(text, columns=int(wide or 1), rows=int(high or 1)) for wide, high, text in cell.findall(line)]
        for line in html.split("<tr>")[1:]
    ]
    return [[square.cell.html for square in line] for line in squares(place(rows))]


def test_the_slowest_parser_a_megabyte():
    slowest = (0.0, "")
    for name, parse, pieces in (("paste", from_paste, HTML), ("minutes", _minutes, LINES)):
        for piece in pieces:
            text = piece * (200_000 // len(piece))
            begun = time.perf_counter()
            parse(text)
            slowest = max(slowest, ((time.perf_counter() - begun) * 5, f"{name} {piece!r}"[:24]))
    row(f"Slowest parser, a megabyte ({slowest[1]})", f"{slowest[0]:.1f} s")


def _minutes(text: str) -> None:
    try:
        read_minutes(f"# REFERAT Chefforum d. 25-08-2016\n\n# Punkt 1: Skolen\n\n{text}".encode(), "x.txt")
    except NotMinutes:
        return
