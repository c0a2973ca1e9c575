"""Post that does not come through, or not at once: nothing is lost or sent twice, and nobody is held up."""

import smtplib

import pytest
from django.utils import timezone

from chefforum.mailroom import actions as mailroom
from chefforum.mailroom.models import Letter
from chefforum.mailroom.queries import letters_about
from chefforum.organisation.models import User
from chefforum.workflow import Overtaken
from meetings.actions import attaching, reviewing, sending, telling
from meetings.notices import MEETING, REVIEW
from tests.factories import SECRET, a_meeting, a_person, add, attach, fresh
from tests.mailroom.post_office import an_agenda, later, parts, subject, to


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


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("smtp://post.example", ("post.example", 25, "", "", False, False)),
        ("smtp://u%40x:p%2Fq@post.example:587?starttls=1", ("post.example", 587, "u@x", "p/q", False, True)),
        ("smtps://u:p@post.example", ("post.example", 465, "u", "p", True, False)),
    ],
)
def test_the_address_of_the_mail_server(url, wanted):
    from chefforum.settings import _mail

    found = _mail(url)
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(found[f"EMAIL_{name}"] for name in names) == wanted


@pytest.mark.parametrize("url", ["http://post.example", "post.example", "smtp://"])
def test_an_address_that_is_no_mail_servers_is_said(url):
    from django.core.exceptions import ImproperlyConfigured

    from chefforum.settings import _mail

    with pytest.raises(ImproperlyConfigured, match="MAIL_URL"):
        _mail(url)


def test_without_a_mail_server_mails_are_files(forum, secretary, members, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    an_agenda(forum, secretary)
    assert later() == 2
    assert "Dagsordenen er klar." in "".join(path.read_text() for path in tmp_path.iterdir())
