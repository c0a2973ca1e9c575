"""Items that fill themselves while their agenda is written: minutes still to be approved, tasks still open.

Only what the house wrote itself is ever written over: a sentence that somebody has changed is theirs.
"""

from collections.abc import Iterable
from datetime import datetime, time
from html import escape

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from chefforum.audit import log
from chefforum.danish.dates import COPENHAGEN
from chefforum.organisation.models import User
from chefforum.workflow import Refused
from meetings.actions.guard import lock, lock_all, require
from meetings.actions.placing import new_item, put_before_decision
from meetings.actions.writing import Words, fill_words
from meetings.models import AgendaItem, Fill, Forum, ListedMinutes, Meeting, Section, SectionKind
from meetings.papers.filled import FOLLOW_UP, OPEN_TASKS, agenda_sentence, minutes_sentences, task_table
from meetings.permissions import may_edit_agenda
from meetings.queries import open_tasks_of, unapproved_minutes
from meetings.workflow import AGENDA_OPEN, UNSENT, ItemState


def next_agenda(forum: Forum) -> Meeting | None:
    """The first meeting from today on whose agenda is still open."""
    return _coming(forum).first()


def _coming(forum: Forum) -> QuerySet[Meeting]:
    today = datetime.combine(timezone.localdate(), time(0), COPENHAGEN)
    return Meeting.objects.filter(forum=forum, state__in=AGENDA_OPEN, starts_at__gte=today).order_by("starts_at")


def lock_with_next(*meeting_ids: int) -> dict[int, Meeting]:
    """Meetings, locked together with the agendas that a step of theirs may fill, in one order."""
    forums = Forum.objects.filter(meetings__in=meeting_ids).distinct()
    return lock_all({*meeting_ids, *(pk for forum in forums for pk in _to_fill(forum))})


def _to_fill(forum: Forum) -> set[int]:
    """The next agenda, the one after it, which may be the next in a moment, and those that were the next until an
    earlier one came between.
    """
    listed = ListedMinutes.objects.filter(item__meeting__in=_coming(forum).order_by()).values_list("item__meeting")
    return {pk for (pk,) in listed} | set(_coming(forum).values_list("pk", flat=True)[:2])


def fill_next_agenda(forum: Forum) -> None:
    """Fill what fills itself on the forum's next agenda, and empty it where another was the next until now."""
    following = next_agenda(forum)
    for pk, meeting in lock_all(_to_fill(forum)).items():
        if meeting.state in AGENDA_OPEN:
            _fill(meeting, is_next=following is not None and pk == following.pk)


def fill_new(meeting: Meeting) -> None:
    """Fill a new agenda as far as that goes while another comes before it, and the next one."""
    _fill(meeting, is_next=False)
    fill_next_agenda(meeting.forum)


@transaction.atomic
def add_follow_up(meeting: Meeting, *, by: User) -> AgendaItem:
    """An item on the agenda that fills itself with the forum's open tasks. One is enough."""
    meeting = lock(meeting.pk)
    require(may_edit_agenda(by, meeting))
    if AgendaItem.objects.filter(meeting=meeting, state=ItemState.PLACED, fill=Fill.TASKS).exists():
        raise Refused("Dagsordenen har allerede et punkt, der følger op på opgaver. Intet er tilføjet.")
    item = new_item(meeting, FOLLOW_UP)
    AgendaItem.objects.filter(pk=item.pk).update(fill=Fill.TASKS)
    item.fill = Fill.TASKS
    _list_tasks(item)
    log.record("meetings.item_added", by=by, target=item, text=f"Punkt {item.position} er tilføjet til {meeting}")
    return item


def _fill(meeting: Meeting, *, is_next: bool) -> None:
    items = AgendaItem.objects.filter(meeting=meeting, state=ItemState.PLACED).exclude(fill="")
    for item in items.select_related("forum", "meeting").order_by("position"):
        if item.fill == Fill.MINUTES:
            _list_minutes(item, unapproved_minutes(meeting) if is_next else [])
        elif is_next and meeting.state in UNSENT:
            _list_tasks(item)


def _list_minutes(item: AgendaItem, wanted: Iterable[Meeting]) -> None:
    """Let the item put exactly these minutes up for approval, with a recommendation point each or one for all."""
    sentences = minutes_sentences(item.forum.name, list(wanted), each=item.forum.point_each)
    listed = {one.minutes_id: one for one in ListedMinutes.objects.filter(item=item)}
    gone = {one.sentence for pk, one in listed.items() if sentences.get(pk) != one.sentence}
    new = list(dict.fromkeys(text for pk, text in sentences.items() if pk not in listed or listed[pk].sentence in gone))
    ListedMinutes.objects.filter(item=item).exclude(minutes__in=sentences).delete()
    for pk, text in sentences.items():
        ListedMinutes.objects.update_or_create(item=item, minutes_id=pk, defaults={"sentence": text})
    section = _recommendation(item)
    # A sentence that stays for other minutes is not taken away.
    lost = {escape(text, quote=False) for text in gone} - {escape(text, quote=False) for text in sentences.values()}
    points = [point for point in section.points if point["html"] not in lost]
    if not points and not section.version:
        points = [_point(agenda_sentence(item.forum.name))]
    there = {point["html"] for point in points}
    points += [_point(text) for text in new if escape(text, quote=False) not in there]
    fill_words(section, Words(section.html, section.parties, points))


def _recommendation(item: AgendaItem) -> Section:
    own = Section.objects.select_related("item__meeting", "item__forum").filter(
        item=item, kind=SectionKind.RECOMMENDATION, set_aside=False
    )
    found = own.first()
    if found is not None:
        return found
    return _new_section(item, SectionKind.RECOMMENDATION, str(SectionKind.RECOMMENDATION.label))


def _point(text: str) -> dict[str, object]:
    return {"html": escape(text, quote=False), "children": []}


def _list_tasks(item: AgendaItem) -> None:
    """Let the item list the forum's open tasks, unless somebody has written in the list."""
    section = _task_section(item)
    if section.html != item.filled:
        return
    html = task_table(open_tasks_of(item.forum), on=timezone.localdate(item.on.starts_at))
    if html != item.filled:
        fill_words(section, Words(html))
        AgendaItem.objects.filter(pk=item.pk).update(filled=html)
        item.filled = html


def _task_section(item: AgendaItem) -> Section:
    """The section that the tasks stand in; what else a new item begins with is set aside while nobody has used it."""
    sections = Section.objects.select_related("item__meeting", "item__forum").filter(item=item)
    found = sections.filter(kind=SectionKind.OTHER, heading=OPEN_TASKS).first()
    if found is not None:
        return found
    made = _new_section(item, SectionKind.OTHER, OPEN_TASKS)
    unused = sections.exclude(pk=made.pk).exclude(kind=SectionKind.DECISION).filter(version=0, html="", points=[])
    unused.update(set_aside=True)
    return made


def _new_section(item: AgendaItem, kind: SectionKind, heading: str) -> Section:
    last = Section.objects.filter(item=item).order_by("-position").first()
    position = last.position + 1 if last else 0
    made = Section.objects.create(item=item, kind=kind, heading=heading, position=position)
    put_before_decision(made)
    made.refresh_from_db()
    return made
