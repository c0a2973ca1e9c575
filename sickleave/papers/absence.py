"""A report as a paper: what a book of figures says of a period, for one edition (D92–D105, D109)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from chefforum.danish import figure, sort_key
from sickleave.papers import findings
from sickleave.papers.shape import SCHEMA, AbsencePaper, AccountSaid, AimRow, Edition, Row, Series, SeriesPoint
from sickleave.rules.book import WHOLE, Book, Key, Level, Point, Seen, Why
from sickleave.rules.quarters import Quarter, compared_with, is_whole_year, period_name, window
from sickleave.rules.reckoning import Absence, parts_disagree, shown, trend
from sickleave.rules.targets import Aim, aim_of, holds_at
from sickleave.workflow import Method, PaperEdition, TargetKind

if TYPE_CHECKING:
    from sickleave.models import Basis, EffortArea, Report, Target

# How far back a series goes: three years beside the last.
_BACK = 12
_BACK_YEARS = 5
_MEASURED = {
    Method.YEAR_TO_DATE: "A: år til dato, sammenlignet med samme periode året før. Kan ikke sammenlignes med løbende "
    "fire kvartaler.",
    Method.ROLLING: "B: løbende fire kvartaler, sammenlignet med seneste opgørelse. Kan ikke sammenlignes med år til "
    "dato.",
}


@dataclass(frozen=True)
class Around:
    """What stands around the figures: the bases and targets, the areas that are followed, the names of departments."""

    departments: Mapping[int, str]
    units: Mapping[int, str]
    bases: "Sequence[Basis]" = ()
    targets: "Sequence[Target]" = ()
    areas: "Sequence[EffortArea]" = ()
    accounts: Sequence[AccountSaid] = field(default_factory=list)


def build(
    report: "Report",
    book: Book,
    around: Around,
    *,
    edition: Edition,
    frozen_on: date,
    number: int = 1,
    renewed: str = "",
) -> AbsencePaper:
    """The report as the book tells it. What is left out for an edition is left out by the book's guard; the edition for
    Økonomiudvalget has no units at all.
    """
    return _Builder(report, book, around, edition).paper(frozen_on, number, renewed)


def series_of(report: "Report", book: Book, around: Around, edition: Edition, key: Key, name: str) -> Series:
    """One group through time, as the book tells it."""
    return _Builder(report, book, around, edition).series(key, name, "")


class _Builder:
    def __init__(self, report: "Report", book: Book, around: Around, edition: Edition) -> None:
        self.report, self.book, self.around, self.edition = report, book, around, edition
        self.at = Quarter(report.year, report.quarter)
        self.method = Method(report.method)
        self.other = compared_with(self.method, self.at, report.step)
        self.has_units = edition != PaperEdition.DEPARTMENTS

    def paper(self, frozen_on: date, number: int, renewed: str) -> AbsencePaper:
        whole = self._see(WHOLE)
        seen = {key: self._see(key) for key in self.book.departments()}
        rows = [
            self._row(key, seen[key], self.around.departments.get(key.pk, ""))
            for key in sorted(seen, key=lambda key: sort_key(self.around.departments.get(key.pk, "")))
            if seen[key].why != Why.MISSING
        ]
        if self.has_units:
            for row in rows:
                row["units"] = self._units(row["id"])
        aims = self._aims(None, whole)
        every = [whole, *seen.values()]
        basis = self._basis()
        paper = AbsencePaper(
            schema=SCHEMA,
            edition=self.edition,
            title=f"Sygefravær, {period_name(self.method, self.at)}",
            period=period_name(self.method, self.at),
            span=_span(window(self.method, self.at)),
            method=self.method.value,
            measured=_MEASURED[self.method],
            compared=period_name(self.method, self.other),
            compared_with="samme periode året før" if self.method == Method.YEAR_TO_DATE else "seneste opgørelse",
            counted=counted(basis),
            excluded=basis.excluded if basis else "",
            excluded_days=figure(whole.now.excluded_days, decimals=0)
            if whole.now and basis and basis.excluded
            else None,
            forum_on=self.report.forum_on.isoformat(),
            committee_on=self.report.committee_on.isoformat(),
            frozen_on=frozen_on.isoformat(),
            limit=self.book.limit,
            whole=self._row(WHOLE, whole, "Hele kommunen"),
            departments=rows,
            series=self.series(WHOLE, "Hele kommunen", ""),
            areas=self._areas(),
            aims=[_aim_row(one, "") for one in aims] + self._aims_of_departments(seen),
            found=[],
            notes=[],
            accounts=list(self.around.accounts),
            number=number,
            renewed=renewed,
        )
        paper["found"] = findings.sentences(paper)
        paper["notes"] = findings.notes(
            paper, rounded=any(one.now is not None and parts_disagree(one.now, one.before) for one in every)
        )
        return paper

    def _see(self, key: Key) -> Seen:
        return self.book.see(key, self.method, self.at, self.report.step)

    def _basis(self) -> "Basis | None":
        held = [one for one in self.around.bases if Quarter(one.year, one.quarter) <= self.at]
        return held[-1] if held else None

    def _units(self, department: int) -> list[Row]:
        keys = sorted(self.book.units(department), key=lambda key: sort_key(self.around.units.get(key.pk, "")))
        seen = [(key, self._see(key)) for key in keys]
        return [self._row(key, one, self.around.units.get(key.pk, "")) for key, one in seen if one.why != Why.MISSING]

    def _row(self, key: Key, seen: Seen, name: str) -> Row:
        now, before = seen.now, seen.before
        aim = self._nearest_aim(key, seen)
        return Row(
            level=key.level.value,
            id=key.pk,
            name=name,
            employees=str(now.employees.quantize(Decimal(1))) if now else None,
            total=_tenth(now.total if now else None),
            short=_tenth(now.short if now else None),
            long=_tenth(now.long if now else None),
            child=_tenth(now.child if now else None),
            share=_percent(now),
            before=_tenth(before.total if before else None),
            change=_change(now, before, "total"),
            change_short=_change(now, before, "short"),
            change_long=_change(now, before, "long"),
            change_child=_change(now, before, "child"),
            trend=trend(now.total - before.total).value if now and before else "",
            why=seen.why.value,
            why_change=seen.why_not_compared.value,
            target=_tenth(aim.value if aim else None) or "",
            distance=_tenth(aim.distance if aim else None) or "",
        )

    def _nearest_aim(self, key: Key, seen: Seen) -> Aim | None:
        """The target that a row is held against: the strictest that holds now. A unit has none of its own, and a part
        of a year is held against none.
        """
        if key.level == Level.UNIT or not is_whole_year(self.method, self.at):
            return None
        aims = self._aims(key.pk or None, seen)
        timed = [one for one in aims if one.value is not None and one.kind != TargetKind.CEILING] or [
            one for one in aims if one.value is not None
        ]
        return min(timed, key=lambda one: one.value or Decimal(0)) if timed else None

    def _aims(self, department: int | None, seen: Seen) -> list[Aim]:
        """The targets of the municipality, or of a department, that hold at the quarter. They are days a year, so that
        a part of a year is not held against them.
        """
        whole_year = is_whole_year(self.method, self.at)
        found = []
        for one in self.around.targets:
            until = Quarter(one.year, one.quarter)
            if one.department_id != department or not holds_at(one.kind, until, self.at):
                continue
            key = Key(Level.DEPARTMENT, department) if department else WHOLE
            now = seen.now if whole_year else None
            found.append(
                aim_of(
                    name=one.name,
                    kind=one.kind,
                    value=one.value,
                    until=until,
                    price=one.price,
                    base=self._base(key, one),
                    now=now.total if now else None,
                    employees=now.employees if now else None,
                    at=self.at,
                )
            )
        ceilings = [one for one in found if one.kind == TargetKind.CEILING]
        # A newer ceiling takes the place of an older.
        return [one for one in found if one.kind != TargetKind.CEILING] + ceilings[-1:]

    def _base(self, key: Key, target: "Target") -> Decimal | None:
        """What a relative target is reckoned from: the rolling year at its base, where that is of the same measure."""
        if not (target.base_year and target.base_quarter):
            return None
        base = Quarter(target.base_year, target.base_quarter)
        point = next((one for one in self.book.series(key, Method.ROLLING, base, base)), None)
        if point is None or point.absence is None or [one for one in self.book.breaks(key) if base < one <= self.at]:
            return None
        return point.absence.total

    def _aims_of_departments(self, seen: Mapping[Key, Seen]) -> list[AimRow]:
        return [
            _aim_row(one, self.around.departments.get(key.pk, ""))
            for key in seen
            if not seen[key].why
            for one in self._aims(key.pk, seen[key])
        ]

    def series(self, key: Key, name: str, text: str) -> Series:
        back = _BACK if self.method == Method.ROLLING else 4 * _BACK_YEARS
        points = self.book.series(key, self.method, self.at.shift(-back), self.at)
        while points and points[0].absence is None:
            points = points[1:]
        breaks = [one for one in self.book.breaks(key) if points and points[0].quarter < one <= self.at]
        return Series(
            name=name,
            text=text,
            points=[_point(one) for one in points],
            breaks=[(*one, self._why_broken(one)) for one in breaks],
        )

    def _why_broken(self, quarter: Quarter) -> str:
        basis = next((one for one in self.around.bases if Quarter(one.year, one.quarter) == quarter), None)
        return (basis.note or "Nyt opgørelsesgrundlag") if basis else "Ændret organisation"

    def _areas(self) -> list[Series]:
        """The areas that are followed, each as itself: no figure is made for them that is not shown elsewhere."""
        found = []
        for one in self.around.areas:
            if one.unit_id and not self.has_units:
                continue
            key = Key(Level.UNIT, one.unit_id) if one.unit_id else Key(Level.DEPARTMENT, one.department_id or 0)
            series = self.series(key, str(one), one.text)
            if series["points"]:
                found.append(series)
        return found


def counted(basis: "Basis | None") -> str:
    """What is counted, as it is said beside every figure: where short ends, what is apart, and who is counted (D95)."""
    limit = basis.limit if basis else 30
    short, long = (
        (f"højst {limit}", f"mere end {limit}")
        if basis is None or basis.exactly_short
        else (
            f"mindre end {limit}",
            f"mindst {limit}",
        )
    )
    text = (
        f"Sygedage pr. medarbejder. Kort fravær er {short} kalenderdage i træk, langt er {long}. "
        "Barns 1. og 2. sygedag indgår ikke."
    )
    if basis and basis.excluded:
        text += f" Ikke talt med: {basis.excluded}."
    return f"{text} Opgjort for {basis.population}." if basis and basis.population else text


def _span(quarters: Sequence[Quarter]) -> str:
    return str(quarters[0]) if len(quarters) == 1 else f"{quarters[0]} til og med {quarters[-1]}"


def _tenth(value: Decimal | None) -> str | None:
    return str(shown(value) + 0) if value is not None else None


def _percent(now: Absence | None) -> str | None:
    share = now.long_share if now else None
    return figure(share * 100, decimals=0) if share is not None else None


def _change(now: Absence | None, before: Absence | None, measure: str) -> str | None:
    if now is None or before is None:
        return None
    return _tenth(getattr(now, measure) - getattr(before, measure))


def _point(point: Point) -> SeriesPoint:
    absence = point.absence
    return SeriesPoint(
        year=point.quarter.year,
        quarter=point.quarter.number,
        total=_tenth(absence.total if absence else None),
        short=_tenth(absence.short if absence else None),
        long=_tenth(absence.long if absence else None),
        child=_tenth(absence.child if absence else None),
        joined=point.joined,
    )


def _aim_row(aim: Aim, department: str) -> AimRow:
    return AimRow(
        name=aim.name,
        department=department,
        kind=aim.kind,
        value=_tenth(aim.value),
        until=str(aim.until.year if aim.until.number == 4 else aim.until),
        distance=_tenth(aim.distance),
        pace=_pace(aim.pace),
        effect=str(aim.effect.quantize(Decimal(1))) if aim.effect is not None else None,
    )


def _pace(pace: Decimal | None) -> str | None:
    """A pace is small: two decimals, and never shown as nothing where there is some way to go."""
    return str(max(pace, Decimal("0.01")).quantize(Decimal("0.01"))) if pace is not None else None
