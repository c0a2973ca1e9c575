"""Approving the minutes."""

from django.db import transaction
from django.utils import timezone

from chefforum.audit import log
from chefforum.organisation.models import User
from chefforum.workflow import Overtaken, Refused, take
from meetings.actions.editions import own_edition
from meetings.actions.guard import lock, lock_item, name_of, require
from meetings.models import AgendaItem, Approval, Meeting, Remark
from meetings.permissions import may_approve, may_lock, may_see_item, may_write_minutes
from meetings.queries import unanswered
from meetings.rules.procedure import must_be_answered
from meetings.workflow import WORKFLOW, PaperEdition, PaperKind


@transaction.atomic
def approve(meeting: Meeting, *, sha256: str, by: User) -> Approval:
    """Approve exactly the paper that was read, named by its check sum.

    Raises :class:`Overtaken` when newer minutes have been sent since the page was opened.
    """
    meeting = lock(meeting.pk)
    require(may_approve(by, meeting))
    paper = own_edition(meeting, PaperKind.MINUTES, by=by)
    if paper is None or paper.edition == PaperEdition.OPEN or paper.document.sha256 != sha256:
        raise Overtaken(
            "Der er sendt et nyere referat, siden du åbnede siden. Du har ikke godkendt noget. Læs det nye først."
        )
    approval, created = Approval.objects.get_or_create(document=paper.document, user=by, defaults={"meeting": meeting})
    if created:
        log.record("meetings.approved", by=by, target=meeting, text=f"{by} har godkendt referatet af {meeting}")
    return approval


@transaction.atomic
def remark(item: AgendaItem, text: str, *, by: User) -> Remark:
    """A member's remark on a point of the minutes that are out."""
    item = lock_item(item)
    require(may_approve(by, item.on) and may_see_item(by, item))
    if not text.strip():
        raise Refused("Skriv bemærkningen, før du sender den.")
    made = Remark.objects.create(item=item, user=by, text=text.strip())
    log.record(
        "meetings.remarked",
        by=by,
        target=item,
        text=f"Der er en bemærkning til {name_of(item)}",
    )
    return made


@transaction.atomic
def answer(remark: Remark, text: str, *, by: User) -> None:
    """The secretariat's answer to a remark."""
    item = lock_item(remark.item)
    require(may_write_minutes(by, item.on) and may_see_item(by, item))
    if not text.strip():
        raise Refused("Skriv et svar, før du sender det.")
    answered = Remark.objects.filter(pk=remark.pk, answered_at=None).update(
        answer=text.strip(), answered_at=timezone.now(), answered_by=by
    )
    if not answered:
        raise Overtaken("Bemærkningen er allerede besvaret. Dit svar er ikke gemt.")
    log.record(
        "meetings.answered",
        by=by,
        target=item,
        text=f"En bemærkning til {name_of(item)} er besvaret",
    )


@transaction.atomic
def lock_minutes(meeting: Meeting, *, sha256: str, by: User) -> None:
    """Final approval: the minutes are locked and never change again."""
    meeting = lock(meeting.pk)
    require(may_lock(by, meeting))
    approve(meeting, sha256=sha256, by=by)
    must_be_answered(unanswered(meeting))
    take(meeting, WORKFLOW, "lock_minutes")
    Meeting.objects.filter(pk=meeting.pk).update(approved_at=timezone.now(), approved_by=by)
    log.record(
        "meetings.minutes_locked", by=by, target=meeting, text=f"Referatet af {meeting} er endeligt godkendt og låst"
    )
