"""The shape of a round's paper (``docs/schemas/chefforum.budget-status-1.json`` publishes the same)."""

from typing import Literal, NotRequired, TypedDict

SCHEMA = "chefforum.budget-status/1"
TEMPLATE = "papers/budget/status.html"

Edition = Literal["internal", "committee"]


class PointAmount(TypedDict):
    """An amount in the unit of its agreement, spelled with a point: ``-0.5``."""

    kind: str
    year: int
    value: str


class Before(TypedDict):
    """What the round before said: its name, the light and the text to Økonomiudvalget."""

    round: str
    light: str
    text: str


class Point(TypedDict):
    """A point of the agreement. Lights are ``green``, ``yellow``, ``red`` or ``none``; texts are plain, by lines.

    ``comment``, ``next_step``, ``finish_on`` and ``asked`` stand in the internal edition alone.
    """

    number: str
    title: str
    responsible: str
    light: str
    text: str
    carry: str
    carry_part: str
    case: str
    amounts: list[PointAmount]
    before: NotRequired[Before]
    finish_on: NotRequired[str | None]
    comment: NotRequired[str]
    next_step: NotRequired[str]
    asked: NotRequired[list[str]]


class ChapterOfPoints(TypedDict):
    """A chapter with its points, in the order of their numbers, and how many there are of each light."""

    number: int
    title: str
    points: list[Point]
    counts: dict[str, int]


class AgreementOfChapters(TypedDict):
    """An agreement with its chapters, and how many points there are of each light."""

    year: int
    title: str
    unit: str
    chapters: list[ChapterOfPoints]
    counts: dict[str, int]


class Meaning(TypedDict):
    """What a light means."""

    light: str
    meaning: str


class StatusPaper(TypedDict):
    """Everything that a round says, for one edition. Days are ISO dates.

    ``marked`` is no part of what is frozen: a print of it shows what differs from the round before.
    """

    schema: str
    edition: Edition
    title: str
    round: str
    as_of: str
    forum_on: str
    committee_on: str
    frozen_on: str
    legend: list[Meaning]
    agreements: list[AgreementOfChapters]
    changes: list[str]
    number: int
    marked: NotRequired[bool]
