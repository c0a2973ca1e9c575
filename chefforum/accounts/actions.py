"""Counting failed log-ins, and telling a person that somebody else has changed their access."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from chefforum.accounts import notices
from chefforum.accounts.models import AccessChange, Guesses
from chefforum.audit import log
from chefforum.danish import enumerate_words
from chefforum.mailroom.actions import post
from chefforum.organisation.models import User

# So many wrong passwords cost nothing. An address may be a whole town hall's.
FREE = {Guesses.Kind.ACCOUNT: 5, Guesses.Kind.ADDRESS: 50}
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)


def delay_after(failures: int, free: int) -> timedelta:
    """How long the next attempt must wait: nothing at first, then 30 seconds, doubling up to an hour."""
    beyond = failures - free
    if beyond < 0:
        return timedelta(0)
    return min(FIRST_DELAY * int(2 ** min(beyond, 10)), LONGEST_DELAY)


def blocked_until(username: str, address: str) -> datetime | None:
    """Until when no attempt for the account or from the address is looked at; ``None`` when one may be made now."""
    mine = Q()
    for kind, key in _keys(username, address):
        mine |= Q(kind=kind, key=key)
    row = Guesses.objects.filter(mine, blocked_until__gt=timezone.now()).order_by("-blocked_until").first()
    return row.blocked_until if row else None


@transaction.atomic
def count_attempt(username: str, address: str) -> None:
    """Count an attempt as failed, before the password is looked at: many at once count as many."""
    now = timezone.now()
    for kind, key in _keys(username, address):
        Guesses.objects.get_or_create(kind=kind, key=key, defaults={"last_at": now})
        row = Guesses.objects.select_for_update().get(kind=kind, key=key)
        failures = 1 if row.last_at < now - FORGOTTEN_AFTER else row.failures + 1
        delay = delay_after(failures, FREE[kind])
        Guesses.objects.filter(pk=row.pk).update(
            failures=failures, last_at=now, blocked_until=now + delay if delay else None
        )
        if delay:
            _tell_of_block(row, failures, delay)


def _tell_of_block(row: Guesses, failures: int, delay: timedelta) -> None:
    """A log line each time; a mail to the account's owner the first time in a row."""
    minutes = max(1, round(delay.total_seconds() / 60))
    if row.kind == Guesses.Kind.ADDRESS:
        text = f"Log ind fra {row.key} venter {minutes} min. efter {failures} forkerte forsøg"
        log.record("accounts.address_delayed", by=None, target=row, text=text)
        return
    user = User.objects.filter(username__iexact=row.key).first()
    # What was typed as an account that does not exist may be anything, a password say: the log does not quote it.
    who = f"kontoen {user.username}" if user else "en konto, der ikke findes,"
    text = f"Log ind på {who} venter {minutes} min. efter {failures} forkerte forsøg"
    log.record("accounts.account_delayed", by=None, target=user or row, text=text)
    if user and failures == FREE[Guesses.Kind.ACCOUNT]:
        post(to=[user], kind=notices.ATTEMPTS, key="", calm=timedelta(0))


@transaction.atomic
def forgive(username: str, address: str) -> None:
    """A right password: the account starts afresh, and the attempt does not count against the address."""
    Guesses.objects.filter(kind=Guesses.Kind.ACCOUNT, key=_account(username)).update(failures=0, blocked_until=None)
    mine = Guesses.objects.filter(kind=Guesses.Kind.ADDRESS, key=address, failures__gt=0)
    mine.update(failures=F("failures") - 1, blocked_until=None)


def _keys(username: str, address: str) -> list[tuple[Guesses.Kind, str]]:
    return [(Guesses.Kind.ACCOUNT, _account(username)), (Guesses.Kind.ADDRESS, address[:150])]


def _account(username: str) -> str:
    return username.strip().casefold()[:150]


@transaction.atomic
def change_access(user: User, what: Sequence[str], *, by: User) -> None:
    """Somebody changed a person's access: it is logged, the person is told by mail, and their sessions end.

    What people change for themselves is logged only.
    """
    if not what:
        return
    text = f"Adgangen for {user} er ændret: {enumerate_words(what)}"
    log.record("accounts.access_changed", by=by, target=user, text=text)
    if user.pk == by.pk:
        return
    AccessChange.objects.bulk_create(AccessChange(user=user, by=by, what=one[:250]) for one in what)
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    post(to=[user], kind=notices.CHANGED, key="", calm=timedelta(minutes=1))


def log_own_password(user: User) -> None:
    """A person has set their own password."""
    log.record("accounts.password_changed", by=user, target=user, text=f"{user} har skiftet sin adgangskode")


@transaction.atomic
def forget_old_guesses() -> int:
    """Delete counts that no longer matter; answers how many."""
    old = Guesses.objects.filter(last_at__lt=timezone.now() - FORGOTTEN_AFTER * 2)
    return old.delete()[0]
