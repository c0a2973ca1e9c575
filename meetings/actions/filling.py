"""Items that fill themselves while their agenda is written: minutes still to be approved, tasks still open.

Only what the house wrote itself is ever written over: a sentence that somebody has changed is theirs.
"""

from collections.abc import Iterable
from datetime import datetime, time
from html import escape

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from chefforum.audit import log
from chefforum.danish.dates import COPENHAGEN
from chefforum.organisation.models import User
from chefforum.workflow import Refused
from meetings.actions.guard import lock_all, require
from meetings.actions.placing import new_item, put_before_decision
from meetings.actions.repeating import forget_filled, note_repeat
from meetings.actions.writing import Words, fill_words
from meetings.models import AgendaItem, Fill, Forum, ListedMinutes, Meeting, Section, SectionKind
from meetings.papers.filled import FOLLOW_UP, OPEN_TASKS, agenda_sentence, minutes_sentences, task_table
from meetings.permissions import may_edit_agenda
from meetings.queries import open_tasks_of, unapproved_minutes
from meetings.workflow import AGENDA_OPEN, UNSENT, ItemState, MeetingState


def next_agenda(forum: Forum) -> Meeting | None:
    """The first meeting from today on whose agenda is still open."""
    return _coming(forum).first()


def _coming(forum: Forum) -> QuerySet[Meeting]:
    today = datetime.combine(timezone.localdate(), time(0), COPENHAGEN)
    return Meeting.objects.filter(forum=forum, state__in=AGENDA_OPEN, starts_at__gte=today).order_by("starts_at")


def lock_with_next(*meeting_ids: int, forum: Forum | None = None) -> dict[int, Meeting]:
    """Meetings, locked together with all that a step of theirs may fill or list: the open agendas of their forum and
    the minutes that wait for approval.

    Whoever fills takes the forum first, so two who fill follow one another, and then the meetings in one order. Call it
    before any other lock.
    """
    forums = Forum.objects.filter(Q(meetings__in=meeting_ids) | Q(pk=forum.pk if forum else None))
    # Not for update: a new item or meeting points at its forum and need not wait.
    pks = set(forums.values_list("pk", flat=True))
    list(Forum.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))
    waiting = Meeting.objects.filter(forum__in=pks, state=MeetingState.APPROVAL).values_list("pk", flat=True)
    coming = [pk for one in Forum.objects.filter(pk__in=pks) for pk in _coming(one).values_list("pk", flat=True)]
    return lock_all({*meeting_ids, *waiting, *coming})


def fill_next_agenda(forum: Forum, *, also: Meeting | None = None) -> None:
    """List the minutes on the forum's next agenda, and no more where another was the next until now; make the lists of
    tasks anew on every agenda that is not sent.

    ``also`` is an agenda that is about to be sent: its list of tasks is made anew whether it is the next or not. The
    caller holds the locks (:func:`lock_with_next`).
    """
    coming = list(_coming(forum))
    waiting = ListedMinutes.objects.filter(item__meeting__in=coming, approved_at=None)
    listing = set(waiting.values_list("item__meeting", flat=True))
    followed = AgendaItem.objects.filter(meeting__in=coming, fill=Fill.TASKS, state=ItemState.PLACED)
    following = set(followed.values_list("meeting", flat=True))
    for meeting in coming:
        if meeting == coming[0] or meeting == also or meeting.pk in listing | following:
            _fill(meeting, is_next=meeting == coming[0], tasks=meeting == also or meeting.state in UNSENT)


def fill_new(meeting: Meeting) -> None:
    """Fill a new agenda as far as that goes while another comes before it, and then the next one."""
    _fill(meeting, is_next=False, tasks=False)
    fill_next_agenda(meeting.forum)


def list_tasks_anew(items: Iterable[int]) -> None:
    """Make the task lists anew that repeat tasks of these items, where nobody has written in them and nothing is sent.
    The caller holds the locks of the meetings.
    """
    telling = AgendaItem.objects.filter(
        fill=Fill.TASKS, state=ItemState.PLACED, meeting__state__in=UNSENT, tells_of__in=list(items)
    )
    for item in telling.select_related("forum", "meeting").distinct():
        _list_tasks(item)


