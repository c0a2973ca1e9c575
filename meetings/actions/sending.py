"""Sending agenda and minutes: the papers are frozen, and their PDFs made after the commit."""

from datetime import date
from typing import cast

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from chefforum.audit import log
from chefforum.danish import date_numeric
from chefforum.documents.actions import freeze
from chefforum.organisation.models import User
from chefforum.workflow import Refused, take
from meetings.actions.guard import lock, require
from meetings.models import AgendaItem, Disqualification, Meeting, MeetingPaper
from meetings.papers.build import TEMPLATE, build
from meetings.papers.shape import Edition, Kind
from meetings.permissions import may_edit_agenda, may_release, may_write_minutes
from meetings.queries import all_items_of
from meetings.rules import must_be_sendable
from meetings.workflow import WORKFLOW, MeetingState, PaperEdition, PaperKind

_FILE_WORDS = {"members": "medlemmer", "open": "aaben", "personal": "personlig"}


@transaction.atomic
def send_agenda(meeting: Meeting, *, by: User) -> None:
    """Send the agenda, or send it again after a correction."""
    require(may_edit_agenda(by, meeting))
    must_be_sendable(meeting, all_items_of(meeting))
    again = meeting.state == MeetingState.SENT
    take(meeting, WORKFLOW, "resend_agenda" if again else "send_agenda")
    log.record("meetings.agenda_sent", by=by, target=meeting,
               text=f"Dagsordenen til {meeting} er sendt{' igen' if again else ''}")  # fmt: skip
    freeze_papers(meeting, PaperKind.AGENDA, by=by)


@transaction.atomic
def begin_minutes(meeting: Meeting, *, by: User) -> None:
    """The meeting is held; decisions can be written."""
    require(may_edit_agenda(by, meeting))
    take(meeting, WORKFLOW, "begin_minutes")
    log.record("meetings.minutes_begun", by=by, target=meeting, text=f"Referatet af {meeting} er begyndt")


@transaction.atomic
def send_minutes(meeting: Meeting, *, due: date, by: User) -> None:
    """Send the minutes to the members for approval, or send them again after a correction."""
    require(may_write_minutes(by, meeting))
    if due < timezone.localdate():
        raise Refused("Fristen for godkendelse er overskredet, før referatet er sendt. Vælg en senere dato.")
    again = meeting.state == MeetingState.APPROVAL
    take(meeting, WORKFLOW, "resend_minutes" if again else "send_minutes")
    Meeting.objects.filter(pk=meeting.pk).update(remarks_due=due)
    log.record("meetings.minutes_sent", by=by, target=meeting,
               text=f"Referatet af {meeting} er sendt til godkendelse{' igen' if again else ''}")  # fmt: skip
    freeze_papers(meeting, PaperKind.MINUTES, by=by)


@transaction.atomic
def release_open_edition(meeting: Meeting, *, kind: str, by: User) -> None:
    """Let everybody with a login read the open edition of a sent paper (offentlighedsloven § 23(2))."""
    require(may_release(by, meeting))
    released = MeetingPaper.objects.filter(
        meeting=meeting, kind=kind, edition=PaperEdition.OPEN, current=True, released_at=None
    ).update(released_at=timezone.now())
    if not released:
        raise Refused("Den åbne udgave er allerede frigivet, eller den er ikke sendt endnu. Intet er ændret.")
    word = PaperKind(kind).label.lower()
    log.record("meetings.released", by=by, target=meeting, text=f"Den åbne udgave af {word} for {meeting} er frigivet")


def freeze_papers(meeting: Meeting, kind: str, *, by: User | None) -> None:
    """Freeze every edition of a paper as the meeting stands; they replace the ones before.

    Members' and open edition always, and a personal edition for each person who is disqualified for an item.
    """
    meeting = lock(meeting)
    old = MeetingPaper.objects.filter(meeting=meeting, kind=kind)
    number = (old.aggregate(last=Max("number"))["last"] or 0) + 1
    old.filter(current=True).update(current=False)
    items = all_items_of(meeting)
    _freeze(meeting, items, kind, PaperEdition.MEMBERS, number, by)
    _freeze(meeting, items, kind, PaperEdition.OPEN, number, by)
    barred = Disqualification.objects.filter(item__in=[item.pk for item in items], lifted_at=None)
    for user in User.objects.filter(pk__in=barred.values("user")):
        hidden = set(barred.filter(user=user).values_list("item_id", flat=True))
        _freeze(meeting, items, kind, PaperEdition.PERSONAL, number, by, reader=user, hidden=hidden)


def refresh_papers(meeting: Meeting, *, by: User) -> None:
    """Freeze anew what is out, after an item was closed or a person disqualified.

    A released open edition is not released again by itself: that is a decision of its own.
    """
    out = MeetingPaper.objects.filter(meeting=meeting, current=True).values_list("kind", flat=True).distinct()
    for kind in list(out):
        freeze_papers(meeting, kind, by=by)


def _freeze(
    meeting: Meeting,
    items: list[AgendaItem],
    kind: str,
    edition: str,
    number: int,
    by: User | None,
    reader: User | None = None,
    hidden: set[int] | None = None,
) -> None:
    paper, shown = build(
        meeting, items, kind=cast("Kind", kind), edition=cast("Edition", edition), barred=hidden or set()
    )
    word = PaperKind(kind).label
    day = timezone.localdate(meeting.starts_at)
    document = freeze(
        cast("dict[str, object]", paper),
        title=f"{word} {meeting.forum.name} d. {date_numeric(day)}",
        file_name=f"{word.lower()}-{meeting.forum.slug}-{day:%Y-%m-%d}-{_FILE_WORDS[edition]}",
        edition=PaperEdition(edition).label,
        template=TEMPLATE,
        by=by,
    )
    sent = MeetingPaper.objects.create(
        meeting=meeting, document=document, kind=kind, edition=edition, number=number, reader=reader
    )
    sent.shows.set(shown)
