"""What a file of minutes is read into, and what is said when it cannot be."""

from dataclasses import dataclass


class NotMinutes(Exception):
    """The file cannot be read as minutes; the text is one Danish sentence for the person who chose it."""


@dataclass(frozen=True)
class MinutesLine:
    """One logical line: a paragraph, a heading, a list entry or a row, already joined over soft line breaks.

    ``number`` counts from 1 in the source (for a PDF: visual lines through the document). ``level`` is the
    heading level, 0 for text. ``indent`` is in characters. ``gap`` tells whether air stands above. A
    ``literal`` line is a paragraph whatever it looks like, a ``guarded`` heading is no known heading.
    """

    number: int
    text: str
    level: int = 0
    indent: int = 0
    gap: bool = True
    literal: bool = False
    guarded: bool = False
