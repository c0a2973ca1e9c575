"""Tasks: given after an item, changed, done, dropped, opened again. Every step stands in the task's history."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from chefforum.audit import log
from chefforum.danish import Period, read_deadline
from chefforum.organisation.models import Department, User
from chefforum.organisation.queries import named_in_office
from chefforum.workflow import Refused, take
from meetings.actions.filling import fill_next_agenda, lock_with_next
from meetings.actions.guard import lock_item, name_of, require
from meetings.models import AgendaItem, Task, TaskChange, TaskOwner
from meetings.permissions import (
    may_be_given,
    may_change_task,
    may_finish_task,
    may_see_item,
    may_write_minutes,
    members_on,
)
from meetings.workflow import TASK_WORKFLOW, TaskState

# »Alle chefer« are the members of the forum on the day of the meeting (D60).
_EVERYBODY = {"alle", "alle chefer", "alle afdelingschefer", "alle medlemmer"}


@dataclass(frozen=True)
class Owners:
    """The people and departments that a text names; what else it says names nobody known."""

    people: set[User] = field(default_factory=set)
    departments: set[Department] = field(default_factory=set)


@transaction.atomic
def add_task(item: AgendaItem, *, text: str, who: str, when: str, by: User) -> Task:
    """Give somebody something to do after an item: one person or several, a department, or all members (D58–D60).

    ``when`` is kept as it was said; where it is understood the last day of what it means is the task's due day (D61).
    The same task twice is refused, and so is one for somebody who may not read the item.
    """
    lock_with_next(item.on.pk)
    item = lock_item(item)
    require(may_write_minutes(by, item.on) and may_see_item(by, item))
    text, who, when = _words(text, who, when)
    same = Task.objects.filter(item=item, text__iexact=text, who__iexact=who, when__iexact=when, state=TaskState.OPEN)
    if same.exists():
        raise Refused("Den opgave er allerede givet. Der er ikke oprettet en til.")
    owners = _owners_for(item, who)
    period = _period(item, when)
    task = Task.objects.create(
        item=item,
        text=text,
        who=who,
        when=when,
        first=period.first if period else None,
        due=period.last if period else None,
        by=by,
    )
    _give(task, owners)
    _note(task, f"Givet til {who}", by=by)
    log.record("meetings.task_given", by=by, target=item, text=f"Der er givet en opgave efter {name_of(item)}")
    fill_next_agenda(item.forum)
    return task


@transaction.atomic
def change_task(task: Task, *, text: str, who: str, when: str, by: User) -> None:
    """Say anew what is to be done, by whom and when. ``task.version`` is what the person saw."""
    lock_with_next(task.item.on.pk)
    item = lock_item(task.item)
    require(may_change_task(by, task))
    text, who, when = _words(text, who, when)
    owners = _owners_for(item, who)
    period = _period(item, when)
    was = (task.text, task.who, task.when)
    if was == (text, who, when):
        return
    first, due = (period.first, period.last) if period else (None, None)
    take(task, TASK_WORKFLOW, "change", text=text, who=who, when=when, first=first, due=due)
    TaskOwner.objects.filter(task=task).delete()
    _give(task, owners)
    said = [
        f"{label}: »{old or 'intet'}« er nu »{new or 'intet'}«"
        for label, old, new in zip(("Opgaven", "Hvem", "Frist"), was, (text, who, when), strict=True)
        if old != new
    ]
    _note(task, ". ".join(said)[:400], by=by)
    log.record("meetings.task_changed", by=by, target=item, text=f"En opgave efter {name_of(item)} er ændret")
    fill_next_agenda(task.item.forum)


@transaction.atomic
def finish_task(task: Task, *, comment: str = "", by: User) -> None:
    """Say that a task is done, and how."""
    lock_with_next(task.item.on.pk)
    require(may_finish_task(by, task))
    comment = _comment(comment)
    take(task, TASK_WORKFLOW, "do", comment=comment)
    _note(task, "Udført", comment, by=by)
    text = f"En opgave efter {name_of(task.item)} er udført"
    log.record("meetings.task_done", by=by, target=task.item, text=text)
    fill_next_agenda(task.item.forum)


@transaction.atomic
def drop_task(task: Task, *, comment: str, by: User) -> None:
    """Give a task up, with the reason: it is on nobody's list any more and stays in its item's."""
    lock_with_next(task.item.on.pk)
    require(may_change_task(by, task))
    comment = _comment(comment)
    if not comment:
        raise Refused("Skriv, hvorfor opgaven opgives. Den er stadig åben.")
    take(task, TASK_WORKFLOW, "drop", comment=comment)
    _note(task, "Opgivet", comment, by=by)
    text = f"En opgave efter {name_of(task.item)} er opgivet"
    log.record("meetings.task_dropped", by=by, target=task.item, text=text)
    fill_next_agenda(task.item.forum)


@transaction.atomic
def reopen_task(task: Task, *, by: User) -> None:
    """Take it back that a task is done or dropped."""
    lock_with_next(task.item.on.pk)
    require(may_finish_task(by, task))
    take(task, TASK_WORKFLOW, "reopen", comment="")
    _note(task, "Åbnet igen", by=by)
    text = f"En opgave efter {name_of(task.item)} er åbnet igen"
    log.record("meetings.task_reopened", by=by, target=task.item, text=text)
    fill_next_agenda(task.item.forum)


def _words(text: str, who: str, when: str) -> tuple[str, str, str]:
    text, who, when = (" ".join(part.split()) for part in (text, who, when))
    if not text or not who:
        raise Refused("Skriv, hvad der skal gøres, og hvem der gør det. Opgaven er ikke gemt.")
    return text, who, when


def _comment(comment: str) -> str:
    comment = " ".join(comment.split())
    if len(comment) > 400:
        raise Refused("Bemærkningen er for lang. Den kan højst være på 400 tegn. Opgaven er ikke ændret.")
    return comment


def _period(item: AgendaItem, when: str) -> Period | None:
    return read_deadline(when, timezone.localdate(item.on.starts_at))


def _owners_for(item: AgendaItem, who: str) -> Owners:
    """Who is meant, each of whom may have the task; raises :class:`~chefforum.workflow.Refused` for one who may not."""
    if who.casefold() in _EVERYBODY:
        members = members_on(item.forum, timezone.localdate(item.on.starts_at))
        # Who may not read the item is left out without a word: it would say who is disqualified.
        return Owners({user for user in members if may_be_given(user, item)})
    owners = _named(who)
    for user in owners.people:
        if not may_be_given(user, item):
            raise Refused(f"{user} må ikke læse punktet og kan ikke få opgaven. Den er ikke gemt.")
    return owners


def _named(who: str) -> Owners:
    """The whole text as one name first, since departments have »og« in theirs; else its parts, one by one."""
    found = _one(who)
    parts = [part.strip() for part in re.split(r",| og | samt ", who) if part.strip()]
    if found is not None or len(parts) < 2:
        return _as_owners([found])
    return _as_owners(_one(part) for part in parts)


def _as_owners(found: Iterable[User | Department | None]) -> Owners:
    owners = Owners()
    for one in found:
        if isinstance(one, User):
            owners.people.add(one)
        elif one is not None:
            owners.departments.add(one)
    return owners


def _one(name: str) -> User | Department | None:
    """Whom a post or department means, or the one person of that full name, or of that first name where one has it."""
    in_office = named_in_office(name)
    if in_office is not None:
        return in_office
    first, _, last = name.rpartition(" ")
    named = Q(first_name__iexact=first, last_name__iexact=last) if first else Q(first_name__iexact=name)
    people = list(User.objects.filter(named, is_active=True)[:2])
    return people[0] if len(people) == 1 else None


def _give(task: Task, owners: Owners) -> None:
    TaskOwner.objects.bulk_create(
        [
            *(TaskOwner(task=task, user=user) for user in sorted(owners.people, key=lambda one: one.pk)),
            *(TaskOwner(task=task, department=one) for one in sorted(owners.departments, key=lambda one: one.pk)),
        ]
    )


def _note(task: Task, what: str, comment: str = "", *, by: User) -> None:
    TaskChange.objects.create(task=task, what=what, comment=comment, by=by)
