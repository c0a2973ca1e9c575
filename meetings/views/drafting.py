"""Drafting the agenda: the list of points beside the one being written."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from chefforum.organisation.request import Request
from chefforum.workflow import Refused
from meetings import permissions, queries, rules
from meetings.actions import drafting
from meetings.forms import AttachmentsForm, ItemForm, NewItemForm, offices
from meetings.papers.points import from_lines
from meetings.workflow import WORKFLOW


def draft(request: Request, meeting_id: int, item_id: int | None = None) -> HttpResponse:
    """The agenda as it is written; a POST saves the point."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if not permissions.may_edit_agenda(request.user, meeting):
        raise PermissionDenied
    rows = queries.agenda_rows(meeting, viewer=request.user)
    items = [row.item for row in rows if row.item]
    item = next((one for one in items if one.pk == item_id), items[0] if items and item_id is None else None)
    if item_id is not None and item is None:
        queries.item_by_id(item_id, viewer=request.user)
        return redirect("meetings:draft", meeting.pk)
    form = ItemForm(request.POST or None, item=item) if item else None
    status, theirs = 200, None
    if request.method == "POST" and form and item:
        if form.is_valid() and _save(request, form):
            return redirect("meetings:draft_item", meeting.pk, item.pk)
        status, theirs = 422, form.step_aside()
    context = {
        "meeting": meeting,
        "look": WORKFLOW.looks[meeting.state],
        "rows": rows,
        "item": item,
        "form": form,
        "theirs": theirs,
        "new_item": NewItemForm(),
        "attachments": AttachmentsForm(),
        "findings": rules.findings(meeting, items),
        "earlier": queries.earlier_items(item, viewer=request.user) if item else [],
        "offices": offices(),
        "withdrawn": queries.withdrawn_items(meeting, viewer=request.user),
        "can": permissions.what_may(request.user, meeting),
    }
    return render(request, "meetings/draft.html", context, status=status)


def _save(request: Request, form: ItemForm) -> bool:
    """Save the form; a refusal becomes an error in it, with the typed text still there."""
    data = form.cleaned_data
    written = drafting.ItemDraft(
        title=data["title"],
        case_number=data["case_number"],
        slot=data["slot"],
        closed=data["closed"],
        closed_reason=data["closed_reason"],
        texts={s.pk: data[f"text_{s.pk}"] for s in form.sections if f"text_{s.pk}" in data},
        recommendations={
            s.pk: drafting.Recommendation(
                [party.strip() for party in data[f"parties_{s.pk}"].split(";") if party.strip()],
                from_lines(data[f"points_{s.pk}"]),
            )
            for s in form.sections
            if f"points_{s.pk}" in data
        },
    )
    try:
        drafting.change_item(form.item, written, version=data["version"], by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Punkt {form.item.position} er gemt.")
    return True


@require_POST
def add(request: Request, meeting_id: int) -> HttpResponse:
    """Add a point."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    form = NewItemForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Skriv en titel på det nye punkt. Intet er tilføjet.")
        return redirect("meetings:draft", meeting.pk)
    item = drafting.add_item(meeting, title=form.cleaned_data["title"], by=request.user)
    return redirect("meetings:draft_item", meeting.pk, item.pk)


@require_POST
def move(request: Request, item_id: int) -> HttpResponse:
    """Move a point one up or down; answers the list anew."""
    item = queries.item_by_id(item_id, viewer=request.user)
    step = 1 if request.POST.get("retning") == "ned" else -1
    position = drafting.move_item(item, to=item.position + step, by=request.user)
    if not request.htmx:
        return redirect("meetings:draft_item", item.meeting_id, item.pk)
    rows = queries.agenda_rows(item.meeting, viewer=request.user)
    current = request.POST.get("aktuel", "")
    context = {
        "meeting": item.meeting,
        "rows": rows,
        "current_id": int(current) if current.isascii() and current.isdigit() else item.pk,
        "moved": item.pk,
        "direction": "ned" if step == 1 else "op",
        "announcement": f"Punkt {item.position} er nu punkt {position}.",
    }
    return render(request, "meetings/draft.html#agenda", context)


@require_POST
def withdraw(request: Request, item_id: int) -> HttpResponse:
    """Take a point off the agenda."""
    item = queries.item_by_id(item_id, viewer=request.user)
    drafting.withdraw_item(item, by=request.user)
    messages.success(request, "Punktet er trukket. Det er gemt og kan sættes på igen.")
    return redirect("meetings:draft", item.meeting_id)


@require_POST
def restore(request: Request, meeting_id: int, item_id: int) -> HttpResponse:
    """Put a withdrawn point back."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    item = get_object_or_404(queries.withdrawn_items(meeting, viewer=request.user), pk=item_id)
    drafting.restore_item(item, by=request.user)
    return redirect("meetings:draft_item", meeting.pk, item.pk)


@require_POST
def attach(request: Request, item_id: int) -> HttpResponse:
    """Attach files to a point. A file that is refused does not stop the others."""
    item = queries.item_by_id(item_id, viewer=request.user)
    form = AttachmentsForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "Vælg mindst én fil. Intet er vedhæftet.")
        return redirect("meetings:draft_item", item.meeting_id, item.pk)
    for upload in form.cleaned_data["files"]:
        try:
            drafting.attach(item, upload, by=request.user)
            messages.success(request, f"»{upload.name}« er vedhæftet.")
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect("meetings:draft_item", item.meeting_id, item.pk)


@require_POST
def detach(request: Request, attachment_id: int) -> HttpResponse:
    """Take an attachment off."""
    attachment = queries.attachment_by_id(attachment_id, viewer=request.user)
    drafting.remove_attachment(attachment, by=request.user)
    messages.success(request, f"»{attachment.title}« er fjernet fra punktet.")
    return redirect("meetings:draft_item", attachment.item.meeting_id, attachment.item_id)
