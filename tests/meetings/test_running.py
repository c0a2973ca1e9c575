"""A meeting from its first item to its last, who is there, and what comes of it."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from chefforum.audit.models import Entry
from chefforum.workflow import Overtaken, Refused
from meetings.actions import access, attendance, correcting, following_up, running, sending
from meetings.models import AgendaItem, Attendance, Erratum, Meeting, Ruling, Task, Turn
from meetings.papers.build import build
from meetings.papers.edition import open_edition
from meetings.permissions import tasks_seen_by
from meetings.queries import all_items_of, attended, paper_for, run_rows
from meetings.rules.running import forecast
from tests.factories import (
    SECRET,
    a_meeting,
    a_person,
    add,
    again,
    fresh,
    item_of,
    section_of,
    send_for_approval,
    sent_meeting,
    write,
)


@pytest.fixture
def held(forum, secretary, chief, chief_executive, barred):
    """A meeting of five items that has begun: 1 standing, 2 open, 3 closed, 4 open, 5 standing."""
    sent = sent_meeting(forum, secretary, barred, days=0)
    added = add(sent.meeting, "Et emne til", secretary)
    write(added, secretary, planned_minutes=20)
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    running.begin_meeting(fresh(sent.meeting), by=secretary)
    return fresh(sent.meeting)


def states(meeting):
    turns = Turn.objects.filter(item__meeting=meeting).order_by("place")
    return [(turn.item.position, turn.state) for turn in turns]


def test_a_meeting_is_run_from_the_first_item_to_the_last(held, secretary):
    assert held.state == "held"
    assert states(held) == [(1, "now"), (2, "waiting"), (3, "waiting"), (4, "waiting"), (5, "waiting")]
    running.finish(item_of(held, 1), by=secretary)
    running.skip(item_of(held, 2), by=secretary)
    # The third comes after the fourth.
    running.take_later(item_of(held, 3), by=secretary)
    assert states(held) == [(1, "done"), (2, "skipped"), (4, "now"), (3, "waiting"), (5, "waiting")]
    running.finish(item_of(held, 4), by=secretary)
    running.finish(item_of(held, 3), by=secretary)
    assert states(held)[-1] == (5, "now")
    # The one that was passed over is taken after all; the present one is finished by it.
    running.call(item_of(held, 2), by=secretary)
    assert dict(states(held))[5] == "done"
    assert running.finish(item_of(held, 2), by=secretary) is None
    running.end_meeting(fresh(held), by=secretary)
    assert fresh(held).ended_at is not None
    with pytest.raises(Refused):
        running.call(item_of(held, 2), by=secretary)


def test_two_who_press_at_once_take_one_step(held, secretary):
    first = item_of(held, 1)
    running.finish(first, by=secretary)
    with pytest.raises(Overtaken):
        running.finish(first, by=secretary)
    with pytest.raises(Overtaken):
        running.call(item_of(held, 2), by=secretary)
    with pytest.raises(Overtaken):
        running.skip(first, by=secretary)
    with pytest.raises(Refused, match="ikke flere punkter"):
        running.take_later(item_of(held, 5), by=secretary)
    assert states(held)[:2] == [(1, "done"), (2, "now")]


def test_only_the_secretariat_runs_it_and_not_what_is_kept_from_it(held, secretary, chief, chief_executive):
    for user in (chief, chief_executive):
        for verb in (running.finish, running.skip, running.call, running.take_later):
            with pytest.raises(PermissionDenied):
                verb(item_of(held, 1), by=user)
    access.disqualify(item_of(held, 3), secretary, by=a_person("sofie", "secretariat"))
    with pytest.raises(PermissionDenied):
        running.call(item_of(held, 3), by=secretary)
    row = next(one for one in run_rows(held, viewer=secretary) if one.number == 3)
    assert row.item is None


def test_the_clock_says_when_it_ends(held, secretary):
    now = timezone.now()
    Turn.objects.filter(item__meeting=held, state="now").update(began_at=now - timedelta(minutes=14))
    AgendaItem.objects.filter(meeting=held, position=1).update(planned_minutes=30)
    AgendaItem.objects.filter(meeting=held, position=2).update(planned_minutes=10)
    rows = run_rows(held, viewer=secretary)
    found = forecast(fresh(held), [(row.item, row.turn) for row in rows if row.item], now=now)
    assert (found.spent, found.planned, found.share) == (14, 30, 47)
    assert found.starts[item_of(held, 2).pk] == now + timedelta(minutes=16)
    assert found.end == now + timedelta(minutes=16 + 10 + 20)
    # Over the time: nothing is left of it, and the rest moves along.
    later = now + timedelta(minutes=30)
    found = forecast(fresh(held), [(row.item, row.turn) for row in rows if row.item], now=later)
    assert (found.spent, found.share) == (44, 100)
    assert found.end == later + timedelta(minutes=30)


def test_the_clock_compares_with_the_plan_only_on_the_day_of_the_plan(held, secretary):
    AgendaItem.objects.filter(meeting=held, position=2).update(planned_minutes=10, fixed_start=time(23, 0))
    Turn.objects.filter(item__meeting=held).exclude(item__position=2).update(state="done")
    Turn.objects.filter(item__meeting=held, item__position=2).update(state="waiting")
    began = timezone.localtime().replace(hour=22, minute=0, second=0, microsecond=0)

    def on_day(planned):
        Meeting.objects.filter(pk=held.pk).update(began_at=began, starts_at=planned, planned_minutes=40)
        rows = run_rows(fresh(held), viewer=secretary)
        return forecast(fresh(held), [(row.item, row.turn) for row in rows if row.item], now=began)

    assert on_day(began).late == 30
    for days in (-3, 3):
        found = on_day(began + timedelta(days=days))
        # A fixed start is on the day the meeting is held.
        assert (found.late, found.end) == (None, began + timedelta(minutes=70))


def test_time_of_an_item_that_is_left_and_taken_again_is_added_up(held, secretary):
    first = item_of(held, 1)
    Turn.objects.filter(item=first).update(began_at=timezone.now() - timedelta(minutes=5))
    running.take_later(first, by=secretary)
    turn = Turn.objects.get(item=first)
    assert (turn.state, turn.began_at, turn.spent // 60) == ("waiting", None, 5)


def test_an_item_is_postponed_and_goes_on_elsewhere(held, forum, secretary):
    later = a_meeting(forum, secretary, days=21)
    running.call(item_of(held, 2), by=secretary)
    new = running.postpone_now(item_of(held, 2), to=later, sentence="Punktet blev udsat til mødet.", by=secretary)
    assert (new.meeting, new.continues, new.state) == (later, item_of(held, 2), "placed")
    assert "Punktet blev udsat til mødet." in section_of(item_of(held, 2), "decision").html
    assert Ruling.objects.get(item=item_of(held, 2), point=0).outcome == "postponed"
    assert dict(states(held))[3] == "now"
    earlier = a_meeting(forum, secretary, days=-3)
    with pytest.raises(Refused, match="ligger ikke senere"):
        running.postpone_now(item_of(held, 4), to=earlier, sentence="x", by=secretary)
    pooled = running.postpone_now(item_of(held, 4), to=None, sentence="Punktet blev udsat.", by=secretary)
    assert (pooled.meeting, pooled.state) == (None, "accepted")


def test_what_came_of_a_point_is_noted_and_taken_back(held, secretary, chief):
    item = item_of(held, 2)
    running.rule(item, point=1, outcome="noted", by=secretary)
    running.rule(item, point=1, outcome="discussed", by=secretary)
    assert [one.outcome for one in Ruling.objects.filter(item=item)] == ["discussed"]
    running.set_decided_by(item, "both", by=secretary)
    assert Turn.objects.get(item=item).decided_by == "both"
    for bad in ("opfundet", "approved "):
        with pytest.raises(Refused):
            running.rule(item, point=1, outcome=bad, by=secretary)
    with pytest.raises(Refused):
        running.set_decided_by(item, "alle", by=secretary)
    with pytest.raises(PermissionDenied):
        running.rule(item, point=1, outcome="noted", by=chief)
    running.rule(item, point=1, outcome="", by=secretary)
    assert not Ruling.objects.filter(item=item).exists()


def note(row, by, kind="present", **stay):
    """Note a person's attendance as whoever has the newest page would."""
    version = Attendance.objects.get(pk=row.pk).version
    return attendance.set_attendance(row, kind=kind, stay=attendance.Stay(**stay), version=version, by=by)


