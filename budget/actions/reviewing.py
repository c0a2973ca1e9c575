"""What the forum and the directors change in a round, and the texts that they ask for (D83–D87)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from budget import notices
from budget.actions.answering import Said, say, say_all
from budget.actions.freezing import refresh_decision
from budget.actions.guard import lock_round, require
from budget.models import Status, TextRequest
from budget.permissions import may_review, may_run_budget, may_write_status, people_to_ask
from budget.workflow import STATUS_OPEN
from chefforum.audit import log
from chefforum.mailroom.actions import post
from chefforum.organisation.models import User
from chefforum.workflow import Refused

_CALM = timedelta(minutes=5)


@transaction.atomic
def change_several(
    statuses: Sequence[Status], values: Mapping[str, str], *, asked_by: str = "", reason: str = "", by: User
) -> list[Status]:
    """Let several points of a round say the same, all of them or none (D84). Answers those that changed.

    ``values`` are spelled as ``budget.rules.fields`` does. Raises :class:`Refused` for a value no field can hold.
    """
    changed = []
    for status in sorted(statuses, key=lambda one: one.pk):
        saved = say_all(status, values, by=by, asked_by=asked_by, reason=reason)
        if saved.changed:
            changed.append(saved.status)
    Status.objects.filter(pk__in=[one.pk for one in statuses]).update(reviewed_at=timezone.now())
    return changed


@transaction.atomic
def go_through(
    statuses: Sequence[Status],
    values: Mapping[str, str],
    *,
    was: Mapping[str, str] | None,
    asked_by: str = "",
    reason: str = "",
    by: User,
) -> list[str]:
    """Note that points have been gone through, with what was changed. ``was`` is what each field said when the person
    saw it, ``None`` for several points at once. Answers the fields of a single point that another had changed.
    """
    current = lock_round(statuses[0].round_id)
    require(may_review(by, current))
    overtaken: list[str] = []
    if values and was is not None:
        said = [Said(field, text, was[field]) for field, text in values.items()]
        overtaken = say(statuses[0], said, by=by, asked_by=asked_by, reason=reason).overtaken
    elif values:
        change_several(statuses, values, asked_by=asked_by, reason=reason, by=by)
    Status.objects.filter(pk__in=[one.pk for one in statuses]).update(reviewed_at=timezone.now())
    return overtaken


@transaction.atomic
def ask_for_text(status: Status, *, person: User, due: date, wish: str, by: User) -> TextRequest:
    """Ask a named person for a new text to Økonomiudvalget until a day; it is on their desk at once, and in a mail.

    Raises :class:`Refused` for a day that has passed, and where the person is asked for it already.
    """
    current = lock_round(status.round_id)
    status = Status.objects.select_related("round", "initiative__chapter__agreement").get(pk=status.pk)
    require(may_run_budget(by) and may_write_status(by, status))
    if current.state not in STATUS_OPEN:
        raise Refused("Runden er sendt til ØU, så teksten kan ikke ændres. Ingen er spurgt.")
    if not people_to_ask().filter(pk=person.pk).exists():
        raise Refused(f"{person} kan ikke skrive i runden. Ingen er spurgt.")
    if due < timezone.localdate():
        raise Refused("Fristen er overskredet. Vælg en senere dag. Ingen er spurgt.")
    if TextRequest.objects.filter(status=status, person=person, done_at=None).exists():
        raise Refused(f"{person} er allerede bedt om en tekst til punkt {status.initiative.number}. Intet er ændret.")
    asked = TextRequest.objects.create(status=status, person=person, due=due, wish=wish.strip()[:400], by=by)
    Status.objects.filter(pk=status.pk).update(reviewed_at=timezone.now())
    text = f"{person} er bedt om en tekst til punkt {status.initiative.number} i {status.round}"
    log.record("budget.text_asked", by=by, target=asked, text=text)
    refresh_decision(current)
    post(to=[person], kind=notices.WAITING, key="", calm=_CALM)
    return asked


@transaction.atomic
def drop_request(asked: TextRequest, *, by: User) -> None:
    """Ask no longer: the text came another way, or is not wanted."""
    lock_round(asked.status.round_id)
    require(may_run_budget(by))
    if TextRequest.objects.filter(pk=asked.pk, done_at=None).update(done_at=timezone.now(), dropped=True):
        refresh_decision(asked.status.round)
        log.record("budget.text_not_asked", by=by, target=asked, text=f"{asked}: ønskes ikke længere")
