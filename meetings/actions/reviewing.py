"""Reading a draft through before it is sent: a few read it and comment in its margin."""

from django.db import transaction
from django.utils import timezone

from chefforum.audit import log
from chefforum.organisation.models import User
from chefforum.workflow import Overtaken, Refused, take
from meetings.actions.guard import lock, lock_item, name_of, require
from meetings.actions.telling import tell_of_review
from meetings.models import AgendaItem, MarginNote, Meeting
from meetings.permissions import is_secretariat, items_reviewed_by, may_review, may_send_to_review, reviewers_of
from meetings.workflow import WORKFLOW


@transaction.atomic
def begin_review(meeting: Meeting, *, by: User) -> int:
    """Let the chief executive and the directors read the draft as it is written; answers how many they are."""
    meeting = _locked(meeting)
    require(may_send_to_review(by, meeting))
    readers = reviewers_of(meeting.forum).count()
    if not readers:
        raise Refused("Forummet har hverken kommunaldirektør eller direktører, der kan læse kladden. Intet er ændret.")
    take(meeting, WORKFLOW, "begin_review")
    log.record("meetings.review_begun", by=by, target=meeting, text=f"Kladden til {meeting} er sendt til gennemlæsning")
    tell_of_review(meeting)
    return readers


@transaction.atomic
def end_review(meeting: Meeting, *, by: User) -> None:
    """Back to a draft that only the secretariat reads. The comments are kept."""
    meeting = _locked(meeting)
    require(may_send_to_review(by, meeting))
    take(meeting, WORKFLOW, "end_review")
    log.record("meetings.review_ended", by=by, target=meeting, text=f"Gennemlæsningen af {meeting} er afsluttet")


def _locked(meeting: Meeting) -> Meeting:
    """The meeting, locked; raises :class:`Overtaken` if it has moved on since it was read."""
    locked = lock(meeting.pk)
    if locked.version != meeting.version:
        raise Overtaken("Mødet er ændret af en anden, siden du åbnede siden. Intet er ændret. Genindlæs siden.")
    return locked


@transaction.atomic
def comment(item: AgendaItem, *, heading: str, quote: str, text: str, by: User) -> MarginNote:
    """Comment in the margin: on an item, or on the section under ``heading`` and the words ``quote`` there."""
    item = lock_item(item)
    require(may_review(by, item.on) and items_reviewed_by(by, item.on).filter(pk=item.pk).exists())
    if not text.strip():
        raise Refused("Skriv en kommentar. Intet er gemt.")
    note = MarginNote.objects.create(
        item=item, heading=heading[:160], user=by, quote=" ".join(quote.split())[:400], text=text.strip()[:4000]
    )
    log.record("meetings.commented", by=by, target=item, text=f"{by} har kommenteret {name_of(item)}")
    return note


@transaction.atomic
def finish_note(note: MarginNote, *, answer: str, by: User) -> None:
    """The secretariat has done what a comment asked, or answers it."""
    item = lock_item(note.item)
    require(is_secretariat(by) and items_reviewed_by(by, item.on).filter(pk=item.pk).exists())
    done = MarginNote.objects.filter(pk=note.pk, done_at=None).update(
        done_at=timezone.now(), done_by=by, answer=answer.strip()[:4000]
    )
    if not done:
        raise Overtaken("Kommentaren er allerede afsluttet af en anden. Intet er ændret.")
    log.record("meetings.comment_finished", by=by, target=item, text=f"En kommentar til {name_of(item)} er afsluttet")
