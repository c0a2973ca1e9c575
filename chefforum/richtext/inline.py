"""Running text within a block, in normal form."""

import re
from collections.abc import Iterator
from html import escape

from chefforum.richtext.parsing import STOOD_FOR

_SPACE = re.compile(r"[ \t\r\n\f]+")


class Inline:
    """Collects inline text; :meth:`flush` gives it in normal form and starts anew."""

    def __init__(self) -> None:
        self.runs: list[tuple[frozenset[str], str]] = []

    def add(self, text: str | None, marks: frozenset[str]) -> None:
        if text:
            self.runs.append((marks, text.translate(STOOD_FOR)))

    def line_break(self) -> None:
        self.runs.append((frozenset(), "\n"))

    def flush(self) -> str:
        runs, self.runs = self.runs, []
        return _join_lines(_render(line) for line in _lines(runs))


def _join_lines(lines: Iterator[str]) -> str:
    return "<br>".join(line for line in lines if line)


def _lines(runs: list[tuple[frozenset[str], str]]) -> Iterator[list[tuple[frozenset[str], str]]]:
    """Runs split at line breaks, white space folded, equal neighbours joined, ends trimmed."""
    line: list[tuple[frozenset[str], str]] = []
    for marks, text in [*runs, (frozenset[str](), "\n")]:
        if text != "\n":
            line.append((marks, text))
            continue
        yield _fold(line)
        line = []


def _fold(line: list[tuple[frozenset[str], str]]) -> list[tuple[frozenset[str], str]]:
    folded: list[tuple[frozenset[str], str]] = []
    space = True
    for own, raw in line:
        text = _SPACE.sub(" ", raw)
        if space:
            text = text.lstrip(" ")
        if not text:
            continue
        space = text.endswith(" ")
        marks = own if text.strip(" ") or not folded else folded[-1][0]
        if folded and folded[-1][0] == marks:
            folded[-1] = (marks, folded[-1][1] + text)
        else:
            folded.append((marks, text))
    return _edges_out(folded)


def _edges_out(runs: list[tuple[frozenset[str], str]]) -> list[tuple[frozenset[str], str]]:
    """Spaces at the edge of a marked run stand outside it, so that every text has one spelling."""
    out: list[tuple[frozenset[str], str]] = []

    def put(marks: frozenset[str], text: str) -> None:
        if text and out and out[-1][0] == marks:
            out[-1] = (marks, out[-1][1] + text)
        elif text:
            out.append((marks, text))

    for marks, text in runs:
        core = text.strip(" ")
        if not marks or not core:
            put(frozenset() if not core else marks, text)
            continue
        start = text.index(core)
        put(frozenset(), text[:start])
        put(marks, core)
        put(frozenset(), text[start + len(core) :])
    if out:
        out[0] = (out[0][0], out[0][1].lstrip(" "))
        out[-1] = (out[-1][0], out[-1][1].rstrip(" "))
    return [(marks, text) for marks, text in out if text]


def _render(line: list[tuple[frozenset[str], str]]) -> str:
    parts = []
    for marks, text in line:
        piece = escape(text, quote=False)
        if "em" in marks:
            piece = f"<em>{piece}</em>"
        if "strong" in marks:
            piece = f"<strong>{piece}</strong>"
        parts.append(piece)
    return "".join(parts)
