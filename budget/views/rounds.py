"""Rounds: their page, their steps, and what was frozen."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from budget import permissions, queries
from budget.actions import deciding, freezing
from budget.actions import rounds as verbs
from budget.forms import CommitteeForm, RoundForm
from budget.papers import sheets
from budget.rules.rounds import late_by
from budget.workflow import BACKWARDS, ROUND_WORKFLOW, STATUS_SENT, RoundEdition, RoundState
from chefforum.danish import count, in_a_line
from chefforum.documents import render as rendering
from chefforum.documents import sheet, word
from chefforum.files import keep
from chefforum.organisation.request import Request
from chefforum.web.made import answer_with
from chefforum.web.numbers import whole_number
from chefforum.workflow import Refused

if TYPE_CHECKING:
    from budget.models import Round, RoundPaper

# The one step that is next, by where the round is.
_NEXT = {
    RoundState.PLANNED: "collect",
    RoundState.COLLECTING: "to_directors",
    RoundState.DIRECTORS: "to_forum",
    RoundState.FORUM: "send",
    RoundState.SENT: "close",
}
# Steps that others read the round by: what fails the rules is looked at once more.
_LOOKED_AT = ("to_directors", "send")
_DONE = {
    "collect": "Indsamlingen er begyndt. De ansvarlige får en mail med et link til deres punkter.",
    "to_directors": "Runden er hos direktørerne. Afdelingerne kan ikke længere ændre i den.",
    "to_forum": "Runden er klar til Chefforum. Den interne udgave er tilbudt som sag til dagsordenen.",
    "send": "Runden er fastlåst og sendt. ØU-udgaven kan hentes som PDF, Excel og Word.",
    "close": "Runden er afsluttet.",
}


def page(request: Request, round_id: int) -> HttpResponse:
    """A round: where it is, who has answered, what fails the rules, and what was frozen."""
    return _page(request, queries.round_by_id(round_id, viewer=request.user))


def _page(request: Request, one: "Round", form: CommitteeForm | None = None) -> HttpResponse:
    statuses = queries.statuses_of(one, viewer=request.user)
    may_run = permissions.may_run_budget(request.user)
    faults = queries.faults_in(one, statuses) if may_run else None
    context = {
        "round": one,
        "agreements": queries.agreements_of(one),
        "statuses": statuses,
        "answering": queries.answering(statuses) if may_run else [],
        "answered": sum(status.answered_at is not None for status in statuses),
        "faults": faults.listed() if faults else [],
        "steps": _steps(one),
        "by_chapter": queries.counts_by(statuses, "chapter"),
        "by_department": queries.counts_by(statuses, "department"),
        "log": queries.steps_of(one) if permissions.may_see_steps(request.user) else [],
        "papers": queries.papers_of(one, viewer=request.user),
        "stamps": queries.stamps_of(one),
        "suggested": queries.offers_of(one) if may_run else [],
        "own": queries.own_statuses(one, viewer=request.user),
        "next": ROUND_WORKFLOW.step(_NEXT[RoundState(one.state)]) if may_run and one.state in _NEXT else None,
        "back": [step for step in ROUND_WORKFLOW.steps if step.verb in BACKWARDS and one.state in step.sources]
        if may_run
        else [],
        "late": late_by(one, timezone.localdate()),
        "new_points": queries.points_without_status(one) if may_run and one.state == RoundState.COLLECTING else [],
        "committee": form or CommitteeForm(initial={"on": one.committee_on}),
        "may_decide": may_run and one.state in STATUS_SENT,
        "may_run": may_run,
        "may_review": permissions.may_review(request.user, one),
        "reads_comments": permissions.may_see_comments(request.user),
    }
    wrong = form is not None and bool(form.errors)
    return render(request, "budget/round.html", context, status=422 if wrong else 200)


def _steps(one: "Round") -> list[dict[str, object]]:
    """The road of a round as its page shows it: each state, whether it is behind, and its day where it has one."""
    days = {RoundState.COLLECTING: one.due, RoundState.FORUM: one.forum_on, RoundState.SENT: one.committee_on}
    order = list(RoundState)
    here = order.index(RoundState(one.state))
    return [
        {"label": state.label, "done": place < here, "now": place == here, "day": days.get(state)}
        for place, state in enumerate(order)
    ]


def plan(request: Request) -> HttpResponse:
    """Plan a round."""
    if not permissions.may_run_budget(request.user):
        raise PermissionDenied
    return _form(request, None)


def change(request: Request, round_id: int) -> HttpResponse:
    """Change a round's name and days."""
    one = queries.round_by_id(round_id, viewer=request.user)
    if not permissions.may_run_budget(request.user):
        raise PermissionDenied
    return _form(request, one)


