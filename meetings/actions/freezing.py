"""Freezing a meeting's papers, and keeping what is out in step with who may read what."""

from collections.abc import Iterable
from typing import cast

from django.db.models import Max, Q
from django.utils import timezone

from chefforum.danish import date_numeric
from chefforum.documents.actions import freeze
from chefforum.organisation.models import User
from meetings.actions.stamping import renew_stamps
from meetings.models import AgendaItem, Attachment, AttachmentVersion, Disqualification, Meeting, MeetingPaper
from meetings.papers.build import TEMPLATE, attachments_on, build
from meetings.papers.change import supplement
from meetings.papers.edition import mark_closed, open_edition, without
from meetings.papers.shape import Kind, Paper
from meetings.permissions import kept_from, repeats_what_is_closed, with_case_numbers, with_what_they_tell_of
from meetings.queries import all_items_of, readers_of
from meetings.rules.checking import must_be_printable
from meetings.workflow import ItemState, MeetingState, PaperEdition, PaperKind

_FILE_WORDS = {"members": "medlemmer", "open": "aaben", "personal": "personlig"}
# Members have approved, or are approving, the very words: their paper is not made anew.
_UNDER_APPROVAL = (MeetingState.APPROVAL, MeetingState.APPROVED)


def freeze_papers(meeting: Meeting, kind: str, *, by: User | None) -> None:
    """Freeze every edition of a paper as the meeting stands. The caller holds the meeting's lock."""
    items = all_items_of(meeting)
    if not meeting.imported:
        must_be_printable(items)
    paper = build(meeting, items, kind=cast("Kind", kind))
    numbers = {item.position: item.pk for item in items}
    files = {item.position: [one.pk for one in attachments_on(item, kind)] for item in items}
    _Issue(meeting, kind, by).send(paper, numbers, files)
    mark_sent(pk for pks in files.values() for pk in pks)


def freeze_supplement(meeting: Meeting, *, number: int, new: set[int], by: User | None) -> None:
    """Freeze the supplementary agenda beside the agenda that was just frozen: the items with the ids in ``new``, and
    those that the agenda before it had in other words.
    """
    sent = MeetingPaper.objects.filter(meeting=meeting, kind=PaperKind.AGENDA, edition=PaperEdition.MEMBERS)
    now, before = sent.select_related("document").order_by("-number")[:2]
    places = {pk: int(place) for place, pk in now.numbers.items()}
    paper = supplement(
        cast("Paper", now.document.paper),
        cast("Paper", before.document.paper),
        number=number,
        new={places[pk] for pk in new},
    )
    kept = {item["number"] for item in paper["items"]}
    numbers = {int(place): pk for place, pk in now.numbers.items() if int(place) in kept}
    files = {int(place): pks for place, pks in now.attachments.items() if int(place) in kept}
    _Issue(meeting, PaperKind.SUPPLEMENT, by, supplement=number).send(paper, numbers, files)


def _refresh(meeting: Meeting, *, by: User | None) -> None:
    """Make the editions that are out anew after an item or attachment was closed or opened, or its readers changed.

    They are made from the words that were sent, never from what is being written now. The caller holds the
    meeting's lock.
    """
    for sent in MeetingPaper.objects.filter(meeting=meeting, edition=PaperEdition.MEMBERS, current=True).select_related(
        "document"
    ):
        numbers = {int(number): pk for number, pk in sent.numbers.items()}
        files = {int(number): pks for number, pks in sent.attachments.items()}
        issue = _Issue(meeting, sent.kind, by, supplement=sent.supplement)
        issue.send(cast("Paper", sent.document.paper), numbers, files, members=sent)


def meetings_showing(items: Iterable[int]) -> set[int]:
    """The ids of the meetings with a paper out that shows one of the items, also one that the item has left since, and
    of those with an item that repeats something of it.
    """
    pks = set(items)
    telling = AgendaItem.objects.filter(tells_of__in=pks)
    papers = MeetingPaper.objects.filter(
        current=True, edition=PaperEdition.MEMBERS, shows__in=pks | set(telling.values_list("pk", flat=True))
    )
    return set(papers.values_list("meeting", flat=True)) | (set(telling.values_list("meeting", flat=True)) - {None})


def refresh_where_shown(items: Iterable[int], *, by: User | None) -> None:
    """Make anew what is out of these items, at whatever meeting. The caller holds the locks of the meetings."""
    items = set(items)
    for meeting in Meeting.objects.filter(pk__in=meetings_showing(items)).select_related("forum").order_by("pk"):
        _refresh(meeting, by=by)
    renew_stamps(items)


def give_edition(meeting: Meeting, kind: str, user: User) -> None:
    """A personal edition of what is out, for a member who came to the forum after it was sent and may not read all of
    it. Whoever has an edition of their own keeps it.
    """
    members = MeetingPaper.objects.filter(meeting=meeting, kind=kind, edition=PaperEdition.MEMBERS, current=True)
    for sent in members.select_related("document"):
        hidden = kept_from([user], sent.numbers.values())[user.pk]
        own = MeetingPaper.objects.filter(
            meeting=meeting, kind=kind, supplement=sent.supplement, reader=user, current=True
        )
        if hidden and not own.exists():
            _Issue(meeting, kind, None, supplement=sent.supplement).give(sent, user, hidden)


def mark_sent(attachments: Iterable[int]) -> None:
    """Note that the latest version of each attachment has left the house."""
    latest = AttachmentVersion.objects.filter(attachment__in=list(attachments)).order_by("attachment_id", "-number")
    pks = latest.distinct("attachment_id").values_list("pk", flat=True)
    AttachmentVersion.objects.filter(pk__in=list(pks), sent_at=None).update(sent_at=timezone.now())


