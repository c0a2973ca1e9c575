"""Targets: how far there is to go, how fast, and what it is worth (D101, D106)."""

from dataclasses import dataclass
from decimal import Decimal

from sickleave.rules.quarters import Quarter
from sickleave.workflow import TargetKind


@dataclass(frozen=True)
class Aim:
    """A target, seen from a quarter.

    ``value`` is days per employee a year; ``None`` for a relative target whose base is not known. ``distance`` is what
    the figure lies above it, negative where it lies below, ``pace`` how much it must fall each quarter to be there in
    time, ``effect`` kroner a year of going all the way. Each is ``None`` where it cannot be said.
    """

    name: str
    kind: str
    value: Decimal | None
    until: Quarter
    distance: Decimal | None = None
    pace: Decimal | None = None
    effect: Decimal | None = None

    @property
    def is_reached(self) -> bool:
        """Whether the figure is at the target or below it."""
        return self.distance is not None and self.distance <= 0


def aim_of(
    *,
    name: str,
    kind: str,
    value: Decimal,
    until: Quarter,
    price: Decimal | None,
    base: Decimal | None,
    now: Decimal | None,
    employees: Decimal | None,
    at: Quarter,
) -> Aim:
    """A target seen from a quarter. ``now`` and ``base`` are days per employee over a whole year, ``None`` where they
    are hidden, unknown or of another measure; then nothing is said of the distance.

    The pace is the distance shared evenly among the quarters that are left. The effect is the distance times the
    employees times the price of a day.
    """
    goal = (base - value if base is not None else None) if kind == TargetKind.RELATIVE else value
    if goal is None or now is None:
        return Aim(name, kind, goal, until)
    distance = now - goal
    left = until.ordinal - at.ordinal
    timed = kind != TargetKind.CEILING and distance > 0 and left > 0
    worth = price is not None and employees is not None and distance > 0
    return Aim(
        name,
        kind,
        goal,
        until,
        distance,
        distance / left if timed else None,
        distance * employees * price if worth and employees is not None and price is not None else None,
    )


def holds_at(kind: str, until: Quarter, at: Quarter) -> bool:
    """Whether a target is one to hold a figure of a quarter against: a ceiling from its quarter on, a yearly one in its
    year, the others until their time.
    """
    if kind == TargetKind.CEILING:
        return until <= at
    if kind == TargetKind.YEARLY:
        return until.year == at.year
    return at <= until