def test_who_was_there_stands_in_the_minutes(held, secretary, chief, chief_executive, barred):
    rows = {one.user: one for one in Attendance.objects.filter(meeting=held)}
    assert set(rows) == {chief, chief_executive, barred}
    note(rows[chief_executive], secretary, kind="excused")
    note(rows[chief], secretary, came_at=item_of(held, 2).pk, left_before=item_of(held, 4).pk)
    attendance.add_guest(held, name="Ida Holm", office="Region; Nord", by=secretary)
    paper = build(fresh(held), all_items_of(held), kind="minutes")
    assert len(paper["attended"]["present"]) == 2
    assert paper["attended"]["guests"] == ["Ida Holm (Region, Nord)"]
    gone = {
        item["number"]: item["sections"][0]["html"]
        for item in paper["items"]
        if item["sections"][0]["heading"] == "Ikke til stede under punktet"
    }
    assert gone == {
        1: f"<p>{chief}</p>",
        3: f"<p>{barred} (inhabil)</p>",
        4: f"<p>{chief}</p>",
        5: f"<p>{chief}</p>",
    }
    # Who was not there for a closed item is as closed as the item.
    assert "inhabil" not in str(open_edition(paper))
    assert "attended" not in build(fresh(held), all_items_of(held), kind="agenda")


