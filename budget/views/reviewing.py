"""Going through the points of a round at the meeting: by numbers, by key, several at once."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from budget import permissions, queries
from budget.actions import freezing
from budget.actions import reviewing as verbs
from budget.forms import RequestForm
from budget.rules import lights
from budget.rules.fields import FIELDS, spelled
from budget.rules.numbering import Number, in_one_line, read_numbers
from budget.workflow import STATUS_SENT, CarryOver, RoundState
from chefforum.danish import enumerate_words, in_a_line, tidy
from chefforum.organisation.request import Request
from chefforum.web.numbers import whole_number
from chefforum.workflow import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budget.models import Agreement, Round, Status

# What is changed here; the internal comment is written on the department's own page.
_FIELDS = (
    "light",
    "public_text",
    "comment",
    "next_step",
    "carry",
    "carry_part",
    "needs_case",
    "case_forum",
    "case_when",
)
# What several points can be given at once: no text of theirs is overwritten.
_TOGETHER = ("light", "carry", "needs_case", "case_forum", "case_when")


def review(request: Request, round_id: int) -> HttpResponse:
    """One point of a round, large, or several; the others beside it, and the decision as it writes itself."""
    one = queries.round_by_id(round_id, viewer=request.user)
    if not permissions.may_review(request.user, one):
        if request.method == "GET" and one.state in STATUS_SENT and permissions.may_run_budget(request.user):
            messages.info(request, "Runden er sendt og kan ikke længere gennemgås. Her er den, som den blev.")
            return redirect("budget:round", one.pk)
        raise PermissionDenied
    everything = queries.statuses_of(one, viewer=request.user)
    agreement = _chosen(request, everything)
    statuses = [row for row in everything if row.initiative.agreement.pk == agreement.pk]
    if request.method == "POST":
        return _save(request, one, agreement, statuses)
    picked = _picked(request, request.GET.get("nr", ""), statuses)
    return _page(request, one, agreement, statuses, picked)


def _page(
    request: Request,
    one: "Round",
    agreement: "Agreement",
    statuses: "Sequence[Status]",
    picked: "list[Status]",
    form: RequestForm | None = None,
) -> HttpResponse:
    first = picked[0]
    order = list(statuses)
    after = order.index(picked[-1]) + 1
    several = len(picked) > 1
    context: dict[str, Any] = {
        "round": one,
        "agreement": agreement,
        "agreements": queries.agreements_of(one),
        "may_run": permissions.may_run_budget(request.user),
        "picked_ids": ",".join(str(row.pk) for row in picked),
        "statuses": statuses,
        "picked": picked,
        "several": several,
        "status": first,
        "numbers": in_one_line([_number(row) for row in picked]),
        "nr": ",".join(str(_number(row)) for row in picked),
        "was": {field: "" if several else spelled(first, field) for field in _FIELDS},
        "past": [] if several else queries.trail(first.initiative, viewer=request.user),
        "came_with": "" if several else queries.came_with(first),
        "lights": [(one.value, one.label) for one in lights.ORDER],
        "carries": CarryOver.choices,
        "gone_through": sum(row.reviewed_at is not None for row in statuses),
        "changed": len({change.status_id for change in queries.changes_in_forum(one)}),
        "previous": order[order.index(first) - 1] if order.index(first) else None,
        "following": order[after] if after < len(order) else None,
        "decision": freezing.decision_of(one) if one.state == RoundState.FORUM else "",
        "people": queries.people_to_name(),
        "form": form or RequestForm(initial={"due": one.committee_on, "person": _likely(first)}),
        "requests": [row for row in first.requests.all() if row.done_at is None],
    }
    wrong = form is not None and bool(form.errors)
    return render(request, "budget/review.html", context, status=422 if wrong else 200)


def _chosen(request: Request, statuses: "Sequence[Status]") -> "Agreement":
    """The agreement that is asked for, or the first that has points in the round."""
    agreements = {one.initiative.agreement.year: one.initiative.agreement for one in statuses}
    wanted = whole_number(request.GET.get("aar", "") or request.POST.get("aar", ""))
    if not agreements or (wanted is not None and wanted not in agreements):
        raise Http404
    return agreements[wanted if wanted is not None else min(agreements)]


def _number(status: "Status") -> Number:
    return Number(status.initiative.chapter.number, status.initiative.point)


def _picked(request: Request, text: str, statuses: "Sequence[Status]") -> "list[Status]":
    """The statuses that a list of numbers names; where it names none, those that the
    person came from, or the first that is not gone through.
    """
    by_number = {_number(one): one for one in statuses}
    numbers, unknown = read_numbers(text[:200], by_number)
    if unknown:
        messages.error(request, f"Der er intet punkt {enumerate_words(unknown[:5])} i aftalen.")
        numbers = numbers or read_numbers(request.GET.get("fra", "")[:200], by_number)[0]
    waiting = next((one for one in statuses if one.reviewed_at is None), statuses[0])
    return [by_number[number] for number in numbers] or [waiting]


def _posted(request: Request, statuses: "Sequence[Status]") -> "list[Status]":
    """The statuses that the page was of, by their ids: a number may have gone to another point meanwhile. Raises
    :class:`Refused` where one of them is not in the round any more.
    """
    wanted = {whole_number(text) for text in request.POST.get("valgt", "").split(",")[:500]}
    found = [one for one in statuses if one.pk in wanted]
    if not found or len(found) != len(wanted):
        raise Refused("Et af punkterne er ikke længere i runden. Intet er gemt. Gå til nummeret, og prøv igen.")
    return found


def _likely(status: "Status") -> int | None:
    people = list(status.initiative.people.all())
    return people[0].pk if people else None


def _save(request: Request, one: "Round", agreement: "Agreement", statuses: "Sequence[Status]") -> HttpResponse:
    picked = _posted(request, statuses)
    several = len(picked) > 1
    changes = {
        field: (text, was)
        for field in (_TOGETHER if several else _FIELDS)
        if f"var_{field}" in request.POST
        and (text := tidy(request.POST.get(field, ""))) != (was := tidy(request.POST.get(f"var_{field}", "")))
    }
    overtaken = verbs.go_through(
        picked,
        {field: text for field, (text, _) in changes.items()},
        was=None if several else {field: was for field, (_, was) in changes.items()},
        asked_by=in_a_line(request.POST.get("bad_om", ""))[:120],
        reason=in_a_line(request.POST.get("begrundelse", ""))[:400],
        by=request.user,
    )
    if overtaken:
        names = enumerate_words([FIELDS[field] for field in overtaken])
        messages.error(request, f"En anden har ændret {names} imens. Dit er lagt til side, se punktets ændringer.")
    there = QueryDict(mutable=True)
    there["aar"] = str(agreement.year)
    there["nr"] = _onward(request, statuses, picked)
    there["gemt"] = "1"
    return redirect(f"{reverse('budget:review', args=[one.pk])}?{there.urlencode()}")


def _onward(request: Request, statuses: "Sequence[Status]", picked: "Sequence[Status]") -> str:
    """Where to go after a save: the next, the one before, to a number, or to stay."""
    order = list(statuses)
    if "naeste" in request.POST and order.index(picked[-1]) + 1 < len(order):
        return str(_number(order[order.index(picked[-1]) + 1]))
    if "forrige" in request.POST and order.index(picked[0]):
        return str(_number(order[order.index(picked[0]) - 1]))
    if request.POST.get("til"):
        return request.POST["til"][:200]
    return ",".join(str(_number(one)) for one in picked)


@require_POST
def ask(request: Request, status_id: int) -> HttpResponse:
    """Ask a named person for a new text."""
    status = queries.status_by_id(status_id, viewer=request.user)
    if not permissions.may_run_budget(request.user):
        raise PermissionDenied
    form = RequestForm(request.POST)
    if not form.is_valid():
        one, agreement = status.round, status.initiative.agreement
        seen = queries.statuses_of(one, viewer=request.user)
        own = [row for row in seen if row.initiative.agreement.pk == agreement.pk]
        picked = [row for row in own if row.pk == status.pk]
        return _page(request, one, agreement, own, picked, form)
    data = form.cleaned_data
    verbs.ask_for_text(status, person=data["person"], due=data["due"], wish=data["wish"], by=request.user)
    messages.success(request, f"{data['person']} er bedt om en tekst til punkt {status.initiative.number}.")
    return redirect(_address(status))


@require_POST
def not_asked(request: Request, request_id: int) -> HttpResponse:
    """Ask no longer."""
    asked = get_object_or_404(queries.requests_run_by(request.user), pk=request_id)
    verbs.drop_request(asked, by=request.user)
    messages.success(request, f"{asked.person} skal ikke længere skrive en tekst til punktet.")
    return redirect(_address(asked.status))


def _address(status: "Status") -> str:
    number, year = status.initiative.number, status.initiative.agreement.year
    return f"{reverse('budget:review', args=[status.round_id])}?aar={year}&nr={number}"
