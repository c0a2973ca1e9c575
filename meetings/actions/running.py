"""Running the meeting: whose turn it is, what came of it, and what the big screen shows."""

from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from chefforum.audit import log
from chefforum.organisation.models import User
from chefforum.workflow import Overtaken, Refused, take
from meetings.actions.attendance import expect_members
from meetings.actions.guard import lock, lock_item, name_of, require
from meetings.actions.placing import order_of
from meetings.actions.proposals import take_up_again
from meetings.actions.sending import begin_minutes
from meetings.actions.writing import add_words
from meetings.models import AgendaItem, DecidedBy, Meeting, Outcome, Ruling, Turn
from meetings.permissions import may_run, may_see_item
from meetings.queries import closed_among
from meetings.rules.running import spent_seconds
from meetings.workflow import TURN_WORKFLOW, ItemState, MeetingState, TurnState

_ASIDE = 100_000
_OFF_SCREEN = {"decision_on_screen": False, "closed_on_screen": False}

ScreenPart = Literal["decision", "closed"]


@transaction.atomic
def begin_meeting(meeting: Meeting, *, by: User) -> None:
    """The meeting begins: its minutes are open, its first point is taken, the members are noted as present.

    So does one go on that was ended too early, or whose agenda was sent anew after it had begun.
    """
    if meeting.state == MeetingState.HELD:
        meeting = lock(meeting.pk)
        if meeting.state != MeetingState.HELD:
            raise Overtaken("Mødet er ændret af en anden, siden du åbnede siden. Genindlæs siden, og prøv igen.")
    require(may_run(by, meeting))
    if meeting.state == MeetingState.SENT:
        begin_minutes(meeting, by=by)
        meeting = lock(meeting.pk)
    elif meeting.began_at is not None and meeting.ended_at is None:
        raise Refused("Mødet er allerede begyndt. Intet er ændret.")
    began = meeting.began_at or timezone.now()
    Meeting.objects.filter(pk=meeting.pk).update(began_at=began, ended_at=None)
    _turns(meeting)
    expect_members(meeting)
    first = _waiting(meeting).first()
    if first is not None and not Turn.objects.filter(item__meeting=meeting, state=TurnState.NOW).exists():
        _call(first)
    log.record("meetings.begun", by=by, target=meeting, text=f"{meeting} er begyndt")


@transaction.atomic
def end_meeting(meeting: Meeting, *, by: User) -> None:
    """The meeting is over. Its minutes stay open; points nobody came to stay as they are."""
    meeting = _running(meeting, by)
    for turn in Turn.objects.filter(item__meeting=meeting, state=TurnState.NOW).select_for_update():
        _stop(turn, "finish", timezone.now())
    Meeting.objects.filter(pk=meeting.pk).update(ended_at=timezone.now())
    log.record("meetings.ended", by=by, target=meeting, text=f"{meeting} er slut")


@transaction.atomic
def call(item: AgendaItem, *, version: int | None = None, by: User) -> None:
    """Take a point now. The one before it is finished, and a point that was done is taken up again.

    ``version`` of this and the next three is that of the turn as the person saw it: whoever presses twice, or after
    somebody else, takes no second step.
    """
    item = _present(item, by)
    turn = _turn(item, version)
    if turn.state == TurnState.NOW:
        raise Overtaken("Punktet behandles allerede. Intet er ændret.")
    for other in Turn.objects.filter(item__meeting=item.meeting, state=TurnState.NOW).select_for_update():
        _stop(other, "finish", timezone.now())
    _call(turn)


@transaction.atomic
def finish(item: AgendaItem, *, version: int | None = None, by: User) -> AgendaItem | None:
    """Finish the present point and take the next one that waits. Answers that; ``None`` when none is left."""
    item = _present(item, by)
    turn = _turn(item, version)
    if turn.state != TurnState.NOW:
        raise Overtaken("Punktet er allerede afsluttet. Intet er ændret.")
    _stop(turn, "finish", timezone.now())
    return _next(item.on, after=turn.place)


