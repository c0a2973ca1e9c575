"""The numbers of points: chapter and point, »2.11«, »6.1.« (D81)."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_NUMBER = re.compile(r"(\d{1,3})\s*\.\s*(\d{1,3})\.?", re.ASCII)
_BETWEEN = re.compile(r",|;|\bog\b|\bsamt\b|&|\s")
_STRETCH = re.compile(r"(\d{1,3}\.\d{1,3})\.?\s*[-–]\s*(\d{1,3}\.\d{1,3})\.?", re.ASCII)


class Number(NamedTuple):
    """Sorts as people count: 2.11 stands after 2.2."""

    chapter: int
    point: int

    def __str__(self) -> str:
        return f"{self.chapter}.{self.point}"


def read_number(text: str) -> Number | None:
    """The number that a text is; ``None`` where it is none, or has a zero or a third part."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None or "0" in (match[1].lstrip("0") or "0", match[2].lstrip("0") or "0"):
        return None
    return Number(int(match[1]), int(match[2]))


def read_numbers(text: str, known: Iterable[Number]) -> tuple[list[Number], list[str]]:
    """The numbers that a text lists, »7.5, 7.6 og 7.7« or »7.5-7.7«, in order and once each; and what of it is none.

    A number that is not ``known`` is none. A stretch is of the known numbers from the first to the last.
    """
    order = sorted(set(known))
    found: list[Number] = []
    unknown: list[str] = []

    def take_stretch(match: re.Match[str]) -> str:
        first, last = read_number(match[1]), read_number(match[2])
        inside = [one for one in order if first and last and first <= one <= last]
        if first not in order or last not in order or not inside:
            unknown.append(match[0])
        found.extend(inside if first in order and last in order else [])
        return " "

    rest = _STRETCH.sub(take_stretch, text)
    for part in _BETWEEN.split(rest.strip()):
        if not part:
            continue
        number = read_number(part)
        if number in order:
            found.append(number)
        else:
            unknown.append(part)
    return sorted(set(found)), unknown


def in_one_line(numbers: Sequence[Number]) -> str:
    """``7.5``; ``7.5 og 7.6``; ``7.5, 7.6 og 7.7``."""
    words = [str(one) for one in sorted(numbers)]
    return " og ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
