"""Steps of one meeting that fill another's agenda, all at once: none waits for another for ever."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from chefforum.workflow import Refused
from meetings.actions import access, approving, filling, following_up, planning, sending
from meetings.models import ListedMinutes, StandingItem, Task
from tests.factories import a_meeting, again, fresh, hold, sent_meeting, sha_for

TIMES = 6


class House:
    """A forum with minutes under approval, a task of theirs, and three agendas that are made in another order than held."""

    def __init__(self, forum, by, boss) -> None:
        self.forum, self.by, self.boss = forum, by, boss
        self.sent = sent_meeting(forum, by, days=0)
        hold(self.sent, by)
        self.task = following_up.add_task(again(self.sent.open_item), text="Ring", who="Kim", when="", by=by)
        sending.send_minutes(fresh(self.sent.meeting), due=timezone.localdate(), by=by)
        self.late, self.early, _ = (a_meeting(forum, by, days=days) for days in (40, 20, 30))
        filling.add_follow_up(fresh(self.early), by=by)

    def move(self, times: int) -> None:
        found = fresh(self.late)
        planning.change_meeting(
            found,
            starts_at=found.starts_at + timedelta(days=1 if times % 2 else -1),
            location="Sal",
            planned_minutes=60,
            version=found.version,
            reason="Ferie",
            by=self.by,
        )

    def finish(self, times: int) -> None:
        task = Task.objects.select_related("item__meeting__forum", "item__forum").get(pk=self.task.pk)
        (following_up.reopen_task if times % 2 else following_up.finish_task)(task, by=self.by)

    def lock_or_open(self, times: int) -> None:
        meeting = fresh(self.sent.meeting)
        if times % 2:
            approving.reopen_minutes(meeting, reason="Fejl", by=self.by)
        else:
            approving.lock_minutes(meeting, sha256=sha_for(meeting, self.boss), by=self.boss)

    def plan(self, times: int) -> None:
        a_meeting(self.forum, self.by, days=50 + times)

    def send(self, times: int) -> None:
        sending.send_agenda(fresh(self.early), by=self.by)

    def close(self, times: int) -> None:
        closing = access.Closing(times % 2 == 0, "staff", "Personalesag")
        access.set_closed(again(self.sent.open_item), closing, by=self.by)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_ever(forum, secretary, chief_executive):
    StandingItem.objects.filter(forum=forum, edge="first").update(fill="minutes")
    house = House(forum, secretary, chief_executive)
    jobs = (house.move, house.finish, house.lock_or_open, house.plan, house.send, house.close)
    errors: list[str] = []
    start = threading.Barrier(len(jobs))

    def work(job) -> None:
        start.wait()
        try:
            for times in range(TIMES):
                job(times)
        except Refused:
            pass  # somebody else was first, and was told so
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}"[:200])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    listed = ListedMinutes.objects.values_list("item__meeting", flat=True)
    assert set(listed) <= {house.early.pk}
    assert (len(listed) == 1) == (fresh(house.sent.meeting).state == "approval")
