"""What a meeting decided, put as a stamp on the papers that its items were made from."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from chefforum.danish.dates import COPENHAGEN
from chefforum.documents import offering
from meetings.models import AgendaItem, Meeting, Outcome, Ruling, Section, SectionKind
from meetings.queries import closed_among
from meetings.workflow import ItemState, MeetingState


def stamp_papers(meeting: Meeting) -> None:
    """Put what was decided on the papers that the meeting's items were made from. The minutes are locked.

    Of a closed item the stamp says that it was treated, not what was decided.
    """
    items = AgendaItem.objects.filter(meeting=meeting, state=ItemState.PLACED, offered__isnull=False)
    shut = closed_among(items.values_list("pk", flat=True))
    for item in items.select_related("offered", "meeting__forum"):
        assert item.offered is not None
        rulings = Ruling.objects.filter(item=item).order_by("point").values_list("outcome", flat=True)
        said = Section.objects.filter(item=item, kind=SectionKind.DECISION).values_list("html", flat=True)
        offering.stamp(
            item.offered,
            source=_source(item),
            forum=item.on.forum.name,
            on=timezone.localdate(item.on.starts_at, COPENHAGEN),
            place=f"punkt {item.position}",
            outcome="" if item.pk in shut else ", ".join(dict.fromkeys(Outcome(one).label for one in rulings)),
            text="" if item.pk in shut else "".join(said),
            address=reverse("meetings:read_item", args=[item.on.pk, "minutes", item.position]),
        )


def lift_stamps(meeting: Meeting) -> None:
    """Take the stamps off again: the minutes are opened, and what they say is being written anew."""
    for item in AgendaItem.objects.filter(meeting=meeting, offered__isnull=False):
        offering.lift_stamp(_source(item))


def renew_stamps(items: Iterable[int]) -> None:
    """Let the stamps of these items say what they may, after one was closed or opened."""
    meetings = Meeting.objects.filter(items__in=list(items), items__offered__isnull=False, state=MeetingState.APPROVED)
    for meeting in meetings.distinct():
        stamp_papers(meeting)


def _source(item: AgendaItem) -> str:
    return f"meetings.item.{item.pk}"
