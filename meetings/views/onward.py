"""Where a case goes after an item: back to the forum, on to another, and into the next item's Historik."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from chefforum import danish
from chefforum.organisation.request import Request
from chefforum.web.middleware import came_from
from chefforum.web.numbers import whole_number
from chefforum.workflow import Refused
from meetings import permissions, queries
from meetings.actions import following_up
from meetings.actions import onward as verbs
from meetings.actions.reading import note_closed_reading
from meetings.filters import StopFilter
from meetings.forms import OutcomeForm, StopForm
from meetings.views.writing import redirect_to_item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetings.models import AgendaItem

_A_PAGE = 50


def onward_of(request: Request, items: "Sequence[AgendaItem]") -> dict[int, dict[str, object]]:
    """What the panels about the items' way on show, by the items' ids. ``items`` come with their sections."""
    ways = queries.ways_on(items, viewer=request.user)
    return {
        item.pk: {
            "item": item,
            "way": ways[item.pk],
            "stop_form": StopForm(auto_id=f"videre{item.pk}_%s"),
            "forums": queries.OTHER_FORUMS,
        }
        for item in items
    }


def _minuted(request: Request, item_id: int) -> "AgendaItem":
    item = queries.whole_item(item_id, viewer=request.user)
    if not permissions.may_write_minutes(request.user, item.on):
        raise PermissionDenied
    return item


def panel(request: Request, item_id: int) -> HttpResponse:
    """The panel anew, after the decision was saved."""
    item = _minuted(request, item_id)
    return render(request, "meetings/goes_on.html", onward_of(request, [item])[item.pk])


def _back(request: Request, item: "AgendaItem") -> HttpResponse:
    """The page the person came from, at the item's panel."""
    return redirect(f"{came_from(request)}#videre{item.pk}")


@require_POST
def come_back(request: Request, item_id: int) -> HttpResponse:
    """Do as the decision says of the case coming back: on an agenda, in the pool, or as a task."""
    item = _minuted(request, item_id)
    offers = queries.ways_on([item], viewer=request.user)[item.pk].returns
    offered = next((one for one in offers if one.back.words == request.POST.get("ord")), None)
    if offered is None:
        messages.error(request, "Beslutningen er ændret, siden du så siden. Intet er oprettet.")
        return _back(request, item)
    how = request.POST.get("hvordan", "")
    if how == "opgave":
        who = str(item.department or item.author or "Kommunaldirektøren")
        made = following_up.add_task(
            item, text=f"Genbesøg: {item.title}"[:400], who=who, when=offered.back.when, by=request.user
        )
        messages.success(request, f"{made.who} har fået en opgave: »{made.text}«.")
    elif how == "moede" and offered.meeting is not None:
        new = verbs.bring_back(item, to=offered.meeting, by=request.user)
        day = danish.long_date(timezone.localdate(offered.meeting.starts_at))
        messages.success(request, f"Punktet står nu også på dagsordenen {day}, som punkt {new.position}.")
    elif how == "pulje":
        verbs.bring_back(item, to=None, by=request.user)
        messages.success(request, "Et nyt punkt, som fortsætter dette, ligger i puljen.")
    else:
        raise Http404
    return _back(request, item)


@require_POST
def send_on(request: Request, item_id: int) -> HttpResponse:
    """The case goes on to another forum."""
    item = _minuted(request, item_id)
    form = StopForm(request.POST)
    if form.is_valid():
        stop = verbs.send_on(item, forum=form.cleaned_data["to_forum"], when=form.cleaned_data["when"], by=request.user)
        when = f" {stop.when}" if stop.when else ""
        read = f" ({danish.date_range(stop.first, stop.due)})" if stop.first and stop.due else ""
        messages.success(request, f"Sagen står nu som på vej til {stop.forum}{when}{read}.")
    else:
        raise Refused("Skriv, hvilket forum sagen skal videre til, med højst 120 tegn. Intet er gemt.")
    return _back(request, item)


def listing(request: Request) -> HttpResponse:
    """Cases on their way to other forums, with what came of them."""
    found = StopFilter(request.GET, queryset=queries.stop_list(viewer=request.user), request=request)
    page = Paginator(found.qs, _A_PAGE).get_page(request.GET.get("side"))
    note_closed_reading({one.item_id for one in page.object_list if one.item.closed}, by=request.user)
    context = {
        "page": page,
        "filter": found,
        "may_decide": permissions.is_secretariat(request.user),
        "may_open": queries.meetings_to_open(page.object_list, viewer=request.user),
        "today": timezone.localdate(),
    }
    return render(request, "meetings/stops.html", context)


def stop(request: Request, stop_id: int) -> HttpResponse:
    """One case on its way: what was decided there, to read or to write."""
    found = queries.stop_by_id(stop_id, viewer=request.user)
    if found.item.closed:
        note_closed_reading([found.item_id], by=request.user)
    may = permissions.may_follow_case(request.user, found)
    data = request.POST if request.method == "POST" else None
    expected = min(found.due, timezone.localdate()) if found.due and found.first == found.due else None
    initial = {"decided_on": found.decided_on or expected, "outcome": found.outcome}
    form = OutcomeForm(data, initial=initial)
    if data is not None:
        if not may:
            raise PermissionDenied
        found.version = _version(request)
        if form.is_valid():
            verbs.note_outcome(found, **form.cleaned_data, by=request.user)
            messages.success(
                request,
                f"Beslutningen i {found.forum} er gemt. Du kan sætte den i Historik, når sagen er på dagsordenen igen.",
            )
            return redirect("meetings:stops")
    context = {"stop": found, "form": form, "may_decide": may}
    return render(request, "meetings/stop.html", context, status=422 if data is not None else 200)


def _version(request: Request) -> int:
    """The version that the person saw; one that nothing has, where the page did not say."""
    seen = whole_number(request.POST.get("version", ""))
    return -1 if seen is None else seen


@require_POST
def drop(request: Request, stop_id: int) -> HttpResponse:
    """The case does not go there after all, or does so again."""
    found = queries.stop_by_id(stop_id, viewer=request.user)
    found.version = _version(request)
    verbs.drop_stop(found, by=request.user)
    messages.success(request, f"Sagens vej til {found.forum} er ændret.")
    return redirect("meetings:stop", found.pk)


@require_POST
def quote(request: Request, item_id: int) -> HttpResponse:
    """Put an earlier decision into the item's Historik: another forum's, or that of an earlier item."""
    item = queries.any_item_by_id(item_id, viewer=request.user)
    number = whole_number(request.POST.get("stop") or request.POST.get("punkt") or "")
    if number is None:
        raise Http404
    if "stop" in request.POST:
        verbs.quote_stop(item, queries.stop_by_id(number, viewer=request.user), by=request.user)
    else:
        earlier = get_object_or_404(permissions.items_quoted_by(request.user), pk=number)
        verbs.quote_decision(item, earlier, by=request.user)
    messages.success(request, "Beslutningen står nu i Historik.")
    return redirect_to_item(item)
