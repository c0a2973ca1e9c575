"""Approving minutes: each member the very paper they read, then once and for all, and opening what was locked."""

from datetime import date
from html import escape
from typing import cast

from django.db import transaction
from django.utils import timezone

from chefforum.audit import log
from chefforum.organisation.models import User
from chefforum.richtext import plain_text
from chefforum.workflow import Overtaken, Refused, take
from meetings.actions.editions import own_edition
from meetings.actions.filling import fill_next_agenda, lock_with_next
from meetings.actions.guard import lock, lock_item, require
from meetings.actions.outcomes import note_outcomes
from meetings.actions.stamping import lift_stamps, stamp_papers
from meetings.actions.telling import tell_of_approvals, tell_of_minutes
from meetings.actions.writing import add_words
from meetings.models import (
    AgendaItem,
    Approval,
    ApprovalKind,
    ListedMinutes,
    Meeting,
    MeetingPaper,
    Outcome,
    Remark,
    RemarkClosing,
    Reopening,
    Ruling,
    SectionKind,
)
from meetings.papers.build import build
from meetings.papers.change import same_words
from meetings.papers.drafted import points_of
from meetings.papers.shape import Paper
from meetings.permissions import (
    may_approve,
    may_lock,
    may_reopen,
    may_see_item,
    may_withdraw_approval,
    may_write_minutes,
)
from meetings.queries import (
    all_have_approved,
    all_items_of,
    answers,
    silence_counts,
    unanswered,
    whole_item,
)
from meetings.rules.deciding import followed
from meetings.rules.procedure import must_be_answered, must_have_a_reason
from meetings.workflow import WORKFLOW, MeetingState, PaperEdition, PaperKind


@transaction.atomic
def approve(meeting: Meeting, *, sha256: str, by: User) -> Approval:
    """Approve exactly the paper that was read, named by its check sum.

    Raises :class:`Overtaken` when newer minutes have been sent since the page was opened.
    """
    meeting = lock(meeting.pk)
    require(may_approve(by, meeting))
    paper = own_edition(meeting, PaperKind.MINUTES, by=by)
    if paper is None or paper.edition == PaperEdition.OPEN or paper.document.sha256 != sha256:
        raise Overtaken(
            "Der er sendt et nyere referat, siden du åbnede siden. Du har ikke godkendt noget. Læs det nye først."
        )
    if meeting.reopened:
        raise Refused("Referatet er genåbnet. Du kan godkende, når der er sendt et rettet referat. Intet er ændret.")
    return _approve(meeting, paper, by)


def _approve(meeting: Meeting, paper: MeetingPaper, user: User, kind: str = ApprovalKind.GIVEN) -> Approval:
    # The same words may lie in several documents: they are approved once.
    same = Approval.objects.filter(
        meeting=meeting, user=user, document__sha256=paper.document.sha256, withdrawn_at=None
    ).first()
    if same is not None:
        if same.kind == ApprovalKind.SILENT and kind == ApprovalKind.GIVEN:
            Approval.objects.filter(pk=same.pk).update(kind=kind, at=timezone.now())
            log.record("meetings.approved", by=user, target=meeting, text=f"{user} har godkendt referatet af {meeting}")
        return same
    approval = Approval.objects.create(meeting=meeting, document=paper.document, user=user, kind=kind)
    word = "har godkendt" if kind == ApprovalKind.GIVEN else "regnes for at have godkendt"
    by = user if kind == ApprovalKind.GIVEN else None
    log.record("meetings.approved", by=by, target=meeting, text=f"{user} {word} referatet af {meeting}")
    if all_have_approved(meeting) and not unanswered(meeting):
        tell_of_approvals(meeting)
    return approval


