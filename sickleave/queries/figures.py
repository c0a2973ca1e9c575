"""Figures, units, and the book that is made of them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from chefforum.danish import name_key, sort_key
from chefforum.organisation.models import Department, Unit, UnitAlias
from chefforum.organisation.queries import departments_in_use
from sickleave.models import Basis, Delivery, EffortArea, Figure, Limits, Shield, Target
from sickleave.permissions import Viewer, departments_seen_in_full_by, editions_seen_by, may_run_absence
from sickleave.rules.book import Book
from sickleave.rules.guard import Decided, Group, decide_inside, decide_outside
from sickleave.rules.quarters import Quarter
from sickleave.rules.reckoning import NOUGHT, Count
from sickleave.rules.structure import Branch, Place, Structure
from sickleave.workflow import PaperEdition

Counts = Mapping[int, Mapping[Quarter, Count]]


def structure() -> Structure:
    """The units and departments as they are kept."""
    fields = ("pk", "name", "department", "start", "end", "successor", "follows")
    return Structure(
        (Place(*row) for row in Unit.objects.values_list(*fields)),
        (Branch(*row) for row in Department.objects.values_list("pk", "name", "end", "successor", "follows")),
    )


def counts(*, as_of: datetime | None = None) -> dict[int, dict[Quarter, Count]]:
    """All figures, by unit and quarter: the current ones, or those that were at a time. For those who keep them, and
    for what the guard has gone through.
    """
    found: dict[int, dict[Quarter, Count]] = defaultdict(dict)
    fields = ("unit", "year", "quarter", "employees", "fulltime", "short_days", "long_days", "child_days")
    held = Figure.objects.filter(current=True)
    if as_of is not None:
        held = Figure.objects.filter(delivery__at__lte=as_of).order_by("pk")  # a later one takes an earlier one's place
    rows = held.values_list(*fields, "excluded_days")
    for unit, year, quarter, employees, fulltime, short, long, child, excluded in rows:
        count = Count(employees, fulltime or NOUGHT, short, long, child, excluded)
        found[unit][Quarter(year, quarter)] = count
    return dict(found)


def limits() -> Limits:
    """How small a group may be shown."""
    return Limits.objects.first() or Limits()


def limit_of(edition: str, at: Quarter) -> int:
    """The fewest employees of a group that an edition shows in a quarter: what was held to when it was published."""
    kept = Shield.objects.filter(edition=edition, year=at.year, quarter=at.number).values_list("limit", flat=True)
    one = limits()
    return kept.first() or (one.inside if edition == PaperEdition.UNITS else one.outside)


def bases() -> list[Basis]:
    """The bases that figures have been counted by, the first first."""
    return list(Basis.objects.all())


def basis_at(quarter: Quarter) -> Basis:
    """The basis of a quarter's figures; before the first, the first."""
    listed = bases()
    held = [one for one in listed if Quarter(one.year, one.quarter) <= quarter]
    return held[-1] if held else listed[0] if listed else Basis()


def quarters_with_figures() -> list[Quarter]:
    """The quarters that there are figures of, the first first."""
    rows = Figure.objects.filter(current=True).values_list("year", "quarter").distinct()
    return sorted(Quarter(*row) for row in rows.order_by())


def decided(edition: str) -> dict[Quarter, Decided]:
    """What has been decided of each quarter that is published, of what an edition may show."""
    return {Quarter(one.year, one.quarter): _groups(one.groups) for one in Shield.objects.filter(edition=edition)}


def _groups(kept: Mapping[str, Mapping[str, object]]) -> Decided:
    found = {}
    for department, group in kept.items():
        units = group["units"]
        assert isinstance(units, dict)
        found[int(department)] = Group(bool(group["hidden"]), {int(unit): bool(may) for unit, may in units.items()})
    return found


def as_kept(groups: Decided) -> dict[str, dict[str, object]]:
    """A decision as a :class:`~sickleave.models.Shield` keeps it."""
    return {
        str(department): {"hidden": group.hidden, "units": {str(unit): may for unit, may in group.units.items()}}
        for department, group in groups.items()
    }


def all_decided(organisation: Structure, figures: Counts, last: Quarter) -> dict[PaperEdition, dict[Quarter, Decided]]:
    """What each edition may show of every quarter up to ``last``: as it was decided, and, of quarters that have not
    been published, as it would be decided now.
    """
    kept = {edition: decided(edition) for edition in PaperEdition}
    one = limits()
    quarters = sorted({quarter for by in figures.values() for quarter in by if quarter <= last})
    for quarter in quarters:
        there = {unit: by[quarter] for unit, by in figures.items() if quarter in by}
        where = {unit: organisation.department(unit, quarter) for unit in there}
        near = quarter.shift(-1)
        inside, outside = kept[PaperEdition.UNITS], kept[PaperEdition.DEPARTMENTS]
        if quarter not in inside:
            inside[quarter] = decide_inside(there, where, limit=one.inside, near=inside.get(near))
        if quarter not in outside:
            outside[quarter] = decide_outside(there, where, inside[quarter], limit=one.outside, near=outside.get(near))
    return kept


