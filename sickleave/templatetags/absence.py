"""Figures, trends and drawings in the templates and papers on absence. A paper's figures are text: ``13.3``."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from chefforum import danish
from sickleave.papers import drawing, findings
from sickleave.rules.reckoning import TREND_WORDS, Trend

register = template.Library()

_SIGNS = {
    Trend.UP: "M6 18 18 6M9 6h9v9",
    Trend.DOWN: "m6 6 12 12M18 9v9H9",
    Trend.FLAT: "M5 12h14M13 6l6 6-6 6",
}


@register.filter
def tenth(value: str | None) -> str:
    """``13,3``; a dash where there is none."""
    return danish.figure(Decimal(value), decimals=1) if value else "–"


@register.filter
def change_of(value: str | None) -> str:
    """``+0,4``, ``−0,3``, ``0,0``; a dash where there is none."""
    return danish.signed(Decimal(value)) if value else "–"


@register.filter
def whole(value: str | None) -> str:
    """``3.136``."""
    return danish.figure(Decimal(value), decimals=0) if value else "–"


@register.filter
def hundredth(value: str | None) -> str:
    """``0,31``."""
    return danish.figure(Decimal(value), decimals=2) if value else "–"


@register.filter
def in_kroner(value: str) -> str:
    """``1,8 mio. kr.``."""
    return findings.kroner(value)


@register.filter
def distance_of(row: Mapping[str, Any]) -> str:
    """``1,2 over``, ``nået``; a dash where a row has no target."""
    if not row["distance"]:
        return "–"
    distance = Decimal(row["distance"])
    return "nået" if distance <= 0 else f"{danish.figure(distance, decimals=1)} over"


@register.filter
def reason_of(why: str) -> str:
    """Why a figure is not given."""
    return findings.reason(why)


@register.simple_tag
def trend(value: str) -> SafeString:
    """A trend by sign, word and colour (D100)."""
    if not value:
        return SafeString("–")
    one = Trend(value)
    return format_html(
        '<span class="trend {}"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>{}</span>',
        one.value,
        _SIGNS[one],
        TREND_WORDS[one],
    )


@register.filter
def trend_word(value: str) -> str:
    """``Stigende``; a dash where nothing is compared."""
    return TREND_WORDS[Trend(value)] if value else "–"


@register.simple_tag
def split_bar(row: Mapping[str, Any], most: str) -> SafeString:
    """A small bar beside a row's figures: short filled, long hollow. The figures stand beside it."""
    widest = float(most or 1)
    short, long = (150 * float(row[one] or 0) / widest for one in ("short", "long"))
    return mark_safe(
        '<svg class="hb" viewBox="0 0 152 12" aria-hidden="true" preserveAspectRatio="none">'
        f'<rect class="b-full" width="{short:.1f}" height="12"/>'
        f'<rect class="b-hollow" x="{short + 1:.1f}" y="1" width="{max(long - 2, 0):.1f}" height="10"/></svg>'
    )


@register.filter
def widest(rows: Sequence[Mapping[str, Any]]) -> str:
    """The largest figure of some rows and their units."""
    every = [*rows, *(unit for row in rows for unit in row.get("units", ()))]
    return str(max((Decimal(row["total"]) for row in every if row["total"]), default=Decimal(1)))


@register.simple_tag
def absence_bars(rows: Sequence[Mapping[str, Any]]) -> SafeString:
    """Short and long absence of some groups as bars under each other."""
    return drawing.bars(rows)


@register.simple_tag
def absence_curve(series: Mapping[str, Any], method: str, aims: Sequence[Mapping[str, Any]] = ()) -> SafeString:
    """A series as a curve, with the targets of its group as lines."""
    return drawing.series_curve(series, method, aims)


@register.simple_tag
def absence_child_curve(series: Mapping[str, Any], method: str) -> SafeString:
    """The child's sick days of a series as a curve."""
    return drawing.child_curve(series, method)


@register.simple_tag
def absence_axis(series: Mapping[str, Any], method: str, aims: Sequence[Mapping[str, Any]] = ()) -> str:
    """What is said of the axis of a curve: where it begins, if not at 0."""
    return drawing.axis_of(series, method, aims)


@register.filter
def quarter_label(point: Mapping[str, Any]) -> str:
    """``3. kvt. 2026`` for the head of a column."""
    return f"{point['quarter']}.\u00a0kvt. {point['year']}"


@register.filter
def in_rows(points: Sequence[Any], most: int) -> list[Sequence[Any]]:
    """A series in as few rows of at most ``most`` as it takes, as even as they can be, so that each fits a page."""
    number = -(-len(points) // most) or 1
    size = -(-len(points) // number)
    return [points[start : start + size] for start in range(0, len(points), size)]


@register.simple_tag
def absence_guidance() -> Sequence[str]:
    """The guideline's help (D105)."""
    return findings.GUIDANCE
