"""Figures, trends and drawings in the templates and papers on absence. A paper's figures are text: ``13.3``."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from chefforum import danish
from chefforum.web.charts import Bar, Part, stacked_bars
from chefforum.web.curves import Level, Mark, Spot, axis_begins_at, curve
from sickleave.papers import findings
from sickleave.rules.reckoning import TREND_WORDS, Trend
from sickleave.workflow import Method

register = template.Library()

_SIGNS = {
    Trend.UP: "M6 18 18 6M9 6h9v9",
    Trend.DOWN: "m6 6 12 12M18 9v9H9",
    Trend.FLAT: "M5 12h14M13 6l6 6-6 6",
}
_MANY = 9


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
    """Short and long absence of some groups as bars under each other; those without figures are left out."""
    shown = [row for row in rows if row["total"]]
    bars = [
        Bar(
            row["name"],
            [
                Part("full", Decimal(row["short"]), "", tenth(row["short"])),
                Part("hollow", Decimal(row["long"]), "", tenth(row["long"])),
            ],
        )
        for row in shown
    ]
    if not bars:
        return SafeString("")
    told = "; ".join(f"{row['name']} {tenth(row['short'])} og {tenth(row['long'])}" for row in shown)
    longest = max(len(bar.label) for bar in bars)
    return stacked_bars(
        bars, title=f"Kort og langt fravær, dage pr. medarbejder. {told}.", labels=min(230, 24 + 7 * longest)
    )


@register.simple_tag
def absence_curve(series: Mapping[str, Any], method: str, aims: Sequence[Mapping[str, Any]] = ()) -> SafeString:
    """A series as a curve, with the municipality's targets as lines. Broken where the series breaks."""
    spots = _spots(series, method)
    levels = _levels(aims)
    return curve(spots, title=_told(series, aims), name="I alt", levels=levels, marks=_marks(series))


@register.simple_tag
def absence_axis(series: Mapping[str, Any], aims: Sequence[Mapping[str, Any]] = ()) -> str:
    """What is said of the axis of a curve: where it begins, if not at 0."""
    low = axis_begins_at(_spots(series, Method.ROLLING), _levels(aims))
    return f" (aksen begynder ved {danish.figure(low, decimals=0)})" if low else ""


def _levels(aims: Sequence[Mapping[str, Any]]) -> list[Level]:
    return [
        Level(Decimal(one["value"]), "Loft" if one["kind"] == "ceiling" else "Mål")
        for one in aims
        if one["value"] and not one["department"]
    ]


def _spots(series: Mapping[str, Any], method: str) -> list[Spot]:
    points = series["points"]
    spots = []
    for one in points:
        label = f"{one['quarter']}/{one['year'] % 100:02d}"
        if method == Method.YEAR_TO_DATE:
            label = str(one["year"])
        elif len(points) > _MANY:
            label = str(one["year"]) if one["quarter"] == 1 else ""
        spots.append(Spot(label, Decimal(one["total"]) if one["total"] else None, one["joined"]))
    return spots


def _marks(series: Mapping[str, Any]) -> list[Mark]:
    marks = []
    for year, quarter, text in series["breaks"]:
        places = [n for n, one in enumerate(series["points"]) if (one["year"], one["quarter"]) >= (year, quarter)]
        if places:
            marks.append(Mark(places[0], text))
    return marks


def _told(series: Mapping[str, Any], aims: Sequence[Mapping[str, Any]]) -> str:
    points = [one for one in series["points"] if one["total"]]
    if not points:
        return f"{series['name']}: ingen tal."
    first, last = points[0], points[-1]
    when = [danish.quarter_name(one["year"], one["quarter"]) for one in (first, last)]
    text = (
        f"Kurve over sygedage pr. medarbejder, {series['name']}, fra {when[0]} til {when[1]}. "
        f"Tallet går fra {tenth(first['total'])} til {tenth(last['total'])}."
    )
    goals = [tenth(one["value"]) for one in aims if one["value"] and not one["department"]]
    text += f" Mål: {danish.enumerate_words(goals)}." if goals else ""
    text += " Kurven er brudt, hvor opgørelsen er ændret." if series["breaks"] else ""
    return f"{text} Alle værdier står i tabellen."


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
