"""What is noted when somebody reads."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from chefforum.audit import log
from chefforum.organisation.models import User
from meetings.actions.guard import name_of
from meetings.models import AgendaItem, ItemReading, MeetingPaper
from meetings.papers.change import is_shut, print_of
from meetings.queries import closed_among


@transaction.atomic
def note_reading(sent: MeetingPaper, item: Any, *, by: User) -> None:
    """Note which wording of an item the person has read; of a closed one also in the log."""
    pk = sent.numbers.get(str(item["number"]))
    if pk is None:
        return
    now, words = timezone.now(), print_of(item)
    last, made = ItemReading.objects.select_for_update().get_or_create(
        user=by, item_id=pk, kind=sent.kind, defaults={"paper": sent, "sha256": words, "at": now}
    )
    if not made and last.sha256 != words:
        last.before, last.before_at = last.paper, last.at
    if not made:
        last.paper, last.sha256, last.at = sent, words, now
        last.save()
    if not is_shut(item):
        note_closed_reading(closed_among([pk]), by=by)


def note_closed_fetched(sent: MeetingPaper, item: Any, *, by: User) -> None:
    """Write in the log that a person has been given a closed item to read later; it is not noted as read."""
    pk = sent.numbers.get(str(item["number"]))
    if pk is not None and not is_shut(item):
        note_closed_reading(closed_among([pk]), by=by)


def note_paper_fetched(sent: MeetingPaper, *, by: User) -> None:
    """Write in the log that a person has been given a paper with closed items, all of them at once."""
    shown = [item["number"] for item in sent.document.paper["items"] if not is_shut(item)]
    pks = [sent.numbers[str(number)] for number in shown if str(number) in sent.numbers]
    note_closed_reading(closed_among(pks), by=by)


def note_closed_reading(items: Iterable[int], *, by: User) -> None:
    """Write in the log that a person has read closed items: which, never what they say."""
    for item in AgendaItem.objects.filter(pk__in=list(items)).select_related("meeting__forum", "forum"):
        log.record("meetings.closed_read", by=by, target=item, text=f"{by} har læst {name_of(item)}")
