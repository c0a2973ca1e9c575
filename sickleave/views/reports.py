"""Reports: the page with the figures, their steps, and what was frozen."""

from copy import copy
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from chefforum.danish import count, in_a_line
from chefforum.documents import sheet
from chefforum.files import keep
from chefforum.organisation.request import Request
from chefforum.web.made import answer_with
from chefforum.web.numbers import whole_number
from chefforum.workflow import Refused
from sickleave import permissions, queries
from sickleave.actions import reports as verbs
from sickleave.forms import DaysForm, ReportForm
from sickleave.papers import sheets
from sickleave.papers.assembling import paper_now, series_now
from sickleave.papers.drawing import series_curve
from sickleave.papers.shape import AbsencePaper, Edition, Row, Series
from sickleave.rules.book import Key, Level
from sickleave.workflow import OUT, WORKFLOW, Method, PaperEdition, ReportState

if TYPE_CHECKING:
    from sickleave.models import Report

_DONE = {
    "publish": "Opgørelsen er udgivet. Papirerne er tilbudt til dagsordenerne, og cheferne for de afdelinger, hvor "
    "fraværet er steget, får en mail.",
    "renew": "Der er udgivet en ny version. Den gamle kan stadig læses.",
    "close": "Opgørelsen er afsluttet.",
    "reopen": "Opgørelsen er genåbnet.",
}
_EDITIONS = {
    "units": "Chefforum og direktører",
    "departments": "Økonomiudvalget",
    "all": "Alle tal (kun HR og sekretariat)",
}

_FILES = {"units": "enheder", "departments": "oeu", "all": "alle-tal-fortroligt"}


def index(request: Request) -> HttpResponse:
    """The report that was published last, or is being made."""
    found = queries.reports(viewer=request.user)
    if found:
        query = request.GET.urlencode()
        return redirect(reverse("sickleave:report", args=[found[0].pk]) + (f"?{query}" if query else ""))
    if not permissions.may_see_absence(request.user):
        raise PermissionDenied
    context = {
        "may_run": permissions.may_run_absence(request.user),
        "quarters": queries.quarters_with_figures() if permissions.may_run_absence(request.user) else [],
    }
    return render(request, "sickleave/none.html", context)


class _Shown:
    """What of a report a request asks to see: the edition, the method, and a department or unit to look into."""

    def __init__(self, request: Request, report: "Report") -> None:
        allowed: list[str] = [one.value for one in permissions.editions_seen_by(request.user)]
        if permissions.may_run_absence(request.user):
            allowed.append("all")
        asked = request.GET.get("udgave", "")
        self.editions = [(code, _EDITIONS[code]) for code in allowed]
        self.edition: Edition = asked if asked in allowed else allowed[0]
        self.report = copy(report)
        if request.GET.get("metode") in Method.values:
            self.report.method = request.GET["metode"]
        self.has_units = self.edition != PaperEdition.DEPARTMENTS
        self.by_unit = self.has_units and request.GET.get("niveau") == "enheder"
        self.department = whole_number(request.GET.get("afdeling", ""))
        self.unit = whole_number(request.GET.get("enhed", "")) if self.has_units else None
        self.viewer = request.user
        self.query = request.GET.urlencode()
        kept = request.GET.copy()
        for name in ("afdeling", "enhed", "periode"):
            kept.pop(name, None)
        self.base = f"{kept.urlencode()}&" if kept else ""

    def paper(self) -> AbsencePaper:
        return paper_now(self.report, self.edition, viewer=self.viewer)

    def row(self, paper: AbsencePaper) -> Row:
        """The group that is looked into, the municipality where none is; :class:`Http404` where there is none such."""
        if self.unit is None and self.department is None:
            return paper["whole"]
        rows = list(paper["departments"])
        if self.unit is not None:
            rows = [unit for row in rows for unit in row.get("units", ())]
        wanted = self.unit if self.unit is not None else self.department
        found = next((row for row in rows if row["id"] == wanted), None)
        if found is None:
            raise Http404
        return found

    def series(self, paper: AbsencePaper, row: Row) -> Series:
        if row is paper["whole"]:
            return paper["series"]
        key = Key(Level(row["level"]), row["id"])
        return series_now(self.report, self.edition, key, row["name"], viewer=self.viewer)


def page(request: Request, report_id: int) -> HttpResponse:
    """A report: its figures, its papers, and the accounts."""
    report = queries.report_by_id(report_id, viewer=request.user)
    other = whole_number(request.GET.get("periode", ""))
    if other is not None and other != report.pk:
        return _turn_to(request, other, report)
    shown = _Shown(request, report)
    paper = shown.paper()
    row = shown.row(paper)
    may_run = permissions.may_run_absence(request.user)
    context: dict[str, Any] = {
        "report": report,
        "reports": queries.reports(viewer=request.user),
        "shown": shown,
        "paper": paper,
        "row": row,
        "series": shown.series(paper, row),
        "aims": [one for one in paper["aims"] if (one["department"] or "Hele kommunen") == row["name"]],
        "rows": [one for one in paper["departments"] if one is row] if shown.department else paper["departments"],
        "opened": shown.by_unit or bool(shown.department),
        "methods": Method.choices,
        "papers": queries.papers_of(report, viewer=request.user) if report.state in OUT else [],
        "stamps": queries.stamps_of(report),
        "accounts": queries.accounts_in(report, viewer=request.user),
        "waiting": queries.waiting_for(report) if may_run else [],
        "suggested": queries.offers_of(report) if may_run else [],
        "log": queries.steps_of(report) if may_run else [],
        "next": _next(report) if may_run else None,
        "may_run": may_run,
        "own": list(permissions.departments_seen_in_full_by(request.user)),
        "own_accounts": [one for one in queries.accounts_to_write(viewer=request.user) if one.report_id == report.pk],
    }
    return render(request, "sickleave/report.html", context)


