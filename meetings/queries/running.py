"""A meeting that is being held: the points in the order they are taken, and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from meetings.models import (
    AgendaItem,
    Attachment,
    AttendanceKind,
    DecidedBy,
    Erratum,
    Forum,
    Meeting,
    Outcome,
    Ruling,
    StockPhrase,
    Turn,
)
from meetings.permissions import Viewer, attachments_seen_by
from meetings.queries.items import agenda_rows
from meetings.workflow import ItemState, TurnState


@dataclass(frozen=True)
class RunRow:
    """A point: its number, the item where the viewer may read it, and its turn once the meeting has begun."""

    number: int
    item_id: int
    item: AgendaItem | None
    turn: Turn | None

    @property
    def moved(self) -> bool:
        """Whether it is taken at another place than its number says."""
        return self.turn is not None and self.turn.place != self.number


def run_rows(meeting: Meeting, *, viewer: Viewer) -> list[RunRow]:
    """Every point, in the order they are taken."""
    numbers = {row.number: row.item for row in agenda_rows(meeting, viewer=viewer)}
    turns = {turn.item_id: turn for turn in Turn.objects.filter(item__meeting=meeting)}
    placed = AgendaItem.objects.filter(meeting=meeting, position__in=numbers, state=ItemState.PLACED)
    pks = placed.values_list("position", "pk")
    rows = [RunRow(position, pk, numbers[position], turns.get(pk)) for position, pk in pks]
    return sorted(rows, key=lambda row: (row.turn.place if row.turn else row.number, row.number))


def present_among(rows: Sequence[RunRow]) -> RunRow | None:
    """The point whose turn it is."""
    return next((row for row in rows if row.turn and row.turn.state == TurnState.NOW), None)


def decided_by(item: AgendaItem) -> str:
    """Who decided the item; the forum until somebody says otherwise."""
    found = Turn.objects.filter(item=item).values_list("decided_by", flat=True).first()
    return found or DecidedBy.FORUM.value


def deciders() -> list[tuple[str, str]]:
    """Who can have decided, with words."""
    return [(str(value), str(label)) for value, label in DecidedBy.choices]


def outcomes() -> list[tuple[str, str]]:
    """Every outcome, with its word."""
    return [(str(value), str(label)) for value, label in Outcome.choices]


def attendance_kinds() -> list[tuple[str, str]]:
    """Whether a member was there, with words."""
    return [(str(v), str(label)) for v, label in AttendanceKind.choices if v != AttendanceKind.GUEST]


def rulings_of(items: Sequence[AgendaItem]) -> dict[int, dict[int, Ruling]]:
    """What came of items: for each its id, the rulings by recommendation point, 0 for the item as a whole."""
    found: dict[int, dict[int, Ruling]] = {}
    for ruling in Ruling.objects.filter(item__in=[item.pk for item in items]):
        found.setdefault(ruling.item_id, {})[ruling.point] = ruling
    return found


def phrases_of(forum: Forum) -> QuerySet[StockPhrase]:
    """The forum's stock phrases, in order."""
    return StockPhrase.objects.filter(forum=forum)


def errata_of(item: AgendaItem) -> list[Erratum]:
    """What the item's decision corrects in its attachments. The caller has asked for the item."""
    rows = Erratum.objects.filter(attachment__item=item, attachment__removed_at=None)
    return list(rows.select_related("attachment"))


def attachments_to_correct(item: AgendaItem, *, viewer: Viewer) -> QuerySet[Attachment]:
    """The item's attachments with figures in them that the viewer may see: not the agenda itself."""
    return attachments_seen_by(viewer).filter(item=item, agenda=False).order_by("position")