@transaction.atomic
def add_follow_up(meeting: Meeting, *, by: User) -> AgendaItem:
    """An item on the agenda that fills itself with the forum's open tasks. One is enough."""
    meeting = lock_with_next(meeting.pk)[meeting.pk]
    require(may_edit_agenda(by, meeting))
    if AgendaItem.objects.filter(meeting=meeting, state=ItemState.PLACED, fill=Fill.TASKS).exists():
        raise Refused("Dagsordenen har allerede et punkt, der følger op på opgaver. Intet er tilføjet.")
    item = new_item(meeting, FOLLOW_UP)
    AgendaItem.objects.filter(pk=item.pk).update(fill=Fill.TASKS)
    item.fill = Fill.TASKS
    _list_tasks(item)
    log.record("meetings.item_added", by=by, target=item, text=f"Punkt {item.position} er tilføjet til {meeting}")
    return item


def _fill(meeting: Meeting, *, is_next: bool, tasks: bool) -> None:
    items = AgendaItem.objects.filter(meeting=meeting, state=ItemState.PLACED).exclude(fill="")
    for item in items.select_related("forum", "meeting").order_by("position"):
        if item.fill == Fill.MINUTES:
            _list_minutes(item, unapproved_minutes(meeting) if is_next else [])
        elif tasks:
            _list_tasks(item)


def _list_minutes(item: AgendaItem, wanted: Iterable[Meeting]) -> None:
    """Let the item put exactly these minutes up for approval, with a recommendation point each or one for all."""
    sentences = minutes_sentences(item.forum.name, list(wanted), each=item.forum.point_each)
    listed = {one.minutes_id: one for one in ListedMinutes.objects.filter(item=item, approved_at=None)}
    gone = {one.sentence for pk, one in listed.items() if sentences.get(pk) != one.sentence}
    new = list(dict.fromkeys(text for pk, text in sentences.items() if pk not in listed or listed[pk].sentence in gone))
    if not gone and not new and not _is_new(item):
        return
    # What a meeting has approved under the item stays, whatever becomes of it.
    ListedMinutes.objects.filter(item=item, approved_at=None).exclude(minutes__in=sentences).delete()
    for pk, text in sentences.items():
        ListedMinutes.objects.update_or_create(
            item=item, minutes_id=pk, defaults={"sentence": text, "approved_at": None}
        )
    section = _recommendation(item)
    # A sentence that stays for other minutes is not taken away.
    lost = {escape(text, quote=False) for text in gone} - {escape(text, quote=False) for text in sentences.values()}
    # Nor is one that somebody has written points under.
    points = [point for point in section.points if point["html"] not in lost or point["children"]]
    if not points and not section.version:
        points = [_point(agenda_sentence(item.forum.name))]
    there = {point["html"] for point in points}
    points += [_point(text) for text in new if escape(text, quote=False) not in there]
    fill_words(section, Words(section.html, section.parties, points))


def _is_new(item: AgendaItem) -> bool:
    """Whether nobody, and not the house either, has written in the item's recommendation yet."""
    return not Section.objects.filter(item=item, kind=SectionKind.RECOMMENDATION).exclude(version=0, points=[]).exists()


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
    """Let the item list the forum's open tasks, unless somebody has written in the list.

    It repeats the items they come from: whoever those are kept from may not read it.
    """
    section = _task_section(item)
    if section.html != item.filled:
        return
    tasks = list(open_tasks_of(item.forum))
    html = task_table(tasks, on=timezone.localdate(item.on.starts_at))
    told = {task.item_id for task in tasks}
    note_repeat(item, told, filled=True)
    if html != item.filled:
        fill_words(section, Words(html))
        AgendaItem.objects.filter(pk=item.pk).update(filled=html)
        item.filled = html
    forget_filled(item, section, keep=told)


def _task_section(item: AgendaItem) -> Section:
    """The section that the tasks stand in, by what was filled in last, or by its heading where nothing was.

    What else a new item begins with is set aside while nobody has used it.
    """
    sections = Section.objects.select_related("item__meeting", "item__forum").filter(item=item)
    found = sections.filter(html=item.filled).first() if item.filled else None
    found = found or sections.filter(kind=SectionKind.OTHER, heading=OPEN_TASKS).first()
    if found is not None:
        return found
    if item.filled:
        # Somebody has written in the list and called it otherwise: it is theirs, whichever it is.
        return sections.exclude(kind=SectionKind.DECISION).order_by("-version", "position")[0]
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
