"""A meeting that is held, read as an enemy: who came for the closed item, two secretaries at once, what is taken back."""

import pytest

from chefforum.workflow import Overtaken, Refused
from meetings import permissions
from meetings.actions import access, attendance, correcting, following_up, running, sending
from meetings.models import Absence, AgendaItem, Attendance, Erratum, Ruling, Task, Turn
from meetings.papers.build import build
from meetings.papers.edition import fit_to_keep, mark_closed, open_edition, without
from meetings.queries import all_items_of, edition_of
from tests.factories import (
    SECRET,
    a_meeting,
    a_person,
    again,
    fresh,
    item_of,
    section_of,
    sent_meeting,
    write,
)
from tests.meetings.test_running import held, note  # noqa: F401


@pytest.fixture
def counsel(held, secretary):  # noqa: F811
    """A guest who is there for the closed third item alone, and one who is there for the second too."""
    alone = attendance.add_guest(held, name="Ib (Advokat) Holm", office="Nævnet", by=secretary)
    note(alone, secretary, kind="guest", came_at=item_of(held, 3).pk, left_before=item_of(held, 4).pk)
    both = attendance.add_guest(held, name="Åse Bo & Co", office="", by=secretary)
    note(both, secretary, kind="guest", came_at=item_of(held, 2).pk, left_before=item_of(held, 4).pk)
    return build(fresh(held), all_items_of(held), kind="minutes")


def test_a_guest_of_a_closed_item_alone_is_in_no_edition_without_it(counsel):
    assert "Ib Advokat Holm (Nævnet)" in counsel["attended"]["guests"]
    # Also where the item was closed after the minutes were sent.
    opened = mark_closed(counsel, set(), {})
    for paper in (
        open_edition(counsel),
        open_edition(mark_closed(opened, {3}, {})),
        without(counsel, {3}, edition="personal"),
        fit_to_keep(counsel, {3}, {}),
    ):
        assert "Holm" not in str(paper)
        assert "Nævnet" not in str(paper)
        assert paper["attended"]["guests"] == ["Åse Bo & Co"]
        away = [section["html"] for section in paper["items"][3]["sections"] if section["heading"].startswith("Ikke")]
        assert away == ["<p>Åse Bo &amp; Co</p>"]
    assert "Holm" in str(open_edition(opened))


def test_a_correction_in_a_closed_attachment_is_not_told_by_an_open_decision(held, secretary):  # noqa: F811
    item = item_of(held, 2)
    item.attachments.update(closed=True, title=f"{SECRET}.txt")
    correcting.correct_figure(item.attachments.get(), was=SECRET, now="4", by=secretary)
    assert section_of(again(item), "decision").html == ""
    assert Erratum.objects.get().was == SECRET
    paper = build(fresh(held), all_items_of(held), kind="minutes")
    assert SECRET in str(paper["items"][1])
    assert SECRET not in str(open_edition(paper)["items"][1])


def test_a_secretary_who_may_not_read_an_item_leaves_what_is_noted_of_it(held, forum, secretary, chief):  # noqa: F811
    row = Attendance.objects.get(meeting=held, user=chief)
    closed = item_of(held, 3)
    note(row, secretary, came_at=closed.pk, away_from=[closed.pk])
    other = a_person("sus", "secretariat", forum)
    access.disqualify(again(closed), other, by=secretary)
    note(row, other, left_before=item_of(held, 5).pk)
    row.refresh_from_db()
    assert (row.came_at_id, row.left_before_id) == (closed.pk, item_of(held, 5).pk)
    assert Absence.objects.filter(attendance=row, item=closed).exists()
    with pytest.raises(Refused, match="ikke på dagsordenen"):
        note(row, other, came_at=closed.pk)
    # Who reads it may take it back.
    note(row, secretary)
    row.refresh_from_db()
    assert row.came_at_id is None
    assert not row.absences.exists()


