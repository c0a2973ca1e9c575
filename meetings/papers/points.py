"""Recommendation points as lines a person types, and back."""

import re
from html import escape, unescape

from meetings.papers.shape import Point

_CASE_TODAY = re.compile(r"\d{2}\.\d{2}\.\d{2}-[A-ZÆØÅ]\d{2}-\d{1,5}-\d{2}|\d{2}/\d{1,6}")
_MARK = re.compile(r"^(?:\d{1,2}[.)]\s+)")
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
    """Points from lines. Numbers that a person types in front are taken away: the paper counts by itself."""
    points: list[Point] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        child = _CHILD.match(line)
        words = " ".join((line[child.end() :] if child else _MARK.sub("", line.strip())).split())
        point = Point(html=escape(words, quote=False), children=[])
        if child and points:
            points[-1]["children"].append(point)
        else:
            points.append(point)
    return points


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html.replace("<br>", " ")))
