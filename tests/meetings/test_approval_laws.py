"""What holds however approvals, remarks, corrections, withdrawals and reopenings follow each other."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chefforum.documents.canonical import fingerprint
from meetings import queries
from meetings.actions import approving, planning, remarking, sending
from meetings.models import AgendaItem, Approval, ListedMinutes, Meeting, MeetingPaper, Remark, StandingItem
from tests.factories import (
    a_forum,
    a_meeting,
    a_person,
    fresh,
    item_of,
    send_for_approval,
    sent_meeting,
    sha_for,
    write,
)

STEPS = ("approve", "approve", "remark", "reply", "correct", "withdraw", "silence", "lock", "reopen")
steps = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 2)), max_size=14)


class Minutes:
    """Minutes under approval, and what must have come of all that was done to them."""

    def __init__(self) -> None:
        self.forum = a_forum()
        self.secretary = a_person("mette", "secretariat")
        self.members = [
            a_person("henrik", "chief_executive", self.forum),
            a_person("pernille", "head_of_department", self.forum),
            a_person("jesper", "head_of_department", self.forum),
        ]
        self.sent = sent_meeting(self.forum, self.secretary, self.members[2])
        self.meeting = send_for_approval(self.sent, self.secretary)
        type(self.forum).objects.filter(pk=self.forum.pk).update(silence_approves=True)
        Meeting.objects.filter(pk=self.meeting.pk).update(silence_approves=True)
        self.words = count(1)
        self.live: set[tuple[int, str]] = set()
        self.ended: set[int] = set()
        self.remarks: list[str] = []
        self.locked_papers: dict[int, str] = {}

    @property
    def state(self) -> str:
        return fresh(self.meeting).state

    @property
    def waits(self) -> bool:
        return fresh(self.meeting).reopened

    def do(self, step: str, who: int) -> None:
        open_now = self.state == "approval"
        if step == "lock" and open_now and not self.waits and not Remark.objects.filter(answered_at=None).exists():
            self._lock()
        elif step == "reopen" and not open_now:
            approving.reopen_minutes(fresh(self.meeting), reason="Fejl", by=self.secretary)
        elif open_now and step not in {"lock", "reopen"} and (not self.waits or step == "correct"):
            getattr(self, f"_{step}")(self.members[who])

    def _lock(self) -> None:
        boss = self.members[0]
        approving.lock_minutes(fresh(self.meeting), sha256=sha_for(self.meeting, boss), by=boss)
        self.live.add((boss.pk, sha_for(self.meeting, boss)))
        current = MeetingPaper.objects.filter(meeting=self.meeting, kind="minutes", current=True)
        self.locked_papers |= {one.pk: fingerprint(one.document.paper) for one in current.select_related("document")}

    def _approve(self, user) -> None:
        sha256 = sha_for(self.meeting, user)
        approving.approve(fresh(self.meeting), sha256=sha256, by=user)
        self.live.add((user.pk, sha256))

    def _remark(self, user) -> None:
        text = f"Bemærkning {next(self.words)}"
        remarking.remark(item_of(self.meeting, 2), text, by=user)
        self.remarks.append(text)

    def _reply(self, user) -> None:
        waiting = Remark.objects.select_related("item__meeting").filter(answered_at=None).first()
        if waiting is not None:
            remarking.answer(waiting, "Svar", by=self.secretary)

    def _correct(self, user) -> None:
        write(self.sent.open_item, self.secretary, f"<p>Ordlyd {next(self.words)}.</p>", kind="decision")
        due = timezone.localdate() + timedelta(days=3)
        sending.send_minutes(fresh(self.meeting), due=due, by=self.secretary)

    def _withdraw(self, user) -> None:
        answer = next(one for one in queries.answers(fresh(self.meeting)) if one.user == user)
        if answer.approval is not None:
            approving.withdraw_approval(answer.approval, reason="Fejl", by=self.secretary)
            self.live.discard((user.pk, answer.approval.document.sha256))
            self.ended.add(answer.approval.pk)

    def _silence(self, user) -> None:
        meeting = fresh(self.meeting)
        if meeting.remarks_due is None:
            return
        before = set(Approval.objects.values_list("pk", flat=True))
        approving.approve_silently(meeting.remarks_due + timedelta(days=1))
        new = Approval.objects.exclude(pk__in=before).select_related("document")
        asking = set(Remark.objects.filter(answered_at=None).values_list("user", flat=True))
        assert not asking & {one.user_id for one in new}
        assert {one.kind for one in new} <= {"silent"}
        self.live |= {(one.user_id, one.document.sha256) for one in new}


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=steps)
def test_no_order_of_steps_loses_or_forges_an_approval(steps):
    """An approval names a paper that its giver could read then; nothing that was said is ever lost."""
    with transaction.atomic():
        minutes = Minutes()
        for step, who in steps:
            minutes.do(step, who)
        kept = Approval.objects.filter(meeting=minutes.meeting).select_related("document", "user")
        assert {(one.user_id, one.document.sha256) for one in kept if one.withdrawn_at is None} == minutes.live
        assert {one.pk for one in kept if one.withdrawn_at} == minutes.ended
        assert len([one for one in kept if one.withdrawn_at is None]) == len(minutes.live), "none twice"
        for one in kept:
            assert fingerprint(one.document.paper) == one.document.sha256
            paper = MeetingPaper.objects.get(document=one.document)
            assert paper.edition != "open"
            assert paper.reader_id in (None, one.user_id)
        assert list(Remark.objects.order_by("pk").values_list("text", flat=True)) == minutes.remarks
        for answer in queries.answers(fresh(minutes.meeting)):
            now = (answer.user.pk, sha_for(minutes.meeting, answer.user))
            assert (answer.approval is not None) == (now in minutes.live)
        for pk, print_ in minutes.locked_papers.items():
            assert fingerprint(MeetingPaper.objects.get(pk=pk).document.paper) == print_, "locked, byte for byte"
        transaction.set_rollback(True)


HAPPENINGS = ("on", "on", "on", "on", "plan", "cancel")


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@example(happenings=[("on", 0)] * 6 + [("cancel", 1), ("plan", 0), ("on", 0)])
@given(happenings=st.lists(st.tuples(st.sampled_from(HAPPENINGS), st.integers(0, 2)), max_size=16))
def test_every_unapproved_referat_is_listed_exactly_once_on_the_next_agenda(happenings):
    """Whatever is planned, held, sent, locked, opened again or cancelled, and in whatever order."""
    with transaction.atomic():
        forum, secretary = a_forum(), a_person("mette", "secretariat")
        boss = a_person("henrik", "chief_executive", forum)
        StandingItem.objects.filter(forum=forum, edge="first").update(fill="minutes")
        meetings = [a_meeting(forum, secretary, days=day) for day in (1, 3)]
        for what, which in happenings:
            _happen(what, meetings[which % len(meetings)], meetings, forum, secretary, boss)
            _each_is_listed_once()
        transaction.set_rollback(True)


def _each_is_listed_once() -> None:
    ahead = Meeting.objects.filter(state__in=["draft", "review", "sent"]).order_by("starts_at")
    for place, agenda in enumerate(ahead):
        out = Meeting.objects.filter(state="approval", starts_at__lt=agenda.starts_at)
        wanted = sorted(out.values_list("pk", flat=True)) if place == 0 else []
        items = AgendaItem.objects.filter(meeting=agenda, fill="minutes")
        assert sorted(ListedMinutes.objects.filter(item__in=items).values_list("minutes", flat=True)) == wanted


def _happen(what, meeting, meetings, forum, by, boss) -> None:
    """One meeting goes a step on: agenda sent, held, minutes sent, locked, opened again; or another is planned."""
    meeting = fresh(meeting)
    if what == "plan":
        meetings.append(a_meeting(forum, by, days=4 + len(meetings)))
    elif what == "cancel":
        if meeting.state in {"draft", "sent"}:
            planning.cancel_meeting(meeting, reason="Ferie", items_to=None, by=by)
    elif meeting.state == "draft":
        sending.send_agenda(meeting, by=by)
        sending.begin_minutes(fresh(meeting), by=by)
    elif meeting.state == "held" or meeting.reopened:
        sending.send_minutes(meeting, due=timezone.localdate(), by=by)
    elif meeting.state == "approval":
        approving.lock_minutes(meeting, sha256=sha_for(meeting, boss), by=boss)
    elif meeting.state == "approved":
        approving.reopen_minutes(meeting, reason="Fejl", by=by)
