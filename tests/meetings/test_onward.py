"""Where a case goes after an item: back to the forum, on to another, and into the next item's Historik."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chefforum.danish import date_in_words
from chefforum.workflow import Overtaken, Refused
from meetings import queries
from meetings.actions import approving, onward, sending
from meetings.models import AgendaItem, CaseStop, Section, Task
from tests.factories import (
    SECRET,
    a_meeting,
    add,
    again,
    fresh,
    hold,
    item_of,
    section_of,
    sent_meeting,
    sha_for,
    write,
)


@pytest.fixture
def held(forum, secretary, barred):
    sent = sent_meeting(forum, secretary, barred, days=0)
    hold(sent, secretary)
    return sent


def way_of(item, viewer):
    whole = queries.whole_item(item.pk, viewer=viewer)
    return queries.ways_on([whole], viewer=viewer)[item.pk]


def lock(held, secretary, chief_executive):
    sending.send_minutes(fresh(held.meeting), due=timezone.localdate(), by=secretary)
    meeting = fresh(held.meeting)
    approving.lock_minutes(meeting, sha256=sha_for(meeting, chief_executive), by=chief_executive)


def test_a_decision_that_comes_back_is_offered_the_right_meeting(held, forum, secretary, login):
    a_meeting(forum, secretary, 30)
    fitting = a_meeting(forum, secretary, 60)
    day = timezone.localdate(fitting.starts_at)
    words = f"genbesøges {day:%d-%m-%Y}"
    write(held.open_item, secretary, f"<p>Punktet {words}.</p>", kind="decision")
    [offered] = way_of(held.open_item, secretary).returns
    assert (offered.back.words, offered.meeting, offered.has_task) == (words, fitting, False)
    client = login(secretary)
    url = reverse("meetings:come_back", args=[held.open_item.pk])
    page = client.get(reverse("meetings:minutes", args=[held.meeting.pk])).content.decode()
    assert f"Der står »{words}«" in page
    client.post(url, {"ord": words, "hvordan": "opgave"})
    task = Task.objects.get(item=held.open_item)
    assert (task.text, task.due) == ("Genbesøg: Åbent emne", day)
    client.post(url, {"ord": words, "hvordan": "moede"})
    new = AgendaItem.objects.get(continues=held.open_item)
    assert (new.meeting, new.title) == (fitting, "Åbent emne")
    client.post(url, {"ord": words, "hvordan": "pulje"})
    assert AgendaItem.objects.filter(continues=held.open_item).count() == 1, "once is enough"
    way = way_of(held.open_item, secretary)
    assert way.continuing == [new]
    assert way.returns[0].has_task
    assert client.post(url, {"ord": "noget andet", "hvordan": "moede"}).status_code == 302
    assert client.post(url, {"ord": words, "hvordan": "noget"}).status_code == 404


def test_the_next_meeting_and_a_later_one(held, forum, secretary):
    first = a_meeting(forum, secretary, 14)
    a_meeting(forum, secretary, 28)
    write(held.open_item, secretary, "<p>Punktet genbesøges på næste møde.</p>", kind="decision")
    assert way_of(held.open_item, secretary).returns[0].meeting == first
    write(held.open_item, secretary, "<p>Sagen kommer tilbage på et senere møde.</p>", kind="decision")
    assert way_of(held.open_item, secretary).returns[0].meeting is None
    onward.bring_back(again(held.open_item), to=None, by=secretary)
    assert AgendaItem.objects.get(continues=held.open_item).state == "accepted"


def test_a_case_goes_on_and_comes_back_with_its_historik(held, forum, secretary, chief, chief_executive, login):
    client = login(secretary)
    today = timezone.localdate()
    sent_on = reverse("meetings:send_on", args=[held.open_item.pk])
    client.post(sent_on, {"to_forum": "Økonomiudvalget", "when": f"{today + timedelta(days=20):%d-%m-%Y}"})
    client.post(sent_on, {"to_forum": "økonomiudvalget", "when": ""})
    client.post(sent_on, {"to_forum": " ", "when": "i juni"})
    stop = CaseStop.objects.get()
    assert stop.due == today + timedelta(days=20)
    assert list(queries.stop_list(viewer=chief)) == [], "not before the minutes are locked"
    lock(held, secretary, chief_executive)
    assert list(queries.stop_list(viewer=chief)) == [stop]
    page = reverse("meetings:stop", args=[stop.pk])
    values = {
        "decided_on": f"{today:%Y-%m-%d}",
        "outcome": "Økonomiudvalget tiltrådte.\nBeløbet findes i puljen.",
        "version": 0,
    }
    assert login(chief).post(page, values).status_code == 403
    assert client.post(page, {**values, "outcome": ""}).status_code == 422
    assert client.post(page, values).status_code == 302
    coming = a_meeting(forum, secretary)
    new = add(coming, "Åbent emne igen", secretary)
    write(new, secretary, case_number="00.01.00-A00-1-26")
    editor = reverse("meetings:draft_item", args=[coming.pk, new.pk])
    assert "Besluttet i andre fora" in client.get(editor).content.decode()
    client.post(reverse("meetings:quote", args=[new.pk]), {"stop": stop.pk})
    html = section_of(new, "history").html
    head = f"Økonomiudvalgets beslutning af {' '.join(date_in_words(today).split())}:"
    assert html == f"<p><strong>{head}</strong></p><p>Økonomiudvalget tiltrådte.</p><p>Beløbet findes i puljen.</p>"
    with pytest.raises(Refused, match="står allerede i Historik"):
        onward.quote_stop(again(new), CaseStop.objects.select_related("item").get(), by=secretary)
    assert section_of(new, "history").position < section_of(new, "decision").position


def test_an_earlier_decision_of_the_forum_itself_goes_into_historik(held, forum, secretary, chief_executive, login):
    write(held.open_item, secretary, "<p>Chefforum godkendte planen.</p>", kind="decision")
    lock(held, secretary, chief_executive)
    new = add(a_meeting(forum, secretary), "Igen", secretary)
    write(new, secretary, case_number="00.01.00-A00-1-26")
    login(secretary).post(reverse("meetings:quote", args=[new.pk]), {"punkt": held.open_item.pk})
    html = section_of(new, "history").html
    assert "Chefforums beslutning af" in html
    assert "<p>Chefforum godkendte planen.</p>" in html
    empty = item_of(held.meeting, 1)
    with pytest.raises(Refused, match="ikke skrevet nogen beslutning"):
        onward.quote_decision(again(new), empty, by=secretary)


def test_what_is_closed_does_not_come_into_an_open_historik(
    held, forum, secretary, chief, barred, chief_executive, login
):
    stop = onward.send_on(again(held.closed_item), forum="Økonomiudvalget", when="", by=secretary)
    write(held.closed_item, secretary, f"<p>{SECRET} beslutning.</p>", kind="decision")
    lock(held, secretary, chief_executive)
    stop = queries.stop_by_id(stop.pk, viewer=secretary)
    onward.note_outcome(stop, decided_on=date(2026, 1, 1), outcome=f"{SECRET} udfald", by=secretary)
    new = add(a_meeting(forum, secretary), "Åbent", secretary)
    AgendaItem.objects.filter(pk=new.pk).update(case=again(held.closed_item).case)
    assert queries.stops_to_quote(again(new), viewer=secretary) == []
    for quote in (
        lambda: onward.quote_stop(again(new), CaseStop.objects.select_related("item").get(), by=secretary),
        lambda: onward.quote_decision(again(new), again(held.closed_item), by=secretary),
    ):
        with pytest.raises(Refused, match="fra et lukket punkt"):
            quote()
    assert not Section.objects.filter(item=new, html__contains=SECRET).exists()
    assert [list(queries.stop_list(viewer=user)) for user in (chief, barred)] == [[stop], []]
    assert login(barred).get(reverse("meetings:stop", args=[stop.pk])).status_code == 404


def test_a_case_whose_day_has_passed_is_on_the_secretarys_desk(held, secretary, chief, chief_executive, login):
    day = f"{timezone.localdate() + timedelta(days=1):%d-%m-%Y}"
    stop = onward.send_on(again(held.open_item), forum="Økonomiudvalget", when=day, by=secretary)
    lock(held, secretary, chief_executive)
    words = "Sager, der mangler en beslutning"
    assert words not in login(secretary).get("/").content.decode()
    CaseStop.objects.filter(pk=stop.pk).update(due=timezone.localdate() - timedelta(days=1))
    assert words in login(secretary).get("/").content.decode()
    assert words not in login(chief).get("/").content.decode()


def test_the_way_of_a_case_is_the_secretariats_to_say(held, secretary, chief, outsider):
    for user in (chief, outsider):
        with pytest.raises(PermissionDenied):
            onward.send_on(again(held.open_item), forum="Økonomiudvalget", when="", by=user)
        with pytest.raises(PermissionDenied):
            onward.bring_back(again(held.open_item), to=None, by=user)
    stop = onward.send_on(again(held.open_item), forum="Hoved-MED", when="når den er klar", by=secretary)
    assert stop.due is None
    stale = queries.stop_by_id(stop.pk, viewer=secretary)
    onward.drop_stop(queries.stop_by_id(stop.pk, viewer=secretary), by=secretary)
    with pytest.raises(Overtaken):
        onward.note_outcome(stale, decided_on=date(2026, 1, 1), outcome="Ja", by=secretary)
    onward.drop_stop(queries.stop_by_id(stop.pk, viewer=secretary), by=secretary)
    current = queries.stop_by_id(stop.pk, viewer=secretary)
    with pytest.raises(Refused, match="ikke kommet endnu"):
        onward.note_outcome(current, decided_on=timezone.localdate() + timedelta(days=1), outcome="Ja", by=secretary)
    onward.note_outcome(current, decided_on=date(2026, 1, 1), outcome="Ja", by=secretary)
    with pytest.raises(Refused, match="behandlet dér"):
        onward.drop_stop(queries.stop_by_id(stop.pk, viewer=secretary), by=secretary)


def test_the_minutes_page_asks_as_often_for_many_points_as_for_few(held, forum, secretary, login):
    client = login(secretary)
    url = reverse("meetings:minutes", args=[held.meeting.pk])
    write(held.open_item, secretary, "<p>Punktet genbesøges i juni.</p>", kind="decision")
    onward.send_on(again(held.open_item), forum="Hoved-MED", when="", by=secretary)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url)
    sending.reopen_agenda(fresh(held.meeting), by=secretary)
    new = [add(held.meeting, f"Punkt {number}", secretary) for number in range(6)]
    sending.begin_minutes(fresh(held.meeting), by=secretary)
    for item in new:
        write(item, secretary, "<p>Punktet genbesøges i maj.</p>", kind="decision")
        onward.send_on(again(item), forum="Hoved-MED", when="i maj", by=secretary)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)
