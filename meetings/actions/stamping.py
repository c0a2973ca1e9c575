"""What a meeting decided, put as a stamp on the papers that its items were made from."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from chefforum.danish.dates import COPENHAGEN
from chefforum.documents import offering
from meetings.models import AgendaItem, Disqualification, Meeting, MeetingPaper, Outcome, Ruling, Section, SectionKind
from meetings.queries import closed_among
from meetings.workflow import ItemState, MeetingState, PaperEdition, PaperKind


def stamp_papers(meeting: Meeting) -> None:
    """Put on the papers that the meeting's items were made from that they were treated. The minutes are locked.

    A stamp is read by whoever may read the paper, which is decided elsewhere: it says what was decided only where
    everybody with a login may know it, that is, when the open edition of the minutes is released, and nothing of a
    closed item, nor of one that anybody is disqualified for. Until then it leads to the item, whose page asks for
    rights.
    """
    items = AgendaItem.objects.filter(meeting=meeting, state=ItemState.PLACED, offered__isnull=False)
    pks = list(items.values_list("pk", flat=True))
    barred = Disqualification.objects.filter(item__in=pks, lifted_at=None).values_list("item", flat=True)
    untold = closed_among(pks) | set(barred)
    released = MeetingPaper.objects.filter(
        meeting=meeting, kind=PaperKind.MINUTES, edition=PaperEdition.OPEN, current=True, released_at__isnull=False
    ).exists()
    for item in items.select_related("offered", "meeting__forum"):
        assert item.offered is not None
        told = released and item.pk not in untold
        rulings = Ruling.objects.filter(item=item).order_by("point").values_list("outcome", flat=True)
        said = Section.objects.filter(item=item, kind=SectionKind.DECISION).values_list("html", flat=True)
        offering.stamp(
            item.offered,
            source=_source(item),
            forum=item.on.forum.name,
            on=timezone.localdate(item.on.starts_at, COPENHAGEN),
            place=f"punkt {item.position}",
            outcome=", ".join(dict.fromkeys(Outcome(one).label for one in rulings)) if told else "",
            text="".join(said) if told else "",
            address=reverse("meetings:read_item", args=[item.on.pk, "minutes", item.position]),
        )


def lift_stamps(meeting: Meeting) -> None:
    """Take the stamps off again: the minutes are opened, and what they say is being written anew."""
    for item in AgendaItem.objects.filter(meeting=meeting, offered__isnull=False):
        offering.lift_stamp(_source(item))


def renew_stamps(items: Iterable[int]) -> None:
    """Let the stamps of these items say what they may, after one was closed, opened or released, or somebody barred."""
    meetings = Meeting.objects.filter(items__in=list(items), items__offered__isnull=False, state=MeetingState.APPROVED)
    for meeting in meetings.distinct():
        stamp_papers(meeting)


def _source(item: AgendaItem) -> str:
    return f"meetings.item.{item.pk}"
