"""From a file's bytes to logical lines, whatever kind of file it is."""

from django.conf import settings

from meetings.intake import pdf_lines, text_lines
from meetings.intake.line import MinutesLine, NotMinutes


def read_source(data: bytes, name: str) -> list[MinutesLine]:
    """The logical lines of a text file or a PDF. Raises :class:`NotMinutes`."""
    if not data.strip():
        raise NotMinutes("Filen er tom. Vælg filen med referatet, og prøv igen.")
    if len(data) > settings.MINUTES_LIMIT_MB * 1_000_000:
        raise NotMinutes(
            f"Filen fylder over {settings.MINUTES_LIMIT_MB} MB og er ikke læst. "
            "Et referat uden bilag fylder meget mindre."
        )
    lines = pdf_lines.read(data) if data.lstrip()[:5] == b"%PDF-" else text_lines.read(data, name)
    if not lines:
        raise NotMinutes("Filen har intet læsbart tekstlag. Er den skannet, skal den først tekstgenkendes.")
    return lines
