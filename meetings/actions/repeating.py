"""Words of one item in another: noted, so that the one is read by nobody whom the other is kept from."""

from collections.abc import Iterable

from django.utils import timezone

from chefforum.workflow import Refused
from meetings.models import AgendaItem, MarginNote, MeetingPaper, Repeat, Saved, Section, Wording
from meetings.permissions import kept_from, members_on, with_what_they_tell_of


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
