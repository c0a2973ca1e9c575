"""Curves as SVG: a series through time beside what it is held against, the same on a page and in a PDF."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from html import escape
from typing import NamedTuple

import svg
from django.utils.safestring import SafeString, mark_safe

from chefforum.danish import figure


class Spot(NamedTuple):
    """A place on the time axis: its label, empty where none is written, its value, and whether a line leads to it from
    the one before.
    """

    label: str
    value: Decimal | None
    joined: bool = True


class Level(NamedTuple):
    """A value that holds all the way, as a dashed line with a label."""

    value: Decimal
    label: str


class Mark(NamedTuple):
    """Something that happened before the spot with the number ``place``, counted from 0."""

    place: int
    text: str


_FONT = "Liberation Sans"
_WIDE, _HIGH = 640, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 38, 118, 18, 160
_INK, _SOFT, _LINE, _ACCENT = "#1a1a1a", "#505050", "#c8c8c8", "#1d4e5f"
_APART = 14
_WHOLE = Decimal(1)


class _Scale:
    """Where a value and a place in the series are in the drawing."""

    def __init__(self, values: Sequence[Decimal], places: int, least: Decimal = _WHOLE) -> None:
        low, high = min(values), max(values)
        self.step = max(least, ((high - low) / 5).to_integral_value(ROUND_CEILING) if high - low > 5 * least else least)
        # Whole steps, so that every line has a round figure.
        self.low = (low / self.step).to_integral_value(ROUND_FLOOR) * self.step
        self.high = (
            self.low + max(Decimal(1), ((high - self.low) / self.step).to_integral_value(ROUND_CEILING)) * self.step
        )
        self.places = places

    def y(self, value: Decimal) -> float:
        return round(_BOTTOM - float((value - self.low) / (self.high - self.low)) * (_BOTTOM - _TOP), 1)

    def x(self, place: int) -> float:
        wide = _WIDE - _RIGHT - _LEFT
        return round(_LEFT + (wide * place / (self.places - 1) if self.places > 1 else wide / 2), 1)

    def ticks(self) -> list[Decimal]:
        return [self.low + self.step * count for count in range(int((self.high - self.low) / self.step) + 1)]


def axis_begins_at(spots: Sequence[Spot], levels: Sequence[Level] = ()) -> Decimal | None:
    """Where the axis of the curve begins; ``None`` where there is nothing to draw."""
    values = [one.value for one in spots if one.value is not None]
    return _Scale([*values, *(one.value for one in levels)], len(spots)).low if values else None


def curve(
    spots: Sequence[Spot],
    *,
    title: str,
    name: str,
    levels: Sequence[Level] = (),
    marks: Sequence[Mark] = (),
    least: Decimal = _WHOLE,
    from_nought: bool = False,
) -> SafeString:
    """A curve. ``title`` says in words what is to be seen, ``name`` what the curve is called at its end, ``least`` how
    far two lines of the grid are apart at least; ``from_nought`` lets the axis begin at 0. Empty where no spot has a
    value.
    """
    values = [one.value for one in spots if one.value is not None]
    if not values:
        return SafeString("")
    ends = [Decimal(0)] if from_nought else []
    scale = _Scale([*values, *(one.value for one in levels), *ends], len(spots), least)
    elements: list[svg.Element] = [svg.Title(text=escape(title)), *_grid(scale, spots), *_marks(scale, marks)]
    elements += [_dashed(scale.y(level.value)) for level in levels]
    elements += _line(scale, spots)
    elements += _labels(scale, spots, name, levels)
    drawing = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, _WIDE, _HIGH), class_=["chart", "curve"], extra={"role": "img"}, elements=elements
    )
    # The library escapes nothing: every text above is escaped, and nothing else in the drawing comes from people.
    return mark_safe(str(drawing))


def _text(x: float, y: float, text: str, **extra: object) -> svg.Element:
    settings = {"font_family": _FONT, "font_size": 11, "fill": _SOFT, **extra}
    return svg.Text(x=x, y=y, text=escape(text), **settings)  # type: ignore[arg-type]


def _grid(scale: _Scale, spots: Sequence[Spot]) -> list[svg.Element]:
    elements: list[svg.Element] = []
    right = _WIDE - _RIGHT
    for tick in scale.ticks():
        y = scale.y(tick)
        elements.append(svg.Path(d=[svg.M(_LEFT, y), svg.H(right)], stroke=_LINE, stroke_width=0.6, class_=["grid"]))
        elements.append(_text(_LEFT - 8, y + 4, figure(tick, decimals=int(scale.step < 1)), text_anchor="end"))
    for place, spot in enumerate(spots):
        if spot.label:
            elements.append(_text(scale.x(place), _BOTTOM + 18, spot.label, text_anchor="middle"))
    return elements


def _marks(scale: _Scale, marks: Sequence[Mark]) -> list[svg.Element]:
    elements: list[svg.Element] = []
    for mark in marks:
        x = round((scale.x(mark.place - 1) + scale.x(mark.place)) / 2, 1) if mark.place else scale.x(0)
        elements.append(
            svg.Path(
                d=[svg.M(x, _TOP), svg.V(_BOTTOM)],
                stroke=_SOFT,
                stroke_width=0.8,
                stroke_dasharray=[2, 3],
                class_=["axis"],
            )
        )
        late = x > (_WIDE - _RIGHT) * 0.6
        elements.append(
            _text(x - 5 if late else x + 5, _TOP - 6, mark.text, text_anchor="end" if late else "start", font_size=10)
        )
    return elements


def _dashed(y: float) -> svg.Element:
    return svg.Path(
        d=[svg.M(_LEFT, y), svg.H(_WIDE - _RIGHT)],
        stroke=_INK,
        stroke_width=1.2,
        stroke_dasharray=[5, 3],
        class_=["level"],
    )


def _line(scale: _Scale, spots: Sequence[Spot]) -> list[svg.Element]:
    path: list[svg.PathData] = []
    dots: list[svg.Element] = []
    for place, spot in enumerate(spots):
        if spot.value is None:
            continue
        x, y = scale.x(place), scale.y(spot.value)
        path.append(svg.L(x, y) if spot.joined and path else svg.M(x, y))
        if len(spots) <= 24:
            dots.append(svg.Circle(cx=x, cy=y, r=2.8, fill=_ACCENT, class_=["d1"]))
    return [svg.Path(d=path, fill="none", stroke=_ACCENT, stroke_width=2, class_=["l1"]), *dots]


def _labels(scale: _Scale, spots: Sequence[Spot], name: str, levels: Sequence[Level]) -> list[svg.Element]:
    """The value at the end with the curve's name, those of the levels, no two on top of each other, and the first
    value.
    """
    drawn = [(place, spot.value) for place, spot in enumerate(spots) if spot.value is not None]
    first, last = drawn[0], drawn[-1]
    ends = [(scale.y(last[1]), f"{name} {figure(last[1], decimals=1)}".strip(), True)]
    ends += [(scale.y(level.value), f"{level.label} {figure(level.value, decimals=1)}", False) for level in levels]
    elements: list[svg.Element] = []
    ends.sort()
    for y, (_, text, strong) in zip(_apart([y for y, _, _ in ends]), ends, strict=True):
        look = {"font_weight": "bold", "fill": _ACCENT, "class_": ["strong"]} if strong else {"fill": _INK}
        elements.append(_text(_WIDE - _RIGHT + 8, y + 4, text, **look))
    if first[0] != last[0]:
        x, y = scale.x(first[0]), scale.y(first[1])
        shown = figure(first[1], decimals=1)
        elements.append(_text(x + 4, y - 7, shown, font_weight="bold", fill=_ACCENT, class_=["strong"]))
    return elements


def _apart(heights: Sequence[float]) -> list[float]:
    """Heights in order, moved so far that no two labels stand on each other and the last is within the drawing."""
    down: list[float] = []
    for one in heights:
        down.append(max(one, down[-1] + _APART) if down else one)
    up: list[float] = []
    for one in reversed(down):
        up.append(min(one, up[-1] - _APART) if up else min(one, _HIGH - 8))
    return up[::-1]
