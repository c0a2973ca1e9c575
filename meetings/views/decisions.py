"""The register of decisions: looked up, printed, taken to Excel."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from chefforum.danish import count
from chefforum.documents import render as rendering
from chefforum.documents import sheet
from chefforum.organisation.request import Request
from chefforum.web.made import answer_with
from meetings import permissions, queries
from meetings.actions.reading import note_closed_reading
from meetings.filters import DecisionFilter
from meetings.papers import decisionlist

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meetings.models import AgendaItem

_A_PAGE = 50


def listing(request: Request) -> HttpResponse:
    """The decisions one may look up, newest first. What one filters by stands in the address."""
    found = _filter(request)
    page = Paginator(found.qs, _A_PAGE).get_page(request.GET.get("side"))
    _note_closed(request, page.object_list)
    context = {
        "filter": found,
        "page": page,
        "rows": queries.rows_of_decisions(page.object_list),
        "most": decisionlist.MOST,
        "asked": bool(request.GET),
        "secretariat": permissions.is_secretariat(request.user),
        "not_yet": queries.waiting_for_approval(viewer=request.user),
    }
    return render(request, "meetings/decisions.html", context)


def as_pdf(request: Request) -> HttpResponse:
    """The same list, all of it, as a PDF made on the spot."""
    found = _filter(request)
    items = list(found.qs[: decisionlist.MOST + 1])
    if len(items) > decisionlist.MOST:
        most = count(decisionlist.MOST, "beslutning", "beslutninger")
        messages.error(request, f"En PDF kan højst have {most}. Vælg en kortere periode, eller hent listen til Excel.")
        return redirect(f"{reverse('meetings:decisions')}?{request.GET.urlencode()}")
    _note_closed(request, items)
    paper = decisionlist.decision_list(queries.rows_of_decisions(items), found.in_words())
    data, _ = rendering.to_pdf(paper, decisionlist.TEMPLATE, "Beslutningsliste", timezone.now())
    return answer_with(data, "application/pdf", "beslutninger.pdf")


def as_sheet(request: Request) -> HttpResponse:
    """The same list, all of it, as a file for Excel."""
    items = list(_filter(request).qs)
    _note_closed(request, items)
    rows = decisionlist.rows_of(queries.rows_of_decisions(items))
    data = sheet.to_xlsx("Beslutninger", decisionlist.COLUMNS, rows)
    return answer_with(data, sheet.CONTENT_TYPE, "beslutninger.xlsx")


def _filter(request: Request) -> DecisionFilter:
    return DecisionFilter(request.GET, queryset=queries.decided_items(viewer=request.user), request=request)


def _note_closed(request: Request, items: "Iterable[AgendaItem]") -> None:
    note_closed_reading({item.pk for item in items if item.closed}, by=request.user)
