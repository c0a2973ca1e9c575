"""Recommendation points as lines a person types, as HTML, and back; and the form of case numbers."""

import re
from collections.abc import Sequence
from html import escape, unescape

from chefforum.danish import enumerate_words
from meetings.papers.shape import Point

_CASE_TODAY = re.compile(r"\d{2}\.\d{2}\.\d{2}-[A-ZÆØÅ]\d{2}-\d{1,5}-\d{2}|\d{2}/\d{1,6}")
_MARK = re.compile(r"^(?P<number>\d{1,2})[.)]\s+")
_CHILD = re.compile(r"^(?P<indent>\s*)[-–•]\s+")
_DEEPEST = 4


def is_case_number(text: str) -> bool:
    """Whether a number has one of the forms that new cases get (``domain.md`` a): SBSYS/KLE or year/serial."""
    return bool(_CASE_TODAY.fullmatch(text))


def case_number_fault(text: str) -> str:
    """What is wrong with a number that has neither form, and how to mend it."""
    parts = text.split("-")
    if re.fullmatch(r"\d{2}\.\d{2}\.\d{2}", parts[0]) and len(parts) < 4:
        return "Sagsnummeret mangler et led. Skriv det som 81.28.00-P07-1-27 eller 27/1234."
    if len(parts) == 4 and re.fullmatch(r"[a-zæøå]\d{2}", parts[1]):
        return "Bogstavet i sagsnummeret skal være stort. Skriv det som 81.28.00-P07-1-27."
    return "Sagsnummeret er ikke forstået. Skriv det som 81.28.00-P07-1-27 eller 27/1234."


def to_lines(points: list[Point]) -> str:
    """A line a point; a point under another begins with a dash, two spaces further in for each level."""
    return "\n".join(_lines(points, 0))


def _lines(points: list[Point], depth: int) -> list[str]:
    lines = []
    for point in points:
        mark = "  " * (depth - 1) + "- " if depth else ""
        lines.append(mark + _plain(point["html"]))
        lines += _lines(point["children"], depth + 1)
    return lines


def from_lines(text: str) -> list[Point]:
    """Points from lines. Numbers in front are taken away when the person has numbered every point, 1, 2, 3 …

    A point can be at most one level below the one before it.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    tops = [line.strip() for line in lines if not _CHILD.match(line)]
    counted = [_MARK.match(line) for line in tops]
    numbered = bool(tops) and [int(mark["number"]) for mark in counted if mark] == list(range(1, len(tops) + 1))
    points: list[Point] = []
    for line in lines:
        child = _CHILD.match(line)
        plain = line[child.end() :] if child else (_MARK.sub("", line.strip()) if numbered else line)
        point = Point(html=escape(" ".join(plain.split()), quote=False), children=[])
        level, depth = points, min(len(child["indent"].expandtabs(2)) // 2 + 1, _DEEPEST) if child else 0
        while depth and level:
            level, depth = level[-1]["children"], depth - 1
        level.append(point)
    return points


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^<>]+>", "", html.replace("<br>", " ")))


def lead_of(parties: Sequence[str]) -> str:
    """The line before the points (D30): ``Kommunaldirektøren og HR indstiller,``; empty without a party."""
    return f"{enumerate_words(parties)} indstiller," if parties else ""


def as_html(html: str, parties: Sequence[str], points: Sequence[Point]) -> str:
    """A section's words in the vocabulary of ``chefforum.richtext``: who recommends, the points, the text."""
    lead = f"<p>{escape(lead_of(parties), quote=False)}</p>" if parties else ""
    return lead + _list(points, "ol") + html


def _list(points: Sequence[Point], tag: str) -> str:
    items = "".join(f"<li>{point['html']}{_list(point['children'], 'ul')}</li>" for point in points)
    return f"<{tag}>{items}</{tag}>" if items else ""
