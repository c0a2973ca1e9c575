"""From a file's bytes to logical lines, whatever kind of file it is."""

from dataclasses import dataclass

from django.conf import settings


class NotMinutes(Exception):
    """The file cannot be read as minutes; the text is one Danish sentence for the person who chose it."""


@dataclass(frozen=True)
class MinutesLine:
    """One logical line: a paragraph, a heading, a list entry or a row, already joined over soft line breaks.

    ``number`` counts from 1 in the source (for a PDF: visual lines through the document). ``level`` is the
    heading level, 0 for text. ``indent`` is in characters. ``gap`` tells whether air stands above.
    ``literal`` lines are paragraphs whatever they look like.
    """

    number: int
    text: str
    level: int = 0
    indent: int = 0
    gap: bool = True
    literal: bool = False
    guarded: bool = False


def read_source(data: bytes, name: str) -> list[MinutesLine]:
    """The logical lines of a text file or a PDF. Raises :class:`NotMinutes`."""
    # Inside, because each reader needs MinutesLine from here.
    from meetings.intake import pdf_lines, text_lines

    if not data.strip():
        raise NotMinutes("Filen er tom. Vælg filen med referatet, og prøv igen.")
    if len(data) > settings.MINUTES_LIMIT_MB * 1_000_000:
        raise NotMinutes(
            f"Filen fylder over {settings.MINUTES_LIMIT_MB} MB og er ikke læst. Et referat uden bilag fylder meget mindre."
        )
    lines = pdf_lines.read(data) if data.lstrip()[:5] == b"%PDF-" else text_lines.read(data, name)
    if not lines:
        raise NotMinutes("Filen har intet læsbart tekstlag. Er den skannet, skal den først tekstgenkendes.")
    return lines
