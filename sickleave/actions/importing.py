"""Letting the figures of a sheet in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from chefforum.audit import log
from chefforum.danish import count, in_a_line
from chefforum.files.columns import remember
from chefforum.organisation.models import Department, Unit, UnitAlias, User
from chefforum.workflow import Refused
from sickleave.actions.guard import lock_figures, require
from sickleave.models import Delivery, Figure
from sickleave.permissions import may_run_absence
from sickleave.rules.columns import FIGURES
from sickleave.rules.quarters import Quarter

SUBJECT = "sickleave"


@dataclass(frozen=True)
class NewUnit:
    """A unit that is to be made: its department, and its name."""

    department: int
    name: str


@dataclass(frozen=True)
class Entry:
    """The figures of a unit in a quarter, by the fields of :class:`Figure`; what is not named stays as it is, or is
    nothing. ``called`` is what the sheet calls it.
    """

    unit: int | NewUnit
    quarter: Quarter
    figures: Mapping[str, Decimal | None]
    called: str = ""


@dataclass
class LetIn:
    """What a sheet did: how many figures are new, corrected, and as they were; ``delivery`` is empty where none is."""

    new: int = 0
    corrected: int = 0
    same: int = 0
    delivery: Delivery | None = None


@transaction.atomic
def let_in(
    entries: Sequence[Entry],
    *,
    name: str,
    sha256: str,
    columns: tuple[Sequence[str], Sequence[str]] | None,
    by: User,
) -> LetIn:
    """Let figures in. One that is kept already and says otherwise is corrected: the old one stays, no longer current
    (D108). The same file again changes nothing. What a sheet called a unit is remembered as a name of it.
    """
    require(may_run_absence(by))
    lock_figures()
    made = _make_units(entries, by)
    kept = {(one.unit_id, Quarter(one.year, one.quarter)): one for one in Figure.objects.filter(current=True)}
    done = LetIn()
    new: list[Figure] = []
    replaced: list[int] = []
    for one in entries:
        unit = made[one.unit] if isinstance(one.unit, NewUnit) else one.unit
        old = kept.get((unit, one.quarter))
        if old is not None and all(getattr(old, field) == value for field, value in one.figures.items()):
            done.same += 1
            continue
        said = dict(one.figures)
        if old is not None:
            replaced.append(old.pk)
            said = {field: getattr(old, field) for field in FIGURES.values()} | said
        new.append(Figure(unit_id=unit, year=one.quarter.year, quarter=one.quarter.number, **said))
    done.corrected, done.new = len(replaced), len(new) - len(replaced)
    if columns is not None:
        remember(SUBJECT, *columns)
    _remember_names(entries)
    if not new:
        return done
    done.delivery = Delivery.objects.create(name=name[:200], sha256=sha256, rows=len(entries), by=by)
    Figure.objects.filter(pk__in=replaced).update(current=False)
    for figure in new:
        figure.delivery = done.delivery
    Figure.objects.bulk_create(new, batch_size=500)
    text = (
        f"»{name[:120]}« er læst ind: {count(done.new, 'nyt tal', 'nye tal')}, "
        f"{count(done.corrected, 'rettet', 'rettede')}, {done.same} uændret"
    )
    log.record("sickleave.let_in", by=by, target=done.delivery, text=text)
    return done


def _make_units(entries: Sequence[Entry], by: User) -> dict[NewUnit, int]:
    """The units that are to be made. Where there are figures of earlier quarters, they begin with theirs; else they are
    taken to have always been.
    """
    first_of: dict[NewUnit, Quarter] = {}
    for one in entries:
        if isinstance(one.unit, NewUnit):
            first_of[one.unit] = min(one.quarter, first_of.get(one.unit, one.quarter))
    known = Figure.objects.order_by("year", "quarter").values_list("year", "quarter").first()
    departments = Department.objects.in_bulk([wanted.department for wanted in first_of])
    made = {}
    for wanted, first in first_of.items():
        if wanted.department not in departments:
            raise Refused(f"Afdelingen til »{wanted.name}« findes ikke længere. Intet er gemt. Vælg en anden.")
        there = Unit.objects.filter(department=wanted.department, name__iexact=wanted.name, end=None).first()
        if there is not None:
            made[wanted] = there.pk
            continue
        start = first.first_day if known is not None and Quarter(*known) < first else None
        unit = Unit.objects.create(name=wanted.name, department=departments[wanted.department], start=start)
        log.record("sickleave.unit_made", by=by, target=unit, text=f"Enheden {unit} er oprettet i {unit.department}")
        made[wanted] = unit.pk
    return made


def _remember_names(entries: Sequence[Entry]) -> None:
    called = {(one.unit, in_a_line(one.called)) for one in entries if one.called and not isinstance(one.unit, NewUnit)}
    units = Unit.objects.in_bulk({unit for unit, _ in called})
    known = {(alias.unit_id, alias.name.casefold()) for alias in UnitAlias.objects.filter(unit__in=units)}
    UnitAlias.objects.bulk_create(
        UnitAlias(unit_id=unit, name=name)
        for unit, name in sorted(called)
        if units[unit].name.casefold() != name.casefold() and (unit, name.casefold()) not in known
    )