@transaction.atomic
def skip(item: AgendaItem, *, version: int | None = None, by: User) -> AgendaItem | None:
    """Pass a point over. If it was the present one the next is taken."""
    item = _present(item, by)
    turn = _turn(item, version)
    if turn.state not in (TurnState.NOW, TurnState.WAITING):
        raise Overtaken("Punktet er allerede behandlet eller sprunget over. Intet er ændret.")
    was_present = turn.state == TurnState.NOW
    _stop(turn, "skip", timezone.now())
    return _next(item.on, after=turn.place) if was_present else None


@transaction.atomic
def take_later(item: AgendaItem, *, version: int | None = None, by: User) -> AgendaItem | None:
    """Let the next point that waits come first; the point keeps its number. Refused where none waits."""
    item = _present(item, by)
    turn = _turn(item, version)
    after = _waiting(item.on).filter(place__gt=turn.place).first()
    if after is None:
        raise Refused("Der er ikke flere punkter, som venter efter det. Intet er ændret.")
    was_present = turn.state == TurnState.NOW
    if was_present:
        _stop(turn, "leave", timezone.now())
    elif turn.state != TurnState.WAITING:
        raise Overtaken("Punktet er allerede behandlet eller sprunget over. Intet er ændret.")
    here, there = turn.place, after.place
    between = Turn.objects.filter(item__meeting=item.meeting, place__gt=here, place__lte=there)
    Turn.objects.filter(pk=turn.pk).update(place=there + _ASIDE)
    between.update(place=F("place") - 1)
    Turn.objects.filter(pk=turn.pk).update(place=there, version=F("version") + 1)
    if not was_present:
        return None
    after.refresh_from_db()
    _call(after)
    return after.item


@transaction.atomic
def postpone_now(item: AgendaItem, *, to: Meeting | None, sentence: str, by: User) -> AgendaItem:
    """Postpone a point while the meeting is held: it stays in these minutes with its decision, and a new item continues
    it on a later agenda or in the pool (D15). Answers the new one. ``sentence`` is what the decision says of it.
    """
    # The meeting with the lower id first, as everywhere two are locked.
    for pk in sorted({item.meeting_id or 0, to.pk if to else 0} - {0}):
        lock(pk)
    item = _present(item, by)
    if to is not None and to.starts_at <= item.on.starts_at:
        raise Refused("Det møde ligger ikke senere. Vælg et senere møde. Intet er ændret.")
    if Ruling.objects.filter(item=item, point=0, outcome=Outcome.POSTPONED).exists():
        raise Overtaken("Punktet er allerede udsat. Intet er ændret.")
    new = take_up_again(item, to=to, by=by)
    Ruling.objects.update_or_create(item=item, point=0, defaults={"outcome": Outcome.POSTPONED})
    add_words(item, f"<p>{sentence}</p>", by=by)
    turn = Turn.objects.select_for_update().get(item=item)
    if turn.state == TurnState.NOW:
        _stop(turn, "finish", timezone.now())
        _next(item.on, after=turn.place)
    elif turn.state == TurnState.WAITING:
        _stop(turn, "skip", timezone.now())
    log.record("meetings.postponed_at_meeting", by=by, target=item, text=f"{name_of(item)} er udsat under mødet")
    return new


@transaction.atomic
def rule(item: AgendaItem, *, point: int, outcome: str, by: User) -> None:
    """Note what came of a recommendation point, or with ``point`` 0 of the item; an empty outcome takes it back."""
    item = _written(item, by)
    if not outcome:
        Ruling.objects.filter(item=item, point=point).delete()
        return
    if outcome not in Outcome.values:
        raise Refused("Udfaldet er ikke kendt. Intet er ændret.")
    Ruling.objects.update_or_create(item=item, point=point, defaults={"outcome": outcome, "read": False})


