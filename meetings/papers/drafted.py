"""Decisions drafted from a recommendation, for the secretary to take and change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chefforum.richtext import plain_text
from meetings.rules import deciding

if TYPE_CHECKING:
    from meetings.models import AgendaItem, Ruling

CHIEF_EXECUTIVE = "Kommunaldirektøren"


@dataclass(frozen=True)
class Choice:
    """An outcome that can be chosen, its word, and the sentence that would say it."""

    outcome: str
    label: str
    sentence: str


@dataclass(frozen=True)
class Offer:
    """What is offered for a recommendation point: its text, the outcome that is noted or recommended, and sentences.

    ``number`` counts from 1; 0 stands for an item without points. ``noted``: whether somebody has said what came of it.
    """

    number: int
    text: str
    outcome: str
    noted: bool
    sentence: str
    others: list[str]
    choices: list[Choice]


def deciders(decided_by: str, forum: str) -> list[str]:
    """Who decided, as a sentence begins; empty for whoever the recommendation names."""
    return {"chief_executive": [CHIEF_EXECUTIVE], "both": [forum, CHIEF_EXECUTIVE]}.get(decided_by, [])


def points_of(item: "AgendaItem") -> list[str]:
    """The recommendation points of an item as plain text, without those under them."""
    return [
        plain_text(point["html"])
        for section in item.sections.all()
        if section.kind == "recommendation" and not section.set_aside
        for point in section.points
    ]


def offers_for(
    item: "AgendaItem", rulings: "Mapping[int, Ruling]", *, decided_by: str, outcomes: Sequence[tuple[str, str]]
) -> list[Offer]:
    """An offer for each recommendation point, or one for the item where it has none."""
    forum, by = item.forum.name, deciders(decided_by, item.forum.name)
    points = points_of(item)
    return [
        _offer(number, point, rulings.get(number), forum, by, outcomes) for number, point in enumerate(points, 1)
    ] or [_offer(0, "", rulings.get(0), forum, by, outcomes)]


def _offer(
    number: int,
    point: str,
    ruling: "Ruling | None",
    forum: str,
    by: Sequence[str],
    outcomes: Sequence[tuple[str, str]],
) -> Offer:
    choices = [
        Choice(value, label, deciding.otherwise(point, value, forum=forum, by=by) if point or value != "none" else "")
        for value, label in outcomes
    ]
    own = deciding.followed(point, forum=forum, by=by) if point else None
    outcome = ruling.outcome if ruling else (own.outcome.value if own else "")
    sentence = next((choice.sentence for choice in choices if choice.outcome == outcome), "")
    others = [
        deciding.shorter(point, forum=forum, by=by),
        deciding.with_comments(point, forum=forum, by=by),
        deciding.in_passive(point, forum=forum) if not by else "",
    ]
    return Offer(
        number=number,
        text=point,
        outcome=outcome,
        noted=ruling is not None,
        sentence=sentence,
        others=list(dict.fromkeys(text for text in others if text and text != sentence)),
        choices=choices,
    )


def together_for(item: "AgendaItem", *, decided_by: str) -> list[str]:
    """Sentences that say all points of an item at once."""
    forum, points = item.forum.name, points_of(item)
    by = deciders(decided_by, forum)
    found = [
        deciding.together(points, forum=forum, by=by),
        deciding.agenda_and_minutes(points, forum=forum, by=by),
    ]
    return [text for text in found if text]
