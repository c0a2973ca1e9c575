"""The accounts of heads whose departments rose: asked for, written, sent (D102)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from chefforum.audit import log
from chefforum.danish import tidy
from chefforum.mailroom.actions import post
from chefforum.mailroom.reminding import FAR, stage
from chefforum.organisation.models import User
from chefforum.workflow import Refused
from sickleave import notices
from sickleave.actions.guard import lock_report, require
from sickleave.models import Account, AccountText, Report
from sickleave.permissions import heads_to_ask, may_run_absence, may_write_account
from sickleave.workflow import ReportState

FIELDS = ("reasons", "measures")
LONGEST = 4000
# Who is asked about two reports at once gets one mail.
_CALM = timedelta(minutes=5)


def ask(report: Report, departments: Iterable[int], *, private: Iterable[int] = ()) -> int:
    """Ask the heads of departments for an account, and tell them by mail; answers how many departments were not asked
    before. Whoever was asked and has not sent any is asked no longer where the department is not among them. In the
    caller's transaction.
    """
    made, wanted, hidden = 0, list(departments), set(private)
    for department in wanted:
        _, new = Account.objects.get_or_create(report=report, department_id=department)
        made += new
    asked = Account.objects.filter(report=report)
    asked.update(private=False)
    asked.filter(department__in=hidden).update(private=True)
    asked.filter(department__in=wanted).update(withdrawn_at=None)
    asked.filter(sent_at=None).exclude(department__in=wanted).update(withdrawn_at=timezone.now())
    if made:
        _tell(report)
    return made


def _tell(report: Report, *, pressed: bool = False) -> int:
    waiting = Account.objects.filter(report=report, sent_at=None, withdrawn_at=None)
    people = list(heads_to_ask(waiting.values_list("department", flat=True)))
    key = timezone.now().isoformat(timespec="seconds") if pressed else ""
    post(to=people, kind=notices.ACCOUNTS, key=key, calm=_CALM)
    return len(people)


@transaction.atomic
def remind(report: Report, *, by: User) -> int:
    """A mail now to each whose account is missing; answers how many people."""
    current = lock_report(report.pk)
    require(may_run_absence(by))
    if current.state != ReportState.PUBLISHED:
        raise Refused("Opgørelsen samler ikke redegørelser ind nu. Ingen er påmindet.")
    people = _tell(current, pressed=True)
    log.record("sickleave.reminded", by=by, target=current, text=f"{current}: {people} påmindet")
    return people


def remind_all(today: date) -> int:
    """Letters to everybody whose account is near its day or past it; answers how many were posted. What a letter says
    is decided as it is written: who was told the same before gets none.
    """
    waiting = Account.objects.filter(sent_at=None, withdrawn_at=None, report__state=ReportState.PUBLISHED)
    people = heads_to_ask(
        {one.department_id for one in waiting.select_related("report") if stage(one.report.due, today) != FAR}
    )
    post(to=people, kind=notices.ACCOUNTS, key="", calm=timedelta(0))
    return len(people)


@dataclass
class Written:
    """How it went: the account as it stands, and whether somebody else had changed the field meanwhile."""

    account: Account
    overtaken: bool = False


@transaction.atomic
def write(account: Account, field: str, text: str, *, was: str, by: User) -> Written:
    """Let a field of an account say something else. What it said stays among its earlier texts. Where somebody else has
    changed the field since it said ``was``, it stays as it is, and what was written is laid among the earlier texts.
    """
    current = _lock(account.pk, by)
    if field not in FIELDS:
        raise Refused("Feltet findes ikke. Intet er gemt.")
    text = tidy(text)
    if len(text) > LONGEST:
        raise Refused(f"Teksten er over {LONGEST} tegn og er ikke gemt. Gør den kortere; den ligger i browseren.")
    now = getattr(current, field)
    if text == now:
        return Written(current)
    # Words that go on from what stands take nothing away: one's own, saved a moment ago, or another's.
    if tidy(was) != now and not text.startswith(now):
        AccountText.objects.create(account=current, field=field, text=text, by=by)
        return Written(current, overtaken=True)
    if now and not text.startswith(now):
        AccountText.objects.create(account=current, field=field, text=now, by=current.by or by)
    setattr(current, field, text)
    if not text and current.sent_at is not None:
        # An account that says nothing is not sent.
        current.sent_at = None
        _save(current, by, "sent_at")
    _save(current, by, field)
    return Written(current)


@transaction.atomic
def send(account: Account, *, by: User) -> None:
    """Say that an account is finished: the secretariat and the forum may read it. It can still be changed."""
    current = _lock(account.pk, by)
    if not current.reasons or not current.measures:
        raise Refused("Skriv både årsager og tiltag, før du sender. Det, du har skrevet, er gemt.")
    if current.sent_at is None:
        current.sent_at = timezone.now()
        _save(current, by, "sent_at")
        text = f"Redegørelsen for {current.department} er sendt"
        log.record("sickleave.account_sent", by=by, target=current, text=text)


@transaction.atomic
def take_back(account: Account, *, by: User) -> None:
    """Let an account be the head's own again, to be written on."""
    current = _lock(account.pk, by)
    if current.sent_at is not None:
        current.sent_at = None
        _save(current, by, "sent_at")
        text = f"Redegørelsen for {current.department} er taget tilbage"
        log.record("sickleave.account_taken_back", by=by, target=current, text=text)


def _lock(account_id: int, by: User) -> Account:
    found = Account.objects.select_for_update(of=("self",)).select_related("report", "department", "by")
    current = found.get(pk=account_id)
    require(may_write_account(by, current))
    return current


def _save(account: Account, by: User, field: str) -> None:
    account.by = by
    account.version += 1
    account.save(update_fields=[field, "by", "version"])
