"""Closing a year: every point ends or goes on, once (D85)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from budget.rules.numbering import Number
from chefforum.danish import enumerate_words
from chefforum.workflow import Refused

if TYPE_CHECKING:
    from budget.models import Initiative


class Onward(NamedTuple):
    """What becomes of a point: it ends where ``number`` is ``None``, else it goes on under that number, ``part`` of it
    where that is not empty.
    """

    number: Number | None
    part: str = ""


def must_be_complete(
    open_points: "Sequence[Initiative]", onward: Mapping[int, Onward], taken: Mapping[Number, int]
) -> None:
    """Raises :class:`Refused` where a point is forgotten, or two would get one number, or a number is taken.

    ``onward`` is by the points' ids, ``taken`` are the numbers of the agreement that they go on in.
    """
    forgotten = [one.number for one in open_points if one.pk not in onward]
    if forgotten:
        raise Refused(f"Der er ikke valgt for {enumerate_words(forgotten)}. Intet er ændret.")
    numbers = [one.number for one in onward.values() if one.number is not None]
    twice = sorted({one for one in numbers if numbers.count(one) > 1})
    if twice:
        raise Refused(f"To punkter har fået nummeret {twice[0]} i den nye aftale. Intet er ændret.")
    used = sorted(one for one in numbers if one in taken)
    if used:
        raise Refused(f"Nummeret {used[0]} findes allerede i den nye aftale. Intet er ændret.")


def suggested_number(old: Number, taken: Sequence[Number]) -> Number:
    """The next free number in the same chapter."""
    own = [one.point for one in taken if one.chapter == old.chapter]
    return Number(old.chapter, max(own, default=0) + 1)