def test_the_page_does_not_say_that_something_unreadable_is_noted(held, forum, secretary, chief, login):  # noqa: F811
    row = Attendance.objects.get(meeting=held, user=chief)
    other = a_person("sus", "secretariat", forum)
    access.disqualify(item_of(held, 3), other, by=secretary)
    before = login(other).get(f"/moeder/{held.pk}/fremmoede/").content.decode()
    note(row, secretary, away_from=[item_of(held, 3).pk])
    after = login(other).get(f"/moeder/{held.pk}/fremmoede/").content.decode()
    assert after.count("<details open") == before.count("<details open") == 0
    assert login(secretary).get(f"/moeder/{held.pk}/fremmoede/").content.decode().count("<details open") == 1


def test_two_secretaries_do_not_write_over_each_other(held, secretary, chief, login):  # noqa: F811
    row = Attendance.objects.get(meeting=held, user=chief)
    client = login(secretary)
    address = f"/moeder/fremmoede/{row.pk}/"
    first = client.post(address, {"kind": "excused", "version": 0}, headers={"HX-Request": "true"}).content.decode()
    assert 'name="version" value="1"' in first
    second = client.post(address, {"kind": "absent", "version": 0}, headers={"HX-Request": "true"}).content.decode()
    assert "ændret af en anden" in second
    assert "version" not in second
    for wrong in ({"kind": "present"}, {"kind": "present", "version": "x"}, {"kind": "present", "version": -1}):
        answer = client.post(address, wrong, headers={"HX-Request": "true"}).content.decode()
        assert "Ikke gemt" in answer
        assert "<html" not in answer
    row.refresh_from_db()
    assert row.kind == "excused"


def test_the_order_that_counts_for_coming_and_going_is_the_order_taken(held, secretary, chief):  # noqa: F811
    row = Attendance.objects.get(meeting=held, user=chief)
    running.finish(item_of(held, 1), by=secretary)
    running.take_later(item_of(held, 2), by=secretary)  # 3 before 2
    note(row, secretary, came_at=item_of(held, 3).pk, left_before=item_of(held, 2).pk)
    with pytest.raises(Refused, match="ligger ikke efter"):
        note(row, secretary, came_at=item_of(held, 2).pk, left_before=item_of(held, 3).pk)


def test_members_of_one_name_are_both_expected(forum, secretary):
    for name in ("ida1", "ida2"):
        person = a_person(name, "head_of_department", forum)
        person.first_name, person.last_name = "Ida", "Holm"
        person.save()
    sent = sent_meeting(forum, secretary, days=0)
    running.begin_meeting(fresh(sent.meeting), by=secretary)
    names = Attendance.objects.filter(meeting=sent.meeting).values_list("name", flat=True)
    assert sorted(names) == ["Ida Holm", "Ida Holm, ida2"]


def test_what_is_on_the_screen_goes_off_it_again(held, secretary, login):  # noqa: F811
    client = login(secretary)
    wall = f"/moeder/{held.pk}/storskaerm/nu/"
    closed, post = item_of(held, 3), f"/moeder/punkt/{item_of(held, 3).pk}/skaerm/"
    running.call(closed, by=secretary)
    client.post(post, {"part": "closed", "shown": "1"})
    assert SECRET in client.get(wall).content.decode()
    client.post(post, {"part": "closed"})
    # A page that was opened before knows nothing of it, and brings nothing back.
    client.post(post, {"part": "decision", "shown": "1"})
    assert SECRET not in client.get(wall).content.decode()
    client.post(post, {"part": "closed", "shown": "1"})
    running.call(item_of(held, 4), by=secretary)
    running.call(closed, by=secretary)
    assert SECRET not in client.get(wall).content.decode()
    # What is said of an open item does not wait for it to be closed.
    with pytest.raises(Refused, match="ikke lukket"):
        running.show_on_screen(item_of(held, 2), what="closed", shown=True, by=secretary)
    opened = item_of(held, 2)
    running.call(opened, by=secretary)
    write(opened, secretary, f"<p>{SECRET} beslutning</p>", kind="decision")
    running.show_on_screen(again(opened), what="decision", shown=True, by=secretary)
    access.set_closed(again(opened), access.Closing(True, "staff"), by=secretary)
    page = client.get(wall).content.decode()
    assert SECRET not in page
    assert "Åbent emne" not in page
    assert " min." not in page


