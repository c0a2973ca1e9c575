"""Old minutes in: a file becomes a paper. Reads and warns, never saves.

``read_minutes`` is the door. Text (``.txt``, ``.md``) and any PDF with a text layer become logical lines
(``text_lines.py``, ``pdf_lines.py``); ``reader.py`` finds the meeting, the items and their sections in them.
"""

from meetings.intake.line import MinutesLine, NotMinutes
from meetings.intake.reader import read_lines
from meetings.intake.source import read_source
from meetings.papers.shape import Paper

__all__ = ["MinutesLine", "NotMinutes", "read_lines", "read_minutes", "read_source"]


def read_minutes(data: bytes, name: str) -> Paper:
    """The paper in a file of minutes.

    No word of the source is dropped: what fits nowhere is kept in an ``other`` section or in ``unplaced``,
    and what was not understood stands in ``warnings``. Raises :class:`NotMinutes`, with one Danish sentence,
    for a file that is empty, too large, encrypted, broken or no minutes at all.
    """
    return read_lines(read_source(data, name))
