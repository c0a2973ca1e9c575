"""Keeping the units: new, renamed, moved, merged, closed (D107)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from chefforum.audit import log
from chefforum.danish import date_in_words, in_a_line
from chefforum.organisation.models import Department, Unit, UnitAlias, User
from chefforum.workflow import Refused
from sickleave.actions.guard import lock_figures, require
from sickleave.models import Figure, Shield
from sickleave.permissions import may_run_absence
from sickleave.rules.quarters import Quarter


def _lock(unit_id: int, by: User) -> Unit:
    require(may_run_absence(by))
    lock_figures()
    unit = Unit.objects.select_related("department").get(pk=unit_id)
    if unit.end is not None:
        raise Refused(f"{unit} er allerede ophørt {date_in_words(unit.end)}. Intet er ændret.")
    return unit


def _free_name(name: str, department: Department, but: int | None = None) -> str:
    name = in_a_line(name)[:120]
    if not name:
        raise Refused("Skriv enhedens navn. Intet er ændret.")
    same = Unit.objects.filter(department=department, name__iexact=name, end=None)
    if any(one.pk != but for one in same):
        raise Refused(f"Der er allerede en enhed i {department}, der hedder »{name}«. Intet er ændret.")
    return name


def _last_day_before(first_day: date, unit: Unit) -> date:
    last = first_day - timedelta(days=1)
    if (last - timezone.localdate()).days > 366:
        raise Refused("Dagen er over et år ude i fremtiden. Se årstallet efter. Intet er ændret.")
    if unit.start is not None and last < unit.start:
        raise Refused(f"{unit} begyndte {date_in_words(unit.start)}; det kan ikke ske før. Intet er ændret.")
    later = Figure.objects.filter(unit=unit, current=True).order_by("-year", "-quarter").first()
    if later is not None and Quarter(later.year, later.quarter) > Quarter.of(last):
        raise Refused(
            f"{unit} har tal for {Quarter(later.year, later.quarter)}, som er efter den dag. "
            "Vælg en dag efter det kvartal. Intet er ændret."
        )
    return last


@transaction.atomic
def make_unit(*, name: str, department: Department, start: date | None, by: User) -> Unit:
    """A new unit, from a day or from always."""
    require(may_run_absence(by))
    lock_figures()
    made = Unit.objects.create(name=_free_name(name, department), department=department, start=start)
    log.record("sickleave.unit_made", by=by, target=made, text=f"Enheden {made} er oprettet i {department}")
    return made


@transaction.atomic
def rename(unit: Unit, name: str, *, by: User) -> None:
    """Another name of the same unit, whose series goes on. The old one is still understood in sheets."""
    current = _lock(unit.pk, by)
    old, new = current.name, _free_name(name, current.department, current.pk)
    if old == new:
        return
    UnitAlias.objects.get_or_create(unit=current, name=old)
    Unit.objects.filter(pk=current.pk).update(name=new)
    log.record("sickleave.unit_renamed", by=by, target=current, text=f"Enheden {old} hedder nu {new}")


@transaction.atomic
def move(unit: Unit, department: Department, first_day: date, *, follows: bool, by: User) -> Unit:
    """Let a unit belong to another department from a day on. Its series goes along, or begins anew with a break in
    the lines of both departments.
    """
    current = _lock(unit.pk, by)
    if department == current.department:
        raise Refused(f"{current} hører allerede til {department}. Intet er ændret.")
    last = _last_day_before(first_day, current)
    made = Unit.objects.create(name=_free_name(current.name, department), department=department, start=first_day)
    _end(current, last, made, follows=follows)
    for alias in UnitAlias.objects.filter(unit=current):
        UnitAlias.objects.create(unit=made, name=alias.name)
    text = f"Enheden {made} er flyttet fra {current.department} til {department} {date_in_words(first_day)}"
    log.record("sickleave.unit_moved", by=by, target=made, text=f"{text}, {_followed(follows)}")
    return made


@transaction.atomic
def merge(unit: Unit, into: Unit, first_day: date, *, follows: bool, by: User) -> None:
    """Let a unit be a part of another from a day on. The other's series goes back through both, or begins anew."""
    current, other = _lock(unit.pk, by), _lock(into.pk, by)
    if current == other:
        raise Refused("En enhed kan ikke lægges sammen med sig selv. Intet er ændret.")
    _end(current, _last_day_before(first_day, current), other, follows=follows)
    text = f"Enheden {current} er lagt sammen med {other} {date_in_words(first_day)}, {_followed(follows)}"
    log.record("sickleave.unit_merged", by=by, target=current, text=text)


@transaction.atomic
def close(unit: Unit, last_day: date, *, by: User) -> None:
    """Let a unit be gone after a day. What it had is still counted in its department."""
    current = _lock(unit.pk, by)
    _end(current, _last_day_before(last_day + timedelta(days=1), current), None, follows=True)
    log.record("sickleave.unit_closed", by=by, target=current, text=f"{current} er nedlagt {date_in_words(last_day)}")


@transaction.atomic
def join(department: Department, into: Department, first_day: date, *, follows: bool, by: User) -> None:
    """Let a department be a part of another from a day on: its units belong to that one. The other's figures go back
    through both, or begin anew with a break.
    """
    require(may_run_absence(by))
    lock_figures()
    current = Department.objects.select_for_update().get(pk=department.pk)
    if current.end is not None:
        raise Refused(f"{current} er allerede ophørt {date_in_words(current.end)}. Intet er ændret.")
    if into.pk == current.pk or into.end is not None:
        raise Refused("Vælg en anden afdeling, som findes. Intet er ændret.")
    last = first_day - timedelta(days=1)
    if abs((last - timezone.localdate()).days) > 366 * 2:
        raise Refused("Dagen er over to år fra i dag. Se årstallet efter. Intet er ændret.")
    Department.objects.filter(pk=current.pk).update(end=last, successor=into, follows=follows)
    text = f"Afdelingen {current} er en del af {into} fra {date_in_words(first_day)}, {_followed(follows)}"
    log.record("sickleave.department_joined", by=by, target=current, text=text)


@transaction.atomic
def take_up(unit: Unit, *, by: User) -> None:
    """Let a unit that was closed or merged go on as if it had not been: the day was a slip. Raises :class:`Refused` for
    one that has moved, and where a quarter after its last day has been published.
    """
    require(may_run_absence(by))
    lock_figures()
    current = Unit.objects.select_related("department", "successor").get(pk=unit.pk)
    if current.end is None:
        raise Refused(f"{current} er ikke ophørt. Intet er ændret.")
    if current.successor is not None and current.successor.start is not None:
        raise Refused(f"{current} er flyttet. Flyt den tilbage i stedet. Intet er ændret.")
    last = Quarter.of(current.end)
    if any(Quarter(one.year, one.quarter) > last for one in Shield.objects.filter(year__gte=last.year)):
        raise Refused(f"Der er udgivet tal efter {date_in_words(current.end)}. Opret en ny enhed. Intet er ændret.")
    _free_name(current.name, current.department, current.pk)
    Unit.objects.filter(pk=current.pk).update(end=None, successor=None, follows=True)
    log.record("sickleave.unit_taken_up", by=by, target=current, text=f"{current} er ikke ophørt alligevel")


def _end(unit: Unit, last: date, successor: Unit | None, *, follows: bool) -> None:
    Unit.objects.filter(pk=unit.pk).update(end=last, successor=successor, follows=follows)


def _followed(follows: bool) -> str:
    return "serien føres videre" if follows else "serien begynder forfra"
