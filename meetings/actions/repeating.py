"""Words of one item in another: noted, so that the one is read by nobody whom the other is kept from."""

from collections.abc import Iterable
from typing import cast

from django.db import transaction
from django.utils import timezone

from chefforum.audit import log
from chefforum.organisation.models import User
from chefforum.workflow import Refused
from meetings.actions.freezing import meetings_showing, refresh_where_shown
from meetings.actions.guard import begins, lock_all, lock_both, name_of, require
from meetings.models import AgendaItem, MarginNote, MeetingPaper, Repeat, Saved, Section, Wording
from meetings.papers.build import build
from meetings.papers.change import item_of
from meetings.papers.shape import Kind
from meetings.permissions import kept_from, may_see_item, may_set_access, members_on, with_what_they_tell_of
from meetings.queries import all_items_of
from meetings.workflow import PaperEdition


def note_repeat(item: AgendaItem, sources: Iterable[int], *, filled: bool = False) -> None:
    """Note that the item repeats others, by their ids, and all that these repeat; so does whatever repeats the item."""
    told = set().union(*with_what_they_tell_of(sources).values())
    tellers = {item.pk, *Repeat.objects.filter(source=item).values_list("item", flat=True)}
    if not filled:
        Repeat.objects.filter(item=item, source__in=told, filled=True).update(filled=False)
    rows = [
        Repeat(item_id=teller, source_id=source, filled=filled and teller == item.pk)
        for teller in sorted(tellers)
        for source in sorted(told)
        if teller != source
    ]
    Repeat.objects.bulk_create(rows, ignore_conflicts=True)


def forget_filled(item: AgendaItem, section: Section, *, keep: Iterable[int]) -> None:
    """Forget what a list that fills itself no longer repeats, and the house's own earlier wordings of it.

    Nothing is forgotten that a paper has shown, somebody has written beside, or the margin quotes.
    """
    fills = Wording.objects.filter(section=section, saved=Saved.FILLED).order_by("-pk")
    Wording.objects.filter(pk__in=list(fills.values_list("pk", flat=True)[1:])).delete()
    typed = Wording.objects.filter(section=section).exclude(saved__in=[Saved.FILLED, Saved.FOUND])
    shown = MeetingPaper.objects.filter(shows=item)
    if typed.exists() or shown.exists() or MarginNote.objects.filter(item=item).exists():
        return
    kept = set().union(*with_what_they_tell_of(keep).values())
    Repeat.objects.filter(item=item, filled=True).exclude(source__in=kept).delete()


@transaction.atomic
def stop_repeating(item: AgendaItem, source: AgendaItem, *, by: User) -> None:
    """Note that the words of another item have been taken out: the item is no longer shut with it.

    Refused while a paper that is out says something else than the item does now: there the words may still stand.
    """
    pks = {*meetings_showing([item.pk]), item.meeting_id, source.meeting_id}
    lock_all(pk for pk in pks if pk is not None)
    source, item = lock_both(source, item)
    require(may_set_access(by, item.meeting) and may_see_item(by, item) and may_see_item(by, source))
    papers = MeetingPaper.objects.filter(shows=item, current=True, edition=PaperEdition.MEMBERS)
    for sent in papers.select_related("document", "meeting"):
        drafted = build(sent.meeting, all_items_of(sent.meeting), kind=cast("Kind", sent.kind))
        was, now = (item_of(paper, sent.numbers, item.pk) for paper in (sent.document.paper, drafted))
        if was is None or now is None or was["sections"] != now["sections"]:
            raise Refused(
                "Teksten står måske stadig i det, der er sendt. Send det igen, når teksten er taget ud, og prøv så. "
                "Intet er ændret."
            )
    Repeat.objects.filter(item=item, source=source).delete()
    text = f"{begins(name_of(item))} gengiver ikke længere {name_of(source)}"
    log.record("meetings.repeat_ended", by=by, target=item, text=text)
    refresh_where_shown([item.pk], by=by)


def must_reach_no_further(source: AgendaItem, item: AgendaItem) -> None:
    """Raises :class:`Refused` where words of ``source`` would be read in ``item`` by somebody they are kept from."""
    told = AgendaItem.objects.filter(pk__in=with_what_they_tell_of([source.pk])[source.pk], closed=True)
    if told.exists() and not item.closed:
        raise Refused("Teksten er fra et lukket punkt. Gør dette punkt lukket, før du henter den. Intet er ændret.")
    if told.exclude(forum=item.forum_id).exists():
        raise Refused("Teksten er fra et lukket punkt i et andet forum og kan ikke hentes hertil. Intet er ændret.")
    day = timezone.localdate(item.meeting.starts_at) if item.meeting else timezone.localdate()
    readers = {user for at in {day, timezone.localdate()} for user in members_on(item.forum, at)}
    kept = kept_from(readers, [source.pk, item.pk])
    if any(source.pk in hidden and item.pk not in hidden for hidden in kept.values()):
        raise Refused(
            "Nogle af dem, der kan læse dette punkt, må ikke læse det, teksten er fra. "
            "Giv punkterne de samme læsere, før du henter den. Intet er ændret."
        )
