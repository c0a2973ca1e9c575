"""Reading without a network: what of a meeting a browser may keep, and the script that answers when there is none."""

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

from chefforum.documents.canonical import fingerprint
from chefforum.organisation.request import Request
from meetings import queries
from meetings.actions import editions
from meetings.papers import change, keeping
from meetings.workflow import PaperKind

if TYPE_CHECKING:
    from meetings.models import Meeting, MeetingPaper

# Beyond this a file is kept whole, and not page by page too.
_MOST_PAGES = 200
_STYLES = ("css/reading.css", "js/reading.js", "js/notes.js", "js/offline.js")


@require_GET
def listing(request: Request, meeting_id: int) -> JsonResponse:
    """What belongs to one's own editions of a meeting: addresses, and a check sum that changes with any of it.

    ``{"meeting", "title", "first", "fingerprint", "urls", "styles"}``. Closed items and attachments are among them only
    if the forum lets them lie on members' devices.
    """
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    urls: list[str] = []
    sums: list[str] = []
    for kind in (PaperKind.AGENDA, PaperKind.MINUTES):
        sent = editions.own_edition(meeting, kind, by=request.user)
        if sent is not None:
            urls += _addresses(meeting, kind, sent)
            sums.append(sent.document.sha256)
    if not urls:
        raise Http404
    urls = list(dict.fromkeys(urls))
    return JsonResponse(
        {
            "meeting": meeting.pk,
            "title": str(meeting),
            "first": urls[0],
            "fingerprint": fingerprint({"papers": sums, "urls": urls, "notes": _notes(request, meeting)}),
            "urls": urls,
            "styles": [static(path) for path in _STYLES],
        }
    )


def _notes(request: Request, meeting: "Meeting") -> list[list[int]]:
    """What changes when a note on a page that is kept does: one that is written, changed, shared or taken back."""
    found = queries.notes_of_meeting(meeting, viewer=request.user)
    return [[note.pk, note.version, *sorted(one.user_id for one in note.shares.all())] for note in found]


def _addresses(meeting: "Meeting", kind: str, sent: "MeetingPaper") -> list[str]:
    paper = keeping.paper_to_keep(sent)
    items = [item for item in paper["items"] if not change.is_shut(item)]
    found = [reverse("meetings:read_item", args=[meeting.pk, kind, item["number"]]) for item in items]
    if items and items[0] is paper["items"][0]:
        found.append(reverse("meetings:read", args=[meeting.pk, kind]))
    renditions = queries.renditions_of([sum_ for item in items for sum_ in change.check_sums(item)])
    files = [one["file"] for item in items for one in item["attachments"] if one["file"]]
    for file in files:
        made = renditions.get(file["sha256"])
        pages = (made.pages if made else file["pages"]) or 0
        found += _file(meeting, file["sha256"], pages, bool(made and made.thumbnail_id))
    return found


def _file(meeting: "Meeting", sha256: str, pages: int, thumbnail: bool) -> list[str]:
    found = [reverse("meetings:attachment", args=[meeting.pk, sha256])]
    if thumbnail:
        found.append(reverse("meetings:thumbnail", args=[meeting.pk, sha256]))
    for number in range(1, pages + 1 if pages <= _MOST_PAGES else 1):
        found += [reverse(f"meetings:{name}", args=[meeting.pk, sha256, number]) for name in ("page", "page_picture")]
    return found


@require_GET
@login_not_required
def worker(request: HttpRequest) -> HttpResponse:
    """The script that stands between the browser and the network. It holds nothing itself."""
    path = finders.find("js/offline-worker.js")
    assert isinstance(path, str)
    with open(path, encoding="utf-8") as script:  # noqa: PTH123 - one file of our own
        response = HttpResponse(script.read(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response
