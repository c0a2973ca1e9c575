"""What is to be done after an item, what a decision corrects in an attachment, and a forum's stock phrases."""

from html import escape

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from chefforum.audit import log
from chefforum.danish import read_deadline
from chefforum.organisation.models import User
from chefforum.workflow import Refused, take
from meetings.actions.guard import lock_item, name_of, require
from meetings.actions.writing import add_words
from meetings.models import AgendaItem, Attachment, Erratum, Forum, StockPhrase, Task
from meetings.permissions import (
    may_be_given,
    may_finish_task,
    may_plan,
    may_run,
    may_see_attachment,
    may_see_item,
    may_write_minutes,
)
from meetings.rules.citing import number_of
from meetings.workflow import TASK_WORKFLOW, MeetingState, TaskState


@transaction.atomic
def add_task(item: AgendaItem, *, text: str, who: str, when: str, by: User) -> Task:
    """Give somebody something to do after an item. A name that is one person's becomes theirs to tick off.

    ``when`` is kept as it was said; where it is understood the last day of what it means is the task's due day (D61).
    The same task twice is refused.
    """
    item = lock_item(item)
    require(may_write_minutes(by, item.on) and may_see_item(by, item))
    text, who, when = (" ".join(part.split()) for part in (text, who, when))
    if not text or not who:
        raise Refused("Skriv, hvad der skal gøres, og hvem der gør det. Opgaven er ikke oprettet.")
    user = _person(who)
    if user is not None and not may_be_given(user, item):
        raise Refused(f"{user} må ikke læse punktet og kan ikke få opgaven. Den er ikke oprettet.")
    same = Task.objects.filter(item=item, text__iexact=text, who__iexact=who, when__iexact=when, state=TaskState.OPEN)
    if same.exists():
        raise Refused("Den opgave er allerede givet. Der er ikke oprettet en til.")
    period = read_deadline(when, timezone.localdate(item.on.starts_at))
    due = period.last if period else None
    task = Task.objects.create(item=item, text=text, user=user, who=who, when=when, due=due, by=by)
    log.record("meetings.task_given", by=by, target=item, text=f"Der er givet en opgave efter {name_of(item)}")
    return task


def _person(name: str) -> User | None:
    """The one person in use of that full name, or that first name where one alone has it."""
    first, _, last = name.rpartition(" ")
    known = User.objects.filter(is_active=True)
    found = known.filter(first_name__iexact=first, last_name__iexact=last) if first else known.none()
    if not first:
        found = known.filter(Q(first_name__iexact=name))
    people = list(found[:2])
    return people[0] if len(people) == 1 else None


@transaction.atomic
def finish_task(task: Task, *, by: User) -> None:
    """Say that a task is done."""
    require(may_finish_task(by, task))
    take(task, TASK_WORKFLOW, "do")
    text = f"En opgave efter {name_of(task.item)} er udført"
    log.record("meetings.task_done", by=by, target=task.item, text=text)


@transaction.atomic
def reopen_task(task: Task, *, by: User) -> None:
    """Take it back that a task is done."""
    require(may_finish_task(by, task))
    take(task, TASK_WORKFLOW, "reopen")
    text = f"En opgave efter {name_of(task.item)} er åbnet igen"
    log.record("meetings.task_reopened", by=by, target=task.item, text=text)


@transaction.atomic
def correct_figure(attachment: Attachment, *, was: str, now: str, by: User) -> Erratum:
    """Record that a decision corrects something in an attachment: the attachment is marked, the decision says so (D43).

    What the meeting had before it stays as it was. Of a closed attachment to an open item the decision says nothing: it
    is read by people from whom the attachment is kept.
    """
    item = lock_item(attachment.item)
    require(may_run(by, item.on) and may_see_item(by, item) and may_see_attachment(by, attachment))
    if item.on.state != MeetingState.HELD:
        raise Refused("Et bilag rettes med beslutningen, mens referatet skrives. Intet er ændret.")
    was, now = (" ".join(part.replace("→", "->").split()) for part in (was, now))
    if not was or not now or was == now:
        raise Refused("Skriv, hvad der står i bilaget, og hvad det rettes til. Intet er ændret.")
    try:
        with transaction.atomic():
            made = Erratum.objects.create(attachment=attachment, was=was, now=now, by=by)
    except IntegrityError as error:
        raise Refused(f"»{was}« er allerede rettet i bilaget. Intet er ændret.") from error
    if item.closed or not attachment.closed:
        number = number_of(attachment.title)
        which = f"bilag {number}" if number else f"bilaget »{attachment.title}«"
        sentence = f"I {which} rettes {was} til {now}."
        add_words(item, f"<p>{escape(sentence, quote=False)}</p>", by=by)
    text = f"Et bilag til {name_of(item)} er rettet af beslutningen"
    log.record("meetings.figure_corrected", by=by, target=item, text=text)
    return made


@transaction.atomic
def add_phrase(forum: Forum, text: str, *, by: User) -> None:
    """One more stock phrase, last."""
    require(may_plan(by))
    text = " ".join(text.split())
    last = StockPhrase.objects.filter(forum=forum).aggregate(last=Max("position"))["last"] or 0
    if not StockPhrase.objects.get_or_create(forum=forum, text=text, defaults={"position": last + 1})[1]:
        raise Refused("Sætningen står der allerede. Intet er ændret.")
    log.record("meetings.forum_set_up", by=by, target=forum, text=f"Standardteksterne for {forum} er ændret")


@transaction.atomic
def remove_phrase(forum: Forum, phrase_id: int, *, by: User) -> None:
    """Take a stock phrase off the list."""
    require(may_plan(by))
    StockPhrase.objects.filter(forum=forum, pk=phrase_id).delete()
    log.record("meetings.forum_set_up", by=by, target=forum, text=f"Standardteksterne for {forum} er ændret")
