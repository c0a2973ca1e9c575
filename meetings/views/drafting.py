"""Drafting the agenda: the list of items beside the one being written."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from chefforum.organisation.queries import offices_in_use
from chefforum.organisation.request import Request
from chefforum.richtext import plain_text
from chefforum.web.numbers import whole_number
from meetings import permissions, queries
from meetings.actions import drafting, filling, offers, proposals
from meetings.actions.reading import note_closed_reading
from meetings.forms import FactsForm, NewItemsForm, NewSectionForm, PostponeForm, SectionForm
from meetings.papers import history
from meetings.rules.checking import findings
from meetings.rules.procedure import shows_in_editor
from meetings.rules.timing import meeting_end, timetable
from meetings.views.attaching import list_of
from meetings.views.writing import redirect_to_item
from meetings.workflow import WORKFLOW

if TYPE_CHECKING:
    from meetings.models import AgendaItem, Meeting


def draft(request: Request, meeting_id: int, item_id: int | None = None) -> HttpResponse:
    """The agenda as it is written, one item at a time."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if not permissions.may_edit_agenda(request.user, meeting):
        raise PermissionDenied
    agenda = agenda_of(request, meeting)
    items = [row.item for row in agenda["rows"] if row.item]  # type: ignore[attr-defined]
    item = next((one for one in items if one.pk == item_id), items[0] if items and item_id is None else None)
    if item_id is not None and item is None:
        queries.item_by_id(item_id, viewer=request.user)
        return redirect("meetings:draft", meeting.pk)
    place = items.index(item) if item else 0
    if item is not None and item.closed:
        note_closed_reading([item.pk], by=request.user)
    context = {
        **agenda,
        "current_id": item.pk if item else None,
        "look": WORKFLOW.looks[meeting.state],
        "deadlines": queries.deadlines_of([meeting]),
        "previous": items[place - 1] if place else None,
        "next": items[place + 1] if place + 1 < len(items) else None,
        "postpone": PostponeForm(meeting=meeting, viewer=request.user),
        "off": queries.off_the_agenda(meeting, viewer=request.user),
        "continued": queries.continued_from(meeting, viewer=request.user),
        "can": permissions.what_may(request.user, meeting),
        "notes": [note for note in queries.notes_on(meeting, viewer=request.user) if item and note.item_id == item.pk],
        **(desk_for(request, item) if item else {"item": None}),
    }
    return render(request, "meetings/draft.html", context)


def agenda_of(request: Request, meeting: "Meeting") -> dict[str, object]:
    """The list of items with their clock times, and what there is to look at."""
    rows = queries.agenda_rows(meeting, viewer=request.user)
    items = [row.item for row in rows if row.item]
    found = findings(meeting, items)
    movable = [item.pk for item in items if not item.standing]
    return {
        "meeting": meeting,
        "rows": rows,
        "top": movable[0] if movable else None,
        "bottom": movable[-1] if movable else None,
        "times": timetable(meeting, items),
        "end": meeting_end(meeting),
        "findings": found,
        "unsent": queries.items_never_sent(meeting),
        "pool": queries.pool_for(meeting, viewer=request.user),
        "offered": queries.offers_for_agenda(meeting, viewer=request.user),
        "new_items": NewItemsForm(),
        "follows_up": any(item.fill == "tasks" for item in items),
    }


def desk_for(request: Request, item: "AgendaItem") -> dict[str, object]:
    """All that is needed to write one item, on an agenda or before."""
    said = " ".join(plain_text(one.html) for one in item.sections.all() if one.kind == "history")
    return {
        "facts": FactsForm(item=item, viewer=request.user),
        "sections": [SectionForm(section=section) for section in item.sections.all() if shows_in_editor(section)],
        "new_section": NewSectionForm(),
        "listed": queries.listed_minutes([item.pk], viewer=request.user).get(item.pk) if item.fill else None,
        **list_of(request, item),
        "earlier": queries.earlier_items(item, viewer=request.user),
        "kin": queries.kin_of(item, viewer=request.user),
        "quotes": [
            (stop, history.head_of(stop.forum, stop.decided_on) in said)
            for stop in queries.stops_to_quote(item, viewer=request.user)
            if stop.decided_on
        ],
        "offices": offices_in_use(),
        "people": queries.people_to_present(),
    }


@require_POST
def add(request: Request, meeting_id: int) -> HttpResponse:
    """Add items, one for each line."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    form = NewItemsForm(request.POST)
    if not form.is_valid():
        error = form.errors.get("title", ["Skriv en titel på det nye punkt. Intet er tilføjet."])[0]
        messages.error(request, str(error))
        return redirect("meetings:draft", meeting.pk)
    data = form.cleaned_data
    items = drafting.add_items(meeting, titles=data["title"], kind=data["kind"], by=request.user)
    return redirect("meetings:draft_item", meeting.pk, items[0].pk)


@require_POST
def follow_up(request: Request, meeting_id: int) -> HttpResponse:
    """Add the item that lists the open tasks."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    item = filling.add_follow_up(meeting, by=request.user)
    return redirect("meetings:draft_item", meeting.pk, item.pk)


