"""What a sheet would change if it were let in, for the look before anything is saved."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from budget.models import Agreement, Round, Status
from budget.permissions import Viewer
from budget.queries.register import chapters_of, initiatives_of_agreement
from budget.queries.rounds import statuses_of
from budget.rules.entry import Entry, tidied, would_change
from budget.rules.fields import FIELDS, shown, spelled
from budget.rules.numbering import Number
from budget.workflow import InitiativeState
from chefforum.danish import tidy

NEW, CHANGED, SAME, STOPPED = "new", "changed", "same", "stopped"


class Turned(NamedTuple):
    """A field of a status that would say something else, as people read it; an empty text is nothing."""

    field: str
    before: str
    after: str


def differences(agreement: Agreement, entries: Iterable[Entry], *, viewer: Viewer) -> dict[Number, str]:
    """What a sheet would do to each of its points: make it, change it, nothing, or that it is followed no more."""
    own = initiatives_of_agreement(agreement, viewer=viewer)
    known = {Number(one.chapter.number, one.point): one for one in own}
    found = {}
    for entry in map(tidied, entries):
        one = known.get(entry.number)
        if one is None:
            found[entry.number] = NEW
        elif not would_change(one, entry):
            found[entry.number] = SAME
        else:
            found[entry.number] = CHANGED if one.state == InitiativeState.OPEN else STOPPED
    return found


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
