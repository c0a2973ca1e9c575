"""Old minutes in: a file becomes a paper. Reads and warns, never saves.

``read_minutes`` is the door. Text (``.txt``, ``.md``) and any PDF with a text layer become logical lines
(``text_lines.py``, ``pdf_lines.py``); ``reader.py`` finds the meeting, the items and their sections in them.
"""

import logging
from pathlib import Path
from typing import cast

from chefforum.files import apart
from meetings.intake.line import MinutesLine, NotMinutes
from meetings.intake.reader import read_lines
from meetings.intake.source import read_source
from meetings.papers.shape import Paper

__all__ = ["MinutesLine", "NotMinutes", "read_held_minutes", "read_lines", "read_minutes", "read_source"]

logger = logging.getLogger(__name__)

_SECONDS = 60


def read_minutes(data: bytes, name: str) -> Paper:
    """The paper in a file of minutes.

    No word of the source is dropped: what fits nowhere is kept in an ``other`` section or in ``unplaced``,
    and what was not understood stands in ``warnings``. Raises :class:`NotMinutes`, with one Danish sentence,
    for a file that is empty, too large, encrypted, broken or no minutes at all.
    """
    return read_lines(read_source(data, name))


def read_held_minutes(path: Path, name: str) -> Paper:
    """The same of a file that somebody has uploaded, read in a process apart. Raises :class:`NotMinutes`."""
    try:
        paper = apart.call(f"{__name__}:read_apart", str(path), name, seconds=_SECONDS, errors=(NotMinutes,))
    except apart.Broken as error:
        logger.warning("Minutes could not be read: %s", error)
        raise NotMinutes(
            f"»{name}« tager for lang tid at læse. Gem referatet som en ny PDF eller tekst, og prøv igen."
        ) from error
    return cast("Paper", paper)


def read_apart(path: str, name: str) -> Paper:
    """What :func:`read_held_minutes` has done in a process of its own."""
    return read_minutes(Path(path).read_bytes(), name)
