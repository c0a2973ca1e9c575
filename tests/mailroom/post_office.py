"""A real SMTP server that keeps what it receives."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from chefforum.mailroom import actions as mailroom
from chefforum.mailroom.models import Letter
from chefforum.organisation.models import User
from meetings.actions import sending
from tests.factories import SECRET, a_meeting, add, attach, fresh, write


class PostOffice:
    """What has come in, and what it answers to whom."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if (answer := self.answers.get(address)) is not None:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


@contextmanager
def open_for_post(settings: Any) -> Iterator[PostOffice]:
    """The server up, and the app sending to it."""
    office = PostOffice()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    try:
        yield office
    finally:
        controller.stop()


def parts(mail: EmailMessage) -> dict[str, str]:
    """What a mail says, by the kind of each part."""
    return {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}


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
