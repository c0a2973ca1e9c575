"""Saying how a point stands in a round: field by field, each change kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from budget.actions.freezing import refresh_decision
from budget.actions.guard import lock_round, require
from budget.models import Change, Round, RoundStep, Status, TextRequest
from budget.permissions import may_write_status, writable_in
from budget.queries import before
from budget.rules.fields import ANSWERS, FIELDS, read_value, spelled
from budget.workflow import CarryOver
from chefforum.audit import log
from chefforum.danish import tidy
from chefforum.organisation.models import User
from chefforum.workflow import Refused

IN_ONE_GO = timedelta(minutes=10)


@dataclass
class Said:
    """What a person wants a field to say: the value, and the value it had when they saw it, both spelled."""

    field: str
    text: str
    was: str


@dataclass
class Saved:
    """How it went. ``overtaken`` are the fields that somebody else had changed meanwhile; what the person wrote there
    is kept as a change that was laid aside.
    """

    status: Status
    changed: list[str]
    overtaken: list[str]


@transaction.atomic
def say(status: Status, said: Iterable[Said], *, by: User, asked_by: str = "", reason: str = "") -> Saved:
    """Let fields of a status say something else. A field that another has changed since the person saw it stays as it
    is, and what the person wrote is laid aside for them to see.

    Raises :class:`Refused` for a value that a field cannot hold; then nothing is changed.
    """
    lock_round(status.round_id)
    current = _lock(status.pk)
    said = [one for one in said if one.field in FIELDS]
    allowed = writable_in(by, [current])[current.pk]
    require(bool(allowed) and all(one.field in allowed for one in said))
    saved = Saved(current, [], [])
    for one in said:
        value = read_value(one.field, one.text)
        now = spelled(current, one.field)
        wanted = spelled(Status(**{one.field: value}), one.field)
        if wanted == now:
            continue
        if now != tidy(one.was):
            _note(current, one.field, now, wanted, by, asked_by, reason, aside=True)
            saved.overtaken.append(one.field)
            continue
        setattr(current, one.field, value)
        _note(current, one.field, now, wanted, by, asked_by, reason)
        saved.changed.append(one.field)
    if saved.changed:
        _keep(current, saved.changed, by)
        refresh_decision(current.round)
    return saved


@transaction.atomic
def say_all(status: Status, values: Mapping[str, str], *, by: User, asked_by: str = "", reason: str = "") -> Saved:
    """The same, whatever the fields say now; what they said stays among the changes."""
    lock_round(status.round_id)
    current = _lock(status.pk)
    said = [Said(field, text, spelled(current, field)) for field, text in values.items()]
    return say(current, said, by=by, asked_by=asked_by, reason=reason)


@transaction.atomic
def say_unchanged(status: Status, *, by: User) -> Saved:
    """Let a status say what the round before said of the point, in the fields that say nothing yet. Raises
    :class:`Refused` where there was none, or where somebody has written a light or a text already.
    """
    lock_round(status.round_id)
    current = _lock(status.pk)
    require(may_write_status(by, current))
    last = before([current]).get(current.pk)
    if last is None:
        raise Refused("Punktet har ingen tidligere status. Vælg et lys, og skriv en tekst.")
    empty = {field for field in FIELDS if spelled(current, field) == spelled(Status(), field)}
    if not set(ANSWERS) <= empty:
        raise Refused("Punktet har allerede fået lys eller tekst i denne runde. Det, der står, er ikke ændret.")
    saved = say_all(current, {field: spelled(last, field) for field in FIELDS if field in empty}, by=by)
    if saved.status.answered_at is None:
        _answer(saved.status, by)
    return saved


@transaction.atomic
def mark_answered(status: Status, *, by: User) -> None:
    """Say that a point is answered as it stands: with no light and no text, too."""
    lock_round(status.round_id)
    current = _lock(status.pk)
    require(may_write_status(by, current))
    _answer(current, by)


def _lock(status_id: int) -> Status:
    found = Status.objects.select_for_update(of=("self",)).select_related("round", "initiative__chapter__agreement")
    return found.get(pk=status_id)


def _keep(status: Status, fields: list[str], by: User) -> None:
    if status.carry != CarryOver.PART and status.carry_part:
        # The part belongs to »delvis«; it stays in the log.
        _note(status, "carry_part", status.carry_part, "", by, "", "")
        status.carry_part = ""
        fields.append("carry_part")
    status.save(update_fields=fields)
    # Whoever is asked for a text alone does not answer for the point.
    if any(field in ANSWERS for field in fields) and may_write_status(by, status):
        _answer(status, by)
    if "public_text" in fields:
        TextRequest.objects.filter(status=status, person=by, done_at=None).update(done_at=timezone.now())


def _answer(status: Status, by: User) -> None:
    status.answered_at, status.answered_by = timezone.now(), by
    status.save(update_fields=["answered_at", "answered_by"])


def _note(
    status: Status, field: str, old: str, new: str, by: User, asked_by: str, reason: str, *, aside: bool = False
) -> None:
    """Keep a change. Words that one person adds to their own in one go make that change longer; all else is a change of
    its own, so that no word that was once saved is gone.
    """
    plain = not (asked_by or reason or aside)
    last = Change.objects.filter(status=status).order_by("-pk").first() if plain else None
    if (
        last is not None
        and (last.field, last.by_id, last.phase) == (field, by.pk, status.round.state)
        and not (last.aside or last.asked_by or last.reason)
        and last.at > max(timezone.now() - IN_ONE_GO, _last_step(status.round))
        and new.startswith(last.new)
    ):
        Change.objects.filter(pk=last.pk).update(new=new)
        return
    change = Change.objects.create(
        status=status,
        field=field,
        old=old,
        new=new,
        phase=status.round.state,
        asked_by=asked_by[:120],
        reason=reason[:400],
        aside=aside,
        by=by,
    )
    if not aside:
        # The log is read by administrators, who may not read what is not sent: it names the field, never what it says.
        text = f"{FIELDS[field]} for punkt {status.initiative.number} i {status.round} er ændret"
        log.record("budget.status_changed", by=by, target=change, text=text)


def _last_step(status_round: Round) -> datetime:
    last = RoundStep.objects.filter(round=status_round).order_by("-pk").first()
    return last.at if last else datetime.min.replace(tzinfo=UTC)
