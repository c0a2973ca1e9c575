"""Letters as a real SMTP server receives them: one for many edits, none with a word of what is closed."""

import smtplib
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest
from django.utils import timezone

from chefforum.mailroom import actions as mailroom
from chefforum.mailroom.models import Letter
from chefforum.mailroom.queries import letters_about
from chefforum.organisation.models import User
from chefforum.workflow import Overtaken
from meetings.actions import access, attaching, planning, reviewing, sending, telling
from meetings.actions.telling import tell_of_agenda
from meetings.models import Forum, Membership
from meetings.notices import MEETING, REVIEW
from tests.factories import SECRET, a_meeting, a_person, add, again, attach, fresh, write
from tests.mailroom.post_office import PostOffice, open_for_post, parts


@pytest.fixture
def post(settings: Any) -> Iterator[PostOffice]:
    settings.BASE_URL = "https://chefforum.lillevang.example"
    with open_for_post(settings) as office:
        yield office


@pytest.fixture
def members(forum: Forum, chief: User, chief_executive: User) -> list[User]:
    for user in (chief, chief_executive):
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@lillevang.example")
    return [chief, chief_executive]


def later(minutes: float = 6) -> int:
    """The clock, some minutes on."""
    shift = timedelta(minutes=minutes)
    for letter in Letter.objects.filter(state="waiting"):
        Letter.objects.filter(pk=letter.pk).update(due_at=letter.due_at - shift, posted_at=letter.posted_at - shift)
    return mailroom.deliver_due()


def to(post: PostOffice, user: User) -> list[EmailMessage]:
    return [mail for mail in post.mails if f"{user.username}@" in str(mail["To"])]


def subject(mail: EmailMessage) -> str:
    """Folded headers begin with the space of the fold."""
    return str(mail["Subject"]).strip()


def event(mail: EmailMessage) -> tuple[Any, Any]:
    calendar = icalendar.Calendar.from_ical(parts(mail)["text/calendar"])
    return calendar, calendar.walk("VEVENT")[0]


def an_agenda(forum, secretary):
    meeting = a_meeting(forum, secretary)
    opened, closed = add(meeting, "Sygefravær", secretary), add(meeting, f"{SECRET} titel", secretary)
    write(opened, secretary, "<p>Åben tekst.</p>")
    write(
        closed, secretary, f"<p>{SECRET} tekst.</p>", closed=True, closed_ground="staff", presenters=[f"{SECRET} gæst"]
    )
    attach(closed, secretary, f"{SECRET} bilag.txt")
    sending.send_agenda(fresh(meeting), by=secretary)
    return fresh(meeting), opened, closed


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


def test_who_is_no_longer_a_member_is_told_nothing(forum, secretary, members, post):
    an_agenda(forum, secretary)
    Membership.objects.filter(user=members[0]).update(end=timezone.localdate() - timedelta(days=1))
    User.objects.filter(pk=members[1].pk).update(is_active=False)
    assert later() == 0
    assert not post.mails


# ---- Post that does not come through -------------------------------------------------------------------------------


def test_a_server_that_is_down_is_tried_again_and_nothing_is_lost(forum, secretary, members, post, settings):
    an_agenda(forum, secretary)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert later() == 0
    letter = Letter.objects.get(to=members[0])
    assert (letter.state, letter.attempts) == ("waiting", 1)
    assert letter.due_at > timezone.now()
    settings.EMAIL_PORT = port
    assert later() == 2
    assert len(post.mails) == 2


def test_a_server_that_stays_down_is_given_up_and_said(forum, secretary, members, settings, login):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    meeting, *_ = an_agenda(forum, secretary)
    for _ in range(len(mailroom.RETRY_AFTER) + 1):
        later(60 * 24)
    letter = Letter.objects.get(to=members[0])
    assert letter.state == "failed"
    page = login(secretary).get(f"/moeder/{meeting.pk}/").content.decode()
    assert "Mailserveren svarede ikke" in page
    telling.send_again(meeting, letter.pk, by=secretary)
    assert Letter.objects.get(pk=letter.pk).state == "waiting"
    with pytest.raises(Overtaken):
        telling.send_again(meeting, letter.pk, by=secretary)


def test_an_address_that_is_refused_stops_no_other(forum, secretary, members, post):
    post.answers[f"{members[0].username}@lillevang.example"] = "550 No such user"
    an_agenda(forum, secretary)
    assert later() == 1
    assert Letter.objects.get(to=members[0]).error == "Mailserveren afviste mailen: 550."
    assert len(to(post, members[1])) == 1
    post.answers[f"{members[0].username}@lillevang.example"] = "451 Later"
    mailroom.retry(Letter.objects.get(to=members[0]))
    assert later() == 0
    assert Letter.objects.get(to=members[0]).state == "waiting"


