"""The shape of a paper on absence (``docs/schemas/chefforum.absence-1.json`` publishes the same)."""

from typing import NotRequired, TypedDict

SCHEMA = "chefforum.absence/1"
TEMPLATE = "papers/sickleave/absence.html"

# ``units``, ``departments``, or ``all``, which is no paper but the page of those who keep the figures.
Edition = str
EVERYTHING: Edition = "all"


class Row(TypedDict):
    """A group's figures. Days are per employee with one decimal, spelled with a point; ``None`` is one not given, for
    the reason in ``why`` or ``why_change`` (:class:`sickleave.rules.book.Why`). ``share`` is percent.

    ``id`` is the group's own number; ``target`` and ``distance`` are empty where it has none.
    """

    level: str
    id: int
    name: str
    employees: str | None
    total: str | None
    short: str | None
    long: str | None
    child: str | None
    share: str | None
    before: str | None
    change: str | None
    change_short: str | None
    change_long: str | None
    change_child: str | None
    trend: str
    why: str
    why_change: str
    target: str
    distance: str
    units: NotRequired[list["Row"]]


class SeriesPoint(TypedDict):
    """A point of a series. ``joined``: a line leads to it from the one before."""

    year: int
    quarter: int
    total: str | None
    short: str | None
    long: str | None
    child: str | None
    joined: bool


class Series(TypedDict):
    """A group through time, and the quarters at which its series breaks, each with why."""

    name: str
    text: str
    points: list[SeriesPoint]
    breaks: list[tuple[int, int, str]]


class AimRow(TypedDict):
    """A target: what it says, how far it is, how much a quarter it takes, and what it is worth in kroner."""

    name: str
    department: str
    kind: str
    value: str | None
    until: str
    distance: str | None
    pace: str | None
    effect: str | None


class AccountSaid(TypedDict):
    """What the head of a department says of its rise."""

    department: str
    by: str
    reasons: str
    measures: str


class AbsencePaper(TypedDict):
    """Everything that a report says, for one edition. Days are ISO dates. ``renewed`` is why there is a version after
    the first.
    """

    schema: str
    edition: Edition
    title: str
    period: str
    span: str
    method: str
    measured: str
    compared: str
    compared_with: str
    counted: str
    excluded: str
    excluded_days: str | None
    forum_on: str
    committee_on: str
    frozen_on: str
    limit: int
    whole: Row
    departments: list[Row]
    series: Series
    areas: list[Series]
    aims: list[AimRow]
    found: list[str]
    notes: list[str]
    accounts: list[AccountSaid]
    number: int
    renewed: str