class _Issue:
    """One sending of a paper in all its editions."""

    def __init__(self, meeting: Meeting, kind: str, by: User | None, *, supplement: int = 0) -> None:
        self.meeting, self.kind, self.by, self.supplement = meeting, kind, by, supplement
        papers = MeetingPaper.objects.filter(meeting=meeting, kind=kind, supplement=supplement)
        self.old = list(papers.filter(current=True).select_related("document"))
        self.number = (papers.aggregate(last=Max("number"))["last"] or 0) + 1

    def send(
        self,
        paper: Paper,
        numbers: dict[int, int],
        files: dict[int, list[int]],
        members: MeetingPaper | None = None,
    ) -> None:
        MeetingPaper.objects.filter(pk__in=[one.pk for one in self.old]).update(current=False)
        self.numbers, self.files = numbers, files
        closed, closed_files = self._closed()
        marked = mark_closed(paper, closed, closed_files)
        keep = members is not None and (marked == paper or self.meeting.state in _UNDER_APPROVAL)
        if keep and members is not None:
            MeetingPaper.objects.filter(pk=members.pk).update(current=True)
        else:
            self._freeze(marked, PaperEdition.MEMBERS, set())
        self._freeze(
            open_edition(marked, case_numbers=self._case_numbers(), timeless=self._timeless()),
            PaperEdition.OPEN,
            closed,
        )
        # Whoever approves a personal edition has approved its very words too.
        base = cast("Paper", members.document.paper) if keep and members is not None else marked
        for user, hide in self._kept_from_readers():
            self._freeze(without(base, hide, edition="personal"), PaperEdition.PERSONAL, hide, user)

    def give(self, sent: MeetingPaper, user: User, hidden: set[int]) -> None:
        """One more personal edition of a paper that is out."""
        self.number = sent.number
        self.numbers = {int(number): pk for number, pk in sent.numbers.items()}
        self.files = {int(number): pks for number, pks in sent.attachments.items()}
        hide = {number for number, pk in self.numbers.items() if pk in hidden}
        paper = without(cast("Paper", sent.document.paper), hide, edition="personal")
        self._freeze(paper, PaperEdition.PERSONAL, hide, user)

    def _case_numbers(self) -> set[int]:
        """The numbers of the items whose case numbers everybody may see though they are closed."""
        if not self.meeting.forum.show_closed_case_numbers:
            return set()
        shown = with_case_numbers(self.numbers.values())
        return {number for number, pk in self.numbers.items() if pk in shown}

    def _timeless(self) -> bool:
        """Whether an item of the whole agenda is closed, of which this paper may be only a part."""
        placed = AgendaItem.objects.filter(meeting=self.meeting, state=ItemState.PLACED)
        return placed.filter(Q(closed=True) | Q(repeats_what_is_closed())).exists()

    def _closed(self) -> tuple[set[int], dict[int, set[int]]]:
        """The numbers of the closed items, and the places of the closed attachments of each item."""
        told = with_what_they_tell_of(self.numbers.values())
        closed = AgendaItem.objects.filter(pk__in=set().union(*told.values()), closed=True)
        closed_pks = set(closed.values_list("pk", flat=True))
        shut = {pk for pk, parts in told.items() if parts & closed_pks}
        pks = [pk for attachments in self.files.values() for pk in attachments]
        files = set(Attachment.objects.filter(pk__in=pks, closed=True).values_list("pk", flat=True))
        places = {
            number: {place for place, pk in enumerate(attachments) if pk in files}
            for number, attachments in self.files.items()
        }
        return {number for number, pk in self.numbers.items() if pk in shut}, places

    def _kept_from_readers(self) -> list[tuple[User, set[int]]]:
        """Whoever may not read the whole of it, and the numbers of the items that are kept from them."""
        told = set().union(*with_what_they_tell_of(self.numbers.values()).values())
        barred = Disqualification.objects.filter(item__in=told, lifted_at=None)
        users = list(User.objects.filter(pk__in=barred.values("user")) | readers_of(self.meeting).order_by())
        kept = kept_from(users, self.numbers.values())
        return [
            (user, {number for number, pk in self.numbers.items() if pk in kept[user.pk]})
            for user in sorted(set(users), key=lambda one: one.pk)
            if kept[user.pk]
        ]

    def _freeze(
        self,
        paper: Paper,
        edition: str,
        hidden: set[int],
        reader: User | None = None,
    ) -> None:
        word = PaperKind(self.kind).label
        which = f"{word} {self.supplement}" if self.supplement else word
        day = timezone.localdate(self.meeting.starts_at)
        spelled = which.lower().replace(" ", "-").replace("æ", "ae")
        document = freeze(
            cast("dict[str, object]", paper),
            title=f"{which} {self.meeting.forum.name} d. {date_numeric(day)}",
            file_name=f"{spelled}-{self.meeting.forum.slug}-{day:%Y-%m-%d}-{_FILE_WORDS[edition]}",
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
            supplement=self.supplement,
            reader=reader,
            numbers={str(number): pk for number, pk in self.numbers.items()},
            attachments={str(number): pks for number, pks in self.files.items()},
            # A release is of words: the same words stay released, other words do not become so by themselves.
            released_at=same.released_at if same and edition == PaperEdition.OPEN else None,
        )
        sent.shows.set([pk for number, pk in self.numbers.items() if number not in hidden])
