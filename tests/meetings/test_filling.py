"""Items that fill themselves: minutes to approve on the next agenda, and tasks that are still open."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from chefforum.richtext import plain_text
from chefforum.workflow import Overtaken, Refused
from meetings import queries
from meetings.actions import approving, filling, following_up, planning, remarking, running, sending, setup, writing
from meetings.models import Fill, Forum, ListedMinutes, Meeting, Ruling, StandingItem
from tests.factories import (
    SECRET,
    a_meeting,
    again,
    fresh,
    hold,
    item_of,
    section_of,
    send_for_approval,
    sent_meeting,
    sha_for,
    write,
)


@pytest.fixture
def forum(forum):
    StandingItem.objects.filter(forum=forum, edge="first").update(fill=Fill.MINUTES)
    return forum


def out_of(forum, by, days):
    """Minutes of a meeting that lies ``-days`` back, out for approval."""
    sent = sent_meeting(forum, by, days=0)
    meeting = send_for_approval(sent, by)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=meeting.starts_at + timedelta(days=days))
    filling.fill_next_agenda(forum)
    return fresh(meeting)


def points_of(meeting):
    return [plain_text(point["html"]) for point in section_of(item_of(meeting, 1), "recommendation").points]


def listed_on(meeting):
    return set(ListedMinutes.objects.filter(item__meeting=meeting).values_list("minutes", flat=True))


def minutes_of(points):
    return [point for point in points if "referat" in point]


def lock_at(meeting, minutes, by):
    approving.approve_at_meeting(item_of(meeting, 1), fresh(minutes), by=by)


def test_the_first_item_lists_exactly_the_minutes_still_unapproved(forum, secretary, chief_executive):
    first, second = out_of(forum, secretary, -21), out_of(forum, secretary, -14)
    coming = a_meeting(forum, secretary)
    later = a_meeting(forum, secretary, 14)
    assert listed_on(coming) == {first.pk, second.pk}
    assert listed_on(later) == set(), "on the next agenda, and there alone"
    points = points_of(coming)
    assert points[0] == "at Chefforum godkender dagsordenen"
    assert len(minutes_of(points)) == 2
    assert str(timezone.localdate(first.starts_at).year) in points[1]
    approving.lock_minutes(fresh(first), sha256=sha_for(first, chief_executive), by=chief_executive)
    assert listed_on(coming) == {second.pk}
    assert len(minutes_of(points_of(coming))) == 1
    approving.reopen_minutes(fresh(first), reason="En fejl", by=secretary)
    assert listed_on(coming) == {first.pk, second.pk}


def test_minutes_sent_after_the_agenda_was_begun_come_on_it(forum, secretary):
    coming = a_meeting(forum, secretary)
    assert minutes_of(points_of(coming)) == []
    first = out_of(forum, secretary, -7)
    assert listed_on(coming) == {first.pk}


def test_a_cancelled_or_moved_meeting_hands_the_list_on(forum, secretary):
    first = out_of(forum, secretary, -7)
    coming, later = a_meeting(forum, secretary), a_meeting(forum, secretary, 14)
    planning.cancel_meeting(fresh(coming), reason="Ferie", items_to=None, by=secretary)
    assert listed_on(later) == {first.pk}
    between = a_meeting(forum, secretary, 10)
    assert listed_on(between) == {first.pk}
    assert listed_on(later) == set()
    assert minutes_of(points_of(later)) == []
    moved = fresh(between)
    planning.change_meeting(
        moved,
        starts_at=moved.starts_at + timedelta(days=14),
        location="Sal",
        planned_minutes=60,
        version=moved.version,
        reason="Sygdom",
        by=secretary,
    )
    assert listed_on(later) == {first.pk}


def test_one_point_for_all_where_the_forum_wants_it(forum, secretary, chief_executive):
    first, second = out_of(forum, secretary, -21), out_of(forum, secretary, -14)
    coming = a_meeting(forum, secretary)
    setup.set_up_forum(forum, {"point_each": False}, by=secretary)
    [both] = minutes_of(points_of(coming))
    assert "referaterne fra møderne" in both
    assert " og " in both
    sending.send_agenda(fresh(coming), by=secretary)
    sending.begin_minutes(fresh(coming), by=secretary)
    lock_at(coming, first, secretary)
    assert not Ruling.objects.filter(item=item_of(coming, 1)).exists(), "half of a point is not decided"
    lock_at(coming, second, secretary)
    assert Ruling.objects.get(item=item_of(coming, 1)).point == 2
    assert "godkendte referaterne fra møderne" in section_of(item_of(coming, 1), "decision").html


def test_what_somebody_has_written_is_never_taken_away(forum, secretary, chief_executive):
    first, held = out_of(forum, secretary, -7), sent_meeting(forum, secretary, days=0)
    hold(held, secretary)
    coming = a_meeting(forum, secretary)
    section = section_of(item_of(coming, 1), "recommendation")
    own = [*section.points, {"html": "at Chefforum siger tak til Kim", "children": []}]
    own[1] = {"html": "at referatet godkendes med ros", "children": []}
    words = writing.Words("", ["Kommunaldirektøren"], own)
    assert not writing.write_section(section, words, version=section.version, by=secretary).overtaken
    sending.send_minutes(fresh(held.meeting), due=timezone.localdate(), by=secretary)
    second = fresh(held.meeting)
    points = points_of(coming)
    assert points[:3] == [
        "at Chefforum godkender dagsordenen",
        "at referatet godkendes med ros",
        "at Chefforum siger tak til Kim",
    ]
    assert len(points) == 4
    approving.lock_minutes(fresh(second), sha256=sha_for(second, chief_executive), by=chief_executive)
    assert points_of(coming) == points[:3]
    assert listed_on(coming) == {first.pk}
    assert section_of(item_of(coming, 1), "recommendation").parties == ["Kommunaldirektøren"]


def test_deciding_it_at_the_meeting_locks_the_minutes(forum, secretary, chief, login):
    first = out_of(forum, secretary, -7)
    coming = a_meeting(forum, secretary)
    with pytest.raises(PermissionDenied):
        lock_at(coming, first, secretary)
    sending.send_agenda(fresh(coming), by=secretary)
    running.begin_meeting(fresh(coming), by=secretary)
    with pytest.raises(PermissionDenied):
        lock_at(coming, first, chief)
    remarking.remark(item_of(first, 2), "Der mangler et ord.", by=chief)
    with pytest.raises(Refused, match="1 bemærkning mangler svar"):
        lock_at(coming, first, secretary)
    from meetings.models import Remark

    remarking.answer(Remark.objects.select_related("item__meeting").get(), "Det er med.", by=secretary)
    url = reverse("meetings:approve_listed", args=[item_of(coming, 1).pk, first.pk])
    page = login(secretary).get(reverse("meetings:run_item", args=[coming.pk, item_of(coming, 1).pk])).content.decode()
    assert url in page
    assert login(secretary).post(url).status_code == 302
    locked = fresh(first)
    assert (locked.state, locked.approved_in, locked.approved_by) == ("approved", coming, None)
    assert Ruling.objects.get(item=item_of(coming, 1)).outcome == "approved"
    decision = section_of(item_of(coming, 1), "decision").html
    assert decision.count("godkendte referatet fra mødet den") == 1
    with pytest.raises(Overtaken):
        lock_at(coming, first, secretary)
    assert f"på Chefforum d. {timezone.localdate(coming.starts_at):%d-%m-%Y}" in locked_log()
    other = out_of(forum, secretary, -2)
    with pytest.raises(Refused, match="står ikke på dagsordenen"):
        lock_at(coming, other, secretary)


def locked_log():
    from chefforum.audit.models import Entry

    return " ".join(Entry.objects.filter(verb="meetings.minutes_locked").values_list("text", flat=True))


def test_a_meeting_that_is_held_keeps_its_list(forum, secretary, chief_executive):
    first = out_of(forum, secretary, -7)
    coming, later = a_meeting(forum, secretary), a_meeting(forum, secretary, 14)
    sending.send_agenda(fresh(coming), by=secretary)
    sending.begin_minutes(fresh(coming), by=secretary)
    assert listed_on(coming) == {first.pk}
    assert listed_on(later) == {first.pk}, "not approved yet, so it is on the next agenda"
    lock_at(coming, first, secretary)
    assert listed_on(coming) == {first.pk}
    assert listed_on(later) == set()


def test_the_follow_up_lists_open_tasks_late_ones_marked_and_no_closed_ones(forum, secretary, chief, login):
    held = sent_meeting(forum, secretary, days=0)
    hold(held, secretary)
    day = f"{timezone.localdate() - timedelta(days=2):%d-%m-%Y}"
    first = following_up.add_task(again(held.open_item), text="Ring til HR", who=str(chief), when=day, by=secretary)
    following_up.add_task(again(held.closed_item), text=f"{SECRET} opgave", who=str(chief), when="", by=secretary)
    coming = a_meeting(forum, secretary)
    login(secretary).post(reverse("meetings:follow_up", args=[coming.pk]))
    item = again(follow_up_on(coming))
    assert "ingen åbne opgaver" in section_of(item, "other").html, "not before the minutes are out"
    sending.send_minutes(fresh(held.meeting), due=timezone.localdate(), by=secretary)
    html = section_of(item, "other").html
    assert "Ring til HR" in html
    assert "overskredet" in html
    assert SECRET not in html
    with pytest.raises(Refused, match="allerede et punkt"):
        filling.add_follow_up(fresh(coming), by=secretary)
    following_up.finish_task(queries.task_by_id(first.pk, viewer=chief), by=chief)
    assert "ingen åbne opgaver" in section_of(item, "other").html
    write(item, secretary, "<p>Vi tager det mundtligt.</p>", kind="other")
    following_up.reopen_task(queries.task_by_id(first.pk, viewer=chief), by=chief)
    assert section_of(item, "other").html == "<p>Vi tager det mundtligt.</p>"


def follow_up_on(meeting):
    from meetings.models import AgendaItem

    return AgendaItem.objects.get(meeting=meeting, fill=Fill.TASKS)


def test_a_task_of_an_item_that_is_closed_later_leaves_the_list_before_it_is_sent(forum, secretary, chief):
    from meetings.actions import access

    held = sent_meeting(forum, secretary, days=0)
    hold(held, secretary)
    following_up.add_task(again(held.open_item), text="Ring til HR", who=str(chief), when="", by=secretary)
    sending.send_minutes(fresh(held.meeting), due=timezone.localdate(), by=secretary)
    coming = a_meeting(forum, secretary)
    item = filling.add_follow_up(fresh(coming), by=secretary)
    assert "Ring til HR" in section_of(item, "other").html
    access.set_closed(again(held.open_item), access.Closing(True, "staff"), by=secretary)
    sending.send_agenda(fresh(coming), by=secretary)
    assert "Ring til HR" not in section_of(item, "other").html
    paper = queries.paper_for(fresh(coming), "agenda", viewer=secretary)
    assert "Ring til HR" not in str(paper.document.paper)


def test_other_forums_minutes_are_their_own(forum, secretary):
    from tests.factories import a_forum

    other = a_forum("Direktørforum")
    StandingItem.objects.filter(forum=other, edge="first").update(fill=Fill.MINUTES)
    first = out_of(forum, secretary, -7)
    theirs = a_meeting(other, secretary)
    assert listed_on(theirs) == set()
    assert listed_on(a_meeting(forum, secretary)) == {first.pk}
    assert Forum.objects.count() == 2
