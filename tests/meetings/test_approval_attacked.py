"""Approval and what follows, read as an enemy: what is closed or corrected later, pressed twice, or told too early."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from chefforum.audit.models import Entry
from chefforum.mailroom.models import Letter
from chefforum.workflow import Refused
from meetings import queries
from meetings.actions import (
    access,
    approving,
    filling,
    following_up,
    onward,
    proposals,
    remarking,
    running,
    sending,
    writing,
)
from meetings.models import (
    Approval,
    CaseStop,
    Forum,
    ListedMinutes,
    Meeting,
    MeetingPaper,
    Membership,
    Ruling,
    Section,
    StandingItem,
)
from meetings.notices.minutes import about_final, about_minutes
from tests.factories import (
    SECRET,
    a_meeting,
    a_person,
    add,
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

STAFF = access.Closing(True, "staff", "Personalesag")
TASK = "Ring til Kim"


@pytest.fixture
def out(sent, secretary):
    return send_for_approval(sent, secretary)


@pytest.fixture
def filled(forum):
    StandingItem.objects.filter(forum=forum, edge="first").update(fill="minutes")
    return forum


def approve(meeting, user):
    return approving.approve(fresh(meeting), sha256=sha_for(meeting, user), by=user)


def lock(meeting, boss):
    approving.lock_minutes(fresh(meeting), sha256=sha_for(meeting, boss), by=boss)


def send_again(meeting, by):
    sending.send_minutes(fresh(meeting), due=timezone.localdate() + timedelta(days=3), by=by)


def answer_of(meeting, user):
    return next(one for one in queries.answers(fresh(meeting)) if one.user == user)


def letter_to(user, meeting, kind="meetings.minutes"):
    return Letter(to=user, kind=kind, key=str(meeting.pk))


def approval_page(login, user, meeting):
    return login(user).get(reverse("meetings:approval", args=[meeting.pk])).content.decode()


@pytest.mark.parametrize("again_sent", [False, True])
def test_the_difference_shows_nothing_of_what_is_kept_from_the_reader_since(
    sent, out, secretary, chief, chief_executive, barred, login, again_sent
):
    approve(out, chief)
    access.disqualify(again(sent.closed_item), chief, by=secretary)
    if again_sent:
        write(sent.open_item, secretary, "<p>Noget andet.</p>", kind="decision")
        send_again(out, secretary)
    assert SECRET not in approval_page(login, chief, out)


def test_nor_of_what_only_named_people_may_read_since(sent, out, secretary, chief, chief_executive, login):
    approve(out, chief)
    access.set_readers(again(sent.closed_item), named=[chief_executive], by=secretary)
    assert SECRET not in approval_page(login, chief, out)


def test_another_place_or_attendance_shows_the_whole(sent, out, secretary, chief, login):
    approve(out, chief)
    Meeting.objects.filter(pk=out.pk).update(location="Kantinen")
    send_again(out, secretary)
    page = approval_page(login, chief, out)
    assert "derfor vises hele referatet" in page
    assert "Der er ikke ændret noget" not in page


def test_no_silence_of_who_has_answered_or_was_taken_back(sent, out, forum, secretary, chief, chief_executive):
    Forum.objects.filter(pk=forum.pk).update(silence_approves=True)
    Meeting.objects.update(silence_approves=True)
    approving.withdraw_approval(approve(out, chief), reason="Inhabil", by=secretary)
    approve(out, chief_executive)
    # Both get an edition of their own, which neither has approved.
    for user in (chief, chief_executive):
        access.disqualify(again(sent.open_item), user, by=secretary)
    approving.approve_silently(out.remarks_due + timedelta(days=1))
    assert not Approval.objects.filter(user__in=[chief, chief_executive], kind="silent").exists()
    send_again(out, secretary)
    approving.approve_silently(fresh(out).remarks_due + timedelta(days=1))
    assert Approval.objects.filter(user=chief, kind="silent").exists(), "they are asked anew by what is sent"


def test_reopened_and_sent_again_before_the_letter_asks(sent, out, secretary, chief, chief_executive):
    told = {"sha256": sha_for(out, chief)}
    lock(out, chief_executive)
    approving.reopen_minutes(fresh(out), reason="En fejl", by=secretary)
    write(sent.open_item, secretary, "<p>Rettet.</p>", kind="decision")
    send_again(out, secretary)
    mail = about_minutes(letter_to(chief, out), told)
    assert "En fejl" in mail.text
    assert "Godkend referatet" in mail.text
    assert "Du får besked" not in mail.text


def test_somebody_who_has_left_does_not_hold_the_final_approval_up(out, forum, chief, chief_executive, barred):
    left = a_person("kurt", "head_of_department")
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.create(forum=forum, user=left, start=yesterday - timedelta(days=9), end=yesterday)
    Meeting.objects.filter(pk=out.pk).update(starts_at=timezone.now() - timedelta(days=3))
    for user in (chief, barred, chief_executive):
        approve(out, user)
    assert Letter.objects.filter(kind="meetings.final").exists()


def test_the_letter_to_who_locks_is_true_when_it_is_sent(out, secretary, chief, chief_executive, barred):
    letter = letter_to(chief_executive, out, "meetings.final")
    for user in (chief, barred, chief_executive):
        approve(out, user)
    first = about_final(letter, None)
    assert about_final(letter, first.told) is None
    approving.withdraw_approval(Approval.objects.get(user=chief), reason="En fejl", by=secretary)
    assert about_final(letter, None) is None
    approve(out, chief)
    assert about_final(letter, first.told) is not None


def test_what_was_written_after_it_was_sent_is_not_locked(sent, out, secretary, chief, chief_executive, login):
    remarking.remark(item_of(out, 2), "Ret det.", by=chief)
    write(sent.open_item, secretary, "<p>Aldrig sendt.</p>", kind="decision")
    from meetings.models import Remark

    remarking.close_with_change(Remark.objects.select_related("item__meeting").get(), "", by=secretary)
    with pytest.raises(Refused, match="en rettelse, som ikke er sendt"):
        lock(out, chief_executive)
    assert "Aldrig sendt" not in login(chief).get("/moeder/beslutninger/").content.decode()
    send_again(out, secretary)
    lock(out, chief_executive)
    assert "Aldrig sendt" in login(chief).get("/moeder/beslutninger/").content.decode()


def test_the_same_words_are_approved_once_and_withdrawn_at_once(sent, out, secretary, barred):
    approve(out, barred)
    write(sent.closed_item, secretary, f"<p>{SECRET} rettet.</p>", kind="decision")
    send_again(out, secretary)
    approve(out, barred)
    assert Approval.objects.filter(user=barred).count() == 1
    approving.withdraw_approval(answer_of(out, barred).approval, reason="En fejl", by=secretary)
    assert answer_of(out, barred).approval is None


def test_an_outcome_that_was_read_is_read_anew(sent, out, secretary, chief, chief_executive, login):
    write(sent.open_item, secretary, "<p>Punktet blev udsat.</p>", kind="decision")
    send_again(out, secretary)
    lock(out, chief_executive)
    assert Ruling.objects.get(item=sent.open_item).outcome == "postponed"
    approving.reopen_minutes(fresh(out), reason="En fejl", by=secretary)
    write(sent.open_item, secretary, "<p>Chefforum godkendte det.</p>", kind="decision")
    send_again(out, secretary)
    lock(out, chief_executive)
    assert Ruling.objects.get(item=sent.open_item).outcome == "approved"


def test_a_remark_is_closed_with_all_its_words_or_not_at_all(sent, out, secretary, chief, login):
    made = remarking.remark(again(sent.open_item), "Ret det.", by=chief)
    write(sent.open_item, secretary, "<p>Nye ord.</p>", kind="decision")
    url = reverse("meetings:answer", args=[made.pk])
    for text in ("x" * 4001, "a\x00b"):
        assert login(secretary).post(url, {"changed": "1", "text": text}).status_code < 500
        made.refresh_from_db()
        assert made.answered_at is None


def test_what_was_typed_is_shown_again_where_it_is_refused(sent, out, secretary, chief, login):
    approval = approve(out, chief)
    long = login(secretary).post(reverse("meetings:withdraw_approval", args=[approval.pk]), {"reason": "Q" * 401})
    assert "QQQQ" in long.content.decode()
    send_on = reverse("meetings:send_on", args=[sent.open_item.pk])
    assert "FFFF" in login(secretary).post(send_on, {"to_forum": "F" * 121}).content.decode()


def with_task(forum, by, barred, chief):
    """Minutes that are out, with a task of their open item."""
    sent = sent_meeting(forum, by, barred, days=0)
    hold(sent, by)
    task = following_up.add_task(again(sent.open_item), text=TASK, who=str(chief), when="", by=by)
    sending.send_minutes(fresh(sent.meeting), due=timezone.localdate(), by=by)
    return sent, task


def says(meeting, edition="open", reader=None):
    paper = MeetingPaper.objects.get(meeting=meeting, kind="agenda", edition=edition, reader=reader, current=True)
    return str(paper.document.paper)


def test_a_list_has_no_task_of_an_item_that_somebody_is_barred_from(forum, secretary, chief, barred):
    sent, _ = with_task(forum, secretary, barred, chief)
    coming = a_meeting(forum, secretary)
    item = filling.add_follow_up(fresh(coming), by=secretary)
    assert TASK in section_of(item, "other").html
    access.disqualify(again(sent.open_item), barred, by=secretary)
    assert TASK not in section_of(item, "other").html


def test_a_list_that_is_not_the_next_follows_too(forum, secretary, chief, barred):
    sent, _ = with_task(forum, secretary, barred, chief)
    coming = a_meeting(forum, secretary, 14)
    filling.add_follow_up(fresh(coming), by=secretary)
    a_meeting(forum, secretary, 7)
    access.set_closed(again(sent.open_item), STAFF, by=secretary)
    sending.send_agenda(fresh(coming), by=secretary)
    assert TASK not in says(coming)
    assert TASK not in says(coming, "members")


@pytest.mark.parametrize("case", ["typed", "released", "again", "copied"])
def test_a_list_is_shut_with_what_it_tells_of(forum, secretary, chief, barred, outsider, case):
    """Where the list cannot be made anew, its item is closed in the open edition, and kept from whom that is kept."""
    sent, _ = with_task(forum, secretary, barred, chief)
    coming = a_meeting(forum, secretary, 14)
    item = filling.add_follow_up(fresh(coming), by=secretary)
    if case == "copied":
        item = proposals.take_up_again(again(item), to=fresh(coming), by=secretary)
    if case == "typed":
        section = section_of(item, "other")
        words = writing.Words(section.html + "<p>Et ord.</p>")
        writing.write_section(section, words, version=section.version, by=secretary)
    else:
        sending.send_agenda(fresh(coming), by=secretary)
        sending.release_open_edition(fresh(coming), kind="agenda", by=secretary)
        assert TASK in str(queries.paper_for(fresh(coming), "agenda", viewer=outsider).document.paper)
    access.set_closed(again(sent.open_item), STAFF, by=secretary)
    access.disqualify(again(sent.open_item), chief, by=secretary)
    if case in {"typed", "again"}:
        sending.send_agenda(fresh(coming), by=secretary)
    assert TASK not in says(coming)
    found = queries.paper_for(fresh(coming), "agenda", viewer=outsider)
    assert found is None or TASK not in str(found.document.paper)
    own = queries.paper_for(fresh(coming), "agenda", viewer=chief)
    assert TASK not in str(own.document.paper)
    if case == "typed":
        assert TASK in says(coming, "members")


def test_a_list_by_another_name_is_not_begun_anew(forum, secretary, chief, barred):
    with_task(forum, secretary, barred, chief)
    coming = a_meeting(forum, secretary)
    item = filling.add_follow_up(fresh(coming), by=secretary)
    Section.objects.filter(item=item, kind="other").update(heading="Opgaver")
    filling.fill_next_agenda(forum)
    assert Section.objects.filter(item=item, kind="other").count() == 1


def test_historik_reaches_nobody_whom_its_source_is_kept_from(forum, secretary, chief, barred, chief_executive):
    sent = sent_meeting(forum, secretary, days=0)
    hold(sent, secretary)
    write(sent.open_item, secretary, "<p>Om nogen.</p>", kind="decision")
    write(sent.closed_item, secretary, "<p>Kun for navngivne.</p>", kind="decision")
    access.disqualify(again(sent.open_item), barred, by=secretary)
    access.set_readers(again(sent.closed_item), named=[chief_executive], by=secretary)
    coming = a_meeting(forum, secretary)
    opened, closed = add(coming, "Nyt", secretary), add(coming, "Nyt og lukket", secretary)
    access.set_closed(again(closed), STAFF, by=secretary)
    for item, source in ((opened, sent.open_item), (closed, sent.closed_item)):
        for hand_on in (onward.quote_decision, lambda item, source, by: writing.copy_from(source, item, by=by)):
            with pytest.raises(Refused, match="samme læsere"):
                hand_on(again(item), again(source), by=secretary)
    # Where it may, it follows its source from then on.
    access.lift_disqualification(again(sent.open_item), barred, by=secretary)
    onward.quote_decision(again(opened), again(sent.open_item), by=secretary)
    sending.send_agenda(fresh(coming), by=secretary)
    assert "Om nogen" in str(queries.paper_for(fresh(coming), "agenda", viewer=barred).document.paper)
    access.disqualify(again(sent.open_item), barred, by=secretary)
    assert "Om nogen" not in str(queries.paper_for(fresh(coming), "agenda", viewer=barred).document.paper)


def test_points_written_under_a_filled_one_stay(filled, secretary, chief_executive):
    meeting = send_for_approval(sent_meeting(filled, secretary, days=0), secretary)
    coming = a_meeting(filled, secretary)
    section = section_of(item_of(coming, 1), "recommendation")
    points = [*section.points[:-1], {**section.points[-1], "children": [{"html": "dog uden bilag", "children": []}]}]
    writing.write_section(section, writing.Words("", [], points), version=section.version, by=secretary)
    lock(meeting, chief_executive)
    assert "dog uden bilag" in str(section_of(item_of(coming, 1), "recommendation").points)


def test_what_a_meeting_approved_stays_with_its_outcome(filled, secretary):
    meeting = send_for_approval(sent_meeting(filled, secretary, days=0), secretary)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - timedelta(days=3))
    coming = a_meeting(filled, secretary, 0)
    sending.send_agenda(fresh(coming), by=secretary)
    sending.begin_minutes(fresh(coming), by=secretary)
    running.rule(item_of(coming, 1), point=2, outcome="approved_with", by=secretary)
    approving.approve_at_meeting(item_of(coming, 1), fresh(meeting), by=secretary)
    assert Ruling.objects.get(item=item_of(coming, 1), point=2).outcome == "approved_with"
    before = section_of(item_of(coming, 1), "recommendation").points
    sending.reopen_agenda(fresh(coming), by=secretary)
    assert section_of(item_of(coming, 1), "recommendation").points == before
    assert ListedMinutes.objects.get().approved_at is not None


def test_reading_where_a_closed_case_went_is_noted(sent, out, secretary, chief, chief_executive, login):
    lock(out, chief_executive)
    stop = CaseStop.objects.create(item=again(sent.closed_item), forum="Økonomiudvalget", by=secretary)
    for address in (reverse("meetings:stops"), reverse("meetings:stop", args=[stop.pk])):
        Entry.objects.all().delete()
        assert SECRET in login(chief).get(address).content.decode()
        assert Entry.objects.filter(verb="meetings.closed_read", target_id=sent.closed_item.pk).exists()


def test_an_outcome_is_not_written_over_by_a_page_that_says_no_version(sent, out, secretary, login):
    stop = CaseStop.objects.create(item=again(sent.open_item), forum="Økonomiudvalget", by=secretary)
    url = reverse("meetings:stop", args=[stop.pk])
    day = timezone.localdate().isoformat()
    login(secretary).post(url, {"decided_on": day, "outcome": "Først", "version": 0})
    late = login(secretary).post(url, {"decided_on": day, "outcome": "Sidst"})
    assert "Sidst" in late.content.decode()
    stop.refresh_from_db()
    assert stop.outcome == "Først"


def test_words_are_looked_for_and_not_tags(sent, out, secretary, login):
    write(sent.open_item, secretary, "<p>R&amp;D <strong>godkendt</strong></p>", kind="decision")
    client = login(secretary)
    for word, count in (("R&D", 1), ("<p>", 0), ("strong", 0), ("godkendt", 1)):
        assert len(client.get("/moeder/beslutninger/", {"ord": word}).context["rows"]) == count, word
