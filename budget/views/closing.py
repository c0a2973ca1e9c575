"""Closing a year."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from budget import permissions, queries
from budget.actions import closing as verbs
from budget.rules.closing import Onward, suggested_number
from budget.rules.numbering import Number, read_number
from budget.workflow import CarryOver
from chefforum.danish import count, tidy
from chefforum.organisation.request import Request
from chefforum.web.numbers import whole_number
from chefforum.workflow import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budget.models import Agreement, Initiative


def close(request: Request, year: int) -> HttpResponse:
    """What becomes of each point: it ends, or goes on in a later agreement under a number that one chooses."""
    agreement = queries.agreement_by_year(year, viewer=request.user)
    if not permissions.may_change_register(request.user, agreement):
        raise PermissionDenied
    later = [one for one in queries.open_agreements() if one.year > agreement.year]
    wanted = whole_number(request.POST.get("ind_i", "") or request.GET.get("ind_i", ""))
    into = next((one for one in later if one.year == wanted), min(later, key=lambda one: one.year, default=None))
    points = queries.open_points(agreement, viewer=request.user)
    trouble = ""
    if request.method == "POST":
        seen = whole_number(request.POST.get("version", ""))
        agreement.version = agreement.version if seen is None else seen
        try:
            _must_be_offered(wanted, into)
            carried = verbs.close_year(agreement, _onward(request, points), into=into, by=request.user)
        except Refused as refusal:
            trouble = str(refusal)
        else:
            where = f" i {into}" if into and carried else ""
            messages.success(
                request, f"{agreement} er afsluttet. {count(len(carried), 'punkt', 'punkter')} fortsætter{where}."
            )
            return redirect("budget:agreement", into.year if into and carried else agreement.year)
    context = {
        "agreement": agreement,
        "later": later,
        "into": into,
        "rows": _rows(request, points, into),
        "trouble": trouble,
    }
    return render(request, "budget/close.html", context, status=409 if trouble else 200)


def _must_be_offered(wanted: int | None, into: "Agreement | None") -> None:
    """Raises :class:`Refused` where the agreement that the page was filled in for is not followed any more."""
    if wanted is not None and (into is None or into.year != wanted):
        raise Refused(f"Budgetaftale {wanted} følges ikke længere. Intet er ændret. Vælg en anden aftale.")


def _onward(request: Request, points: "Sequence[Initiative]") -> dict[int, Onward]:
    """What was chosen for each point. Raises :class:`Refused` for a number that is none."""
    found = {}
    for point in points:
        choice = request.POST.get(f"valg{point.pk}", "")
        if choice == "slut":
            found[point.pk] = Onward(None)
        elif choice in ("hel", "del"):
            text = request.POST.get(f"nr{point.pk}", "").strip()
            number = read_number(text)
            if number is None:
                raise Refused(f"»{text[:20]}« er ikke et nummer til punkt {point.number}. Skriv det som 2.11.")
            part = tidy(request.POST.get(f"del{point.pk}", ""))
            if choice == "del" and not part:
                raise Refused(f"Skriv, hvilken del af punkt {point.number} der føres over. Intet er ændret.")
            found[point.pk] = Onward(number, part if choice == "del" else "")
    return found


def _rows(request: Request, points: "Sequence[Initiative]", into: "Agreement | None") -> list[dict[str, Any]]:
    """A row for each point, filled with what the last round said of it, or with what was just sent."""
    taken = list(queries.numbers_in(into)) if into else []
    last = queries.last_statuses(points)
    rows = []
    for point in points:
        status = last.get(point.pk)
        carry = status.carry if status else CarryOver.OPEN
        number = suggested_number(Number(point.chapter.number, point.point), taken)
        choice = {CarryOver.NOT: "slut", CarryOver.WHOLE: "hel", CarryOver.PART: "del"}.get(CarryOver(carry), "")
        choice = request.POST.get(f"valg{point.pk}", choice)
        if choice in ("hel", "del"):
            taken.append(number)
        rows.append(
            {
                "point": point,
                "status": status,
                "choice": choice,
                "number": request.POST.get(f"nr{point.pk}", str(number) if choice in ("hel", "del") else ""),
                "part": request.POST.get(f"del{point.pk}", status.carry_part if status else ""),
            }
        )
    return rows
