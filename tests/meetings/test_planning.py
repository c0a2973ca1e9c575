"""Planning: series, holidays, moving, cancelling, deadlines, clock times, and how a forum is set up."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from chefforum import danish
from chefforum.danish.dates import COPENHAGEN
from chefforum.organisation.models import SchoolHoliday
from chefforum.workflow import Overtaken, Refused
from meetings import permissions, queries
from meetings.actions import drafting, planning, sending, setup
from meetings.models import AgendaItem, Forum, ItemTemplate, Meeting, MeetingChange, MeetingPaper, StandingItem, Wording
from meetings.rules.checking import findings
from meetings.rules.series import series_days
from meetings.rules.timing import deadlines, timetable
from tests.factories import a_meeting, add, again, fresh, item_of, section_of, write


def test_danish_holidays_and_working_days():
    assert danish.public_holiday(date(2027, 3, 25)) == "Skærtorsdag"
    assert danish.public_holiday(date(2027, 3, 24)) is None
    assert danish.public_holiday(date(2023, 5, 5)), "Store bededag was a holiday until 2024"
    assert danish.public_holiday(date(2024, 4, 26)) is None
    assert danish.working_days_before(date(2027, 3, 30), 2) == date(2027, 3, 23), "Easter is stepped over"
    assert danish.working_days_before(date(2027, 1, 7), 0) == date(2027, 1, 7)
    assert danish.working_days_until(date(2027, 3, 30), date(2027, 3, 24)) == 1
    assert danish.working_days_until(date(2027, 3, 23), date(2027, 3, 30)) == -2


def test_a_year_of_every_second_thursday_steps_over_holidays():
    shut = {date(2027, 2, 18): "Vinterferie"}
    days = series_days(date(2027, 1, 7), date(2027, 12, 31), every_weeks=2, shut=shut)
    assert len(days) == 26
    skipped = {one.day: one.reason for one in days if one.reason}
    assert skipped[date(2027, 2, 18)] == "Vinterferie"
    assert date(2027, 5, 6) not in {one.day for one in days if not one.reason} or date(2027, 5, 6) in skipped
    with pytest.raises(Refused, match="slutter, før"):
        series_days(date(2027, 2, 1), date(2027, 1, 1), every_weeks=1, shut={})
    with pytest.raises(Refused, match="over 120"):
        series_days(date(2027, 1, 1), date(2040, 1, 1), every_weeks=1, shut={})


def test_a_series_through_the_page(forum, secretary, login):
    SchoolHoliday.objects.create(name="Vinterferie", start=date(2031, 2, 10), end=date(2031, 2, 16))
    client = login(secretary)
    form = {
        "forum": forum.pk, "first": "2031-01-02", "last": "2031-04-30", "every_weeks": 2, "start": "09:00",
        "planned_minutes": 150, "location": "Sal",
    }  # fmt: skip
    page = client.post(reverse("meetings:series"), form).content.decode()
    assert Meeting.objects.count() == 0
    assert "Vinterferie" in page
    assert "Skærtorsdag" in page
    days = [line.split('"')[0] for line in page.split('name="day" value="')[1:] if " checked" in line.split(">")[0]]
    assert "2031-02-13" not in days
    done = client.post(reverse("meetings:series"), {**form, "day": days, "opret": "1"})
    assert done["Location"] == reverse("meetings:year", args=[2031])
    assert Meeting.objects.count() == len(days)
    # The days that are taken by now are stepped over; ticked all the same they are all named.
    taken = client.post(reverse("meetings:series"), form).content.decode()
    assert taken.count("Har allerede et møde") == len(days)
    assert AgendaItem.objects.count() == 2 * len(days)
    again_ = client.post(reverse("meetings:series"), {**form, "day": days, "opret": "1"})
    assert again_.status_code == 422
    assert "allerede et møde" in again_.content.decode()
    strange = client.post(reverse("meetings:series"), {**form, "day": ["2031-01-03"], "opret": "1"})
    assert "Se dagene igen" in strange.content.decode()
    none = client.post(reverse("meetings:series"), {**form, "opret": "1"})
    assert "ikke valgt nogen dage" in none.content.decode()


def test_moving_a_meeting_needs_a_reason_and_the_items_move_along(meeting, secretary, chief, login):
    add(meeting, "Emne", secretary)
    to = meeting.starts_at + timedelta(days=1)
    with pytest.raises(Refused, match="hvorfor mødet flyttes"):
        planning.change_meeting(meeting, starts_at=to, location="", planned_minutes=None, version=0, by=secretary)
    planning.change_meeting(
        meeting, starts_at=to, location="Sal", planned_minutes=60, version=0, reason="Seminar", by=secretary
    )
    assert fresh(meeting).starts_at == to
    assert item_of(meeting, 2).title == "Emne"
    assert "Seminar" in login(chief).get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    with pytest.raises(Overtaken):
        planning.change_meeting(
            meeting, starts_at=to, location="Gammel sal", planned_minutes=60, version=0, by=secretary
        )
    planning.change_meeting(meeting, starts_at=to, location="Ny sal", planned_minutes=60, version=1, by=secretary)
    assert MeetingChange.objects.count() == 1, "another room is no move"


def test_why_a_meeting_was_moved_is_for_members(sent, secretary, chief, outsider, login):
    planning.change_meeting(
        sent.meeting,
        starts_at=sent.meeting.starts_at + timedelta(hours=1),
        location="",
        planned_minutes=60,
        version=sent.meeting.version,
        reason="Sygdom i direktionen",
        by=secretary,
    )
    url = reverse("meetings:meeting", args=[sent.meeting.pk])
    assert "Sygdom i direktionen" in login(chief).get(url).content.decode()
    page = login(outsider).get(url).content.decode()
    assert "Flyttet fra" in page
    assert "Sygdom" not in page


def test_a_cancelled_meetings_decisions_do_not_follow_its_items(forum, sent, secretary, chief):
    sending.begin_minutes(fresh(sent.meeting), by=secretary)
    write(sent.open_item, secretary, "<p>Besluttet.</p>", kind="decision")
    sending.reopen_agenda(fresh(sent.meeting), by=secretary)
    later = a_meeting(forum, secretary, days=21)
    planning.cancel_meeting(fresh(sent.meeting), reason="x", items_to=later, by=secretary)
    assert section_of(sent.open_item, "decision").html == ""
    assert Wording.objects.filter(html="<p>Besluttet.</p>", saved="aside").exists()
    # On a draft again, it is nobody's but the secretariat's, whatever the cancelled agenda showed.
    assert not permissions.may_see_item(chief, again(sent.open_item))
    assert permissions.may_see_item(secretary, again(sent.open_item))


def test_a_day_nobody_expects_is_asked_about(forum, meeting, secretary, login):
    client = login(secretary)
    SchoolHoliday.objects.create(name="Vinterferie", start=date(2031, 2, 10), end=date(2031, 2, 16))
    for day, why in (
        ("2031-04-10", "er skærtorsdag"),
        ("2031-02-12", "er vinterferie"),
        ("2031-03-01", "lørdag"),
        ("2020-01-02", "passeret"),
    ):
        form = {"forum": forum.pk, "date": day, "start": "09:00"}
        page = client.post(reverse("meetings:plan"), form)
        assert (page.status_code, why in page.content.decode()) == (422, True), day
        assert "alligevel" in page.content.decode()
        assert client.post(reverse("meetings:plan"), {**form, "anyway": "on"}).status_code == 302
    # A meeting that stays where it is, is not asked about.
    odd = Meeting.objects.get(starts_at__year=2020)
    change = {"date": "2020-01-02", "start": "09:00", "location": "Sal", "version": odd.version}
    assert client.post(reverse("meetings:change", args=[odd.pk]), change).status_code == 302


def test_cancelling_moves_the_items_to_another_meeting_or_the_pool(forum, meeting, secretary, chief, login):
    for title in ("Et", "To"):
        add(meeting, title, secretary)
    later = a_meeting(forum, secretary, days=21)
    page = login(secretary).get(reverse("meetings:cancel", args=[meeting.pk])).content.decode()
    assert "2\xa0punkter flytter med" in page
    login(secretary).post(reverse("meetings:cancel", args=[meeting.pk]), {"reason": "Ferie", "to": later.pk})
    assert fresh(meeting).state == "cancelled"
    assert [item_of(later, number).title for number in range(1, 5)][1:3] == ["Et", "To"]
    assert item_of(later, 4).title == "Evt."
    planning.cancel_meeting(fresh(later), reason="Også ferie", items_to=None, by=secretary)
    assert [item.title for item in queries.pool_for(a_meeting(forum, secretary, days=30), viewer=secretary)] == [
        "Et",
        "To",
    ]
    shown = login(chief).get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    assert "Aflyst" in shown
    assert "Ferie" in shown
    planning.plan_meeting(forum=forum, starts_at=meeting.starts_at, location="", by=secretary)


def test_what_cannot_be_cancelled(forum, meeting, secretary, chief):
    other = a_meeting(Forum.objects.create(name="DIF", slug="dif"), secretary)
    with pytest.raises(Refused, match="hvorfor mødet aflyses"):
        planning.cancel_meeting(meeting, reason=" ", items_to=None, by=secretary)
    for target in (meeting, other):
        with pytest.raises(Refused, match="samme forum"):
            planning.cancel_meeting(meeting, reason="x", items_to=target, by=secretary)
    with pytest.raises(PermissionDenied):
        planning.cancel_meeting(meeting, reason="x", items_to=None, by=chief)
    sending.send_agenda(fresh(meeting), by=secretary)
    sending.begin_minutes(fresh(meeting), by=secretary)
    with pytest.raises(Refused):
        planning.cancel_meeting(meeting, reason="x", items_to=None, by=secretary)


def test_deadlines_are_counted_in_working_days_and_change_tone(forum, secretary):
    forum.items_due_days, forum.agenda_due_days = 7, 4
    meeting = Meeting(forum=forum, starts_at=datetime(2027, 1, 21, 9, tzinfo=COPENHAGEN))

    def tones(day: int, hour: int = 8) -> list[str]:
        return [one.tone for one in deadlines(meeting, shut=(), now=datetime(2027, 1, day, hour, tzinfo=COPENHAGEN))]

    due = deadlines(meeting, shut=(), now=datetime(2027, 1, 4, tzinfo=COPENHAGEN))
    assert [one.at.day for one in due] == [12, 15]
    assert tones(7) == ["", ""]
    assert tones(8) == ["near", ""]
    assert tones(12, 11) == ["near", ""]
    assert tones(12, 13) == ["late", ""]
    assert tones(13) == ["late", "near"]
    assert tones(15, 12) == ["late", "near"]
    assert tones(16) == ["late", "late"]


def test_the_front_desk_warns_before_and_after_a_deadline(forum, secretary, chief, outsider, login):
    a_meeting(forum, secretary, days=3)
    for user, shown in ((secretary, True), (chief, True), (outsider, False)):
        page = login(user).get("/").content.decode()
        assert ("over fristen" in page) is shown
        assert ("Dagsorden ud" in page) is (user == secretary)


class Item:
    """What the clock needs of an item."""

    def __init__(self, pk, minutes=None, fixed=None):
        self.pk, self.planned_minutes, self.fixed_start = pk, minutes, fixed
        self.slot_start = self.slot_end = None


def at_nine(length=None) -> Meeting:
    return Meeting(starts_at=datetime(2027, 1, 21, 9, tzinfo=COPENHAGEN), planned_minutes=length)


def test_clock_times_follow_the_order_and_items_without_minutes_take_none():
    times = timetable(at_nine(), [Item(1), Item(2, 30), Item(3, 45), Item(4)])
    assert times.slots == {2: (time(9), time(9, 30)), 3: (time(9, 30), time(10, 15))}
    assert (times.end, times.minutes, times.over) == (time(10, 15), 75, 0)
    moved = timetable(at_nine(), [Item(1), Item(3, 45), Item(2, 30)])
    assert moved.slots[2] == (time(9, 45), time(10, 15))


def test_a_fixed_start_makes_a_gap_or_an_overlap_and_the_end_is_known():
    times = timetable(at_nine(90), [Item(1, 30), Item(2, 30, time(9, 45)), Item(3, 30, time(10)), Item(4, 20)])
    assert times.gaps == {2: 15}
    assert times.overlaps == {3: 15}
    assert (times.over, times.last) == (20, 4)


@given(st.lists(st.tuples(st.none() | st.integers(1, 720), st.none() | st.times()), max_size=12))
def test_slots_are_in_order_and_as_long_as_asked(plan):
    items = [
        Item(pk, minutes, fixed.replace(second=0, microsecond=0) if fixed else None)
        for pk, (minutes, fixed) in enumerate(plan)
    ]
    times = timetable(at_nine(), items)
    assert set(times.slots) == {item.pk for item in items if item.planned_minutes}
    assert times.minutes == sum(item.planned_minutes or 0 for item in items)
    assert all(start <= end for start, end in times.slots.values())
    assert not set(times.gaps) & set(times.overlaps)


def test_times_are_printed_where_the_forum_wants_it_and_warned_about(forum, meeting, secretary):
    Meeting.objects.filter(pk=meeting.pk).update(planned_minutes=60)
    for title, minutes in (("Et", 75), ("To", 30)):
        drafting.change_facts(again(add(meeting, title, secretary)), {"planned_minutes": minutes}, by=secretary)
    drafting.change_facts(item_of(meeting, 3), {"fixed_start": time(10, 0)}, by=secretary)
    items = queries.all_items_of(fresh(meeting))
    texts = [finding.text.replace("\xa0", " ") for finding in findings(fresh(meeting), items)]
    assert "Punkt 2 har ingen tekst." in texts
    assert "Punkt 3 begynder 15 minutter, før det foregående punkt slutter." in texts
    assert "Dagsordenen slutter kl. 10.30, 30 minutter efter mødet." in texts
    sending.send_agenda(fresh(meeting), by=secretary)
    paper = MeetingPaper.objects.get(edition="members", current=True).document.paper
    assert paper["items"][1]["time_slot"] == {"start": "09:00", "end": "10:15"}
    setup.set_up_forum(forum, {"prints_slots": False}, by=secretary)
    sending.send_agenda(fresh(meeting), by=secretary)
    paper = MeetingPaper.objects.get(edition="members", current=True).document.paper
    assert paper["items"][1]["time_slot"] is None


def test_standing_items_stand_on_the_agenda_case_of_the_year(forum, secretary):
    year = (timezone.localdate() + timedelta(days=7)).year
    before = a_meeting(forum, secretary, days=7)
    assert setup.set_agenda_case(forum, year=year, number="85.02.02-A00-1-27", by=secretary) == 2
    assert item_of(before, 1).case.number == "85.02.02-A00-1-27"
    setup.add_standing_item(forum, title="Opfølgning", edge="first", on_agenda_case=False, by=secretary)
    after = a_meeting(forum, secretary, days=8)
    titles = [one.title for one in AgendaItem.objects.filter(meeting=after).order_by("position")]
    assert titles == ["Godkendelse af dagsorden og referat", "Opfølgning", "Evt."]
    assert (item_of(after, 1).case.number, item_of(after, 2).case) == ("85.02.02-A00-1-27", None)


def test_a_forum_is_set_up_by_the_secretary(forum, secretary, login):
    client = login(secretary)
    url = reverse("meetings:forum", args=[forum.slug])
    good = {
        "usual_start": "08:30", "usual_minutes": 120, "usual_location": "Sal", "items_due_days": 9, "agenda_due_days": 3,
        "due_at": "12:00", "prints_slots": "on", "empty_decision": "Intet", "calm_minutes": 5,
        "approval_days": 7, "reminder_days": 2,
    }  # fmt: skip
    assert client.post(url, good).status_code == 302
    forum.refresh_from_db()
    assert (forum.usual_start, forum.items_due_days) == (time(8, 30), 9)
    # Somebody else's change meanwhile is kept: only what this person changed is saved.
    setup.set_up_forum(forum, {"usual_location": "Rådssalen"}, by=secretary)
    seen = {f"initial-{name}": value for name, value in good.items()}
    client.post(url, {**good, **seen, "usual_minutes": 90})
    forum.refresh_from_db()
    assert (forum.usual_minutes, forum.usual_location) == (90, "Rådssalen")
    bad = client.post(url, {**good, "items_due_days": 2})
    assert bad.status_code == 422
    assert "før dagsordenen sendes ud" in bad.content.decode()

    def part(name, data):
        return client.post(reverse("meetings:forum_part", args=[forum.slug, name]), data)

    assert part("fast-punkt", {"title": "Nyt fra HR", "edge": "last"}).status_code == 302
    assert StandingItem.objects.filter(title="Nyt fra HR", on_agenda_case=False).exists()
    standing = StandingItem.objects.get(title="Nyt fra HR")
    client.post(reverse("meetings:remove_standing", args=[forum.slug, standing.pk]))
    assert not StandingItem.objects.filter(pk=standing.pk).exists()
    assert "mangler et led" in part("dagsordenssag", {"year": 2027, "number": "85.02.02"}).content.decode()
    assert part("dagsordenssag", {"year": 2027, "number": "85.02.02-A00-1-27"}).status_code == 302
    template = {"kind": "theme", "sections": "Anledning\nAndet: Økonomi\nBeslutning", "planned_minutes": 45}
    assert part("skabelon", template).status_code == 302
    assert ItemTemplate.objects.get().sections == [
        ["occasion", "Anledning"],
        ["other", "Økonomi"],
        ["decision", "Beslutning"],
    ]
    for sections, sentence in (("Anledning", "præcis én gang"), ("Vrøvl\nBeslutning", "ikke et afsnit")):
        assert sentence in part("skabelon", {**template, "sections": sections}).content.decode()
    assert part("ferie", {"name": "Vinterferie", "start": "2031-02-10", "end": "2031-02-16"}).status_code == 302
    assert "slutter, før" in part("ferie", {"name": "X", "start": "2031-02-10", "end": "2031-02-01"}).content.decode()
    client.post(reverse("meetings:remove_holiday", args=[forum.slug, SchoolHoliday.objects.get().pk]))
    assert not SchoolHoliday.objects.exists()
    assert client.get(reverse("meetings:forum_part", args=[forum.slug, "ferie"])).status_code == 404
    assert part("findes-ikke", {}).status_code == 404


def test_a_new_item_of_many_lines_becomes_many_items(meeting, secretary, login):
    url = reverse("meetings:add_item", args=[meeting.pk])
    login(secretary).post(url, {"title": "Et\r\n\r\n  To \r\nTre"})
    assert [item_of(meeting, number).title for number in (2, 3, 4)] == ["Et", "To", "Tre"]
    for title in ("\n \n", "x" * 300, "\n".join(f"Punkt {number}" for number in range(60))):
        login(secretary).post(url, {"title": title})
    assert AgendaItem.objects.filter(meeting=meeting).count() == 5
