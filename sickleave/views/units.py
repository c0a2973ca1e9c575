"""Units: the list, one with its figures, and what becomes of it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from chefforum.organisation.request import Request
from chefforum.workflow import Refused
from sickleave import queries
from sickleave.actions import units as verbs
from sickleave.forms import CloseForm, JoinForm, MergeForm, MoveForm, RenameForm, UnitForm
from sickleave.permissions import may_run_absence

if TYPE_CHECKING:
    from chefforum.organisation.models import Unit

_FORMS: dict[str, tuple[str, type[forms.Form]]] = {
    "omdoeb": ("Omdøb", RenameForm),
    "flyt": ("Flyt til en anden afdeling", MoveForm),
    "laeg-sammen": ("Læg sammen med en anden enhed", MergeForm),
    "nedlaeg": ("Nedlæg", CloseForm),
}


def _must_run(request: Request) -> None:
    if not may_run_absence(request.user):
        raise PermissionDenied


def listed(request: Request) -> HttpResponse:
    """All units, by department."""
    _must_run(request)
    return render(request, "sickleave/units.html", {"groups": queries.units_by_department()})


def join(request: Request, department_id: int) -> HttpResponse:
    """Let a department be a part of another."""
    _must_run(request)
    found = next((one for one, _ in queries.units_by_department() if one.pk == department_id), None)
    if found is None:
        raise Http404
    form = JoinForm(request.POST or None, initial={"but": found.pk})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            verbs.join(found, data["department"], data["first_day"], follows=data["follows"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{found} bliver en del af {data['department']}.")
            return redirect("sickleave:units")
    context = {"form": form, "department": found}
    return render(request, "sickleave/join.html", context, status=422 if form.errors else 200)


def make(request: Request) -> HttpResponse:
    """A new unit."""
    _must_run(request)
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.make_unit(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Enheden {made} er oprettet.")
            return redirect("sickleave:units")
    return render(request, "sickleave/unit_form.html", {"form": form}, status=422 if form.errors else 200)


def unit(request: Request, unit_id: int) -> HttpResponse:
    """A unit: its figures, the corrected ones too, and what can become of it."""
    _must_run(request)
    return _page(request, _unit(unit_id))


def _unit(unit_id: int) -> "Unit":
    found = queries.unit_by_id(unit_id)
    if found is None:
        raise Http404
    return found


def _form(verb: str, found: "Unit", data: Any = None) -> forms.Form:
    kind = _FORMS[verb][1]
    return kind(data, auto_id=f"id_{verb}_%s", initial={"but": found.pk})


def _page(request: Request, found: "Unit", verb: str = "", bound: forms.Form | None = None) -> HttpResponse:
    shown = [
        (name, label, bound if bound is not None and name == verb else _form(name, found))
        for name, (label, _) in _FORMS.items()
    ]
    context = {
        "unit": found,
        "figures": queries.figures_of(found),
        "before": queries.predecessors_of(found),
        "forms": shown if found.end is None else [],
        "wrong": verb if bound is not None else "",
    }
    return render(request, "sickleave/unit.html", context, status=422 if bound is not None else 200)


def change(request: Request, unit_id: int, verb: str) -> HttpResponse:
    """Rename, move, merge or close a unit, or take back that it is closed."""
    _must_run(request)
    found = _unit(unit_id)
    if verb == "genoptag" and request.method == "POST":
        verbs.take_up(found, by=request.user)
        messages.success(request, f"{found} er ikke ophørt alligevel.")
        return redirect("sickleave:unit", found.pk)
    if verb not in _FORMS or request.method != "POST":
        raise Http404
    form = _form(verb, found, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        after: Unit = found
        try:
            match verb:
                case "omdoeb":
                    verbs.rename(found, data["name"], by=request.user)
                case "flyt":
                    moved = verbs.move(
                        found, data["department"], data["first_day"], follows=data["follows"], by=request.user
                    )
                    after = moved
                case "laeg-sammen":
                    verbs.merge(found, data["into"], data["first_day"], follows=data["follows"], by=request.user)
                    after = data["into"]
                case _:
                    verbs.close(found, data["last_day"], by=request.user)
        except Refused as refusal:
            if found.end is not None:  # somebody else was faster, and the page has no form any more
                messages.error(request, str(refusal))
                return redirect("sickleave:unit", found.pk)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Enheden er ændret.")
            return redirect("sickleave:unit", after.pk)
    return _page(request, found, verb, form)