@transaction.atomic
def withdraw_approval(approval: Approval, *, reason: str, by: User) -> None:
    """Take a member's approval back, for the member, with the reason. It stays to be seen and counts no more."""
    meeting = lock(approval.meeting_id)
    require(may_withdraw_approval(by, meeting))
    reason = must_have_a_reason(reason, "godkendelsen trækkes tilbage")
    # With it goes every other of the same words.
    same = Approval.objects.filter(user=approval.user, meeting=meeting, document__sha256=approval.document.sha256)
    taken = same.filter(withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_because=reason
    )
    if not taken:
        raise Overtaken("Godkendelsen er allerede trukket tilbage. Intet er ændret.")
    text = f"Godkendelsen fra {approval.user} af referatet af {meeting} er trukket tilbage"
    log.record("meetings.approval_withdrawn", by=by, target=meeting, text=text)
    tell_of_minutes(meeting, to=[approval.user])


def approve_silently(today: date) -> int:
    """Count the silence of members as approval, where the forum has so decided and the time to answer has passed.

    Answers how many approvals there came of it.
    """
    due = Meeting.objects.filter(state=MeetingState.APPROVAL, remarks_due__lt=today, silence_approves=True).order_by(
        "pk"
    )
    return sum(_approve_for_the_silent(pk, today) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _approve_for_the_silent(meeting_id: int, today: date) -> int:
    meeting = lock(meeting_id)
    if meeting.state != MeetingState.APPROVAL or meeting.remarks_due is None or meeting.remarks_due >= today:
        return 0
    given = 0
    for answer in answers(meeting):
        if answer.approval or not may_approve(answer.user, meeting) or not silence_counts(meeting, answer):
            continue
        paper = own_edition(meeting, PaperKind.MINUTES, by=answer.user)
        if paper is not None and paper.edition != PaperEdition.OPEN:
            _approve(meeting, paper, answer.user, ApprovalKind.SILENT)
            given += 1
    return given


@transaction.atomic
def lock_minutes(meeting: Meeting, *, sha256: str, by: User) -> None:
    """Final approval by whoever gives it in the forum: the minutes are locked and never change again."""
    meeting = lock_with_next(meeting.pk)[meeting.pk]
    require(may_lock(by, meeting))
    approve(meeting, sha256=sha256, by=by)
    lock_for_good(meeting, by=by)


def lock_for_good(meeting: Meeting, *, at: Meeting | None = None, by: User) -> None:
    """Lock minutes, as approved by the person, or at the meeting ``at`` (D45). The caller has asked for rights and
    holds the meeting's lock.
    """
    must_be_answered(unanswered(meeting))
    must_be_sent(meeting)
    take(meeting, WORKFLOW, "lock_minutes")
    approved_by = None if at else by
    Meeting.objects.filter(pk=meeting.pk).update(approved_at=timezone.now(), approved_by=approved_by, approved_in=at)
    where = f" på {at}" if at else ""
    text = f"Referatet af {meeting} er endeligt godkendt{where} og låst"
    log.record("meetings.minutes_locked", by=by, target=meeting, text=text)
    note_outcomes(meeting)
    stamp_papers(meeting)
    fill_next_agenda(meeting.forum)
    tell_of_minutes(meeting)


def must_be_sent(meeting: Meeting) -> None:
    """Raises :class:`Refused` where the minutes have been written in since they were sent: what is locked is what was
    read.
    """
    sent = MeetingPaper.objects.filter(
        meeting=meeting, kind=PaperKind.MINUTES, edition=PaperEdition.MEMBERS, current=True
    ).first()
    drafted = build(meeting, all_items_of(meeting), kind="minutes")
    promised = Remark.objects.filter(item__meeting=meeting, closing=RemarkClosing.CHANGE)
    if meeting.minutes_sent_at and promised.filter(answered_at__gt=meeting.minutes_sent_at).exists():
        raise Refused(
            f"En bemærkning til referatet af {meeting} er lukket med en rettelse, som ikke er sendt. Send referatet "
            "igen, før det godkendes endeligt. Intet er ændret."
        )
    if meeting.reopened:
        raise Refused(f"Referatet af {meeting} er genåbnet. Send det igen, før det godkendes. Intet er ændret.")
    if sent is None or not same_words(drafted, cast("Paper", sent.document.paper)):
        raise Refused(
            f"Der er rettet i referatet af {meeting}, siden det blev sendt. Send det igen, eller tag rettelsen "
            "tilbage, før det godkendes endeligt. Intet er ændret."
        )


@transaction.atomic
def approve_at_meeting(item: AgendaItem, minutes: Meeting, *, by: User) -> None:
    """Note that a meeting approved earlier minutes under the item that lists them: they are locked, the recommendation
    point has its outcome, and the decision says so (D44–D46).
    """
    locked = lock_with_next(item.on.pk, minutes.pk)
    item = lock_item(item)
    require(may_write_minutes(by, item.on) and may_see_item(by, item))
    if item.on.state != MeetingState.HELD:
        raise Refused("Referatet kan først godkendes, når mødet er begyndt. Intet er ændret.")
    listed = ListedMinutes.objects.filter(item=item)
    row = listed.filter(minutes=minutes).first()
    if row is None:
        raise Refused("Referatet står ikke på dagsordenen for mødet. Intet er ændret.")
    minutes = locked[minutes.pk]
    if minutes.state != MeetingState.APPROVAL:
        raise Overtaken("Referatet er allerede godkendt eller genåbnet. Intet er ændret.")
    lock_for_good(minutes, at=item.on, by=by)
    ListedMinutes.objects.filter(pk=row.pk).update(approved_at=timezone.now())
    if not listed.filter(sentence=row.sentence, approved_at=None).exists():
        _note_decision(item, row.sentence, by)


def _note_decision(item: AgendaItem, sentence: str, by: User) -> None:
    """The outcome of the recommendation point, and the decision that follows it unless it is written already."""
    whole = whole_item(item.pk, viewer=by)
    texts = points_of(whole)
    if sentence in texts:
        point = texts.index(sentence) + 1
        Ruling.objects.get_or_create(item=item, point=point, defaults={"outcome": Outcome.APPROVED})
    said = followed(sentence, forum=item.forum.name)
    written = " ".join(plain_text(one.html) for one in whole.sections.all() if one.kind == SectionKind.DECISION)
    if said is not None and said.text not in written:
        add_words(item, f"<p>{escape(said.text, quote=False)}</p>", by=by)


@transaction.atomic
def reopen_minutes(meeting: Meeting, *, reason: str, by: User) -> None:
    """Open locked minutes again, with a reason that everybody is told.

    What was approved stays as it was, to be read beside what comes; it is current until something else is sent.
    """
    meeting = lock_with_next(meeting.pk)[meeting.pk]
    require(may_reopen(by, meeting))
    reason = must_have_a_reason(reason, "referatet genåbnes")
    paper = MeetingPaper.objects.filter(
        meeting=meeting, kind=PaperKind.MINUTES, edition=PaperEdition.MEMBERS, current=True
    ).first()
    if paper is None or meeting.approved_at is None:
        raise Refused("Referatet er ikke sendt herfra og kan ikke genåbnes. Intet er ændret.")
    take(meeting, WORKFLOW, "reopen_minutes")
    Reopening.objects.create(
        meeting=meeting,
        reason=reason,
        by=by,
        paper_number=paper.number,
        approved_at=meeting.approved_at,
        approved_by=meeting.approved_by,
        approved_in=meeting.approved_in,
    )
    Meeting.objects.filter(pk=meeting.pk).update(approved_at=None, approved_by=None, approved_in=None, remarks_due=None)
    log.record("meetings.minutes_reopened", by=by, target=meeting, text=f"Referatet af {meeting} er genåbnet")
    lift_stamps(meeting)
    fill_next_agenda(meeting.forum)
    tell_of_minutes(meeting)