def test_the_screen_says_what_the_open_edition_says(held, secretary, login):  # noqa: F811
    running.call(item_of(held, 2), by=secretary)
    AgendaItem.objects.filter(pk=item_of(held, 2).pk).update(title="Skrevet om siden")
    page = login(secretary).get(f"/moeder/{held.pk}/storskaerm/nu/").content.decode()
    assert "Åbent emne" in page
    assert "Skrevet om" not in page
    assert edition_of(held, "agenda", "open", viewer=secretary)


def test_a_step_is_taken_once_by_two_presses(held, secretary, login):  # noqa: F811
    client = login(secretary)
    second = item_of(held, 2)
    seen = Turn.objects.get(item=second).version
    for _ in range(2):
        client.post(f"/moeder/punkt/{second.pk}/afvikling/senere/", {"version": seen})
    order = list(Turn.objects.filter(item__meeting=held).order_by("place").values_list("item__position", flat=True))
    assert order == [1, 3, 2, 4, 5]
    with pytest.raises(Overtaken):
        running.skip(again(second), version=seen, by=secretary)


def test_an_item_is_postponed_once_and_a_task_given_once(held, forum, secretary):  # noqa: F811
    item, later = item_of(held, 2), a_meeting(forum, secretary, days=30)
    running.postpone_now(item, to=later, sentence="Punktet blev udsat.", by=secretary)
    with pytest.raises(Overtaken, match="allerede udsat"):
        running.postpone_now(again(item), to=later, sentence="Punktet blev udsat.", by=secretary)
    assert AgendaItem.objects.filter(continues=item).count() == 1
    assert section_of(again(item), "decision").html.count("udsat") == 1
    following_up.add_task(again(item), text="Ring", who="Ida", when="i juni", by=secretary)
    with pytest.raises(Refused, match="allerede givet"):
        following_up.add_task(again(item), text="ring", who="Ida", when="i juni", by=secretary)
    assert Task.objects.get().due.month == 6
    assert Ruling.objects.count() == 1


def test_an_author_is_not_told_of_what_continues_theirs_before_it_is_sent(held, forum, secretary, chief):  # noqa: F811
    item = item_of(held, 2)
    AgendaItem.objects.filter(pk=item.pk).update(author=chief)
    running.postpone_now(again(item), to=a_meeting(forum, secretary, days=30), sentence="Udsat.", by=secretary)
    assert [one.pk for one in permissions.proposed_by(chief)] == [item.pk]


def test_a_meeting_goes_on_after_it_was_ended_or_its_agenda_sent_anew(held, secretary, login):  # noqa: F811
    client = login(secretary)
    running.finish(item_of(held, 1), by=secretary)
    running.end_meeting(fresh(held), by=secretary)
    assert "Genoptag mødet" in client.get(f"/moeder/{held.pk}/afvikling/").content.decode()
    client.post(f"/moeder/{held.pk}/afvikling/begynd/")
    held.refresh_from_db()
    assert held.ended_at is None
    present = Turn.objects.get(item__meeting=held, state="now")
    sending.reopen_agenda(fresh(held), by=secretary)
    # A withdrawn item's turn does not come.
    waiting = Turn.objects.filter(item__meeting=held, state="waiting").order_by("place").first()
    AgendaItem.objects.filter(pk=waiting.item_id).update(state="withdrawn")
    running.begin_meeting(fresh(held), by=secretary)
    assert Turn.objects.get(item__meeting=held, state="now") == present
    following = running.finish(again(present.item), by=secretary)
    assert following is not None
    assert following.pk != waiting.item_id
