"""The calendar of days and its subscription: who sees what is on, and what is never told."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from chefforum.danish.dates import COPENHAGEN
from chefforum.organisation.models import SchoolHoliday, User
from meetings.actions import planning, subscribing
from meetings.models import Forum, Meeting
from meetings.queries.days import Day, Event
from meetings.queries.year import MonthPage, feed_owner, month_of, year_of
from tests import clock
from tests.factories import SECRET, fresh

pytestmark = pytest.mark.django_db
YEAR = 2027
AUTUMN = date(2027, 10, 14)


@pytest.fixture(autouse=True)
def _the_day():
    with clock.on(date(2026, 11, 23)):
        yield


def a_meeting_on(forum: Forum, by: User, day: date, hour: int = 9) -> Meeting:
    at = datetime.combine(day, time(hour), COPENHAGEN)
    return planning.plan_meeting(forum=forum, starts_at=at, location="Mødelokale 1", planned_minutes=150, by=by)


def move(meeting: Meeting, day: date, by: User) -> None:
    at = datetime.combine(day, time(9), COPENHAGEN)
    now = fresh(meeting)
    planning.change_meeting(
        now,
        starts_at=at,
        location="Mødelokale 1",
        planned_minutes=150,
        version=now.version,
        reason="Ferie",
        by=by,
    )


def cancel(meeting: Meeting, by: User) -> None:
    planning.cancel_meeting(fresh(meeting), reason="For få punkter", items_to=None, by=by)


def on(page: MonthPage, number: int) -> Day:
    return page.month.days[number - 1]


def told(day: Day) -> list[tuple[str, str]]:
    return [(event.kind, event.words) for event in day.events]


def events(viewer: User, year: int = YEAR) -> list[Event]:
    return [event for month in year_of(year, viewer=viewer).months for day in month.days for event in day.events]


# Days


def test_a_day_knows_its_week_its_letter_and_its_holidays(secretary):
    SchoolHoliday.objects.create(name="Påskeferie", start=date(2027, 3, 20), end=date(2027, 3, 29))
    page = month_of(2027, 3, viewer=secretary)
    monday, thursday, saturday = on(page, 22), on(page, 25), on(page, 20)
    assert (monday.letter, monday.weekday, monday.week, monday.begins_week) == ("M", "mandag", 12, True)
    assert (thursday.holiday, thursday.begins_week) == ("Skærtorsdag", False)
    assert (saturday.weekend, saturday.holiday) == (True, "")
    assert (saturday.school, saturday.school_until) == ("Påskeferie", "29.\u00a0marts")
    assert (monday.school, monday.school_until) == ("Påskeferie", "")
    assert not on(page, 30).school


def test_a_school_holiday_is_named_in_each_month_it_touches(secretary):
    SchoolHoliday.objects.create(name="Sommerferie", start=date(2027, 6, 26), end=date(2027, 8, 8))
    named = [
        (day.date, day.school_until)
        for month in year_of(2027, viewer=secretary).months
        for day in month.days
        if day.school_until
    ]
    assert named == [(date(2027, month, day), "8.\u00a0august") for month, day in ((6, 26), (7, 1), (8, 1))]


def test_a_month_is_whole_weeks_and_a_year_all_its_days(secretary):
    page = month_of(2027, 8, viewer=secretary)
    assert [week[0].week for week in page.month.weeks] == [30, 31, 32, 33, 34, 35]
    assert page.month.weeks[0][0].date == date(2027, 7, 26)
    assert page.month.weeks[0][0].outside
    assert len(page.month.days) == 31
    for year, days in ((2027, 365), (2028, 366), (2000, 366), (2100, 365)):
        assert sum(len(month.days) for month in year_of(year, viewer=secretary).months) == days


def test_today_is_marked_once(secretary):
    today = timezone.localdate()
    days = [day for month in year_of(today.year, viewer=secretary).months for day in month.days]
    assert [day.date for day in days if day.today] == [today]


# What is on, and for whom


def test_a_member_sees_drafts_and_everybody_else_only_what_is_released(
    forum, secretary, chief, chief_executive, outsider, administrator, sent
):
    other = Forum.objects.create(name="Direktørforum", slug="direktoerforum", abbreviation="DIF")
    draft = a_meeting_on(forum, secretary, AUTUMN)
    foreign = a_meeting_on(other, secretary, AUTUMN)
    released = fresh(sent.meeting)
    released_year = timezone.localdate(released.starts_at).year

    def seen(user: User) -> set[int]:
        return {
            event.meeting_id
            for year in {YEAR, released_year}
            for event in events(user, year)
            if event.kind == "meeting"
        }

    assert seen(secretary) == {draft.pk, foreign.pk, released.pk}
    assert seen(chief) == seen(chief_executive) == {draft.pk, released.pk}
    assert seen(outsider) == seen(administrator) == {released.pk}


def test_only_the_secretariat_sees_deadlines_and_only_while_the_agenda_is_open(forum, secretary, chief):
    meeting = a_meeting_on(forum, secretary, AUTUMN)
    deadlines = [(event.at.date(), event.words) for event in events(secretary) if event.kind == "deadline"]
    assert deadlines == [(date(2027, 10, 5), "punkter ind"), (date(2027, 10, 8), "dagsorden ud")]
    assert {event.kind for event in events(chief)} == {"meeting"}
    cancel(meeting, secretary)
    assert {event.kind for event in events(secretary)} == {"cancelled"}


def test_a_deadline_stands_in_its_own_month_though_the_meeting_is_in_another(forum, secretary):
    SchoolHoliday.objects.create(name="Sommerferie", start=date(2027, 6, 26), end=date(2027, 8, 8))
    a_meeting_on(forum, secretary, date(2027, 8, 12))
    page = month_of(2027, 6, viewer=secretary)
    assert [event.words for day in page.month.days for event in day.events] == ["punkter ind", "dagsorden ud"]


def test_a_moved_meeting_is_struck_where_it_was_and_says_where_it_is(forum, secretary, chief, outsider):
    meeting = a_meeting_on(forum, secretary, date(2027, 2, 18))
    move(meeting, date(2027, 2, 25), secretary)
    page = month_of(2027, 2, viewer=chief)
    assert told(on(page, 18)) == [("moved", "flyttet til 25.\u00a0februar")]
    assert told(on(page, 25)) == [("meeting", "")]
    assert (page.tally.held, page.tally.moved, page.tally.cancelled) == (1, 1, 0)
    assert events(outsider) == []


def test_a_meeting_moved_twice_or_back_tells_where_it_is_now(forum, secretary, chief):
    meeting = a_meeting_on(forum, secretary, date(2027, 2, 18))
    move(meeting, date(2027, 2, 25), secretary)
    move(meeting, date(2028, 1, 13), secretary)
    page = month_of(2027, 2, viewer=chief)
    assert told(on(page, 18)) == told(on(page, 25)) == [("moved", "flyttet til 13.\u00a0januar 2028")]
    assert page.tally.moved == 1
    move(meeting, date(2027, 2, 18), secretary)
    page = month_of(2027, 2, viewer=chief)
    assert told(on(page, 18)) == [("meeting", "")]
    assert told(on(page, 25)) == [("moved", "flyttet til 18.\u00a0februar")]


def test_a_cancelled_meeting_is_struck_and_not_counted(forum, secretary, chief, login):
    cancel(a_meeting_on(forum, secretary, AUTUMN), secretary)
    page = month_of(2027, 10, viewer=chief)
    assert told(on(page, 14)) == [("cancelled", "")]
    assert (page.tally.held, page.tally.cancelled) == (0, 1)
    html = login(chief).get("/moeder/aar/2027/?halvaar=2").content.decode()
    assert re.search(r"<s[^>]*>CF 9\.00</s>.*?<b>Aflyst</b>", html)


def test_a_late_meeting_stands_on_its_own_danish_day(forum, secretary, chief):
    a_meeting_on(forum, secretary, date(2027, 6, 30), hour=23)
    assert told(on(month_of(2027, 6, viewer=chief), 30)) == [("meeting", "")]
    assert [day.date for day in month_of(2027, 7, viewer=chief).month.weeks[0] if day.events] == [date(2027, 6, 30)]


# Pages


@pytest.mark.parametrize("address", ["/moeder/aar/2027/", "/moeder/aar/2027/10/"])
def test_queries_do_not_grow_with_meetings(forum, secretary, login, address):
    client = login(secretary)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    meeting = a_meeting_on(forum, secretary, AUTUMN)
    move(meeting, AUTUMN + timedelta(days=1), secretary)
    few = cost()
    for ahead in range(2, 31):
        move(
            a_meeting_on(forum, secretary, AUTUMN + timedelta(days=ahead)),
            AUTUMN + timedelta(days=ahead + 40),
            secretary,
        )
    assert cost() == few


@pytest.mark.parametrize("address", ["0/", "1999/", "2101/", "99999/", "2027/0/", "2027/13/", "1999/12/", "2101/1/"])
def test_there_is_no_such_year_or_month(chief, login, address):
    assert login(chief).get(f"/moeder/aar/{address}").status_code == 404


def test_the_first_and_the_last_page_lead_only_inwards(chief, login):
    client = login(chief)
    for address in ("2000/?halvaar=1", "2100/?halvaar=2", "2000/1/", "2100/12/"):
        html = client.get(f"/moeder/aar/{address}").content.decode()
        assert re.findall(r"/aar/(?:1999|2101)/", html) == [], address
    with pytest.raises(Http404):
        month_of(2100, 13, viewer=chief)


def test_the_year_shows_the_half_asked_for_and_keeps_the_other_for_print(chief, login):
    html = login(chief).get("/moeder/aar/2027/?halvaar=2").content.decode()
    assert "Årskalender, 2. halvår 2027" in html
    assert html.count("other-half") == 1
    assert html.index("other-half") < html.index("Juli")
    assert "Årskalender, 1. halvår 2027" in login(chief).get("/moeder/aar/2027/?halvaar=noget").content.decode()


def test_the_forum_filter_is_there_when_there_is_a_choice(forum, secretary, chief, login):
    a_meeting_on(forum, secretary, AUTUMN)
    client = login(secretary)
    assert "Vis forum" not in client.get("/moeder/aar/2027/").content.decode()
    other = Forum.objects.create(name="Direktørforum", slug="direktoerforum", abbreviation="DIF")
    foreign = a_meeting_on(other, secretary, AUTUMN)
    assert "Vis forum" in client.get("/moeder/aar/2027/").content.decode()
    assert "Vis forum" not in login(chief).get("/moeder/aar/2027/").content.decode()
    only = year_of(2027, forum="direktoerforum", viewer=secretary)
    assert {event.meeting_id for month in only.months for day in month.days for event in day.events} == {foreign.pk}
    # A forum one may not know of is no forum: the filter does not tell it from a name that nobody has.
    assert year_of(2027, forum="direktoerforum", viewer=chief).choices.chosen is None
    assert "forum=direktoerforum" in client.get("/moeder/aar/2027/10/?forum=direktoerforum").content.decode()


def test_the_button_for_planning_is_the_secretariats(secretary, chief, login):
    for address in ("/moeder/aar/2027/", "/moeder/aar/2027/10/"):
        assert "Planlæg møderække" in login(secretary).get(address).content.decode()
        assert "Planlæg møderække" not in login(chief).get(address).content.decode()


def test_no_title_of_an_item_is_on_the_pages(sent, chief, login):
    day = timezone.localdate(sent.meeting.starts_at)
    for address in (f"/moeder/aar/{day.year}/", f"/moeder/aar/{day.year}/{day.month}/"):
        html = login(chief).get(address).content.decode()
        assert f"/moeder/{sent.meeting.pk}/" in html
        assert SECRET not in html
        assert "Åbent emne" not in html


# The subscription


def feed_of(user: User) -> str:
    return f"/moeder/abonnement/{subscribing.calendar_feed(by=user).key}.ics"


def read(address: str) -> dict[str, dict[str, object]]:
    calendar = Calendar.from_ical(Client().get(address).content)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def test_the_page_shows_the_address_and_renews_it(chief, login):
    client = login(chief)
    old = re.search(
        r'value="(http://testserver(/moeder/abonnement/[\w-]+\.ics))"',
        client.get("/moeder/abonnement/").content.decode(),
    )
    assert old is not None
    assert Client().get(old[2]).status_code == 200
    answer = client.post("/moeder/abonnement/", follow=True)
    assert "Den gamle virker ikke mere" in answer.content.decode()
    assert old[1] not in answer.content.decode()
    assert Client().get(old[2]).status_code == 404
    assert Client().get(feed_of(chief)).status_code == 200


def test_the_page_needs_a_login_and_the_feed_does_not(chief):
    assert Client().get("/moeder/abonnement/").status_code == 302
    answer = Client().get(feed_of(chief))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"].startswith("private")
    assert not answer.cookies
    assert Client().post(feed_of(chief)).status_code == 405


@pytest.mark.parametrize("key", ["x", "A" * 43, "%00" * 43, "a" * 500, "æ" * 43, "..", "' OR 1=1"])
def test_an_unknown_key_opens_nothing(chief, key):
    subscribing.calendar_feed(by=chief)
    assert Client().get(f"/moeder/abonnement/{key}.ics").status_code == 404


def test_the_key_of_somebody_who_has_left_opens_nothing(chief):
    address = feed_of(chief)
    User.objects.filter(pk=chief.pk).update(is_active=False)
    assert Client().get(address).status_code == 404
    assert feed_owner(subscribing.calendar_feed(by=chief).key) is None


def test_each_feed_tells_what_its_owner_may_know_of(forum, secretary, chief, outsider, sent):
    draft = a_meeting_on(forum, secretary, AUTUMN)
    both = {f"meeting-{pk}@testserver" for pk in (draft.pk, sent.meeting.pk)}
    assert set(read(feed_of(secretary))) == set(read(feed_of(chief))) == both
    assert set(read(feed_of(outsider))) == {f"meeting-{sent.meeting.pk}@testserver"}


def test_a_feed_says_when_and_where_and_nothing_of_any_item(secretary, sent):
    raw = Client().get(feed_of(secretary)).content.decode().replace("\r\n ", "")
    for word in (SECRET, "Åbent", "emne", "DESCRIPTION", "ATTACH"):
        assert word not in raw
    (event,) = read(feed_of(secretary)).values()
    meeting = fresh(sent.meeting)
    assert event.decoded("DTSTART") == meeting.starts_at
    assert event["DTSTART"].params["TZID"] == "Europe/Copenhagen"
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=meeting.planned_minutes)
    assert (event["SUMMARY"], event["LOCATION"], event["STATUS"]) == ("Chefforum", "Mødelokale 1", "CONFIRMED")
    assert event["URL"] == f"http://testserver/moeder/{meeting.pk}/"
    for line in ("REFRESH-INTERVAL;VALUE=DURATION:PT4H", "X-WR-CALNAME:Møder", "PRODID:"):
        assert f"\r\n{line}" in raw


def test_a_meeting_of_no_known_length_takes_an_hour(forum, secretary):
    meeting = a_meeting_on(forum, secretary, AUTUMN)
    Meeting.objects.filter(pk=meeting.pk).update(planned_minutes=None)
    (event,) = read(feed_of(secretary)).values()
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(hours=1)


@pytest.mark.parametrize("day", [date(2027, 1, 14), date(2027, 7, 1), date(2028, 3, 26), date(2028, 10, 29)])
def test_the_clock_is_copenhagens_all_year(forum, secretary, day):
    meeting = a_meeting_on(forum, secretary, day)
    (event,) = read(feed_of(secretary)).values()
    assert event.decoded("DTSTART") == meeting.starts_at
    assert event.decoded("DTSTART").hour == 9


def test_moving_and_cancelling_reach_the_feed_under_the_same_id(forum, secretary):
    meeting = a_meeting_on(forum, secretary, AUTUMN)
    address = feed_of(secretary)
    (before,) = read(address).items()
    move(meeting, AUTUMN + timedelta(days=7), secretary)
    (moved,) = read(address).items()
    cancel(meeting, secretary)
    (cancelled,) = read(address).items()
    assert before[0] == moved[0] == cancelled[0]
    assert moved[1].decoded("DTSTART") - before[1].decoded("DTSTART") == timedelta(days=7)
    assert before[1]["SEQUENCE"] < moved[1]["SEQUENCE"] < cancelled[1]["SEQUENCE"]
    assert cancelled[1]["STATUS"] == "CANCELLED"
    assert cancelled[1]["SUMMARY"] == "Aflyst: Chefforum"


def test_old_meetings_leave_the_feed(forum, secretary):
    a_meeting_on(forum, secretary, timezone.localdate() - timedelta(days=500))
    assert read(feed_of(secretary)) == {}