def test_a_person_without_an_address_is_said_to_be_without(forum, secretary, members, post):
    User.objects.filter(pk=members[0].pk).update(email="")
    meeting, *_ = an_agenda(forum, secretary)
    assert later() == 1
    by_person = {one.to: one for one in letters_about(MEETING, str(meeting.pk))}
    assert (by_person[members[0]].state, by_person[members[1]].state) == ("failed", "sent")
    assert "ingen mailadresse" in by_person[members[0]].error


def test_a_letter_is_sent_once_by_two_workers(forum, secretary, members, post):
    an_agenda(forum, secretary)
    later()
    again_and_again = [mailroom.deliver_due() for _ in range(3)]
    assert again_and_again == [0, 0, 0]
    assert len({mail["Message-ID"] for mail in post.mails}) == len(post.mails) == 2


def test_a_name_cannot_add_a_header(forum, secretary, post):
    user = a_person("snyd", "head_of_department", forum)
    User.objects.filter(pk=user.pk).update(first_name="A\r\nBcc: x@x.dk", email="snyd@lillevang.example")
    an_agenda(forum, secretary)
    later()
    (mail,) = to(post, user)
    assert mail["Bcc"] is None
    assert [one.addr_spec for one in mail["To"].addresses] == ["snyd@lillevang.example"]


@pytest.mark.parametrize("name", ["[Vikar] Jens", 'Jens "J" Ø', "Jens (vikar)", "Jens, Prøve", "Æ" * 60])
def test_any_name_is_written_to(forum, secretary, members, post, name):
    User.objects.filter(pk=members[0].pk).update(first_name=name[:150])
    an_agenda(forum, secretary)
    assert later() == 2


def test_a_letter_that_cannot_be_written_holds_up_no_other(forum, secretary, members, post, monkeypatch):
    from chefforum.mailroom import composing

    real = composing.composer_of(MEETING)

    def compose(letter, told):
        if letter.to == members[0]:
            raise KeyError("fault")
        return real(letter, told)

    monkeypatch.setitem(composing._composers, MEETING, compose)
    an_agenda(forum, secretary)
    assert later() == 1
    held = Letter.objects.get(to=members[0])
    assert (held.state, held.error) == ("waiting", "Mailen kunne ikke skrives (KeyError).")
    monkeypatch.undo()


def test_the_secretary_may_send_at_once(forum, secretary, members, post, login):
    meeting, *_ = an_agenda(forum, secretary)
    login(secretary).post(f"/moeder/{meeting.pk}/mails/nu/")
    assert mailroom.deliver_due() == 2


def test_a_read_through_is_told_of_and_not_once_it_is_over(forum, secretary, members, post):
    meeting = a_meeting(forum, secretary)
    add(meeting, f"{SECRET} emne", secretary)
    reviewing.begin_review(fresh(meeting), by=secretary)
    assert mailroom.deliver_due() == 1
    (mail,) = to(post, members[1])
    assert subject(mail).startswith("Til gennemlæsning")
    assert SECRET not in mail.as_string() + "".join(parts(mail).values())
    reviewing.end_review(fresh(meeting), by=secretary)
    reviewing.begin_review(fresh(meeting), by=secretary)
    reviewing.end_review(fresh(meeting), by=secretary)
    assert later() == 0
    assert [one.state for one in letters_about(REVIEW, str(meeting.pk))] == ["sent"]


def test_a_replaced_attachment_is_a_correction(forum, secretary, members, post):
    from django.core.files.uploadedfile import SimpleUploadedFile

    meeting, opened, _ = an_agenda(forum, secretary)
    one = attach(opened, secretary, "Tal.txt")
    sending.send_agenda(fresh(meeting), by=secretary)
    later()
    attaching.replace_file(one, SimpleUploadedFile("Tal.txt", b"Andre tal"), by=secretary)
    sending.send_agenda(fresh(meeting), by=secretary)
    later()
    assert "2. Sygefravær (Rettet)" in parts(to(post, members[0])[1])["text/plain"]


def test_an_unknown_answer_of_the_server_is_put_off(forum, secretary, members, monkeypatch):
    class Broken:
        def __init__(self, *args, **kwargs):
            pass

        def send_messages(self, mails):
            raise smtplib.SMTPServerDisconnected("gone")

        def close(self):
            pass

    monkeypatch.setattr(mailroom, "get_connection", Broken)
    an_agenda(forum, secretary)
    assert later() == 0
    assert set(Letter.objects.values_list("state", "attempts")) == {("waiting", 1)}
