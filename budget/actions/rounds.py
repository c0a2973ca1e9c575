"""Rounds from plan to Økonomiudvalget: planning, and the steps forward and back."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from budget import notices
from budget.actions.guard import lock_agreement, lock_round, require
from budget.models import Agreement, Round, RoundStep, Status
from budget.permissions import initiatives_of, may_run_budget, people_to_ask, requests_to
from budget.queries import agreements_of, points_without_status
from budget.rules.rounds import must_be_in_order, must_have_a_reason, must_have_agreements
from budget.workflow import ROUND_WORKFLOW, STATUS_OPEN, RoundState
from chefforum.audit import log
from chefforum.mailroom.actions import post
from chefforum.mailroom.reminding import FAR, stage
from chefforum.organisation.models import User
from chefforum.workflow import Overtaken, Refused, take

# Points that get a head in the hours after the collection began are told of in one mail.
_CALM = timedelta(minutes=5)


@transaction.atomic
def plan_round(
    *,
    name: str,
    agreements: Sequence[Agreement],
    as_of: date,
    due: date,
    forum_on: date,
    committee_on: date,
    by: User,
) -> Round:
    """A new round. Raises :class:`Refused` for days out of order, and for a round that is planned already."""
    require(may_run_budget(by))
    agreements = [lock_agreement(pk) for pk in sorted(one.pk for one in agreements)]
    must_have_agreements(agreements)
    must_be_in_order(as_of, due, forum_on, committee_on)
    if Round.objects.filter(name=name, as_of=as_of).exists():
        raise Refused(f"Der er allerede en runde, der hedder »{name}« og er opgjort den dag. Intet er gemt.")
    made = Round.objects.create(name=name, as_of=as_of, due=due, forum_on=forum_on, committee_on=committee_on)
    made.agreements.set(agreements)
    log.record("budget.round_planned", by=by, target=made, text=f"Runden »{made}« er planlagt")
    return made


@transaction.atomic
def change_round(
    status_round: Round,
    *,
    name: str,
    agreements: Sequence[Agreement],
    as_of: date,
    due: date,
    forum_on: date,
    committee_on: date,
    by: User,
) -> None:
    """Another name or other days. Of what agreements it is, and of which day, stays once the collection has begun."""
    current = lock_round(status_round.pk)
    require(may_run_budget(by))
    if current.version != status_round.version:
        raise Overtaken("En anden har ændret runden, siden du åbnede den. Dit er ikke gemt. Genindlæs siden.")
    if current.state not in (RoundState.PLANNED, *STATUS_OPEN):
        raise Refused("Runden er sendt til ØU og kan ikke ændres. Intet er gemt.")
    if current.state != RoundState.PLANNED and (
        as_of != current.as_of or {one.pk for one in agreements} != {one.pk for one in agreements_of(current)}
    ):
        raise Refused(
            "Indsamlingen er begyndt, så rundens aftaler og opgørelsesdag ligger fast. Navn og frister kan ændres. "
            "Intet er gemt."
        )
    must_have_agreements(agreements)
    must_be_in_order(as_of, due, forum_on, committee_on)
    if Round.objects.filter(name=name, as_of=as_of).exclude(pk=current.pk).exists():
        raise Refused(f"Der er allerede en runde, der hedder »{name}« og er opgjort den dag. Intet er gemt.")
    Round.objects.filter(pk=current.pk).update(
        name=name, as_of=as_of, due=due, forum_on=forum_on, committee_on=committee_on, version=current.version + 1
    )
    current.agreements.set(agreements)
    log.record("budget.round_changed", by=by, target=current, text=f"Runden »{name}« er ændret")


def step(status_round: Round, verb: str, *, reason: str = "", by: User) -> Round:
    """Take a step with a round; ``status_round.version`` is the one the person saw. A step back needs a reason.

    In the caller's transaction. Raises :class:`~chefforum.workflow.Overtaken` where somebody was faster.
    """
    current = lock_round(status_round.pk)
    require(may_run_budget(by))
    reason = must_have_a_reason(verb, reason)
    current.version = status_round.version
    take(current, ROUND_WORKFLOW, verb)
    note_step(current, verb, by=by, reason=reason)
    return current


def note_step(status_round: Round, verb: str, *, by: User, reason: str = "") -> None:
    """Keep a step that a round has taken."""
    RoundStep.objects.create(round=status_round, verb=verb, state=status_round.state, reason=reason[:400], by=by)
    label = ROUND_WORKFLOW.step(verb).label
    log.record(f"budget.{verb}", by=by, target=status_round, text=f"{status_round}: {label}")


def add_statuses(status_round: Round) -> int:
    """A status for each point of the round's agreements that is followed and has none; answers how many."""
    points = points_without_status(status_round)
    return len(Status.objects.bulk_create(Status(round=status_round, initiative=one) for one in points))


@transaction.atomic
def include_new(status_round: Round, *, by: User) -> int:
    """Take the points that have come since the collection began into the round; answers how many. Those whose points
    they are get a mail.
    """
    current = lock_round(status_round.pk)
    require(may_run_budget(by))
    if current.state not in STATUS_OPEN:
        raise Refused("Runden er ikke i gang, så punkter kan ikke komme med. Intet er ændret.")
    made = add_statuses(current)
    if made:
        if current.state == RoundState.COLLECTING:
            ask_heads(current)
        log.record("budget.points_included", by=by, target=current, text=f"{current}: {made} nye punkter er kommet med")
    return made


@transaction.atomic
def remind(status_round: Round, *, by: User) -> int:
    """A mail now to each whose points lack an answer; answers how many people."""
    current = lock_round(status_round.pk)
    require(may_run_budget(by))
    if current.state != RoundState.COLLECTING:
        raise Refused("Runden samler ikke ind nu. Ingen er påmindet.")
    people = ask_heads(current, pressed=True)
    log.record("budget.reminded", by=by, target=current, text=f"{current}: {people} påmindet")
    return people


def ask_heads(status_round: Round, *, pressed: bool = False) -> int:
    """Post a letter to everybody who has points in the round that lack an answer; answers how many."""
    waiting = Status.objects.filter(round=status_round, answered_at=None).values("initiative")
    people = [one for one in people_to_ask() if initiatives_of(one).filter(pk__in=waiting).exists()]
    post(
        to=people,
        kind=notices.WAITING,
        key=timezone.now().isoformat(timespec="seconds") if pressed else "",
        calm=_CALM,
    )
    return len(people)


def remind_all(today: date) -> int:
    """Letters to everybody who has something near its day or past it; answers how many were posted.

    What a letter says is decided as it is written: who was told the same before gets none.
    """
    rounds = list(Round.objects.filter(state=RoundState.COLLECTING))
    near = [one for one in rounds if stage(one.due, today) != FAR]
    waiting = Status.objects.filter(round__in=near, answered_at=None).values("initiative")
    people = [
        one
        for one in people_to_ask()
        if initiatives_of(one).filter(pk__in=waiting).exists()
        or any(stage(asked.due, today) != FAR for asked in requests_to(one))
    ]
    post(to=people, kind=notices.WAITING, key="", calm=timedelta(0))
    return len(people)