def test_attendance_that_cannot_be_is_refused(held, forum, secretary, chief):
    mine = Attendance.objects.get(meeting=held, user=chief)
    second, fourth = item_of(held, 2).pk, item_of(held, 4).pk
    elsewhere = add(a_meeting(forum, secretary, days=30), "Andetsteds", secretary).pk
    for wrong in (
        {"kind": "guest"},
        {"kind": "sovende"},
        {"kind": "present", "came_at": fourth, "left_before": second},
        {"kind": "present", "away_from": [elsewhere]},
    ):
        with pytest.raises(Refused):
            note(mine, secretary, **wrong)
    note(mine, secretary, away_from=[second, second])
    assert [one.name for one in attended(held, all_items_of(held)).away[second]] == [str(chief)]
    note(mine, secretary, kind="absent", away_from=[second])
    assert attended(held, all_items_of(held)).away.get(second) is None
    guest = attendance.add_guest(held, name=" Ida  Holm ", office="", by=secretary)
    with pytest.raises(Refused, match="allerede"):
        attendance.add_guest(held, name="Ida Holm", office="", by=secretary)
    with pytest.raises(Refused):
        attendance.add_guest(held, name=" ", office="", by=secretary)
    attendance.remove_guest(guest, by=secretary)
    with pytest.raises(Refused, match="medlem"):
        attendance.remove_guest(mine, by=secretary)
    assert list(Attendance.objects.filter(meeting=held, user=None)) == []
    assert Attendance.objects.filter(pk=mine.pk).exists()


def test_a_figure_corrected_by_a_decision_marks_the_attachment(held, secretary, chief):
    file = item_of(held, 2).attachments.get()
    correcting.correct_figure(file, was="13,1", now="13,3", by=secretary)
    assert section_of(item_of(held, 2), "decision").html == "<p>I bilaget »Åbent bilag.txt« rettes 13,1 til 13,3.</p>"
    paper = build(fresh(held), all_items_of(held), kind="minutes")
    assert paper["items"][1]["attachments"][0]["errata"] == [{"was": "13,1", "now": "13,3"}]
    # An agenda that is sent anew does not tell what the minutes will.
    assert "errata" not in str(build(fresh(held), all_items_of(held), kind="agenda"))
    for was, now in (("13,1", "13,4"), ("", "1"), ("1", ""), ("2", "2")):
        with pytest.raises(Refused):
            correcting.correct_figure(file, was=was, now=now, by=secretary)
    with pytest.raises(PermissionDenied):
        correcting.correct_figure(file, was="4", now="5", by=chief)
    assert Erratum.objects.count() == 1


