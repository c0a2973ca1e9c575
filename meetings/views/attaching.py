"""The files under an item: dropped in, named, ordered, replaced, closed; and handed out while they are prepared."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from chefforum.files import keep
from chefforum.files.arriving import too_large
from chefforum.organisation.request import Request
from chefforum.web.numbers import whole_number
from chefforum.workflow import Refused
from meetings import permissions, queries
from meetings.actions import attaching
from meetings.actions.reading import note_closed_reading
from meetings.forms import AttachmentsForm
from meetings.rules.citing import number_of
from meetings.rules.closing import grounds
from meetings.views.writing import redirect_to_item

if TYPE_CHECKING:
    from meetings.models import AgendaItem, Attachment

_SCRIPT = "X-Autosave"


def attachments(request: Request, item_id: int) -> HttpResponse:
    """The list of an item's attachments alone, for whoever prepares it; to others it is not there."""
    item = queries.any_item_by_id(item_id, viewer=request.user)
    if not (permissions.may_write_item(request.user, item) or permissions.may_replace_attachment(request.user, item)):
        raise Http404
    return _list(request, item)


def _list(request: Request, item: "AgendaItem", said: str = "") -> HttpResponse:
    """The list as it is now, for a page that asked for it by script; for others the page itself."""
    if not request.htmx and request.method == "POST":
        if said:
            messages.success(request, said)
        if permissions.may_write_item(request.user, item):
            return redirect_to_item(item)
        return redirect("meetings:minutes", item.meeting_id)
    return render(request, "meetings/attachments.html", {**list_of(request, item), "said": said})


def list_of(request: Request, item: "AgendaItem") -> dict[str, object]:
    """What the list of attachments needs."""
    attachments = queries.attachments_of(item)
    return {
        "item": item,
        "attachments": attachments,
        "unnumbered": any(number_of(one.title) is None for one in attachments),
        "removed": queries.removed_attachments(item),
        "may_write": permissions.may_write_item(request.user, item),
        "may_replace": permissions.may_replace_attachment(request.user, item),
        "may_close": permissions.may_set_access(request.user, item.meeting),
        "grounds": grounds(),
        "limit_mb": keep.limit_mb(),
    }


@require_POST
def attach(request: Request, item_id: int) -> HttpResponse:
    """Attach files to an item; one that is refused does not stop the others.

    A script sends them one at a time and is answered ``{"title"}``, or 422 with ``{"error"}``.
    """
    item = queries.any_item_by_id(item_id, viewer=request.user)
    refused = [keep.over_the_limit(name) for name in too_large(request)]
    form = AttachmentsForm(request.POST, request.FILES)
    uploads = form.cleaned_data["files"] if form.is_valid() else []
    titles = []
    for upload in uploads:
        try:
            titles.append(attaching.attach(item, upload, by=request.user).title)
        except Refused as refusal:
            refused.append(str(refusal))
    if not titles and not refused:
        refused.append("Vælg mindst én fil. Intet er vedhæftet.")
    if _SCRIPT in request.headers:
        if refused:
            return JsonResponse({"error": " ".join(refused)}, status=422)
        return JsonResponse({"title": titles[0]})
    for sentence in refused:
        messages.error(request, sentence)
    for title in titles:
        messages.success(request, f"»{title}« er vedhæftet.")
    return redirect_to_item(item)


@require_POST
def replace(request: Request, attachment_id: int) -> HttpResponse:
    """Put a new version in an attachment's place."""
    attachment = queries.attachment_by_id(attachment_id, viewer=request.user)
    for name in too_large(request):
        raise Refused(keep.over_the_limit(name))
    upload = request.FILES.get("fil")
    if upload is None:
        raise Refused("Vælg den fil, der skal lægges i stedet. Intet er ændret.")
    version = attaching.replace_file(attachment, upload, by=request.user)
    said = f"»{attachment.title}« er nu version {version.number}. Den forrige er gemt."
    return _list(request, attachment.item, said)


