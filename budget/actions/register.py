"""Keeping the register: agreements and their points, by hand and from sheets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from budget.actions.guard import lock_agreement, require
from budget.models import Agreement, Amount, Chapter, Initiative
from budget.permissions import may_change_register, may_run_budget
from budget.rules.entry import Entry, columns_of, differing, tidied, would_change
from budget.rules.numbering import Number
from budget.workflow import InitiativeState
from chefforum.audit import log
from chefforum.danish import count, in_a_line
from chefforum.files.columns import remember
from chefforum.organisation.models import User
from chefforum.workflow import Overtaken, Refused

if TYPE_CHECKING:
    from datetime import date


@dataclass
class Applied:
    """What a sheet did to the register, as numbers of points."""

    new: list[Number] = field(default_factory=list)
    changed: list[Number] = field(default_factory=list)
    same: int = 0


@transaction.atomic
def make_agreement(*, year: int, title: str, adopted_on: "date | None", unit: str, by: User) -> Agreement:
    """A new agreement. Raises :class:`Refused` where the year has one."""
    require(may_run_budget(by))
    if Agreement.objects.filter(year=year).exists():
        raise Refused(f"Der er allerede en budgetaftale for {year}. Intet er gemt.")
    agreement = Agreement.objects.create(year=year, title=title, adopted_on=adopted_on, unit=unit)
    log.record("budget.agreement_made", by=by, target=agreement, text=f"{agreement} er oprettet")
    return agreement


@transaction.atomic
def change_agreement(
    agreement: Agreement,
    *,
    title: str,
    adopted_on: "date | None",
    unit: str,
    chapters: Mapping[int, str],
    by: User,
) -> None:
    """Another title, day or unit of amounts, and the chapters' titles. The amounts themselves stay as they are.

    Raises :class:`Overtaken` where somebody was faster; ``agreement.version`` is the one the person saw.
    """
    current = lock_agreement(agreement.pk)
    require(may_change_register(by, current))
    if current.version != agreement.version:
        raise Overtaken("En anden har ændret aftalen, siden du åbnede den. Dit er ikke gemt. Genindlæs siden.")
    Agreement.objects.filter(pk=current.pk).update(
        title=title, adopted_on=adopted_on, unit=unit, version=current.version + 1
    )
    _name_chapters(current, chapters)
    log.record("budget.agreement_changed", by=by, target=current, text=f"{current} er ændret")


def _name_chapters(agreement: Agreement, titles: Mapping[int, str]) -> None:
    for number, title in titles.items():
        Chapter.objects.update_or_create(agreement=agreement, number=number, defaults={"title": in_a_line(title)[:160]})


@transaction.atomic
def write_initiative(
    agreement: Agreement, entry: Entry, *, initiative: Initiative | None = None, by: User
) -> Initiative:
    """Make a point, or change one; ``initiative.version`` is the one the person saw.

    Raises :class:`Overtaken` where it was changed meanwhile, :class:`Refused` for a number that another point has.
    """
    agreement = lock_agreement(agreement.pk)
    require(may_change_register(by, agreement))
    entry = tidied(entry)
    twin = _point(agreement, entry.number)
    if initiative is None:
        if twin is not None:
            raise Refused(f"Punkt {entry.number} findes allerede: »{twin.title}«. Intet er gemt.")
        made = _make(agreement, entry)
        log.record("budget.initiative_made", by=by, target=made, text=f"Punkt {made.number} er føjet til {agreement}")
        return made
    current = Initiative.objects.select_for_update().get(pk=initiative.pk, chapter__agreement=agreement)
    if current.version != initiative.version:
        raise Overtaken("En anden har ændret punktet, siden du åbnede det. Dit er ikke gemt. Genindlæs siden.")
    if current.state != InitiativeState.OPEN:
        raise Refused("Punktet følges ikke længere og kan ikke ændres. Intet er gemt.")
    if twin is not None and twin.pk != current.pk:
        raise Refused(f"Punkt {entry.number} findes allerede: »{twin.title}«. Intet er gemt.")
    if _change(current, entry):
        log.record(
            "budget.initiative_changed", by=by, target=current, text=f"Punkt {current.number} i {agreement} er ændret"
        )
    return current


@transaction.atomic
def apply_entries(
    agreement: Agreement, entries: Iterable[Entry], chapters: Mapping[int, str], *, source: str, by: User
) -> Applied:
    """Let the register say what a sheet says, all of it or nothing. What it says already is left as it is, so that the
    same sheet again changes nothing; a point that the sheet does not have stays.
    """
    agreement = lock_agreement(agreement.pk)
    require(may_change_register(by, agreement))
    done = Applied()
    known = {chapter.number: chapter.title for chapter in Chapter.objects.filter(agreement=agreement)}
    _name_chapters(agreement, {number: title for number, title in chapters.items() if known.get(number) != title})
    for entry in map(tidied, entries):
        current = _point(agreement, entry.number)
        if current is None:
            _make(agreement, entry)
            done.new.append(entry.number)
        elif current.state != InitiativeState.OPEN:
            if would_change(current, entry):
                raise Refused(
                    f"Punkt {entry.number} følges ikke længere, men arket siger noget andet om det. Intet er gemt."
                )
            done.same += 1
        elif _change(current, entry):
            done.changed.append(entry.number)
        else:
            done.same += 1
    if done.new or done.changed:
        text = (
            f"»{source[:80]}« er læst ind i {agreement}: {count(len(done.new), 'nyt punkt', 'nye punkter')}, "
            f"{count(len(done.changed), 'ændret punkt', 'ændrede punkter')}"
        )
        log.record("budget.imported", by=by, target=agreement, text=text)
    return done


@transaction.atomic
def remember_columns(headings: list[str], columns: list[str], *, by: User) -> None:
    """Remember which columns were chosen for a sheet with these headings."""
    require(may_run_budget(by))
    kept = remember("budget", headings, columns)
    log.record("budget.columns_remembered", by=by, target=kept, text="Valget af kolonner er husket")


def _point(agreement: Agreement, number: Number) -> Initiative | None:
    found = Initiative.objects.select_for_update(of=("self",)).select_related("chapter__agreement")
    return found.filter(chapter__agreement=agreement, chapter__number=number.chapter, point=number.point).first()


def _make(agreement: Agreement, entry: Entry) -> Initiative:
    chapter, _ = Chapter.objects.get_or_create(agreement=agreement, number=entry.number.chapter)
    made = Initiative.objects.create(chapter=chapter, point=entry.number.point, **columns_of(entry))
    _set_people(made, entry.people)
    _set_amounts(made, entry.amounts)
    return made


def _change(initiative: Initiative, entry: Entry) -> bool:
    """Let a locked point say what the entry says; answers whether it said something else before."""
    moved = (initiative.chapter.number, initiative.point) != (entry.number.chapter, entry.number.point)
    if not moved and not would_change(initiative, entry):
        return False
    chapter, _ = Chapter.objects.get_or_create(agreement=initiative.agreement, number=entry.number.chapter)
    Initiative.objects.filter(pk=initiative.pk).update(
        **differing(initiative, entry), chapter=chapter, point=entry.number.point, version=initiative.version + 1
    )
    _set_people(initiative, entry.people)
    _set_amounts(initiative, entry.amounts)
    initiative.refresh_from_db()
    return True


def _set_people(initiative: Initiative, people: Iterable[int] | None) -> None:
    if people is not None:
        initiative.people.set(people)


def _set_amounts(initiative: Initiative, amounts: Mapping[tuple[str, int], Decimal | None]) -> None:
    for (kind, year), value in amounts.items():
        rows = Amount.objects.filter(initiative=initiative, kind=kind, year=year)
        if value is None:
            rows.delete()
        elif not rows.update(value=value):
            Amount.objects.create(initiative=initiative, kind=kind, year=year, value=value)