def test_a_task_reaches_whoever_has_it_once_the_minutes_are_out(held, secretary, chief, chief_executive, barred):
    item = item_of(held, 2)
    task = following_up.add_task(item, text=" Status  på vikarer ", who=str(chief), when="1. marts 2027", by=secretary)
    assert (task.text, task.due.isoformat()) == ("Status på vikarer", "2027-03-01")
    assert task.owners.get().user == chief
    loose = following_up.add_task(item, text="Ring til regionen", who="Regionen", when="når den er klar", by=secretary)
    assert (loose.owners.count(), loose.due, loose.when) == (0, None, "når den er klar")
    assert list(tasks_seen_by(chief)) == []
    sending.send_minutes(fresh(held), due=timezone.localdate(), by=secretary)
    assert list(tasks_seen_by(chief)) == [task]
    assert list(tasks_seen_by(chief_executive)) == []
    assert set(tasks_seen_by(secretary)) == {task, loose}
    following_up.finish_task(Task.objects.get(pk=task.pk), by=chief)
    with pytest.raises(Overtaken):
        following_up.finish_task(task, by=chief)
    with pytest.raises(PermissionDenied):
        following_up.reopen_task(Task.objects.get(pk=task.pk), by=barred)
    following_up.reopen_task(Task.objects.get(pk=task.pk), by=secretary)


def test_a_task_of_a_closed_item_is_given_only_to_whoever_may_read_it(held, secretary, barred, outsider, chief):
    closed = item_of(held, 3)
    for user in (barred, outsider):
        with pytest.raises(Refused, match="må ikke læse punktet"):
            following_up.add_task(closed, text="x", who=str(user), when="", by=secretary)
    task = following_up.add_task(closed, text=f"{SECRET} opgave", who=str(chief), when="", by=secretary)
    sending.send_minutes(fresh(held), due=timezone.localdate(), by=secretary)
    assert list(tasks_seen_by(chief)) == [task]
    access.disqualify(again(closed), chief, by=secretary)
    assert list(tasks_seen_by(chief)) == []
    for text in ("", " "):
        with pytest.raises(Refused):
            following_up.add_task(item_of(held, 2), text=text, who="x", when="", by=secretary)
    assert SECRET not in str(list(Entry.objects.values_list("text", flat=True)))


def test_decisions_are_nobodys_to_read_while_they_are_written(forum, secretary, chief, barred, login):
    sent = sent_meeting(forum, secretary, barred, days=0)
    running.begin_meeting(fresh(sent.meeting), by=secretary)
    write(sent.open_item, secretary, "<p>Uudsendte beslutningsord.</p>", kind="decision")
    following_up.add_task(again(sent.open_item), text="Uudsendte opgaveord", who=str(chief), when="", by=secretary)
    client = login(chief)
    for address in ("/", f"/moeder/{sent.meeting.pk}/", f"/moeder/{sent.meeting.pk}/laes/agenda/2/"):
        page = client.get(address).content.decode()
        assert "Uudsendte" not in page
    for address in ("afvikling", "afvikling/ur", "storskaerm", "storskaerm/nu", "fremmoede", "referat"):
        assert client.get(f"/moeder/{sent.meeting.pk}/{address}/").status_code == 403


def test_the_big_screen_shows_what_the_open_edition_shows_unless_told(held, secretary, login):
    client = login(secretary)
    address = f"/moeder/{held.pk}/storskaerm/nu/"
    closed = item_of(held, 3)
    running.call(item_of(held, 2), by=secretary)
    write(item_of(held, 2), secretary, "<p>Ord fra beslutningen.</p>", kind="decision")
    page = client.get(address).content.decode()
    assert "Åbent emne" in page
    assert "Ord fra beslutningen" not in page
    assert SECRET not in page
    client.post(f"/moeder/punkt/{item_of(held, 2).pk}/skaerm/", {"part": "decision", "shown": "1"})
    assert "Ord fra beslutningen" in client.get(address).content.decode()
    running.call(closed, by=secretary)
    page = client.get(address).content.decode()
    assert "Lukket punkt" in page
    assert SECRET not in page
    client.post(f"/moeder/punkt/{closed.pk}/skaerm/", {"part": "closed", "shown": "1"})
    assert SECRET in client.get(address).content.decode()
    assert Entry.objects.filter(verb="meetings.closed_on_screen").count() == 1


def test_a_meeting_that_is_sent_for_approval_is_not_run_any_more(forum, secretary, chief, barred):
    sent = sent_meeting(forum, secretary, barred, days=0)
    meeting = send_for_approval(sent, secretary)
    with pytest.raises(PermissionDenied):
        running.begin_meeting(meeting, by=secretary)
    assert Meeting.objects.get(pk=meeting.pk).began_at is None
    assert paper_for(meeting, "minutes", viewer=chief) is not None
