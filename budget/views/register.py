"""The agreements and their points."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from budget import permissions, queries
from budget.actions import closing, register, saving_views
from budget.filters import InitiativeFilter
from budget.forms import AgreementForm, InitiativeForm
from budget.papers.register import register_sheet
from budget.rules.entry import FACTS, Entry
from chefforum.documents import sheet
from chefforum.organisation.request import Request
from chefforum.web.made import answer_with
from chefforum.web.numbers import whole_number
from chefforum.workflow import Refused

if TYPE_CHECKING:
    from budget.models import Agreement, Initiative, Round

# A page shows the lights of so many rounds beside each other.
_ROUNDS = 4


def index(request: Request) -> HttpResponse:
    """The agreement that is followed now, or a page that says how to begin."""
    if not permissions.may_see_budget(request.user):
        raise Http404
    found = queries.agreements(viewer=request.user)
    followed = [one for one in found if one.state == "open"] or found
    if followed:
        # The year that the last round was of, else the earliest that is followed.
        return redirect("budget:agreement", min(one.year for one in followed))
    return render(request, "budget/none.html", {"may_run": permissions.may_run_budget(request.user)})


def agreement(request: Request, year: int) -> HttpResponse:
    """An agreement: its rounds, and its points with how they stand."""
    found = queries.agreement_by_year(year, viewer=request.user)
    rounds = queries.rounds_of(found, viewer=request.user)
    begun = [one for one in rounds if one.state != "planned"]
    last = begun[-1] if begun else None
    points = queries.initiatives_of_agreement(found, viewer=request.user)
    chosen = InitiativeFilter(
        request.GET,
        queryset=points,
        request=request,
        chapters=queries.chapters_of(found),
        round_id=last.pk if last else None,
    )
    rows = list(chosen.qs)
    counts = queries.light_counts(found, viewer=request.user)
    bars = [(_label(one), counts[one.pk]) for one in begun if one.pk in counts]
    context = {
        "agreement": found,
        "others": [one for one in queries.agreements(viewer=request.user) if one.pk != found.pk],
        "rounds": rounds,
        "last": last,
        "shown": begun[-_ROUNDS:],
        "filter": chosen,
        "points": rows,
        "views": queries.saved_views(viewer=request.user),
        "chosen": _chosen(request.GET, chosen),
        "all_points": points.count(),
        "asked": bool(request.GET),
        "strips": queries.strips(rows, viewer=request.user),
        "bars": bars,
        "meanings": queries.meanings(),
        "may_run": permissions.may_run_budget(request.user),
        "may_change": permissions.may_change_register(request.user, found),
        "mine": [one for one in queries.running_rounds(viewer=request.user) if _has_own(request, one)],
        "by_number": not request.GET.get("orden"),
        **_last_round(request, last, found),
    }
    return render(request, "budget/agreement.html", context)


def _chosen(data: QueryDict, chosen: InitiativeFilter) -> str:
    """What is filtered by, as it stands in an address; nothing else that the address may hold."""
    kept = QueryDict(mutable=True)
    kept.update({name: data[name] for name in chosen.filters if data.get(name)})
    return kept.urlencode()


@require_POST
def save_view(request: Request, year: int) -> HttpResponse:
    """Keep what one filters by under a name."""
    found = queries.agreement_by_year(year, viewer=request.user)
    wanted = QueryDict(request.POST.get("visning", "")[:400])
    chosen = InitiativeFilter(
        wanted,
        queryset=queries.initiatives_of_agreement(found, viewer=request.user),
        request=request,
        chapters=[],
        round_id=0,
    )
    saved = saving_views.save_view(request.POST.get("navn", ""), _chosen(wanted, chosen), by=request.user)
    messages.success(request, f"Visningen »{saved.name}« er gemt.")
    return redirect(f"{reverse('budget:agreement', args=[found.year])}?{saved.query}")


@require_POST
def drop_view(request: Request, year: int, view_id: int) -> HttpResponse:
    """Drop a view that one has kept."""
    found = queries.agreement_by_year(year, viewer=request.user)
    saving_views.drop_view(view_id, by=request.user)
    return redirect("budget:agreement", found.year)


def _label(status_round: "Round") -> str:
    return status_round.name if len(status_round.name) < 16 else f"{status_round.name[:15]}…"


def _has_own(request: Request, status_round: "Round") -> bool:
    return bool(queries.own_statuses(status_round, viewer=request.user))


def _last_round(request: Request, last: "Round | None", found: "Agreement") -> dict[str, Any]:
    """Bars of the last round by chapter and by department."""
    if last is None:
        return {"by_chapter": [], "by_department": []}
    seen = queries.statuses_of(last, viewer=request.user)
    own = [one for one in seen if one.initiative.agreement == found]
    return {
        "by_chapter": queries.counts_by(own, "chapter"),
        "by_department": queries.counts_by(own, "department"),
    }


def make(request: Request) -> HttpResponse:
    """A new agreement."""
    if not permissions.may_run_budget(request.user):
        raise PermissionDenied
    form = AgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = register.make_agreement(
                year=data["year"],
                title=data["title"],
                adopted_on=data["adopted_on"],
                unit=data["unit"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error("year", str(refusal))
        else:
            messages.success(request, f"{made} er oprettet. Læs punkterne ind fra et ark, eller skriv dem.")
            return redirect("budget:agreement", made.year)
    return render(
        request, "budget/agreement_form.html", {"form": form, "agreement": None}, status=422 if form.errors else 200
    )


def change(request: Request, year: int) -> HttpResponse:
    """Another title, day or unit, and the titles of the chapters."""
    found = queries.agreement_by_year(year, viewer=request.user)
    if not permissions.may_change_register(request.user, found):
        raise PermissionDenied
    start = {"year": found.year, "title": found.title, "adopted_on": found.adopted_on, "unit": found.unit}
    form = AgreementForm(
        {**request.POST.dict(), "year": found.year} if request.method == "POST" else None, initial=start
    )
    form.fields["year"].disabled = True
    chapters = queries.chapters_of(found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        seen = whole_number(request.POST.get("version", ""))
        found.version = found.version if seen is None else seen
        try:
            register.change_agreement(
                found,
                title=data["title"],
                adopted_on=data["adopted_on"],
                unit=data["unit"],
                chapters={one.number: request.POST.get(f"kapitel{one.number}", one.title) for one in chapters},
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{data['title']} er ændret.")
            return redirect("budget:agreement", found.year)
    context = {"form": form, "agreement": found, "chapters": chapters}
    return render(request, "budget/agreement_form.html", context, status=422 if form.errors else 200)


def export(request: Request, year: int) -> HttpResponse:
    """The register as a file for Excel, with the status of a round where one is chosen; it can be read in again."""
    found = queries.agreement_by_year(year, viewer=request.user)
    points = list(queries.initiatives_of_agreement(found, viewer=request.user))
    wanted = whole_number(request.GET.get("runde", ""))
    statuses = None
    if wanted is not None:
        if not permissions.may_see_comments(request.user):
            raise PermissionDenied
        one_round = queries.round_by_id(wanted, viewer=request.user)
        statuses = {one.initiative_id: one for one in queries.statuses_of(one_round, viewer=request.user)}
    names = queries.named(queries.people_to_name(also=queries.people_named_in(found)))
    headings, rows = register_sheet(points, names, statuses)
    data = sheet.to_xlsx(f"Budgetaftale {found.year}", headings, rows)
    return answer_with(data, sheet.CONTENT_TYPE, f"budgetaftale-{found.year}.xlsx")


def point(request: Request, year: int, number: str) -> HttpResponse:
    """A point: what was agreed, and how it has stood in every round."""
    found = queries.agreement_by_year(year, viewer=request.user)
    initiative = queries.initiative_by_number(found, number, viewer=request.user)
    past = queries.trail(initiative, viewer=request.user)
    reads = permissions.may_see_comments(request.user)
    context = {
        "agreement": found,
        "point": initiative,
        "continued_by": getattr(initiative, "continued_by", None),
        "past": past,
        "since": queries.same_light_since(past),
        "changes": queries.changes_of_initiative(past) if reads else [],
        "reads_comments": reads,
        "may_change": permissions.may_change_initiative(request.user, initiative),
        "may_reopen": initiative.state == "ended" and permissions.may_change_register(request.user, found),
    }
    return render(request, "budget/point.html", context)


def write(request: Request, year: int, number: str = "") -> HttpResponse:
    """Write a point, or a new one."""
    found = queries.agreement_by_year(year, viewer=request.user)
    initiative = queries.initiative_by_number(found, number, viewer=request.user) if number else None
    allowed = (
        permissions.may_change_initiative(request.user, initiative)
        if initiative
        else permissions.may_change_register(request.user, found)
    )
    if not allowed:
        raise PermissionDenied
    form = InitiativeForm(
        request.POST or None,
        agreement=found,
        named=list(initiative.people.all()) if initiative else [],
        initial=_said(initiative) if initiative else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = register.write_initiative(
                found, _entry(form), initiative=_as_seen(request, initiative), by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Punkt {saved.number} er gemt.")
            return redirect("budget:point", found.year, saved.number)
    context = {"agreement": found, "point": initiative, "form": form}
    return render(request, "budget/point_form.html", context, status=422 if form.errors else 200)


def _said(initiative: "Initiative") -> dict[str, Any]:
    amounts = InitiativeForm.initial_amounts(dict(queries.amounts_by_key(initiative)))
    facts = {name: getattr(initiative, name) for name in FACTS}
    return {"number": initiative.number, "people": list(initiative.people.all()), **facts, **amounts}


def _entry(form: InitiativeForm) -> Entry:
    data = form.cleaned_data
    facts = {name: data[name] for name in FACTS}
    for name in ("department", "office"):
        facts[name] = data[name].pk if data[name] else None
    return Entry(data["number"], facts, [one.pk for one in data["people"]], form.amounts())


def _as_seen(request: Request, initiative: "Initiative | None") -> "Initiative | None":
    if initiative is not None:
        seen = whole_number(request.POST.get("version", ""))
        initiative.version = initiative.version if seen is None else seen
    return initiative


@require_POST
def end(request: Request, year: int, number: str) -> HttpResponse:
    """A point is finished, or is followed again after all."""
    found = queries.agreement_by_year(year, viewer=request.user)
    initiative = queries.initiative_by_number(found, number, viewer=request.user)
    if "igen" in request.POST:
        closing.reopen_initiative(initiative, by=request.user)
        messages.success(request, f"Punkt {initiative.number} følges igen.")
    else:
        closing.end_initiative(initiative, by=request.user)
        messages.success(request, f"Punkt {initiative.number} er afsluttet og er ikke med i de næste runder.")
    return redirect("budget:point", found.year, initiative.number)
