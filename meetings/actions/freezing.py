"""Freezing a meeting's papers, and keeping what is out in step with who may read what."""

from typing import cast

from django.db.models import Max
from django.utils import timezone

from chefforum.danish import date_numeric
from chefforum.documents.actions import freeze
from chefforum.organisation.models import User
from meetings.models import AgendaItem, Disqualification, Meeting, MeetingPaper
from meetings.papers.build import TEMPLATE, build
from meetings.papers.edition import mark_closed, restrict
from meetings.papers.shape import Kind, Paper
from meetings.queries import all_items_of
from meetings.workflow import MeetingState, PaperEdition, PaperKind

_FILE_WORDS = {"members": "medlemmer", "open": "aaben", "personal": "personlig"}
# Members have approved, or are approving, the very words: their paper is not made anew.
_UNDER_APPROVAL = (MeetingState.APPROVAL, MeetingState.APPROVED)


def freeze_papers(meeting: Meeting, kind: str, *, by: User | None) -> None:
    """Freeze every edition of a paper as the meeting stands. The caller holds the meeting's lock."""
    items = all_items_of(meeting)
    paper = build(meeting, items, kind=cast("Kind", kind))
    _Issue(meeting, kind, by).send(paper, {item.position: item.pk for item in items})


def refresh_papers(meeting: Meeting, *, by: User | None) -> None:
    """Make the editions that are out anew after an item was closed or opened, or a person disqualified.

    They are made from the words that were sent, never from what is being written now. The caller holds the
    meeting's lock.
    """
    for sent in MeetingPaper.objects.filter(meeting=meeting, edition=PaperEdition.MEMBERS, current=True).select_related(
        "document"
    ):
        numbers = {int(number): pk for number, pk in sent.numbers.items()}
        _Issue(meeting, sent.kind, by).send(cast("Paper", sent.document.paper), numbers, members=sent)


class _Issue:
    """One sending of a paper in all its editions."""

    def __init__(self, meeting: Meeting, kind: str, by: User | None) -> None:
        self.meeting, self.kind, self.by = meeting, kind, by
        self.old = list(
            MeetingPaper.objects.filter(meeting=meeting, kind=kind, current=True).select_related("document")
        )
        last = MeetingPaper.objects.filter(meeting=meeting, kind=kind).aggregate(last=Max("number"))["last"]
        self.number = (last or 0) + 1

    def send(self, paper: Paper, numbers: dict[int, int], members: MeetingPaper | None = None) -> None:
        MeetingPaper.objects.filter(pk__in=[one.pk for one in self.old]).update(current=False)
        items = AgendaItem.objects.filter(pk__in=numbers.values())
        shut_pks = set(items.filter(closed=True).values_list("pk", flat=True))
        closed = {number for number, pk in numbers.items() if pk in shut_pks}
        marked = mark_closed(paper, closed)
        keep = members is not None and (marked == paper or self.meeting.state in _UNDER_APPROVAL)
        if keep and members is not None:
            MeetingPaper.objects.filter(pk=members.pk).update(current=True)
        else:
            self._freeze(marked, PaperEdition.MEMBERS, numbers, set())
        shows_numbers = self.meeting.forum.show_closed_case_numbers
        self._freeze(
            restrict(marked, edition="open", hide=closed, case_numbers=shows_numbers),
            PaperEdition.OPEN,
            numbers,
            closed,
        )
        barred = Disqualification.objects.filter(item__in=items, lifted_at=None)
        for user in User.objects.filter(pk__in=barred.values("user")):
            pks = set(barred.filter(user=user).values_list("item_id", flat=True))
            hide = {number for number, pk in numbers.items() if pk in pks}
            self._freeze(restrict(marked, edition="personal", hide=hide), PaperEdition.PERSONAL, numbers, hide, user)

    def _freeze(
        self,
        paper: Paper,
        edition: str,
        numbers: dict[int, int],
        hidden: set[int],
        reader: User | None = None,
    ) -> None:
        word = PaperKind(self.kind).label
        day = timezone.localdate(self.meeting.starts_at)
        document = freeze(
            cast("dict[str, object]", paper),
            title=f"{word} {self.meeting.forum.name} d. {date_numeric(day)}",
            file_name=f"{word.lower()}-{self.meeting.forum.slug}-{day:%Y-%m-%d}-{_FILE_WORDS[edition]}",
            edition=PaperEdition(edition).label,
            template=TEMPLATE,
            by=self.by,
        )
        same = next(
            (one for one in self.old if one.edition == edition and one.document.sha256 == document.sha256), None
        )
        sent = MeetingPaper.objects.create(
            meeting=self.meeting,
            document=document,
            kind=self.kind,
            edition=edition,
            number=self.number,
            reader=reader,
            numbers={str(number): pk for number, pk in numbers.items()},
            # A release is of words: the same words stay released, other words do not become so by themselves.
            released_at=same.released_at if same and edition == PaperEdition.OPEN else None,
        )
        sent.shows.set([pk for number, pk in numbers.items() if number not in hidden])
