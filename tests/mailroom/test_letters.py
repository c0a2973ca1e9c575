"""Letters as a real SMTP server receives them: one for many edits, none with a word of what is closed."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest
from django.utils import timezone

from chefforum.mailroom import actions as mailroom
from chefforum.mailroom.models import Letter
from chefforum.organisation.models import User
from meetings.actions import access, planning, sending
from meetings.actions.telling import tell_of_agenda
from meetings.models import Membership
from tests.factories import SECRET, a_meeting, add, again, fresh, write
from tests.mailroom.post_office import an_agenda, later, parts, subject, to


def event(mail: EmailMessage) -> tuple[Any, Any]:
    calendar = icalendar.Calendar.from_ical(parts(mail)["text/calendar"])
    return calendar, calendar.walk("VEVENT")[0]


def test_members_get_a_mail_with_link_and_invitation_and_no_word_of_what_is_closed(forum, secretary, members, post):
    meeting, *_ = an_agenda(forum, secretary)
    assert mailroom.deliver_due() == 0  # the editing may not have calmed down yet
    assert later() == 2
    for user in members:
        (mail,) = to(post, user)
        found = parts(mail)
        assert set(found) == {"text/plain", "text/html", "text/calendar"}
        assert subject(mail).startswith("Dagsorden til Chefforum")
        for text in (*found.values(), mail.as_string(), subject(mail)):
            assert SECRET not in text
            assert "Åben tekst" not in text
        for text in (found["text/plain"], found["text/html"]):
            assert "Sygefravær" in text
            assert "Lukket punkt" in text
            assert f"https://chefforum.lillevang.example/moeder/{meeting.pk}/laes/agenda/" in text
        assert "html" not in found["text/plain"]
        calendar, one = event(mail)
        assert (calendar["method"], one["uid"]) == ("REQUEST", f"meeting-{meeting.pk}@chefforum.lillevang.example")
        assert one["dtstart"].dt == meeting.starts_at
        assert SECRET not in parts(mail)["text/calendar"]


def test_a_forum_may_let_mails_name_closed_items_to_whoever_may_read_them(forum, secretary, members, post):
    forum.mails_closed_titles = True
    forum.save()
    _, _, closed = an_agenda(forum, secretary)
    access.set_readers(again(closed), named=[members[0]], by=secretary)
    later()
    assert f"{SECRET} titel" in parts(to(post, members[0])[0])["text/plain"]
    assert SECRET not in to(post, members[1])[0].as_string() + parts(to(post, members[1])[0])["text/plain"]


def test_what_is_closed_while_a_mail_waits_is_not_in_it(forum, secretary, members, post):
    _, opened, _ = an_agenda(forum, secretary)
    access.set_closed(again(opened), access.Closing(True, "staff"), by=secretary)
    later()
    assert "Sygefravær" not in parts(to(post, members[0])[0])["text/plain"]


def test_edits_close_together_give_one_mail_and_two_rounds_give_two(forum, secretary, members, post):
    """Five edits while the first mail waits: one mail. Three more within five minutes, later: one more."""
    meeting, opened, _ = an_agenda(forum, secretary)
    for number in range(5):
        write(opened, secretary, f"<p>Tekst {number}.</p>")
        sending.send_agenda(fresh(meeting), by=secretary)
    later()
    assert [subject(mail).split(" til ")[0] for mail in to(post, members[0])] == ["Dagsorden"]
    for number in range(3):
        write(opened, secretary, f"<p>Rettet {number}.</p>")
        sending.send_agenda(fresh(meeting), by=secretary)
    later()
    mails = to(post, members[0])
    assert len(mails) == 2
    text = parts(mails[1])["text/plain"]
    assert subject(mails[1]).startswith("Rettet dagsorden")
    assert "2. Sygefravær (Rettet)" in text
    assert "Godkendelse af dagsorden" not in text
    # The same agenda sent once more is no news.
    sending.send_agenda(fresh(meeting), by=secretary)
    later()
    assert len(to(post, members[0])) == 2


@pytest.mark.django_db(transaction=True)
def test_the_clock_posts_outside_a_transaction_what_waits_already(forum, members):
    for _ in range(2):
        mailroom.post(to=members, kind="meetings.reminder", key="", calm=timedelta(minutes=5))
    assert Letter.objects.count() == len(members)


def test_who_goes_on_editing_holds_the_mail_back_but_not_for_ever(forum, secretary, members):
    meeting, *_ = an_agenda(forum, secretary)
    first = Letter.objects.get(to=members[0])
    for _ in range(10):
        tell_of_agenda(meeting)
    held = Letter.objects.get(to=members[0])
    assert held.pk == first.pk
    assert held.due_at <= held.posted_at + timedelta(minutes=20)
    Letter.objects.update(posted_at=timezone.now() - timedelta(minutes=19))
    tell_of_agenda(meeting)
    assert Letter.objects.get(to=members[0]).due_at <= held.due_at


def test_a_supplement_is_told_of_by_name(forum, secretary, members, post):
    meeting, *_ = an_agenda(forum, secretary)
    later()
    write(add(meeting, "Akut tag", secretary), secretary, "<p>Råd.</p>")
    sending.send_agenda(fresh(meeting), by=secretary)
    later()
    mail = to(post, members[0])[1]
    assert subject(mail).startswith("Tillæg til dagsorden")
    assert "4. Akut tag (Nyt, tillæg 1)" in parts(mail)["text/plain"]


def test_a_moved_meeting_updates_the_invitation_and_a_cancelled_one_takes_it_back(forum, secretary, members, post):
    meeting, *_ = an_agenda(forum, secretary)
    later()
    move(meeting, timedelta(days=1), secretary)
    move(meeting, timedelta(days=2), secretary)
    later()
    first, moved = to(post, members[0])
    assert subject(moved).startswith("Flyttet: Chefforum")
    assert "er flyttet fra" in parts(moved)["text/plain"]
    old, new = event(first)[1], event(moved)[1]
    assert new["uid"] == old["uid"]
    assert new["sequence"] > old["sequence"]
    assert new["dtstart"].dt == old["dtstart"].dt + timedelta(days=3)
    planning.cancel_meeting(fresh(meeting), reason="Sygdom", items_to=None, by=secretary)
    later()
    mail = to(post, members[0])[2]
    calendar, one = event(mail)
    assert (calendar["method"], one["status"]) == ("CANCEL", "CANCELLED")
    assert one["sequence"] > new["sequence"]
    assert "Sygdom" not in mail.as_string()
    assert subject(mail).startswith("Aflyst")


def move(meeting, by_days: timedelta, by: User) -> None:
    now = fresh(meeting)
    planning.change_meeting(
        now,
        starts_at=now.starts_at + by_days,
        location=now.location,
        planned_minutes=now.planned_minutes,
        version=now.version,
        reason="Plads",
        by=by,
    )


def test_moving_a_meeting_that_nobody_has_been_told_of_tells_nobody(forum, secretary, members, post):
    meeting = a_meeting(forum, secretary)
    move(meeting, timedelta(days=1), secretary)
    assert later() == 0
    assert not post.mails
    assert set(Letter.objects.values_list("state", flat=True)) == {"dropped"}


def test_a_letter_to_somebody_whose_seat_begins_later_waits_for_it(forum, secretary, members, post, login):
    Membership.objects.filter(user=members[0]).update(start=timezone.localdate() + timedelta(days=2))
    meeting, *_ = an_agenda(forum, secretary)
    login(secretary).post(f"/moeder/{meeting.pk}/mails/nu/")
    assert mailroom.deliver_due() == 1
    waiting = Letter.objects.get(to=members[0])
    assert (waiting.state, timezone.localdate(waiting.due_at)) == ("waiting", timezone.localdate() + timedelta(days=2))
    Membership.objects.filter(user=members[0]).update(start=timezone.localdate())
    later(60 * 24 * 3)
    assert len(to(post, members[0])) == 1


def test_what_is_closed_under_approval_is_not_named_by_a_mail_that_waits(forum, secretary, members, post):
    meeting, opened, _ = an_agenda(forum, secretary)
    sending.begin_minutes(fresh(meeting), by=secretary)
    sending.send_minutes(fresh(meeting), due=timezone.localdate(), by=secretary)
    access.set_closed(again(opened), access.Closing(True, "staff"), by=secretary)
    later()
    assert post.mails
    assert not any("Sygefravær" in mail.as_string() + "".join(parts(mail).values()) for mail in post.mails)


def test_a_letter_whose_worker_was_killed_is_sent_by_the_next(forum, secretary, members, post):
    an_agenda(forum, secretary)
    Letter.objects.update(state="sending", claimed_at=timezone.now())
    assert (mailroom.sweep(), mailroom.deliver_due()) == (0, 0)
    Letter.objects.update(claimed_at=timezone.now() - 2 * mailroom.LEFT_BEHIND)
    assert mailroom.sweep() == 2
    assert later(10) == 2


def test_another_letter_can_be_posted_while_one_is_being_sent(forum, secretary, members, post):
    meeting, *_ = an_agenda(forum, secretary)
    Letter.objects.update(state="sending", claimed_at=timezone.now() - 2 * mailroom.LEFT_BEHIND)
    tell_of_agenda(meeting)
    assert Letter.objects.filter(to=members[0]).count() == 2
    # The one that was interrupted is needless now: the other tells it all.
    mailroom.sweep()
    assert later() == 2
    assert sorted(Letter.objects.filter(to=members[0]).values_list("state", flat=True)) == ["dropped", "sent"]


@pytest.mark.parametrize("address", ["x", "a@b.dk, c@d.dk", "a@b.dk\nBcc: c@d.dk", "@", "æ@ø"])
def test_an_address_that_cannot_be_used_holds_up_no_other(forum, secretary, members, post, address):
    User.objects.filter(pk=members[0].pk).update(email=address)
    an_agenda(forum, secretary)
    assert later() >= 1
    assert len(to(post, members[1])) == 1
    assert not any("c@d.dk" in str(mail) for mail in post.mails)


def test_who_is_no_longer_a_member_is_told_nothing(forum, secretary, members, post):
    an_agenda(forum, secretary)
    Membership.objects.filter(user=members[0]).update(end=timezone.localdate() - timedelta(days=1))
    User.objects.filter(pk=members[1].pk).update(is_active=False)
    assert later() == 0
    assert not post.mails
