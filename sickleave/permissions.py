"""Who may do and see what of the absence statistics.

Those who keep them, HR and the secretariat, see every figure. The heads, the directors and the chief executive see
what the unit edition may show, and their own departments in full; readers see what Økonomiudvalget's may. Nothing of a
report is seen by others before it is published. What a head writes of the own department is the head's until it is
sent.
"""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from chefforum.organisation.models import Department, Role, User
from chefforum.organisation.queries import departments_held_by, heads_of
from sickleave.models import Account, Report, ReportPaper
from sickleave.workflow import OUT, PaperEdition, ReportState

Viewer = User | AnonymousUser

OFFICERS = (Role.SECRETARIAT, Role.HR_ANALYST)
CHIEFS = (Role.CHIEF_EXECUTIVE, Role.DIRECTOR, Role.HEAD_OF_DEPARTMENT)
READERS = (*OFFICERS, *CHIEFS, Role.BUDGET_OFFICER, Role.READER)


def _has_role(user: Viewer, roles: Sequence[str]) -> bool:
    return isinstance(user, User) and user.is_active and user.role in roles


def may_run_absence(user: Viewer) -> bool:
    """Whether the person lets figures in, keeps units and targets, publishes reports, and sees every figure."""
    return _has_role(user, OFFICERS)


def may_see_absence(user: Viewer) -> bool:
    """Whether the person may read reports that are published."""
    return _has_role(user, READERS)


def may_see_units(user: Viewer) -> bool:
    """Whether the person may read figures of units at all."""
    return _has_role(user, (*OFFICERS, *CHIEFS))


def reports_seen_by(user: Viewer) -> QuerySet[Report]:
    """The reports that the person may open."""
    if may_run_absence(user):
        return Report.objects.all()
    return Report.objects.filter(state__in=OUT) if may_see_absence(user) else Report.objects.none()


def editions_seen_by(user: Viewer) -> list[PaperEdition]:
    """The editions that the person may read, the first the one that is shown first."""
    if may_see_units(user):
        return [PaperEdition.UNITS, PaperEdition.DEPARTMENTS]
    return [PaperEdition.DEPARTMENTS] if may_see_absence(user) else []


def papers_seen_by(user: Viewer) -> QuerySet[ReportPaper]:
    """The frozen papers that the person may read."""
    return ReportPaper.objects.filter(report__in=reports_seen_by(user), edition__in=editions_seen_by(user))


def departments_seen_in_full_by(user: Viewer) -> QuerySet[Department]:
    """The departments of which the person may see every figure, whatever others may: a head's own."""
    if not isinstance(user, User) or not _has_role(user, CHIEFS):
        return Department.objects.none()
    return departments_held_by(user)


def accounts_seen_by(user: Viewer) -> QuerySet[Account]:
    """The accounts that the person may read: the own, and those that others have sent. Those of departments that are
    hidden are read by those who run the report alone; readers read none.
    """
    if not isinstance(user, User) or not may_see_units(user):
        return Account.objects.none()
    sent = Account.objects.filter(sent_at__isnull=False, report__in=reports_seen_by(user))
    if not may_run_absence(user):
        sent = sent.filter(private=False)
    return sent | accounts_of(user)


def heads_to_ask(departments: Iterable[int]) -> QuerySet[User]:
    """Who is asked for the accounts of departments, by their ids: those of their people who can write them."""
    return heads_of(departments).filter(role__in=CHIEFS)


def accounts_of(user: Viewer) -> QuerySet[Account]:
    """The accounts that are the person's to write."""
    return Account.objects.filter(department__in=departments_seen_in_full_by(user), report__state__in=OUT)


def may_write_account(user: Viewer, account: Account) -> bool:
    """Whether the person may write an account now: the department's head, while the report is published."""
    return account.report.state == ReportState.PUBLISHED and accounts_of(user).filter(pk=account.pk).exists()
