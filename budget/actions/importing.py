"""Letting a sheet into the register, and what it says of a round into the round."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from budget.actions.answering import say_all
from budget.actions.guard import lock_agreement, lock_round, require
from budget.actions.register import Applied, apply_entries, remember_columns
from budget.actions.rounds import add_statuses
from budget.models import Agreement, Round, Status
from budget.permissions import may_change_register
from budget.rules.entry import Entry
from budget.rules.numbering import Number
from budget.workflow import STATUS_OPEN

if TYPE_CHECKING:
    from chefforum.organisation.models import User


@transaction.atomic
def bring_in(
    agreement: Agreement,
    entries: Iterable[Entry],
    chapters: Mapping[int, str],
    *,
    statuses: Mapping[Number, Mapping[str, str]],
    into: Round | None,
    columns: tuple[list[str], list[str]] | None,
    source: str,
    by: "User",
) -> Applied:
    """Let the register say what a sheet says, and the round ``into`` what the sheet says of the points' status, new
    points included; all of it or nothing. ``columns`` are the sheet's headings and what was
    chosen for them, to be remembered.

    Raises :class:`~chefforum.workflow.Refused` as the verbs that it is made of.
    """
    require(may_change_register(by, lock_agreement(agreement.pk)))
    done = apply_entries(agreement, entries, chapters, source=source, by=by)
    if into is not None:
        if lock_round(into.pk).state in STATUS_OPEN:
            add_statuses(into)
        held = Status.objects.filter(round=into, initiative__chapter__agreement=agreement)
        for status in held.select_related("round", "initiative__chapter__agreement"):
            number = Number(status.initiative.chapter.number, status.initiative.point)
            if statuses.get(number):
                say_all(status, statuses[number], by=by, asked_by=f"arket »{source[:80]}«")
    if columns is not None:
        remember_columns(*columns, by=by)
    return done
