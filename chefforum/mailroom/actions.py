"""Posting letters, and sending those that are due."""

import logging
import smtplib
from collections.abc import Iterable
from datetime import timedelta
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import IntegrityError, transaction
from django.utils import timezone

from chefforum.mailroom.composing import Message, composer_of
from chefforum.mailroom.models import Letter
from chefforum.mailroom.workflow import WORKFLOW, LetterState
from chefforum.organisation.models import User
from chefforum.workflow import Overtaken, take

logger = logging.getLogger(__name__)

# Who goes on editing holds a letter back, but not for ever.
MOST_CALMS = 4
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
)
# Longer than a mail server may take.
LEFT_BEHIND = timedelta(minutes=5)
_AT_ONCE = 200


@transaction.atomic
def post(*, to: Iterable[User], kind: str, key: str, calm: timedelta) -> None:
    """Have a letter sent to each when ``calm`` has passed without another about the same.

    A letter that already waits waits anew, at most four times as long in all. All of them or none.
    """
    now = timezone.now()
    for user in to:
        waiting = (
            Letter.objects.select_for_update().filter(to=user, kind=kind, key=key, state=LetterState.WAITING).first()
        )
        if waiting is None:
            Letter.objects.create(to=user, kind=kind, key=key, posted_at=now, due_at=now + calm)
        elif not waiting.attempts:
            due = min(now + calm, waiting.posted_at + calm * MOST_CALMS)
            Letter.objects.filter(pk=waiting.pk).update(due_at=max(due, waiting.due_at))


def hurry(*, kind: str, key: str, within: timedelta) -> int:
    """Make the letters about a thing due now that are due ``within`` a time; answers how many."""
    soon = timezone.now() + within
    waiting = Letter.objects.filter(kind=kind, key=key, state=LetterState.WAITING, due_at__lte=soon)
    return waiting.update(due_at=timezone.now())


def sweep() -> int:
    """Put back the letters that a worker took and never sent: it was killed. Answers how many."""
    left = Letter.objects.filter(state=LetterState.SENDING, claimed_at__lt=timezone.now() - LEFT_BEHIND)
    found = list(left.select_related("to"))
    for letter in found:
        _put_off(letter, "", "Afsendelsen blev afbrudt.")
    return len(found)


def deliver_due() -> int:
    """Send the letters that are due; answers how many were sent."""
    due = Letter.objects.filter(state=LetterState.WAITING, due_at__lte=timezone.now()).order_by("due_at")
    pks = list(due.values_list("pk", flat=True)[:_AT_ONCE])
    if not pks:
        return 0
    connection = get_connection()
    try:
        return sum(_deliver(pk, connection) for pk in pks)
    finally:
        connection.close()


def _deliver(letter_id: int, connection: Any) -> bool:
    """Send one letter unless another worker has it: whoever takes the step »claim« does.

    Nothing is locked while the mail server answers. A worker that dies in that moment leaves the letter as being sent,
    and :func:`sweep` sends it again, perhaps twice, under the same Message-ID.
    """
    letter = Letter.objects.select_related("to").filter(pk=letter_id).first()
    if letter is None:
        return False
    try:
        take(letter, WORKFLOW, "claim", claimed_at=timezone.now())
    except Overtaken:
        return False
    try:
        message = composer_of(letter.kind)(letter, last_told(letter)) if letter.to.is_active else None
        mail = _as_mail(letter, message, connection) if message and letter.to.email else None
    except Exception as error:  # a letter that cannot be written holds up no other
        logger.exception("Letter %s could not be written", letter.pk)
        _put_off(letter, "", f"Mailen kunne ikke skrives ({type(error).__name__}).")
        return False
    if message is None:
        take(letter, WORKFLOW, "drop")
        return False
    if mail is None:
        _give_up(letter, message.subject, "Personen har ingen mailadresse.")
        return False
    return _hand_over(letter, message, mail, connection)


def _hand_over(letter: Letter, message: Message, mail: EmailMultiAlternatives, connection: Any) -> bool:
    """Give a mail to the server; answers whether it was taken."""
    try:
        mail.send()
    except ValueError:
        _give_up(letter, message.subject, "Mailadressen kan ikke bruges.")
        return False
    except (OSError, smtplib.SMTPException) as error:
        if _is_final(error):
            _give_up(letter, message.subject, f"Mailserveren afviste mailen: {_code(error)}.")
            return False
        connection.close()
        _put_off(letter, message.subject, _no_answer(error))
        return False
    take(
        letter,
        WORKFLOW,
        "send",
        sent_at=timezone.now(),
        subject=message.subject[:250],
        text=message.text,
        told=dict(message.told),
        attempts=letter.attempts + 1,
        error="",
    )
    return True


def last_told(letter: Letter) -> dict[str, Any] | None:
    """What the last letter sent to the same person about the same had told; ``None`` when there is none."""
    sent = Letter.objects.filter(to=letter.to_id, kind=letter.kind, key=letter.key, state=LetterState.SENT)
    last = sent.order_by("-sent_at", "-pk").first()
    return last.told if last else None


@transaction.atomic
def retry(letter: Letter) -> None:
    """Try a letter that failed again, at once. Raises :class:`~chefforum.workflow.Overtaken` if somebody did."""
    take(letter, WORKFLOW, "retry", attempts=0, due_at=timezone.now(), error="")


def _as_mail(letter: Letter, message: Message, connection: Any) -> EmailMultiAlternatives:
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    mail = EmailMultiAlternatives(
        # One line, with ordinary spaces: a header of others is folded oddly.
        subject=" ".join(message.subject.split()),
        body=message.text,
        to=[formataddr((" ".join(str(letter.to).split()), letter.to.email))],
        connection=connection,
        headers={
            "Message-ID": f"<letter-{letter.pk}@{host}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    mail.attach_alternative(message.html, "text/html")
    if message.calendar:
        mail.attach_alternative(message.calendar.decode(), f'text/calendar; charset="utf-8"; method={message.method}')
    return mail


def _is_final(error: Exception) -> bool:
    """Whether the server refused this letter for good; what is wrong between the two of them may be mended."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return False
    return all(500 <= code < 600 for code in _codes(error))


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def _code(error: Exception) -> str:
    return ", ".join(str(code) for code in _codes(error))


def _no_answer(error: Exception) -> str:
    return f"Mailserveren svarede ikke ({type(error).__name__})."


def _put_off(letter: Letter, subject: str, why: str) -> None:
    logger.warning("Letter %s was not sent. %s", letter.pk, why)
    if letter.attempts >= len(RETRY_AFTER):
        _give_up(letter, subject, why)
        return
    fields = {"attempts": letter.attempts + 1, "due_at": timezone.now() + RETRY_AFTER[letter.attempts]}
    try:
        with transaction.atomic():
            take(letter, WORKFLOW, "put_off", error=why[:250], **fields)
    except IntegrityError:
        # Another about the same was posted meanwhile, and will tell of this too.
        take(letter, WORKFLOW, "drop")


def _give_up(letter: Letter, subject: str, why: str) -> None:
    take(letter, WORKFLOW, "give_up", subject=subject[:250], error=why[:250], attempts=letter.attempts + 1)
