"""Reports, their papers, and the accounts of those whose absence rose."""

from collections.abc import Sequence
from datetime import datetime

from django.http import Http404

from chefforum.documents import offering
from chefforum.documents.models import Offer, Stamp
from chefforum.organisation.models import Department, Unit, User
from chefforum.organisation.queries import heads_by
from sickleave.models import Account, AccountText, Report, ReportPaper, ReportStep
from sickleave.permissions import (
    Viewer,
    accounts_of,
    accounts_seen_by,
    heads_to_ask,
    may_run_absence,
    papers_seen_by,
    reports_seen_by,
)
from sickleave.workflow import ReportState


def reports(*, viewer: Viewer) -> list[Report]:
    """The reports that the viewer may open, the last first."""
    return list(reports_seen_by(viewer))


def report_by_id(report_id: int, *, viewer: Viewer) -> Report:
    """A report; :class:`Http404` unless the viewer may open it."""
    found = reports_seen_by(viewer).filter(pk=report_id).first()
    if found is None:
        raise Http404
    return found


def names_of_departments() -> dict[int, str]:
    """The departments' names."""
    return dict(Department.objects.values_list("pk", "name"))


def names_of_all_units() -> dict[int, str]:
    """The units' names."""
    return dict(Unit.objects.values_list("pk", "name"))


def papers_of(report: Report, *, viewer: Viewer) -> list[ReportPaper]:
    """The frozen papers of a report that the viewer may read, the newest of each edition first."""
    found = papers_seen_by(viewer).filter(report=report).select_related("document__pdf")
    return list(found.order_by("-edition", "-number"))


def paper_by_id(paper_id: int, *, viewer: Viewer) -> ReportPaper:
    """A frozen paper; :class:`Http404` unless the viewer may read it."""
    found = papers_seen_by(viewer).filter(pk=paper_id).select_related("document__pdf", "report").first()
    if found is None:
        raise Http404
    return found


def published_at(report: Report) -> datetime | None:
    """When the current papers of a report were frozen; ``None`` before it is published."""
    return ReportPaper.objects.filter(report=report, current=True).order_by("-at").values_list("at", flat=True).first()


def stamps_of(report: Report) -> list[Stamp]:
    """What forums decided about a report's papers. The caller has asked for the report."""
    return list(offering.stamps_on(_documents(report)))


def offers_of(report: Report) -> list[Offer]:
    """What is offered of a report now. The caller may run it."""
    return list(Offer.objects.filter(document__in=_documents(report), withdrawn_at=None).select_related("document"))


def _documents(report: Report) -> list[int]:
    return list(ReportPaper.objects.filter(report=report).values_list("document", flat=True))


def steps_of(report: Report) -> list[ReportStep]:
    """The steps that a report has taken, the first first. The caller has asked for the report."""
    return list(ReportStep.objects.filter(report=report).select_related("by"))


def accounts_in(report: Report, *, viewer: Viewer) -> list[Account]:
    """The accounts of a report that the viewer may read, by department."""
    found = accounts_seen_by(viewer).filter(report=report).select_related("department", "by", "report")
    return list(found.distinct().order_by("department__name"))


def waiting_for(report: Report) -> list[tuple[Account, list[User]]]:
    """The accounts of a report that are not sent, each with whose they are: no word of them. The caller may run the
    report.
    """
    if report.state != ReportState.PUBLISHED:
        return []
    found = list(
        Account.objects.filter(report=report, sent_at=None, withdrawn_at=None)
        .defer("reasons", "measures")
        .select_related("department")
    )
    heads = heads_by([one.department_id for one in found])
    able = set(heads_to_ask(heads).values_list("pk", flat=True))
    return [(one, [head for head in heads.get(one.department_id, []) if head.pk in able]) for one in found]


def account_by_id(account_id: int, *, viewer: Viewer) -> Account:
    """An account; :class:`Http404` unless the viewer may read it."""
    found = accounts_seen_by(viewer).filter(pk=account_id).select_related("department", "report", "by").first()
    if found is None:
        raise Http404
    return found


def accounts_to_write(*, viewer: Viewer) -> list[Account]:
    """The accounts that wait for the viewer, the first due first."""
    found = accounts_of(viewer).filter(sent_at=None, withdrawn_at=None, report__state=ReportState.PUBLISHED)
    return list(found.select_related("department", "report").order_by("report__due", "department__name"))


def reports_to_lead(*, viewer: Viewer) -> list[tuple[Report, int]]:
    """To those who run them, the reports that are published and not closed, each with how many accounts are missing."""
    if not may_run_absence(viewer):
        return []
    found = list(reports_seen_by(viewer).filter(state=ReportState.PUBLISHED).order_by("forum_on"))
    missing = Account.objects.filter(report__in=found, sent_at=None, withdrawn_at=None)
    listed: Sequence[int] = list(missing.values_list("report", flat=True))
    return [(one, listed.count(one.pk)) for one in found]


def texts_of(account: Account) -> list[AccountText]:
    """What an account said before, the last first. The caller may write it."""
    return list(AccountText.objects.filter(account=account).select_related("by").order_by("-pk"))
