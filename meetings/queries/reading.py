"""What a person has read, what comments say, and what is made of files for reading."""

import json
import re
from collections.abc import Iterable
from html import unescape
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404

from chefforum.files.models import Rendition, StoredFile
from chefforum.organisation.models import User
from chefforum.organisation.queries import department_of
from meetings.models import AgendaItem, ItemReading, MarginNote, Meeting, MeetingPaper, Presenter
from meetings.permissions import Viewer, is_secretariat, items_reviewed_by


def readings_of(sent: MeetingPaper, *, viewer: Viewer) -> dict[int, ItemReading]:
    """What the viewer last read of each item of a paper, by the item's number there."""
    places = {pk: int(number) for number, pk in sent.numbers.items()}
    read = ItemReading.objects.filter(user=viewer.pk, kind=sent.kind, item__in=places)
    return {places[one.item_id]: one for one in read.select_related("before__document", "before__meeting")}


def renditions_of(sha256s: Iterable[str]) -> dict[str, Rendition]:
    """What is made of files for reading, by the files' check sums. The caller has asked for the files."""
    found = Rendition.objects.filter(original__sha256__in=list(sha256s))
    return {one.original.sha256: one for one in found.select_related("original", "pdf", "thumbnail").defer("text")}


def pages_of(sha256s: Iterable[str]) -> dict[str, int | None]:
    """The number of pages to read of files, by their check sums. The caller has asked for the files."""
    wanted = list(sha256s)
    files = dict(StoredFile.objects.filter(sha256__in=wanted).values_list("sha256", "pages"))
    return {**files, **{sha256: one.pages for sha256, one in renditions_of(wanted).items()}}


class Named(NamedTuple):
    """The numbers of the items of a paper that are about a person: by name or department, and those they present."""

    about: set[int]
    presented: set[int]


def items_naming(sent: MeetingPaper, *, viewer: Viewer) -> Named:
    """The items of a paper that name the viewer, their post or their department. The viewer may read the paper."""
    if not isinstance(viewer, User):
        return Named(set(), set())
    department = department_of(viewer)
    numbers = {pk: int(number) for number, pk in sent.numbers.items()}
    presented = Presenter.objects.filter(item__in=numbers, user=viewer).values_list("item_id", flat=True)
    own = AgendaItem.objects.filter(pk__in=numbers, department=department).values_list("pk", flat=True)
    words = [name for name in (str(viewer), department.name if department else "") if name]
    said = {
        item["number"]
        for item in sent.document.paper["items"]
        if any(re.search(rf"\b{re.escape(word)}\b", _words(item)) for word in words)
    }
    by_record = {numbers[pk] for pk in (*presented, *(own if department else ()))}
    return Named(said | by_record, {numbers[pk] for pk in presented})


def _words(item: Any) -> str:
    parts = [item["title"]]
    for section in item["sections"]:
        parts += [section.get("before", ""), section.get("lead", ""), section.get("html", "")]
        parts += [json.dumps(section.get("points", []), ensure_ascii=False)]
    return unescape(" ".join(parts))


def items_to_review(meeting: Meeting, *, viewer: Viewer) -> QuerySet[AgendaItem]:
    """The items of a draft that the viewer may read before it is sent."""
    return items_reviewed_by(viewer, meeting)


def item_to_review(item_id: int, *, viewer: Viewer) -> AgendaItem:
    """An item of a draft that the viewer reads through; :class:`Http404` as for meetings."""
    found = AgendaItem.objects.select_related("meeting__forum", "forum").filter(pk=item_id).first()
    if (
        found is None
        or found.meeting is None
        or not items_reviewed_by(viewer, found.meeting).filter(pk=item_id).exists()
    ):
        raise Http404
    return found


def notes_on(meeting: Meeting, *, viewer: Viewer) -> list[MarginNote]:
    """The comments in the margin of the items that the viewer may read, oldest first."""
    notes = MarginNote.objects.filter(item__in=items_reviewed_by(viewer, meeting))
    return list(notes.select_related("user", "done_by", "item").order_by("at", "pk"))


def note_by_id(note_id: int, *, viewer: Viewer) -> MarginNote:
    """A comment, for the secretariat that answers it; :class:`Http404` as for meetings."""
    note = MarginNote.objects.select_related("item__meeting__forum", "item__forum").filter(pk=note_id).first()
    if note is None or note.item.meeting is None or not is_secretariat(viewer):
        raise Http404
    if not items_reviewed_by(viewer, note.item.meeting).filter(pk=note.item_id).exists():
        raise Http404
    return note