@require_POST
def rename(request: Request, attachment_id: int) -> HttpResponse:
    """Another name."""
    attachment = queries.attachment_by_id(attachment_id, viewer=request.user)
    was = request.POST.get("var", attachment.title)
    name = attaching.rename_attachment(attachment, request.POST.get("navn", ""), was=was, by=request.user)
    return _list(request, attachment.item, f"Bilaget hedder nu »{name}«.")


@require_POST
def move(request: Request, attachment_id: int) -> HttpResponse:
    """One up or down, or to a place."""
    attachment = queries.attachment_by_id(attachment_id, viewer=request.user)
    order = [one.pk for one in queries.attachments_of(attachment.item)]
    here = order.index(attachment.pk) + 1
    number = whole_number(request.POST.get("til", ""))
    wanted = here if number is None else number
    to = {"ned": here + 1, "op": here - 1}.get(request.POST.get("retning", ""), wanted)
    place = attaching.move_attachment(attachment, to=to, by=request.user)
    return _list(request, attachment.item, f"»{attachment.title}« er nu nr. {place}.")


@require_POST
def number(request: Request, item_id: int) -> HttpResponse:
    """Number the attachments that have no number."""
    item = queries.any_item_by_id(item_id, viewer=request.user)
    count = attaching.number_attachments(item, by=request.user)
    return _list(request, item, "Bilagene har fået numre." if count else "Alle bilag har et nummer i forvejen.")


@require_POST
def close(request: Request, attachment_id: int) -> HttpResponse:
    """Close an attachment, or open it, from the list or from the page of who may read."""
    attachment = queries.any_attachment_by_id(attachment_id, viewer=request.user)
    closed = "aaben" not in request.POST
    attaching.close_attachment(attachment, closed=closed, ground=request.POST.get("grund", ""), by=request.user)
    said = f"Bilaget er nu {'lukket' if closed else 'åbent'}."
    if request.POST.get("fra") == "adgang":
        messages.success(request, said)
        return redirect("meetings:access", attachment.item_id)
    return _list(request, attachment.item, said)


@require_POST
def make_ready_again(request: Request, attachment_id: int) -> HttpResponse:
    """Have a file made ready for reading again."""
    attachment = queries.attachment_by_id(attachment_id, viewer=request.user)
    attaching.make_ready_again(attachment, by=request.user)
    return _list(request, attachment.item, "Filen gøres klar igen.")


@require_POST
def detach(request: Request, attachment_id: int) -> HttpResponse:
    """Take an attachment off."""
    attachment = queries.attachment_by_id(attachment_id, viewer=request.user)
    attaching.remove_attachment(attachment, by=request.user)
    return _list(request, attachment.item, f"»{attachment.title}« er fjernet fra punktet. Du kan lægge det tilbage.")


@require_POST
def put_back(request: Request, attachment_id: int) -> HttpResponse:
    """Put an attachment back that was taken off."""
    attachment = queries.any_attachment_by_id(attachment_id, viewer=request.user)
    attaching.restore_attachment(attachment, by=request.user)
    return _list(request, attachment.item, f"»{attachment.title}« er lagt tilbage.")


def draft_file(request: Request, attachment_id: int, version: int | None = None) -> FileResponse:
    """An attachment's file as it is being prepared, or an earlier version of it; as PDF where one can be made."""
    found = queries.attachment_by_id(attachment_id, viewer=request.user)
    stored = queries.file_to_prepare(found, version, viewer=request.user)
    _note_if_closed(request, found)
    return keep.serve_for_reading(stored, found.title, original="hent" in request.GET)


def draft_thumbnail(request: Request, attachment_id: int) -> FileResponse:
    """The first page of an attachment being prepared, as a small picture."""
    found = queries.attachment_by_id(attachment_id, viewer=request.user)
    thumbnail = keep.thumbnail_of(queries.file_to_prepare(found, None, viewer=request.user))
    if thumbnail is None:
        raise Http404
    _note_if_closed(request, found)
    return keep.serve(thumbnail, "billede")


def _note_if_closed(request: Request, attachment: "Attachment") -> None:
    if attachment.item.closed or attachment.closed:
        note_closed_reading([attachment.item_id], by=request.user)