@transaction.atomic
def set_decided_by(item: AgendaItem, who: str, *, by: User) -> None:
    """Note who decided: the forum, the chief executive, or both (D39)."""
    item = _written(item, by)
    if who not in DecidedBy.values:
        raise Refused("Vælg, hvem der besluttede. Intet er ændret.")
    _turns(item.on)
    Turn.objects.filter(item=item).update(decided_by=who)


@transaction.atomic
def show_on_screen(item: AgendaItem, *, what: ScreenPart, shown: bool, by: User) -> None:
    """Show the decision of a point, or a closed point at all, on the big screen, or take it off again.

    Nothing stays there when another point is taken. Showing a closed point is written in the log.
    """
    item = _present(item, by)
    if what == "decision":
        Turn.objects.filter(item=item).update(decision_on_screen=shown)
        return
    if shown and not closed_among([item.pk]):
        raise Refused("Punktet er ikke lukket og vises allerede. Intet er ændret.")
    changed = Turn.objects.filter(item=item).exclude(closed_on_screen=shown).update(closed_on_screen=shown)
    if changed and shown:
        log.record("meetings.closed_on_screen", by=by, target=item, text=f"{name_of(item)} er vist på storskærm")


def _running(meeting: Meeting, by: User) -> Meeting:
    meeting = lock(meeting.pk)
    require(may_run(by, meeting))
    if meeting.began_at is None or meeting.state != MeetingState.HELD:
        raise Refused("Mødet er ikke begyndt. Intet er ændret.")
    if meeting.ended_at is not None:
        raise Refused("Mødet er afsluttet. Intet er ændret.")
    return meeting


def _written(item: AgendaItem, by: User) -> AgendaItem:
    """The item, locked, if the person may write what came of it as the meeting stands."""
    item = lock_item(item)
    require(may_run(by, item.on) and item.on.state == MeetingState.HELD and may_see_item(by, item))
    return item


def _present(item: AgendaItem, by: User) -> AgendaItem:
    """The item of a meeting that is being held, locked, if the person may run it and read the item."""
    item = lock_item(item)
    item.meeting = _running(item.on, by)
    require(may_see_item(by, item))
    _turns(item.on)
    return item


def _turns(meeting: Meeting) -> None:
    """A turn for every item that has none, last."""
    known = set(Turn.objects.filter(item__meeting=meeting).values_list("item_id", flat=True))
    last = Turn.objects.filter(item__meeting=meeting).aggregate(last=Max("place"))["last"] or 0
    new = [pk for pk in order_of(meeting) if pk not in known]
    Turn.objects.bulk_create(Turn(item_id=pk, place=last + place) for place, pk in enumerate(new, 1))


def _turn(item: AgendaItem, version: int | None) -> Turn:
    turn = Turn.objects.select_for_update().get(item=item)
    if version is not None and turn.version != version:
        raise Overtaken("Punktet er ændret, siden du så siden. Intet er ændret nu. Se, hvor mødet er.")
    return turn


def _waiting(meeting: Meeting) -> QuerySet[Turn]:
    """The turns that wait, of items that are still on the agenda."""
    waiting = Turn.objects.filter(item__meeting=meeting, item__state=ItemState.PLACED, state=TurnState.WAITING)
    return waiting.order_by("place")


def _call(turn: Turn) -> None:
    take(turn, TURN_WORKFLOW, "call", began_at=timezone.now(), **_OFF_SCREEN)


def _stop(turn: Turn, verb: str, now: datetime) -> None:
    take(turn, TURN_WORKFLOW, verb, spent=spent_seconds(turn, now), began_at=None, **_OFF_SCREEN)


def _next(meeting: Meeting, *, after: int) -> AgendaItem | None:
    """Take the next point that waits: after the place first, else one that was put off before it."""
    waiting = _waiting(meeting)
    turn = waiting.filter(place__gt=after).first() or waiting.first()
    if turn is None:
        return None
    _call(turn)
    return turn.item