def _form(request: Request, one: "Round | None") -> HttpResponse:
    names = ("name", "as_of", "due", "forum_on", "committee_on")
    start: dict[str, Any] = {name: getattr(one, name) for name in names} if one else {}
    start["agreements"] = queries.agreements_of(one) if one else list(queries.open_agreements())
    form = RoundForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in names}
        agreements = list(form.cleaned_data["agreements"])
        try:
            if one is None:
                one = verbs.plan_round(**data, agreements=agreements, by=request.user)
            else:
                seen = whole_number(request.POST.get("version", ""))
                one.version = one.version if seen is None else seen
                verbs.change_round(one, **data, agreements=agreements, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Runden »{data['name']}« er gemt.")
            return redirect("budget:round", one.pk)
    return render(request, "budget/round_form.html", {"form": form, "round": one}, status=422 if form.errors else 200)


@require_POST
def step(request: Request, round_id: int, verb: str) -> HttpResponse:
    """Take a step with a round; where something fails the rules, after a look at what."""
    one = queries.round_by_id(round_id, viewer=request.user)
    if verb not in {row.verb for row in ROUND_WORKFLOW.steps}:
        raise Http404
    seen = whole_number(request.POST.get("version", ""))
    one.version = one.version if seen is None else seen
    if verb in _LOOKED_AT and "alligevel" not in request.POST and permissions.may_run_budget(request.user):
        faults = queries.faults_in(one, queries.statuses_of(one, viewer=request.user)).listed()
        if faults:
            context = {"round": one, "faults": faults, "next": ROUND_WORKFLOW.step(verb)}
            return render(request, "budget/anyway.html", context)
    freezing.take_step(one, verb, reason=in_a_line(request.POST.get("begrundelse", "")), by=request.user)
    messages.success(request, _DONE.get(verb, "Runden er gået et skridt tilbage."))
    return redirect("budget:round", one.pk)


@require_POST
def include_new(request: Request, round_id: int) -> HttpResponse:
    """Take in the points that have come since the collection began."""
    one = queries.round_by_id(round_id, viewer=request.user)
    made = verbs.include_new(one, by=request.user)
    messages.success(request, f"{count(made, 'nyt punkt er', 'nye punkter er')} kommet med i runden.")
    return redirect("budget:round", one.pk)


@require_POST
def committee(request: Request, round_id: int) -> HttpResponse:
    """Write in what Økonomiudvalget decided."""
    one = queries.round_by_id(round_id, viewer=request.user)
    form = CommitteeForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form)
    deciding.note_committee_decision(one, on=form.cleaned_data["on"], text=form.cleaned_data["text"], by=request.user)
    messages.success(request, "Økonomiudvalgets beslutning er gemt på runden.")
    return redirect("budget:round", one.pk)


@require_POST
def remind(request: Request, round_id: int) -> HttpResponse:
    """Remind those who have not answered."""
    one = queries.round_by_id(round_id, viewer=request.user)
    people = verbs.remind(one, by=request.user)
    messages.success(request, f"{count(people, 'person', 'personer')} får en mail om det, der mangler.")
    return redirect("budget:round", one.pk)


def _paper(request: Request, paper_id: int) -> "RoundPaper":
    found = queries.paper_by_id(paper_id, viewer=request.user)
    if found is None:
        raise Http404
    return found


def pdf(request: Request, paper_id: int) -> FileResponse:
    """A frozen paper's PDF, byte for byte as it was made."""
    found = _paper(request, paper_id)
    if found.document.pdf is None:
        raise Http404
    return keep.serve(found.document.pdf, found.document.file_name)


def marked(request: Request, paper_id: int) -> HttpResponse:
    """The same paper with what differs from the round before marked; made on the spot, kept nowhere."""
    found = _paper(request, paper_id)
    document = found.document
    paper = cast("dict[str, object]", {**document.paper, "marked": True})
    data, _ = rendering.to_pdf(paper, document.template, f"{document.title} (forskelle)", document.created_at)
    return answer_with(data, "application/pdf", f"{document.file_name}-forskelle.pdf", inline=True)


def spreadsheet(request: Request, paper_id: int) -> HttpResponse:
    """A frozen paper as a file for Excel."""
    found = _paper(request, paper_id)
    headings, rows = sheets.as_sheet(found.document.paper)
    return answer_with(sheet.to_xlsx("Status", headings, rows), sheet.CONTENT_TYPE, f"{found.document.file_name}.xlsx")


def text_document(request: Request, paper_id: int) -> HttpResponse:
    """A frozen paper as a Word document."""
    found = _paper(request, paper_id)
    data = word.to_docx(found.document.title, sheets.as_blocks(found.document.paper))
    return answer_with(data, word.CONTENT_TYPE, f"{found.document.file_name}.docx")


def read(request: Request, paper_id: int) -> HttpResponseBase:
    """A frozen paper on the page; ``?forskel`` marks what differs from the round before."""
    found = _paper(request, paper_id)
    context = {
        "paper": {**found.document.paper, "marked": "forskel" in request.GET},
        "frozen": found,
        "internal": found.edition == RoundEdition.INTERNAL,
    }
    return render(request, "budget/paper.html", context)
