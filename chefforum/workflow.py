"""Procedures as tables: which states exist, and which verb leads from where to where.

A subject app declares one :class:`Workflow` in its ``workflow.py``. :func:`take` is the only way a
``state`` column changes: one ``UPDATE`` that succeeds for exactly one of two people who press at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.db import models
from django.db.models import F


class Refused(Exception):
    """A rule says no. The text is Danish, meant for the person, and says what to do."""


class Overtaken(Refused):
    """Somebody else changed the record between reading and writing; nothing was saved."""


@dataclass(frozen=True)
class Step:
    """One row of a procedure: ``verb`` leads from any of ``sources`` to ``target``."""

    verb: str
    label: str
    sources: tuple[str, ...]
    target: str


@dataclass(frozen=True)
class Look:
    """How a state is shown: tone of the badge and name of its sign; the word is the state's label."""

    tone: str
    icon: str


@dataclass(frozen=True)
class Workflow:
    """A procedure as data. Badges, buttons and documentation are read from it."""

    steps: tuple[Step, ...]
    looks: Mapping[str, Look]

    def step(self, verb: str) -> Step:
        """The row of a verb; ``KeyError`` if the procedure has no such verb."""
        for step in self.steps:
            if step.verb == verb:
                return step
        raise KeyError(verb)


class _Stateful(Protocol):
    pk: int
    state: str
    version: int


def take(record: _Stateful, workflow: Workflow, verb: str, **fields: object) -> None:
    """Move ``record`` along ``verb`` and count its version up; raises :class:`Overtaken` if it had moved.

    The comparison and the write are one statement, so two people cannot both take the same step. ``fields`` are
    written by it too, where the new state would not hold without them.
    """
    step = workflow.step(verb)
    assert isinstance(record, models.Model)
    changed = (
        type(record)
        ._default_manager.filter(pk=record.pk, state__in=step.sources, version=record.version)
        .update(state=step.target, version=F("version") + 1, **fields)
    )
    if not changed:
        raise Overtaken(
            "Det er ændret af en anden, siden du åbnede siden. Intet er gemt. Genindlæs siden, og prøv igen."
        )
    record.state = step.target
    record.version += 1
