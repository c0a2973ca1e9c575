"""What is to be said of a point, by a person or a sheet, and whether the register says it already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from budget.rules.numbering import Number
from chefforum.danish import in_a_line, tidy

if TYPE_CHECKING:
    from budget.models import Initiative

FACTS = ("title", "text", "department", "office", "responsible", "needs_case", "case_forum", "case_when")
_KEYS = ("department", "office")


@dataclass
class Entry:
    """What is to be said of a point. Facts, people and amounts that are not named stay; an amount of ``None`` goes."""

    number: Number
    facts: Mapping[str, object] = field(default_factory=dict)
    people: Iterable[int] | None = None
    amounts: Mapping[tuple[str, int], Decimal | None] = field(default_factory=dict)


def tidied(entry: Entry) -> Entry:
    """The same with plain spaces and line breaks, so that a sheet of it is read back as the same."""
    facts = {
        name: (tidy(value) if name == "text" else in_a_line(value)) if isinstance(value, str) else value
        for name, value in entry.facts.items()
    }
    return Entry(entry.number, facts, entry.people, entry.amounts)


def columns_of(entry: Entry) -> dict[str, object]:
    """The facts by the columns of the register."""
    return {f"{name}_id" if name in _KEYS else name: value for name, value in entry.facts.items()}


def differing(initiative: "Initiative", entry: Entry) -> dict[str, object]:
    """The columns that would say something else."""
    return {name: value for name, value in columns_of(entry).items() if getattr(initiative, name) != value}


def would_change(initiative: "Initiative", entry: Entry) -> bool:
    """Whether the register would say something else of a point than it does."""
    amounts = {(one.kind, one.year): one.value for one in initiative.amounts.all()}
    return bool(
        differing(initiative, entry)
        or (entry.people is not None and set(entry.people) != {one.pk for one in initiative.people.all()})
        or any(amounts.get(key) != value for key, value in entry.amounts.items())
    )
