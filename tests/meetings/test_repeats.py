"""Items that repeat words or tasks of others are shut with them: in chains, in lists, in what the house wrote before."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from chefforum.workflow import Refused
from meetings import permissions, queries
from meetings.actions import (
    access,
    approving,
    filling,
    following_up,
    onward,
    planning,
    remarking,
    running,
    sending,
    setup,
    writing,
)
from meetings.models import (
    AgendaItem,
    Approval,
    Forum,
    Meeting,
    MeetingPaper,
    Membership,
    Remark,
    Repeat,
    Task,
    Wording,
)
from tests.factories import (
    a_forum,
    a_meeting,
    add,
    again,
    fresh,
    hold,
    section_of,
    send_for_approval,
    sent_meeting,
    sha_for,
    write,
)

STAFF = access.Closing(True, "staff", "Personalesag")
WORDS, TASK = "Om Kims stilling", "Ring til Kim"


@pytest.fixture
def source(forum, secretary, barred):
    """An open item whose decision says something; its minutes are being written."""
    sent = sent_meeting(forum, secretary, days=0)
    hold(sent, secretary)
    write(sent.open_item, secretary, f"<p>{WORDS}.</p>", kind="decision")
    return again(sent.open_item)


def out(meeting, edition="open", reader=None):
    paper = MeetingPaper.objects.get(meeting=meeting, kind="agenda", edition=edition, reader=reader, current=True)
    return str(paper.document.paper)


def read_by(user, meeting):
    return str(queries.paper_for(fresh(meeting), "agenda", viewer=user).document.paper)


def shut(item, barred, by):
    access.set_closed(again(item), STAFF, by=by)
    access.disqualify(again(item), barred, by=by)


def test_a_chain_is_shut_with_its_first_link(forum, source, secretary, barred):
    coming = a_meeting(forum, secretary)
    middle, last, late = (add(coming, title, secretary) for title in ("B", "A", "Sent"))
    onward.quote_decision(again(middle), source, by=secretary)
    writing.copy_from(again(middle), again(last), by=secretary)
    sending.send_agenda(fresh(coming), by=secretary)
    assert WORDS in read_by(barred, coming)
    shut(source, barred, secretary)
    assert WORDS not in out(coming)
    assert WORDS not in read_by(barred, coming)
    # What is shut with another is not a way around either.
    with pytest.raises(Refused, match="fra et lukket punkt"):
        writing.copy_from(again(middle), again(late), by=secretary)
    access.set_closed(source, access.Closing(False), by=secretary)
    access.lift_disqualification(source, barred, by=secretary)
    assert WORDS in out(coming)
    assert WORDS in read_by(barred, coming)


def test_whatever_repeats_an_item_repeats_what_it_quotes_later(forum, source, secretary, barred):
    coming = a_meeting(forum, secretary)
    middle, last = add(coming, "B", secretary), add(coming, "A", secretary)
    write(middle, secretary, "<p>Noget.</p>")
    writing.copy_from(again(middle), again(last), by=secretary)
    onward.quote_decision(again(middle), source, by=secretary)
    assert Repeat.objects.filter(item=last, source=source).exists()


def with_task(forum, source, by):
    following_up.add_task(again(source), text=TASK, who="Kim", when="", by=by)
    sending.send_minutes(fresh(source.on), due=timezone.localdate(), by=by)
    coming = a_meeting(forum, by, 20)
    return coming, filling.add_follow_up(fresh(coming), by=by)


def test_a_list_keeps_what_was_quoted_in_it(forum, source, secretary, barred):
    coming, item = with_task(forum, source, secretary)
    other = add(coming, "C", secretary)
    write(other, secretary, f"<p>{WORDS}.</p>")
    writing.copy_from(again(other), again(item), by=secretary)
    sending.send_agenda(fresh(coming), by=secretary)
    access.set_closed(again(other), STAFF, by=secretary)
    assert WORDS not in out(coming)


def test_a_list_that_was_sent_keeps_what_it_told_wherever_it_is_moved(forum, source, secretary, barred):
    coming, _ = with_task(forum, source, secretary)
    sending.send_agenda(fresh(coming), by=secretary)
    later = a_meeting(forum, secretary, 40)
    planning.cancel_meeting(fresh(coming), reason="Ferie", items_to=fresh(later), by=secretary)
    following_up.finish_task(queries.task_by_id(Task.objects.get().pk, viewer=secretary), by=secretary)
    shut(source, barred, secretary)
    assert TASK not in out(coming)
    assert TASK not in read_by(barred, coming)


def test_no_task_of_an_item_that_repeats_a_closed_one_is_listed(forum, source, secretary, chief_executive):
    held = sent_meeting(forum, secretary, days=1)
    onward.quote_decision(again(held.open_item), source, by=secretary)
    hold(held, secretary)
    following_up.add_task(again(held.open_item), text=TASK, who="Kim", when="", by=secretary)
    sending.send_minutes(fresh(held.meeting), due=timezone.localdate(), by=secretary)
    access.set_closed(source, STAFF, by=secretary)
    coming = a_meeting(forum, secretary, 20)
    item = filling.add_follow_up(fresh(coming), by=secretary)
    assert TASK not in section_of(item, "other").html


def test_the_houses_own_wordings_do_not_outlive_the_link(forum, source, secretary, barred):
    _, item = with_task(forum, source, secretary)
    section = section_of(item, "other")
    assert Repeat.objects.filter(item=item).exists()
    access.set_closed(again(source), STAFF, by=secretary)
    assert not Repeat.objects.filter(item=item).exists()
    assert not Wording.objects.filter(section=section, html__contains=TASK).exists()


def test_a_link_stays_while_somebody_has_written_in_the_list(forum, source, secretary, barred):
    coming, item = with_task(forum, source, secretary)
    section = section_of(item, "other")
    was = section.html
    for html in (f"{was}<p>Et ord.</p>", was):
        section = section_of(item, "other")
        writing.write_section(section, writing.Words(html), version=section.version, by=secretary)
    access.set_closed(again(source), STAFF, by=secretary)
    assert TASK not in section_of(item, "other").html
    wording = Wording.objects.filter(section=section, saved="written", html__contains=TASK).first()
    writing.restore_wording(wording, by=secretary)
    sending.send_agenda(fresh(coming), by=secretary)
    assert TASK not in out(coming)


def test_another_forums_closed_words_stay_there(forum, source, secretary, chief, login):
    other = a_forum("Direktørforum")
    Membership.objects.create(forum=other, user=chief, start=timezone.localdate())
    access.set_closed(source, STAFF, by=secretary)
    item = add(a_meeting(other, secretary), "Nyt", secretary)
    access.set_closed(again(item), STAFF, by=secretary)
    with pytest.raises(Refused, match="i et andet forum"):
        onward.quote_decision(again(item), again(source), by=secretary)


def test_an_outsider_hears_nothing_of_an_item_that_is_shut_with_another(forum, source, secretary, outsider, chief):
    held = sent_meeting(forum, secretary, days=1)
    onward.quote_decision(again(held.open_item), source, by=secretary)
    AgendaItem.objects.filter(pk=held.open_item.pk).update(author=outsider)
    hold(held, secretary)
    task = following_up.add_task(again(held.open_item), text=TASK, who=str(outsider), when="", by=secretary)
    meeting = fresh(held.meeting)
    sending.send_minutes(meeting, due=timezone.localdate(), by=secretary)
    assert permissions.may_see_task(outsider, task)
    access.set_closed(source, STAFF, by=secretary)
    assert not permissions.may_see_task(outsider, task)
    assert not permissions.may_be_given(outsider, again(held.open_item))
    Approval.objects.all().delete()
    assert not permissions.excerpts_seen_by(outsider).exists()


def test_a_shut_item_has_no_case_number_and_no_clock_in_the_open_edition(forum, source, secretary, barred, login):
    Forum.objects.filter(pk=forum.pk).update(show_closed_case_numbers=True)
    coming = a_meeting(forum, secretary)
    item = add(coming, "B", secretary)
    write(item, secretary, "<p>Tekst.</p>", case_number="81.00.00-A00-9-26", planned_minutes=20)
    onward.quote_decision(again(item), source, by=secretary)
    sending.send_agenda(fresh(coming), by=secretary)
    shut(source, barred, secretary)
    assert "81.00.00-A00-9-26" not in out(coming)
    preview = login(secretary).get(reverse("meetings:preview", args=[coming.pk, "open"])).content.decode()
    assert WORDS not in preview
    write(add(coming, "Sent", secretary), secretary, "<p>Haster.</p>", planned_minutes=10)
    sending.send_agenda(fresh(coming), by=secretary)
    late = MeetingPaper.objects.get(meeting=coming, kind="supplement", edition="open", current=True)
    assert all(one["time_slot"] is None for one in late.document.paper["items"])


def test_a_shut_item_is_shown_on_the_wall_only_when_asked(forum, source, secretary, login):
    coming = a_meeting(forum, secretary, 1)
    item = add(coming, "Emnet på væggen", secretary)
    onward.quote_decision(again(item), source, by=secretary)
    sending.send_agenda(fresh(coming), by=secretary)
    access.set_closed(source, STAFF, by=secretary)
    running.begin_meeting(fresh(coming), by=secretary)
    running.call(again(item), by=secretary)
    wall = reverse("meetings:screen_now", args=[coming.pk])
    assert "Emnet på væggen" not in login(secretary).get(wall).content.decode()
    running.show_on_screen(again(item), what="closed", shown=True, by=secretary)
    assert "Emnet på væggen" in login(secretary).get(wall).content.decode()


def test_an_item_is_let_go_when_the_words_are_out_and_that_is_sent(forum, source, secretary, chief, login):
    coming = a_meeting(forum, secretary)
    item = add(coming, "B", secretary)
    write(item, secretary, "<p>Egen tekst.</p>")
    onward.quote_decision(again(item), source, by=secretary)
    sending.send_agenda(fresh(coming), by=secretary)
    access.set_closed(source, STAFF, by=secretary)
    page = reverse("meetings:access", args=[item.pk])
    url = reverse("meetings:stop_repeating", args=[item.pk, source.pk])
    client = login(secretary)
    assert "står som »Lukket« i den åbne udgave" in client.get(page).content.decode()
    write(item, secretary, "", kind="history")
    assert "står måske stadig" in client.post(url, follow=True).content.decode()
    assert Repeat.objects.filter(item=item).exists()
    sending.send_agenda(fresh(coming), by=secretary)
    assert "Egen tekst" not in out(coming)
    assert login(chief).post(url).status_code in {403, 404}
    client.post(url)
    assert not Repeat.objects.filter(item=item).exists()
    assert "Egen tekst" in out(coming)
    assert WORDS not in out(coming)


# What is no reason to refuse the lock, and what is.


@pytest.fixture
def asked(sent, secretary):
    return send_for_approval(sent, secretary)


def lock(meeting, boss):
    approving.lock_minutes(fresh(meeting), sha256=sha_for(meeting, boss), by=boss)


def test_a_setting_or_a_later_mark_does_not_hold_the_lock_up(forum, asked, sent, secretary, chief, chief_executive):
    setup.set_up_forum(forum, {"empty_decision": "."}, by=secretary)
    access.disqualify(again(sent.open_item), chief, by=secretary)
    lock(asked, chief_executive)
    assert fresh(asked).state == "approved"


def test_a_correction_that_was_promised_must_be_sent(asked, sent, secretary, chief, chief_executive):
    def made():
        return Remark.objects.select_related("item__meeting__forum", "item__forum").get()

    remarking.remark(again(sent.open_item), "Ret det.", by=chief)
    access.set_closed(again(sent.open_item), STAFF, by=secretary)
    with pytest.raises(Refused, match="er den samme"):
        remarking.close_with_change(made(), "", by=secretary)
    write(sent.open_item, secretary, "<p>Rettet.</p>", kind="decision")
    remarking.close_with_change(made(), "", by=secretary)
    with pytest.raises(Refused, match="som ikke er sendt"):
        lock(asked, chief_executive)
    sending.send_minutes(fresh(asked), due=timezone.localdate(), by=secretary)
    lock(asked, chief_executive)


def test_an_approval_given_after_silence_is_given(forum, asked, chief):
    Forum.objects.filter(pk=forum.pk).update(silence_approves=True)
    Meeting.objects.update(silence_approves=True)
    approving.approve_silently(asked.remarks_due + timedelta(days=1))
    assert Approval.objects.get(user=chief).kind == "silent"
    approving.approve(fresh(asked), sha256=sha_for(asked, chief), by=chief)
    assert Approval.objects.get(user=chief).kind == "given"