def _turn_to(request: Request, report_id: int, before: "Report") -> HttpResponse:
    """Another period, seen in the same way; by its own method unless another than the report's was chosen."""
    report = queries.report_by_id(report_id, viewer=request.user)
    kept = request.GET.copy()
    kept.pop("periode")
    if kept.get("metode") == before.method:
        kept.pop("metode")
    return redirect(f"{reverse('sickleave:report', args=[report.pk])}?{kept.urlencode()}")


def _next(report: "Report") -> dict[str, Any]:
    """The steps that can be taken: the one that is next, and those that need a reason."""
    steps = [step for step in WORKFLOW.steps if report.state in step.sources]
    return {
        "first": next((step for step in steps if step.verb in ("publish", "close")), None),
        "others": [step for step in steps if step.verb in ("renew", "reopen")],
    }


def as_csv(request: Request, report_id: int) -> HttpResponse:
    """What the page shows, as CSV."""
    report = queries.report_by_id(report_id, viewer=request.user)
    shown = _Shown(request, report)
    text = sheets.as_csv(shown.paper())
    name = f"sygefravaer-{report.year}-{report.quarter}-{_FILES[shown.edition]}.csv"
    return answer_with(text.encode(), "text/csv; charset=utf-8", name)


def drawing(request: Request, report_id: int) -> HttpResponse:
    """The curve of the page as a picture of its own."""
    report = queries.report_by_id(report_id, viewer=request.user)
    shown = _Shown(request, report)
    paper = shown.paper()
    row = shown.row(paper)
    svg = series_curve(shown.series(paper, row), shown.report.method, paper["aims"])
    if not svg:
        raise Http404
    name = f"sygefravaer-{report.year}-{report.quarter}-{_FILES[shown.edition]}-{row['level']}{row['id'] or ''}.svg"
    return answer_with(str(svg).encode(), "image/svg+xml", name)


def make(request: Request) -> HttpResponse:
    """A new report."""
    if not permissions.may_run_absence(request.user):
        raise PermissionDenied
    form = ReportForm(request.POST or None, quarters=queries.quarters_with_figures())
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.make_report(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Opgørelsen er oprettet. Se tallene efter, og udgiv den, når de er rigtige.")
            return redirect("sickleave:report", made.pk)
    return render(request, "sickleave/report_form.html", {"form": form}, status=422 if form.errors else 200)


def change(request: Request, report_id: int) -> HttpResponse:
    """Other days of a report."""
    report = queries.report_by_id(report_id, viewer=request.user)
    if not permissions.may_run_absence(request.user):
        raise PermissionDenied
    days = ("due", "forum_on", "committee_on")
    form = DaysForm(request.POST or None, initial={name: getattr(report, name) for name in days})
    if request.method == "POST" and form.is_valid():
        seen = whole_number(request.POST.get("version", ""))
        report.version = report.version if seen is None else seen
        try:
            verbs.change_days(report, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Datoerne er gemt.")
            return redirect("sickleave:report", report.pk)
    context = {"form": form, "report": report}
    return render(request, "sickleave/report_form.html", context, status=422 if form.errors else 200)


@require_POST
def step(request: Request, report_id: int, verb: str) -> HttpResponse:
    """Take a step with a report."""
    report = queries.report_by_id(report_id, viewer=request.user)
    if verb not in {row.verb for row in WORKFLOW.steps}:
        raise Http404
    seen = whole_number(request.POST.get("version", ""))
    report.version = report.version if seen is None else seen
    reason = in_a_line(request.POST.get("begrundelse", ""))
    current = verbs.take_step(report, verb, reason=reason, by=request.user)
    messages.success(request, _DONE[verb])
    asked = len(queries.waiting_for(current)) if verb == "publish" and current.state == ReportState.PUBLISHED else 0
    if asked:
        messages.success(request, f"{count(asked, 'redegørelse er', 'redegørelser er')} bedt om.")
    return redirect("sickleave:report", report.pk)


def paper(request: Request, paper_id: int) -> HttpResponse:
    """A frozen paper on the page."""
    found = queries.paper_by_id(paper_id, viewer=request.user)
    return render(request, "sickleave/paper.html", {"paper": found.document.paper, "frozen": found})


def pdf(request: Request, paper_id: int) -> FileResponse:
    """A frozen paper's PDF, byte for byte as it was made."""
    found = queries.paper_by_id(paper_id, viewer=request.user)
    if found.document.pdf is None:
        raise Http404
    return keep.serve(found.document.pdf, found.document.file_name)


def spreadsheet(request: Request, paper_id: int) -> HttpResponse:
    """A frozen paper as a file for Excel."""
    found = queries.paper_by_id(paper_id, viewer=request.user)
    headings, rows = sheets.as_sheet(found.document.paper)
    data = sheet.to_xlsx("Sygefravær", headings, rows)
    return answer_with(data, sheet.CONTENT_TYPE, f"{found.document.file_name}.xlsx")
