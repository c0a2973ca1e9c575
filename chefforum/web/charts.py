"""Drawings as SVG: the same on a page and in a PDF.

Colours are written in the drawing for paper; on a page the classes let the style sheet choose others for the dark.
"""

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import NamedTuple

import svg
from django.utils.safestring import SafeString, mark_safe


class Part(NamedTuple):
    """A part of a bar: what it is (a key of :data:`INKS`), how many, and the word for it; ``shown`` is the number as it
    is written, where it is no whole one.
    """

    kind: str
    number: int | Decimal
    word: str
    shown: str = ""


class Bar(NamedTuple):
    """A bar, its label, and its parts in order."""

    label: str
    parts: Sequence[Part]
    strong: bool = False


class _Ink(NamedTuple):
    fill: str
    stroke: str
    text: str
    dashes: list[Decimal | float | int] | None = None


# The papers' own inks, and red darkest so that they differ in grey print.
INKS = {
    "green": _Ink("#d3e8dc", "#17613a", "#17613a"),
    "yellow": _Ink("#f0b323", "#7a5b00", "#1a1a1a"),
    "red": _Ink("#9d2219", "#9d2219", "#ffffff"),
    "none": _Ink("#ffffff", "#505050", "#1a1a1a"),
    "missing": _Ink("#ffffff", "#505050", "#1a1a1a", [3, 3]),
    # Two parts of one whole, told apart by being filled.
    "full": _Ink("#1d4e5f", "#1d4e5f", "#ffffff"),
    "hollow": _Ink("#ffffff", "#1d4e5f", "#1a1a1a"),
}
_WIDE, _HIGH, _STEP = 640, 26, 38
_FONT = "Liberation Sans"
_FIGURE_WIDTH, _WORD_WIDTH = 9, 7.2


def stacked_bars(bars: Sequence[Bar], *, title: str, labels: int = 104) -> SafeString:
    """Bars under each other, each as long as the longest allows and parted by how many there are of each kind.

    ``title`` says in words what is to be seen; ``labels`` is the room for the labels, 0 for none. A part that is too
    narrow for its figure has it in the table that stands beside every drawing.
    """
    most = max((sum(part.number for part in bar.parts) for bar in bars), default=0) or 1
    room = _WIDE - labels - 1
    elements: list[svg.Element] = [svg.Title(text=escape(title))]
    for row, bar in enumerate(bars):
        top = 6 + row * _STEP
        if labels:
            elements.append(
                svg.Text(
                    x=labels - 10,
                    y=top + 18,
                    text=escape(bar.label),
                    text_anchor="end",
                    font_family=_FONT,
                    font_size=13,
                    font_weight="bold" if bar.strong else "normal",
                    fill="#1a1a1a",
                    class_=["strong"] if bar.strong else None,
                )
            )
        left = float(labels) + 1
        for part in bar.parts:
            if not part.number:
                continue
            width = float(room * part.number / most)
            elements += _drawn(part, left, top, max(width - 2, 1))
            left += width
    drawing = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, _WIDE, 12 + len(bars) * _STEP - (_STEP - _HIGH)),
        class_=["chart"],
        extra={"role": "img"},
        elements=elements,
    )
    # The library escapes nothing: every text above is escaped, and nothing else in the drawing comes from people.
    return mark_safe(str(drawing))


def _drawn(part: Part, left: float, top: float, width: float) -> list[svg.Element]:
    ink = INKS[part.kind]
    elements: list[svg.Element] = [
        svg.Rect(
            x=round(left, 1),
            y=top,
            width=round(width, 1),
            height=_HIGH,
            fill=ink.fill,
            stroke=ink.stroke,
            stroke_dasharray=ink.dashes,
            class_=[f"bar-{part.kind}"],
        )
    ]
    shown = part.shown or str(part.number)
    text = f"{part.word} {shown}" if part.word and width > _WORD_WIDTH * (len(part.word) + 4) else shown
    if width > _FIGURE_WIDTH * len(shown) + 4:
        elements.append(
            svg.Text(
                x=round(left + 7, 1),
                y=top + 18,
                text=escape(text),
                font_family=_FONT,
                font_size=13,
                font_weight="bold",
                fill=ink.text,
                class_=[f"on-{part.kind}"],
            )
        )
    return elements
