"""What a sheet would change if it were let in, for the look before anything is saved."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from budget.models import Agreement, AmountKind, Initiative, Round, Status
from budget.permissions import Viewer
from budget.queries.register import chapters_of, initiatives_of_agreement, named, people_named_in, people_to_name
from budget.queries.rounds import statuses_of
from budget.rules.columns import COLUMNS
from budget.rules.entry import Entry, differing, tidied, would_change
from budget.rules.fields import FIELDS, shown, spelled
from budget.rules.numbering import Number
from budget.workflow import InitiativeState
from chefforum.danish import enumerate_words, figure, tidy
from chefforum.organisation.queries import departments_in_use, offices_in_use

NEW, CHANGED, SAME, STOPPED = "new", "changed", "same", "stopped"


class Turned(NamedTuple):
    """A field of a point or its status that would say something else, as people read it; an empty text is nothing."""

    field: str
    before: str
    after: str


def differences(
    agreement: Agreement, entries: Iterable[Entry], *, viewer: Viewer
) -> dict[Number, tuple[str, list[Turned]]]:
    """What a sheet would do to each of its points: make it, change it and how, nothing; or that it is not followed."""
    names = _Names(
        dict(departments_in_use().values_list("pk", "name")), dict(offices_in_use().values_list("pk", "name"))
    )
    people = named([*people_to_name(also=people_named_in(agreement))])
    own = initiatives_of_agreement(agreement, viewer=viewer)
    known = {Number(one.chapter.number, one.point): one for one in own}
    found: dict[Number, tuple[str, list[Turned]]] = {}
    for entry in map(tidied, entries):
        one = known.get(entry.number)
        if one is None:
            found[entry.number] = NEW, []
        elif not would_change(one, entry):
            found[entry.number] = SAME, []
        else:
            what = CHANGED if one.state == InitiativeState.OPEN else STOPPED
            found[entry.number] = what, _told(one, entry, names, people)
    return found


class _Names(NamedTuple):
    department: Mapping[int, str]
    office: Mapping[int, str]


def _told(one: Initiative, entry: Entry, names: _Names, people: Mapping[int, str]) -> list[Turned]:
    """What the register says of a point, beside what the sheet does."""
    told = []
    for column, value in differing(one, entry).items():
        field = column.removesuffix("_id")
        old, new = getattr(one, field), value
        if field in names._fields:
            new = getattr(names, field).get(value, "")
        if field == "needs_case":
            old, new = ("Ja" if old else "Nej"), ("Ja" if new else "Nej")
        told.append(Turned(COLUMNS[field], str(old or ""), str(new or "")))
    now = {person.pk for person in one.people.all()}
    if entry.people is not None and set(entry.people) != now:
        ways = [enumerate_words(sorted(people.get(pk, "") for pk in pks)) for pks in (now, entry.people)]
        told.append(Turned(COLUMNS["people"], *ways))
    amounts = {(amount.kind, amount.year): amount.value for amount in one.amounts.all()}
    for (kind, year), amount in entry.amounts.items():
        before = amounts.get((kind, year))
        if before != amount:
            ways = ["" if value is None else figure(value) for value in (before, amount)]
            told.append(Turned(f"{AmountKind(kind).label} {year}", *ways))
    return told


def chapter_differences(agreement: Agreement, titles: Mapping[int, str]) -> list[tuple[int, str, str]]:
    """The chapters that a sheet would make or rename: the number, the title now, empty where there is none, and the
    sheet's. Whoever asks may change the register.
    """
    now = {one.number: one.title for one in chapters_of(agreement)}
    told = [(number, now.get(number, ""), title) for number, title in sorted(titles.items())]
    return [(number, old, new) for number, old, new in told if number not in now or old != new]


def status_differences(
    status_round: Round, agreement: Agreement, said: Mapping[Number, Mapping[str, str]], *, viewer: Viewer
) -> dict[Number, list[Turned]]:
    """What a sheet would change in a round of the points of an agreement. A point that has no status there yet is
    as one that says nothing.
    """
    held = {
        Number(one.initiative.chapter.number, one.initiative.point): one
        for one in statuses_of(status_round, viewer=viewer)
        if one.initiative.chapter.agreement_id == agreement.pk
    }
    return {number: _turned(held.get(number, Status()), values) for number, values in said.items()}


def _turned(status: Status, values: Mapping[str, str]) -> list[Turned]:
    told = [(field, spelled(status, field), tidy(text)) for field, text in values.items()]
    return [Turned(FIELDS[field], shown(field, old), shown(field, new)) for field, old, new in told if old != new]
