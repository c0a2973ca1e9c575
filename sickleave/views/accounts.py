"""Accounts: a head's own page, and all of them for the meeting."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from chefforum.danish import clock, count
from chefforum.organisation.request import Request
from chefforum.web.middleware import AUTOSAVE
from chefforum.workflow import Refused
from sickleave import permissions, queries
from sickleave.actions import accounts as verbs
from sickleave.papers.assembling import paper_now

if TYPE_CHECKING:
    from sickleave.models import Account

_OVERTAKEN = (
    "En anden har ændret teksten imens. Det, du skrev, er lagt til side under tidligere tekster herunder. "
    "Intet er sendt."
)
_NAMES = {"reasons": "Årsager", "measures": "Tiltag"}


def listed(request: Request, report_id: int) -> HttpResponse:
    """The accounts of a report that are sent, for the meeting; to those who run it, also who has not."""
    report = queries.report_by_id(report_id, viewer=request.user)
    if not permissions.may_see_units(request.user):
        raise Http404
    may_run = permissions.may_run_absence(request.user)
    context = {
        "report": report,
        "accounts": [one for one in queries.accounts_in(report, viewer=request.user) if one.sent_at is not None],
        "waiting": queries.waiting_for(report) if may_run else [],
        "may_run": may_run,
    }
    return render(request, "sickleave/accounts.html", context)


def account(request: Request, account_id: int) -> HttpResponse:
    """One account. A POST saves its fields, each with what it was when the person saw it (``var_<field>``); a page that
    saves by itself gets JSON: 200 with what they say now, 409 where another has changed one.
    """
    found = queries.account_by_id(account_id, viewer=request.user)
    may_write = permissions.may_write_account(request.user, found)
    if request.method == "POST":
        return _save(request, account_id)
    paper = paper_now(found.report, "units", viewer=request.user)
    row = next((one for one in paper["departments"] if one["id"] == found.department_id), None)
    context = {
        "account": found,
        "row": row,
        "paper": paper,
        "may_write": may_write,
        "earlier": queries.texts_of(found) if may_write else [],
        "names": _NAMES,
    }
    return render(request, "sickleave/account.html", context)


def _write(request: Request, account_id: int) -> "tuple[Account, list[str]]":
    """Save the fields that are sent; answers those that somebody else had changed."""
    found = queries.account_by_id(account_id, viewer=request.user)
    overtaken: list[str] = []
    for field in verbs.FIELDS:
        if f"var_{field}" in request.POST:
            was = request.POST[f"var_{field}"]
            written = verbs.write(found, field, request.POST.get(field, ""), was=was, by=request.user)
            found = written.account
            overtaken += [field] if written.overtaken else []
    return found, overtaken


def _save(request: Request, account_id: int) -> HttpResponse:
    found, overtaken = _write(request, account_id)
    if AUTOSAVE not in request.headers:
        if overtaken:
            messages.error(request, _OVERTAKEN)
        else:
            messages.success(request, "Redegørelsen er gemt.")
        return redirect("sickleave:account", account_id)
    now = {field: getattr(found, field) for field in verbs.FIELDS}
    data = {
        "saved": f"kl.\u00a0{clock(timezone.now())}",
        "values": now,
        "answered": found.sent_at is not None,
        "faults": [],
    }
    if overtaken:
        data["conflict"] = [
            {"field": field, "name": _NAMES[field], "text": now[field], "shown": now[field]} for field in overtaken
        ]
        data["by"] = str(found.by) if found.by else "En anden"
    return JsonResponse(data, status=409 if overtaken else 200)


@require_POST
def send(request: Request, account_id: int) -> HttpResponse:
    """Save what is written, and say that it is finished."""
    found, overtaken = _write(request, account_id)
    if overtaken:
        messages.error(request, _OVERTAKEN)
        return redirect("sickleave:account", account_id)
    try:
        verbs.send(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("sickleave:account", account_id)
    who = "Kun sekretariatet og HR" if found.private else "Sekretariatet og Chefforum"
    messages.success(request, f"Redegørelsen er sendt. {who} kan læse den.")
    return redirect("sickleave:account", account_id)


@require_POST
def take_back(request: Request, account_id: int) -> HttpResponse:
    """Let it be one's own again."""
    found = queries.account_by_id(account_id, viewer=request.user)
    verbs.take_back(found, by=request.user)
    messages.success(request, "Redegørelsen er din egen igen. Send den, når den er færdig.")
    return redirect("sickleave:account", account_id)


@require_POST
def remind(request: Request, report_id: int) -> HttpResponse:
    """Remind those whose accounts are missing."""
    report = queries.report_by_id(report_id, viewer=request.user)
    if not permissions.may_run_absence(request.user):
        raise PermissionDenied
    people = verbs.remind(report, by=request.user)
    messages.success(request, f"{count(people, 'person', 'personer')} får en mail om det, der mangler.")
    return redirect("sickleave:report", report.pk)
