"""Sending agenda and minutes: the papers are frozen, and their PDFs made after the commit."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from chefforum.audit import log
from chefforum.documents import actions as documents
from chefforum.organisation.models import User
from chefforum.workflow import Overtaken, Refused, take
from meetings.actions.attaching import pin_attachments
from meetings.actions.filling import fill_next_agenda, lock_with_next
from meetings.actions.freezing import freeze_papers, freeze_supplement
from meetings.actions.guard import lock, require
from meetings.actions.placing import order_of
from meetings.actions.stamping import stamp_papers
from meetings.actions.telling import tell_of_agenda, tell_of_minutes
from meetings.models import AgendaItem, Meeting, MeetingPaper
from meetings.permissions import is_secretariat, may_edit_agenda, may_release, may_write_minutes, repeats_what_is_closed
from meetings.queries import all_items_of, items_never_sent, last_supplement
from meetings.rules.checking import must_be_sendable
from meetings.workflow import WORKFLOW, MeetingState, PaperEdition, PaperKind


def _locked(meeting: Meeting) -> Meeting:
    """The meeting, locked; raises :class:`Overtaken` if it has moved on since it was read."""
    locked = lock_with_next(meeting.pk)[meeting.pk]
    if locked.version != meeting.version:
        raise Overtaken(
            "Mødet er ændret af en anden, siden du åbnede siden. Intet er sendt. Genindlæs siden, og prøv igen."
        )
    return locked


@transaction.atomic
def send_agenda(meeting: Meeting, *, by: User) -> None:
    """Send the agenda, or send it again after a correction.

    Items that came onto the agenda after it was sent go out as a supplementary agenda (tillægsdagsorden) beside the
    new complete one, and are marked by it from then on.
    """
    meeting = _locked(meeting)
    require(may_edit_agenda(by, meeting))
    fill_next_agenda(meeting.forum, also=meeting)
    must_be_sendable(meeting, all_items_of(meeting))
    again = meeting.state == MeetingState.SENT
    new = items_never_sent(meeting) if again else set()
    supplement = last_supplement(meeting) + 1
    take(meeting, WORKFLOW, "resend_agenda" if again else "send_agenda")
    if new:
        today = timezone.localdate()
        AgendaItem.objects.filter(pk__in=new).update(supplement=supplement, supplemented_on=today)
    what = f"Tillæg {supplement} til dagsordenen" if new else "Dagsordenen"
    word = " igen" if again and not new else ""
    log.record("meetings.agenda_sent", by=by, target=meeting, text=f"{what} til {meeting} er sendt{word}")
    freeze_papers(meeting, PaperKind.AGENDA, by=by)
    if new:
        freeze_supplement(meeting, number=supplement, new=new, by=by)
    tell_of_agenda(meeting)


@transaction.atomic
def begin_minutes(meeting: Meeting, *, by: User) -> None:
    """The meeting is held; decisions can be written."""
    meeting = _locked(meeting)
    require(may_edit_agenda(by, meeting))
    take(meeting, WORKFLOW, "begin_minutes")
    pin_attachments(order_of(meeting), shown=True)
    fill_next_agenda(meeting.forum)
    log.record("meetings.minutes_begun", by=by, target=meeting, text=f"Referatet af {meeting} er begyndt")


@transaction.atomic
def reopen_agenda(meeting: Meeting, *, by: User) -> None:
    """Back from writing minutes to the agenda; what is written of decisions is kept."""
    meeting = _locked(meeting)
    require(may_write_minutes(by, meeting))
    take(meeting, WORKFLOW, "reopen_agenda")
    pin_attachments(order_of(meeting), shown=False)
    fill_next_agenda(meeting.forum)
    log.record(
        "meetings.agenda_reopened", by=by, target=meeting, text=f"{meeting} er sat tilbage til udsendt dagsorden"
    )


@transaction.atomic
def send_minutes(meeting: Meeting, *, due: date, by: User) -> None:
    """Send the minutes to the members for approval, or send them again after a correction."""
    meeting = _locked(meeting)
    require(may_write_minutes(by, meeting))
    if due < timezone.localdate():
        raise Refused("Fristen for godkendelse er overskredet, før referatet er sendt. Vælg en senere dato.")
    again = meeting.state == MeetingState.APPROVAL
    take(meeting, WORKFLOW, "resend_minutes" if again else "send_minutes")
    # What the forum has decided of silence holds for what is sent from then on: members must have been told.
    silence = meeting.forum.silence_approves
    Meeting.objects.filter(pk=meeting.pk).update(
        remarks_due=due, minutes_sent_at=timezone.now(), silence_approves=silence
    )
    word = " igen" if again else ""
    log.record(
        "meetings.minutes_sent", by=by, target=meeting, text=f"Referatet af {meeting} er sendt til godkendelse{word}"
    )
    freeze_papers(meeting, PaperKind.MINUTES, by=by)
    fill_next_agenda(meeting.forum)
    tell_of_minutes(meeting)


@transaction.atomic
def release_open_edition(meeting: Meeting, *, kind: str, supplement: int = 0, by: User) -> None:
    """Let everybody with a login read the open edition of a sent paper (offentlighedsloven § 23(2))."""
    meeting = lock(meeting.pk)
    require(may_release(by, meeting))
    if kind == PaperKind.MINUTES and meeting.state != MeetingState.APPROVED:
        raise Refused("Referatet kan først frigives, når det er endeligt godkendt. Intet er ændret.")
    paper = MeetingPaper.objects.filter(
        meeting=meeting, kind=kind, supplement=supplement, edition=PaperEdition.OPEN, current=True, released_at=None
    ).first()
    if paper is None:
        raise Refused("Den åbne udgave er allerede frigivet, eller den er ikke sendt endnu. Intet er ændret.")
    if paper.shows.filter(Q(closed=True) | Q(repeats_what_is_closed())).exists():
        raise Refused("Den åbne udgave viser et punkt, som er gjort lukket. Send papiret igen, før du frigiver det.")
    MeetingPaper.objects.filter(pk=paper.pk).update(released_at=timezone.now())
    log.record(
        "meetings.released", by=by, target=meeting, text=f"Den åbne udgave af {_word(kind)} for {meeting} er frigivet"
    )
    if kind == PaperKind.MINUTES:
        stamp_papers(meeting)


@transaction.atomic
def withdraw_release(meeting: Meeting, *, kind: str, supplement: int = 0, by: User) -> None:
    """Take a release back. What people have read, they have read; the log keeps that it was out."""
    meeting = lock(meeting.pk)
    require(may_release(by, meeting))
    taken = MeetingPaper.objects.filter(
        meeting=meeting,
        kind=kind,
        supplement=supplement,
        edition=PaperEdition.OPEN,
        current=True,
        released_at__isnull=False,
    ).update(released_at=None)
    if not taken:
        raise Refused("Den åbne udgave er ikke frigivet. Intet er ændret.")
    log.record(
        "meetings.release_withdrawn",
        by=by,
        target=meeting,
        text=f"Frigivelsen af {_word(kind)} for {meeting} er trukket tilbage",
    )
    if kind == PaperKind.MINUTES:
        stamp_papers(meeting)


def _word(kind: str) -> str:
    return {"agenda": "dagsordenen", "supplement": "tillægsdagsordenen", "minutes": "referatet"}[PaperKind(kind)]


@transaction.atomic
def make_pdf_again(paper: MeetingPaper, *, by: User) -> None:
    """Have a PDF made again that could not be made, also one whose words the secretariat may not read."""
    require(is_secretariat(by))
    documents.retry(paper.document, by=by)