def counted_in(figures: Counts, known: Mapping[Quarter, Decided]) -> Counts:
    """The figures that are counted in an edition. A small unit that came after its quarter was published is not, in any
    sum: the sums with and without it would tell. A large one has been let in by the decision.
    """
    there = {quarter: {unit for group in groups.values() for unit in group.units} for quarter, groups in known.items()}
    return {
        unit: {quarter: one for quarter, one in by.items() if quarter not in there or unit in there[quarter]}
        for unit, by in figures.items()
    }


def book(at: Quarter, edition: str | None, *, viewer: Viewer, as_of: datetime | None = None) -> Book:
    """The figures seen from a quarter, as far as the viewer may see them in an edition; ``None`` is every figure, for
    those who keep them. Others see them as they were at a time, when their report was published. A head's own
    departments are in full, but for Økonomiudvalget's edition, which is read as everybody reads it.
    """
    organisation = structure()
    figures = counts(as_of=None if may_run_absence(viewer) else as_of)
    starts = [Quarter(one.year, one.quarter) for one in bases()]
    if edition is None and may_run_absence(viewer):
        return Book(organisation, figures, starts, at)
    allowed = editions_seen_by(viewer)
    chosen = PaperEdition(edition) if edition in allowed else (allowed or [PaperEdition.DEPARTMENTS])[0]
    known = all_decided(organisation, figures, at)[chosen] if may_run_absence(viewer) else decided(chosen)
    own = departments_seen_in_full_by(viewer).values_list("pk", flat=True) if chosen == PaperEdition.UNITS else ()
    counted = counted_in(figures, known)
    return Book(organisation, counted, starts, at, decided=known, own=own, limit=limit_of(chosen, at))


def targets() -> list[Target]:
    """The targets that are followed."""
    return list(Target.objects.filter(active=True).select_related("department"))


def effort_areas() -> list[EffortArea]:
    """The areas that are followed closely."""
    return list(EffortArea.objects.filter(active=True).select_related("department", "unit"))


def units_in_order() -> list[Unit]:
    """All units, by department and name, those that are gone last. For those who keep them."""
    found = Unit.objects.select_related("department", "successor__department")
    return sorted(found, key=lambda one: (one.department.name, one.end is not None, one.name))


def units_by_department() -> list[tuple[Department, list[Unit]]]:
    """The same by the departments that they belong to now, a department without units too. For those who keep them."""
    organisation, today = structure(), Quarter.of(timezone.localdate())
    departments = {one.pk: one for one in Department.objects.select_related("successor")}
    found: dict[int, list[Unit]] = {one.pk: [] for one in departments_in_use()}
    for unit in units_in_order():
        pk = unit.department_id if unit.end else organisation.department(unit.pk, today)
        found.setdefault(pk, []).append(unit)
    return sorted(((departments[pk], units) for pk, units in found.items()), key=lambda one: sort_key(one[0].name))


def names_of_units() -> list[tuple[int, str, str, int, bool]]:
    """Every name of every unit, by its key: the unit, the name, its department's name, its department, and
    whether it is the unit's own.
    """
    own = Unit.objects.values_list("pk", "name", "department__name", "department")
    others = UnitAlias.objects.values_list("unit", "name", "unit__department__name", "unit__department")
    return [
        (unit, name_key(name), name_key(department), pk, is_own)
        for rows, is_own in ((own, True), (others, False))
        for unit, name, department, pk in rows
    ]


def deliveries() -> list[Delivery]:
    """The files that were let in, the last first. For those who keep the figures."""
    return list(Delivery.objects.select_related("by")[:50])


def figures_of(unit: Unit) -> list[Figure]:
    """Every figure of a unit, the corrected ones too, the last first. For those who keep the figures."""
    found = Figure.objects.filter(unit=unit).select_related("delivery__by")
    return list(found.order_by("-year", "-quarter", "-pk"))


def current_figures() -> list[Figure]:
    """All current figures, by quarter, department and unit. For those who keep them."""
    found = Figure.objects.filter(current=True).select_related("unit__department")
    return list(found.order_by("year", "quarter", "unit__department__name", "unit__name", "pk"))


def unit_by_id(unit_id: int) -> Unit | None:
    """A unit. For those who keep them."""
    found = Unit.objects.select_related("department", "successor__department").prefetch_related("aliases")
    return found.filter(pk=unit_id).first()


def predecessors_of(unit: Unit) -> list[Unit]:
    """The units that have become a part of a unit. For those who keep them."""
    return list(Unit.objects.filter(successor=unit).select_related("department").order_by("end", "name"))


def all_settings() -> dict[str, object]:
    """Everything that is set, those that are followed no longer too. For those who set it."""
    return {
        "targets": list(Target.objects.select_related("department")),
        "bases": bases(),
        "areas": list(EffortArea.objects.select_related("department", "unit__department")),
        "limits": Limits.objects.get_or_create(pk=1)[0],
    }


def setting(kind: str, pk: int) -> Target | Basis | EffortArea | Limits | None:
    """One of them. For those who set it."""
    match kind:
        case "maal":
            return Target.objects.filter(pk=pk).first()
        case "grundlag":
            return Basis.objects.filter(pk=pk).first()
        case "indsats":
            return EffortArea.objects.filter(pk=pk).first()
    return Limits.objects.filter(pk=pk).first()