@require_POST
def move(request: Request, item_id: int) -> HttpResponse:
    """Move an item one up or down, or to a number; answers the list anew."""
    item = queries.item_by_id(item_id, viewer=request.user)
    way = request.POST.get("retning", "")
    number = whole_number(request.POST.get("til", ""))
    wanted = item.position if number is None else number
    to = {"ned": item.position + 1, "op": item.position - 1}.get(way, wanted)
    position = drafting.move_item(item, to=to, by=request.user)
    if not request.htmx:
        return redirect("meetings:draft_item", item.meeting_id, item.pk)
    current = request.POST.get("aktuel", "")
    moved = position != item.position
    context = {
        **agenda_of(request, item.on),
        "current_id": whole_number(current) or item.pk,
        "moved": item.pk,
        "direction": way,
        "announcement": f"Punkt {item.position} er nu punkt {position}."
        if moved
        else "Punktet kan ikke flyttes længere.",
    }
    return render(request, "meetings/draft.html#agenda", context)


def agenda(request: Request, meeting_id: int) -> HttpResponse:
    """The list of items alone, asked for again when a fact has changed."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if not permissions.may_edit_agenda(request.user, meeting):
        raise PermissionDenied
    current = request.GET.get("aktuel", "")
    context = {
        **agenda_of(request, meeting),
        "current_id": whole_number(current),
    }
    return render(request, "meetings/draft.html#agenda", context)


@require_POST
def take_offer(request: Request, meeting_id: int, offer_id: int) -> HttpResponse:
    """Make an item of a paper that another subject offers."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    offer = next((one for one in queries.offers_for_agenda(meeting, viewer=request.user) if one.pk == offer_id), None)
    if offer is None:
        raise Http404
    item = offers.take_up_offer(meeting, offer, by=request.user)
    messages.success(
        request, f"»{item.title}« er punkt {item.position}. Teksten er et forslag, og papiret er vedhæftet."
    )
    return redirect("meetings:draft_item", meeting.pk, item.pk)


@require_POST
def withdraw(request: Request, item_id: int) -> HttpResponse:
    """Take an item off the agenda."""
    item = queries.item_by_id(item_id, viewer=request.user)
    drafting.withdraw_item(item, by=request.user)
    messages.success(request, "Punktet er trukket. Det er gemt og kan sættes på igen.")
    return redirect("meetings:draft", item.meeting_id)


@require_POST
def restore(request: Request, meeting_id: int, item_id: int) -> HttpResponse:
    """Put a withdrawn item back."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    item = queries.proposal_by_id(item_id, viewer=request.user)
    drafting.restore_item(item, by=request.user)
    return redirect("meetings:draft_item", meeting.pk, item.pk)


@require_POST
def postpone(request: Request, item_id: int) -> HttpResponse:
    """Postpone an item to a later meeting or the pool."""
    item = queries.item_by_id(item_id, viewer=request.user)
    form = PostponeForm(request.POST, meeting=item.on, viewer=request.user)
    if not form.is_valid():
        messages.error(request, "Skriv, hvorfor punktet udsættes. Intet er ændret.")
        return redirect("meetings:draft_item", item.meeting_id, item.pk)
    to = form.cleaned_data["to"]
    proposals.postpone(item, reason=form.cleaned_data["reason"], to=to, by=request.user)
    messages.success(request, f"Punktet er udsat {f'til {to}' if to else 'og ligger i puljen'}.")
    return redirect("meetings:draft", item.meeting_id)


@require_POST
def put_in_pool(request: Request, item_id: int) -> HttpResponse:
    """Take an item off the draft, back to the pool."""
    item = queries.item_by_id(item_id, viewer=request.user)
    proposals.put_in_pool(item, by=request.user)
    messages.success(request, "Punktet ligger nu i puljen.")
    return redirect("meetings:draft", item.meeting_id)


@require_POST
def place(request: Request, meeting_id: int) -> HttpResponse:
    """Put items from the pool on the agenda: one, or all that wish for this meeting."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if not permissions.may_edit_agenda(request.user, meeting):
        raise PermissionDenied
    pool = queries.pool_for(meeting, viewer=request.user)
    one = request.POST.get("punkt", "")
    chosen = [item for item in pool if (str(item.pk) == one if one else item.wished_id == meeting.pk)]
    if not chosen:
        messages.error(request, "Punktet ligger ikke længere i puljen. Intet er ændret.")
        return redirect("meetings:draft", meeting.pk)
    for item in chosen:
        proposals.place(item, meeting, by=request.user)
    messages.success(
        request, f"»{chosen[0].title}« er sat på." if len(chosen) == 1 else f"{len(chosen)} punkter er sat på."
    )
    return redirect("meetings:draft_item", meeting.pk, chosen[0].pk)


@require_POST
def take_up(request: Request, meeting_id: int, item_id: int) -> HttpResponse:
    """Begin a new item that continues an earlier one."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    earlier = queries.any_item_by_id(item_id, viewer=request.user)
    new = proposals.take_up_again(earlier, to=meeting, by=request.user)
    messages.success(request, f"»{new.title}« er taget op igen. Det nye punkt henviser til det gamle.")
    return redirect("meetings:draft_item", meeting.pk, new.pk)


@require_POST
def add_section(request: Request, item_id: int) -> HttpResponse:
    """Add a section to an item."""
    item = queries.any_item_by_id(item_id, viewer=request.user)
    form = NewSectionForm(request.POST)
    if form.is_valid():
        drafting.add_section(item, **form.cleaned_data, by=request.user)
        messages.success(request, f"Afsnittet »{form.cleaned_data['heading']}« er tilføjet.")
    else:
        messages.error(request, "Vælg et afsnit. »Andet« skal have en overskrift. Intet er tilføjet.")
    return redirect_to_item(item)
