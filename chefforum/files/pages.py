"""The pages of a PDF as pictures, with the words where they stand on them, so that any browser shows them.

A page is made when it is first asked for, in a process of its own like every look at a stranger's file (``draw.py``),
and kept beside the file.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from chefforum.files import keep
from chefforum.files.models import StoredFile

# The next pages are made along: a process takes longer to begin than a page to draw.
AHEAD = 3
_SECONDS = 60


class Unreadable(Exception):
    """The page could not be drawn."""


@dataclass(frozen=True)
class Line:
    """A run of words and the box around it, in points from the upper left corner of the page."""

    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Page:
    """A page: its picture's file, its size in points, its lines in reading order."""

    picture: Path
    width: float
    height: float
    lines: list[Line]

    @property
    def text(self) -> str:
        """The words of the page, a line each."""
        return "\n".join(line.text for line in self.lines)


def page_of(stored: StoredFile, number: int) -> Page:
    """The page of a PDF, counted from 1. Raises :class:`Unreadable` for one that is not there or cannot be drawn."""
    if stored.pages is None or not 1 <= number <= stored.pages:
        raise Unreadable("no such page")
    if not _facts(stored, number).exists():
        last = min(stored.pages, number + AHEAD)
        while last > number and _facts(stored, last).exists():
            last -= 1
        _draw(stored, number, last)
    facts = _facts(stored, number)
    if not facts.exists():
        raise Unreadable("could not be drawn")
    found = json.loads(facts.read_text("utf-8"))
    return Page(_picture(stored, number), found["width"], found["height"], [Line(*line) for line in found["lines"]])


def _facts(stored: StoredFile, number: int) -> Path:
    return Path(f"{stored.on_disk}.side{number}.json")


def _picture(stored: StoredFile, number: int) -> Path:
    return Path(f"{stored.on_disk}.side{number}.png")


def _draw(stored: StoredFile, first: int, last: int) -> None:
    with tempfile.TemporaryDirectory(dir=keep.workroom()) as folder:
        command = [sys.executable, "-m", "chefforum.files.draw", stored.on_disk, str(first), str(last), folder]
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - our own words
        except subprocess.TimeoutExpired as error:
            raise Unreadable("took too long") from error
        for number in range(first, last + 1):
            picture, facts = Path(folder, f"{number}.png"), Path(folder, f"{number}.json")
            if facts.exists():
                # The facts come last: whoever finds them finds the picture too.
                picture.replace(_picture(stored, number))
                facts.replace(_facts(stored, number))
