"""What is set: targets, how days are counted, effort areas, and how small a group may be shown."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from chefforum.organisation.request import Request
from chefforum.workflow import Refused
from sickleave import queries
from sickleave.actions import settings as verbs
from sickleave.forms import SETTINGS
from sickleave.permissions import may_run_absence

_TITLES = {"maal": "mål", "grundlag": "opgørelsesgrundlag", "indsats": "indsatsområde", "graenser": "grænser"}


def _must_run(request: Request) -> None:
    if not may_run_absence(request.user):
        raise PermissionDenied


def listed(request: Request) -> HttpResponse:
    """Everything that is set."""
    _must_run(request)
    return render(request, "sickleave/settings.html", queries.all_settings())


def write(request: Request, kind: str, pk: int | None = None) -> HttpResponse:
    """A new setting, or another's values."""
    _must_run(request)
    if kind not in SETTINGS or (kind == "graenser" and pk is None):
        raise Http404
    kept = queries.setting(kind, pk) if pk is not None else None
    if pk is not None and kept is None:
        raise Http404
    form: ModelForm[Any] = SETTINGS[kind](request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.keep(kind, pk, form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Det er gemt.")
            return redirect("sickleave:settings")
    context = {"form": form, "kept": kept, "title": _TITLES[kind]}
    return render(request, "sickleave/setting_form.html", context, status=422 if form.errors else 200)
