"""A meeting in each state and proposals beside it, for the tests that walk every role."""

from functools import cache

from chefforum.files import keep
from chefforum.files.models import Rendition
from meetings.actions import approving, proposals
from meetings.models import (
    Meeting,
    MeetingPaper,
)
from tests.factories import (
    SECRET,
    again,
    hold,
    send_for_approval,
    sent_meeting,
    sha_for,
    write,
)
from tests.meetings.pdfs import plain_pdf

ROLES = ["secretary", "chief_executive", "chief", "barred", "outsider", "administrator"]
STATES = ["draft", "review", "sent", "held", "approval", "approved"]


@cache
def a_pdf() -> bytes:
    return plain_pdf("En side")


def meeting_in(state: str, forum, secretary, barred, chief_executive):
    sent = sent_meeting(forum, secretary, barred)
    if state in {"draft", "review"}:
        Meeting.objects.filter(pk=sent.meeting.pk).update(state=state)
        MeetingPaper.objects.filter(meeting=sent.meeting).update(current=False)
    if state == "held":
        hold(sent, secretary)
    if state in {"approval", "approved"}:
        meeting = send_for_approval(sent, secretary)
        if state == "approved":
            approving.lock_minutes(meeting, sha256=sha_for(meeting, chief_executive), by=chief_executive)
    for paper in MeetingPaper.objects.filter(meeting=sent.meeting).select_related("document"):
        paper.document.pdf = keep.store(b"%PDF-1.7 prop", "application/pdf", 1)
        paper.document.save(update_fields=["pdf"])
    for one in (sent.open_file, sent.closed_file):
        picture = keep.store(b"\x89PNG prop", "image/png")
        made = {"thumbnail": picture, "state": "ready", "pdf": keep.store(a_pdf(), "application/pdf", 1)}
        Rendition.objects.update_or_create(original=one.file, defaults=made)
    return sent


def proposed(forum, author, secretary):
    """A draft that only its author knows of, and a proposal in the pool."""
    own = proposals.propose(forum=forum, title=f"{SECRET} forslag", by=author)
    write(own, author, f"<p>{SECRET} tekst.</p>")
    pooled = proposals.propose(forum=forum, title=f"{SECRET} i puljen", by=author)
    proposals.submit(again(pooled), by=author)
    proposals.accept(again(pooled), by=secretary)
    return again(own), again(pooled)
