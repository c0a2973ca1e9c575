"""Cases on their way to an agenda: proposing, the secretariat's answer, and the pool."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from chefforum.organisation.request import Request
from meetings import permissions, queries
from meetings.actions import proposals as verbs
from meetings.actions.reading import note_closed_reading
from meetings.forms import ProposalForm, ReasonForm
from meetings.views.drafting import desk_for
from meetings.workflow import ItemState


def proposals(request: Request) -> HttpResponse:
    """What waits for the secretariat, what waits for a meeting, and what one has proposed oneself."""
    if not queries.forums_to_propose_in(viewer=request.user).exists():
        raise PermissionDenied
    prepares = permissions.is_secretariat(request.user)
    context = {
        "prepares": prepares,
        "submitted": queries.proposals_in([ItemState.SUBMITTED], viewer=request.user) if prepares else [],
        "pool": queries.proposals_in([ItemState.ACCEPTED], viewer=request.user) if prepares else [],
        "returned": queries.proposals_in([ItemState.RETURNED], viewer=request.user) if prepares else [],
        "own": queries.own_items(viewer=request.user),
    }
    return render(request, "meetings/proposals.html", context)


def propose(request: Request) -> HttpResponse:
    """Begin a proposal."""
    if not queries.forums_to_propose_in(viewer=request.user).exists():
        raise PermissionDenied
    form = ProposalForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        item = verbs.propose(**form.cleaned_data, by=request.user)
        return redirect("meetings:proposal", item.pk)
    return render(request, "meetings/propose.html", {"form": form}, status=422 if form.errors else 200)


def proposal(request: Request, item_id: int) -> HttpResponse:
    """One proposal, to write or to read."""
    item = queries.proposal_by_id(item_id, viewer=request.user)
    if item.closed:
        note_closed_reading([item.pk], by=request.user)
    context = {
        **desk_for(request, item),
        "current_id": item.pk,
        "is_author": item.author_id == request.user.pk,
        "prepares": permissions.is_secretariat(request.user),
        "meetings": queries.meetings_to_wish_for(item.forum, viewer=request.user),
        "reason": ReasonForm(),
    }
    return render(request, "meetings/proposal.html", context)


@require_POST
def submit(request: Request, item_id: int) -> HttpResponse:
    """Send a proposal in."""
    item = queries.proposal_by_id(item_id, viewer=request.user)
    verbs.submit(item, by=request.user)
    messages.success(request, "Forslaget er sendt til sekretariatet.")
    return redirect("meetings:proposal", item.pk)


@require_POST
def take_back(request: Request, item_id: int) -> HttpResponse:
    """Take one's own proposal back."""
    item = queries.proposal_by_id(item_id, viewer=request.user)
    verbs.take_back(item, by=request.user)
    messages.success(request, "Forslaget er taget tilbage. Du kan rette det og sende det igen.")
    return redirect("meetings:proposal", item.pk)


@require_POST
def accept(request: Request, item_id: int) -> HttpResponse:
    """Accept a proposal; with a meeting chosen, place it there too."""
    item = queries.proposal_by_id(item_id, viewer=request.user)
    wanted = request.POST.get("moede", "")
    if item.state == ItemState.SUBMITTED:
        verbs.accept(item, by=request.user)
    if not wanted.isdigit():
        messages.success(request, "Forslaget er godtaget og ligger i puljen.")
        return redirect("meetings:proposals")
    meeting = get_object_or_404(queries.meetings_to_wish_for(item.forum, viewer=request.user), pk=wanted)
    position = verbs.place(queries.proposal_by_id(item_id, viewer=request.user), meeting, by=request.user)
    messages.success(request, f"Forslaget er sat på {meeting} som punkt {position}.")
    return redirect("meetings:draft_item", meeting.pk, item.pk)


@require_POST
def send_back(request: Request, item_id: int) -> HttpResponse:
    """Return a proposal to its author."""
    item = queries.proposal_by_id(item_id, viewer=request.user)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Skriv, hvorfor forslaget sendes retur. Intet er ændret.")
        return redirect("meetings:proposal", item.pk)
    verbs.send_back(item, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, f"Forslaget er sendt retur til {item.author}.")
    return redirect("meetings:proposals")


@require_POST
def withdraw(request: Request, item_id: int) -> HttpResponse:
    """Withdraw a proposal."""
    item = queries.proposal_by_id(item_id, viewer=request.user)
    verbs.withdraw_proposal(item, by=request.user)
    messages.success(request, "Forslaget er trukket. Teksten er gemt.")
    return redirect("meetings:proposals")


@require_POST
def revive(request: Request, item_id: int) -> HttpResponse:
    """Take one's own withdrawn proposal out again."""
    item = queries.proposal_by_id(item_id, viewer=request.user)
    verbs.revive(item, by=request.user)
    return redirect("meetings:proposal", item.pk)
