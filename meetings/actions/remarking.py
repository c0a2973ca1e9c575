"""Remarks on minutes, and how the secretariat closes them: with a change or with a reply."""

from django.db import transaction
from django.utils import timezone

from chefforum.audit import log
from chefforum.organisation.models import User
from chefforum.workflow import Overtaken, Refused
from meetings.actions.editions import own_edition
from meetings.actions.guard import lock_item, name_of, require
from meetings.models import AgendaItem, MeetingPaper, Remark, RemarkClosing
from meetings.papers.build import build
from meetings.papers.change import item_of, print_of, without_closing
from meetings.permissions import may_approve, may_see_item, may_write_minutes
from meetings.queries import all_items_of
from meetings.workflow import PaperKind


@transaction.atomic
def remark(item: AgendaItem, text: str, *, by: User) -> Remark:
    """A member's remark on a point of the minutes that are out."""
    item = lock_item(item)
    require(may_approve(by, item.on) and may_see_item(by, item))
    if not text.strip():
        raise Refused("Skriv bemærkningen, før du sender den.")
    paper = own_edition(item.on, PaperKind.MINUTES, by=by)
    made = Remark.objects.create(item=item, document=paper.document if paper else None, user=by, text=text.strip())
    log.record(
        "meetings.remarked",
        by=by,
        target=item,
        text=f"Der er en bemærkning til {name_of(item)}",
    )
    return made


@transaction.atomic
def answer(remark: Remark, text: str, *, by: User) -> None:
    """Close a remark with a reply: the text stays as it is."""
    item = _entered(remark, by)
    if not text.strip():
        raise Refused("Skriv et svar, før du sender det.")
    _close(remark, item, RemarkClosing.REPLY, text.strip(), by)


@transaction.atomic
def close_with_change(remark: Remark, text: str, *, by: User) -> None:
    """Close a remark because the point's text was changed, with or without a word about it.

    Raises :class:`~chefforum.workflow.Refused` while the point reads as in the paper the remark was made to.
    """
    item = _entered(remark, by)
    if not _has_changed(remark, item):
        raise Refused(
            f"Teksten til punkt {item.position} er den samme som i det referat, bemærkningen er skrevet til. "
            "Ret den først, eller svar på bemærkningen. Intet er ændret."
        )
    _close(remark, item, RemarkClosing.CHANGE, text.strip(), by)


def _entered(remark: Remark, by: User) -> AgendaItem:
    item = lock_item(remark.item)
    require(may_write_minutes(by, item.on) and may_see_item(by, item))
    return item


def _close(remark: Remark, item: AgendaItem, closing: str, text: str, by: User) -> None:
    answered = Remark.objects.filter(pk=remark.pk, answered_at=None).update(
        closing=closing, answer=text, answered_at=timezone.now(), answered_by=by
    )
    if not answered:
        raise Overtaken("Bemærkningen er allerede besvaret. Dit svar er ikke gemt.")
    log.record(
        "meetings.answered",
        by=by,
        target=item,
        text=f"En bemærkning til {name_of(item)} er besvaret",
    )


def _has_changed(remark: Remark, item: AgendaItem) -> bool:
    """Whether the point reads otherwise now than in the paper that the remark was made to."""
    sent = MeetingPaper.objects.filter(document=remark.document_id).first()
    before = item_of(sent.document.paper, sent.numbers, item.pk) if sent else None
    drafted = build(item.on, all_items_of(item.on), kind="minutes")
    now = item_of(drafted, {str(item.position): item.pk}, item.pk)
    return before is None or now is None or print_of(without_closing(before)) != print_of(without_closing(now))
