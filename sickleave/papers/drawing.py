"""The drawings of a paper on absence: a series as a curve, groups as bars. The same on a page and in a PDF."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from chefforum import danish
from chefforum.web.charts import Bar, Part, stacked_bars
from chefforum.web.curves import Level, Mark, Spot, axis_begins_at, curve
from sickleave.papers.findings import METHOD_NAMES
from sickleave.workflow import Method

_MANY = 9


def _tenth(value: str) -> str:
    return danish.figure(Decimal(value), decimals=1)


def bars(rows: Sequence[Mapping[str, Any]]) -> SafeString:
    """Short and long absence of some groups as bars under each other; those without figures are left out."""
    shown = [row for row in rows if row["total"]]
    drawn = [
        Bar(
            row["name"],
            [
                Part("full", Decimal(row["short"]), "", _tenth(row["short"])),
                Part("hollow", Decimal(row["long"]), "", _tenth(row["long"])),
            ],
        )
        for row in shown
    ]
    if not drawn:
        return SafeString("")
    told = "; ".join(f"{row['name']} {_tenth(row['short'])} og {_tenth(row['long'])}" for row in shown)
    longest = max(len(bar.label) for bar in drawn)
    return stacked_bars(
        drawn, title=f"Kort og langt fravær, dage pr. medarbejder. {told}.", labels=min(230, 24 + 7 * longest)
    )


def series_curve(series: Mapping[str, Any], method: str, aims: Sequence[Mapping[str, Any]] = ()) -> SafeString:
    """A series as a curve, with the targets of its group as lines. Broken where the series breaks."""
    spots = _spots(series, method, "total")
    levels = _levels(series, method, aims)
    title = _told("sygedage", series, method, "total", levels)
    return curve(spots, title=title, name="I alt", levels=levels, marks=_marks(series))


def child_curve(series: Mapping[str, Any], method: str) -> SafeString:
    """The child's 1st and 2nd sick day through time, by itself (D98)."""
    spots = _spots(series, method, "child")
    title = _told("barns 1. og 2. sygedag", series, method, "child")
    return curve(spots, title=title, name="Barn syg", marks=_marks(series), least=Decimal("0.2"), from_nought=True)


def axis_of(series: Mapping[str, Any], method: str, aims: Sequence[Mapping[str, Any]] = ()) -> str:
    """What is said of the axis of a curve: where it begins, if not at 0."""
    low = axis_begins_at(_spots(series, method, "total"), _levels(series, method, aims))
    return f" (aksen begynder ved {danish.figure(low, decimals=0)})" if low else ""


def _levels(series: Mapping[str, Any], method: str, aims: Sequence[Mapping[str, Any]]) -> list[Level]:
    """The targets of the group that the series is of. They are days a year: beside a part of a year none is drawn."""
    if method == Method.YEAR_TO_DATE and (not series["points"] or series["points"][-1]["quarter"] != 4):
        return []
    return [
        Level(Decimal(one["value"]), "Loft" if one["kind"] == "ceiling" else "Mål")
        for one in aims
        if one["value"] and (one["department"] or "Hele kommunen") == series["name"]
    ]


def _spots(series: Mapping[str, Any], method: str, measure: str) -> list[Spot]:
    points = series["points"]
    spots = []
    for one in points:
        label = f"{one['quarter']}/{one['year'] % 100:02d}"
        if method == Method.YEAR_TO_DATE:
            label = str(one["year"])
        elif len(points) > _MANY:
            label = str(one["year"]) if one["quarter"] == 1 else ""
        spots.append(Spot(label, Decimal(one[measure]) if one[measure] else None, one["joined"]))
    return spots


def _marks(series: Mapping[str, Any]) -> list[Mark]:
    marks = []
    for year, quarter, text in series["breaks"]:
        places = [n for n, one in enumerate(series["points"]) if (one["year"], one["quarter"]) >= (year, quarter)]
        if places:
            marks.append(Mark(places[0], text))
    return marks


def _told(what: str, series: Mapping[str, Any], method: str, measure: str, levels: Sequence[Level] = ()) -> str:
    points = [one for one in series["points"] if one[measure]]
    if not points:
        return f"{series['name']}: ingen tal."
    first, last = points[0], points[-1]
    when = [danish.quarter_name(one["year"], one["quarter"]) for one in (first, last)]
    text = (
        f"Kurve over {what} pr. medarbejder, {series['name']}, {METHOD_NAMES[method]}, fra {when[0]} til {when[1]}. "
        f"Tallet går fra {_tenth(first[measure])} til {_tenth(last[measure])}."
    )
    goals = [danish.figure(one.value, decimals=1) for one in levels]
    text += f" Mål: {danish.enumerate_words(goals)}." if goals else ""
    text += " Kurven er brudt, hvor opgørelsen er ændret." if series["breaks"] else ""
    return f"{text} Alle værdier står i tabellen."
