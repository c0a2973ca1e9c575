"""Recommendation points as lines a person types, and back."""

import re
from html import escape, unescape

from meetings.papers.shape import Point

_CASE_TODAY = re.compile(r"\d{2}\.\d{2}\.\d{2}-[A-ZÆØÅ]\d{2}-\d{1,5}-\d{2}|\d{2}/\d{1,6}")
_MARK = re.compile(r"^(?P<number>\d{1,2})[.)]\s+")
_CHILD = re.compile(r"^\s*[-–•]\s+")


def is_case_number(text: str) -> bool:
    """Whether a number has one of the forms that new cases get (``domain.md`` a): SBSYS/KLE or year/serial."""
    return bool(_CASE_TODAY.fullmatch(text))


def to_lines(points: list[Point]) -> str:
    """A line a point; points under a point begin with a dash."""
    lines = []
    for point in points:
        lines.append(_plain(point["html"]))
        lines += [f"- {_plain(child['html'])}" for child in point["children"]]
    return "\n".join(lines)


def from_lines(text: str) -> list[Point]:
    """Points from lines. Numbers in front are taken away when the person has numbered every point, 1, 2, 3 …"""
    lines = [line for line in text.splitlines() if line.strip()]
    tops = [line.strip() for line in lines if not _CHILD.match(line)]
    counted = [_MARK.match(line) for line in tops]
    numbered = bool(tops) and [int(mark["number"]) for mark in counted if mark] == list(range(1, len(tops) + 1))
    points: list[Point] = []
    for line in lines:
        child = _CHILD.match(line)
        plain = line[child.end() :] if child else (_MARK.sub("", line.strip()) if numbered else line)
        point = Point(html=escape(" ".join(plain.split()), quote=False), children=[])
        if child and points:
            points[-1]["children"].append(point)
        else:
            points.append(point)
    return points


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html.replace("<br>", " ")))
