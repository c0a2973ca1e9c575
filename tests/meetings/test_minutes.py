"""Decisions, approval and locking."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from chefforum.workflow import Overtaken, Refused
from meetings import queries
from meetings.actions import approving, remarking, sending, writing
from meetings.models import Approval, MeetingPaper, Remark, Wording
from tests.factories import SECRET, fresh, hold, item_of, section_of, send_for_approval, sha_for


def decide(item, text: str, by, version: int | None = None) -> writing.Written:
    section = section_of(item, "decision")
    at = section.version if version is None else version
    return writing.write_section(section, writing.Words(text), version=at, by=by)


def test_the_agenda_has_no_decisions_and_the_minutes_have(sent, secretary):
    meeting = send_for_approval(sent, secretary)
    agenda = MeetingPaper.objects.get(meeting=meeting, kind="agenda", edition="members", current=True).document.paper
    written = MeetingPaper.objects.get(meeting=meeting, kind="minutes", edition="members", current=True).document.paper
    assert all(section["kind"] != "decision" for item in agenda["items"] for section in item["sections"])
    assert written["items"][1]["sections"][-1]["html"] == "<p>Chefforum godkendte det åbne.</p>"
    assert written["items"][0]["sections"][-1] == {
        "kind": "decision",
        "heading": "Beslutning",
        "html": "",
        "empty_as": "Intet",
    }


@pytest.mark.parametrize("text", ["", "<p>.</p>", "<p>Intet</p>", "<p>intet.</p>"])
def test_an_empty_decision_is_stored_as_empty(sent, secretary, text):
    hold(sent, secretary)
    decide(sent.open_item, "<p>Noget.</p>", secretary)
    assert decide(sent.open_item, text, secretary).section.html == ""


def test_the_second_writer_of_a_decision_overwrites_nobody(sent, secretary):
    hold(sent, secretary)
    decide(sent.open_item, "<p>Først.</p>", secretary)
    late = decide(sent.open_item, "<p>Sidst.</p>", secretary, version=0)
    assert late.overtaken
    assert section_of(sent.open_item, "decision").html == "<p>Først.</p>"
    assert Wording.objects.filter(saved="aside", html="<p>Sidst.</p>").exists()


def test_approval_names_the_paper_that_was_read(sent, secretary, chief, barred):
    meeting = send_for_approval(sent, secretary)
    approval = approving.approve(meeting, sha256=sha_for(meeting, chief), by=chief)
    own = approving.approve(meeting, sha256=sha_for(meeting, barred), by=barred)
    assert approval.document.sha256 != own.document.sha256
    assert SECRET not in str(own.document.paper)
    assert approving.approve(meeting, sha256=sha_for(meeting, chief), by=chief).pk == approval.pk
    assert Approval.objects.count() == 2


def test_a_corrected_version_must_be_approved_again(sent, secretary, chief):
    meeting = send_for_approval(sent, secretary)
    read = sha_for(meeting, chief)
    approving.approve(meeting, sha256=read, by=chief)
    decide(sent.open_item, "<p>Rettet.</p>", secretary)
    sending.send_minutes(fresh(meeting), due=timezone.localdate() + timedelta(days=3), by=secretary)
    answer = next(one for one in queries.answers(fresh(meeting)) if one.user == chief)
    assert (answer.approved_at, answer.approved_earlier) == (None, True)
    with pytest.raises(Overtaken, match="nyere referat"):
        approving.approve(fresh(meeting), sha256=read, by=chief)
    approving.approve(fresh(meeting), sha256=sha_for(meeting, chief), by=chief)
    assert Approval.objects.filter(user=chief).count() == 2


def test_sending_the_same_text_again_keeps_the_approvals(sent, secretary, chief):
    meeting = send_for_approval(sent, secretary)
    approving.approve(meeting, sha256=sha_for(meeting, chief), by=chief)
    sending.send_minutes(fresh(meeting), due=timezone.localdate() + timedelta(days=3), by=secretary)
    answer = next(one for one in queries.answers(fresh(meeting)) if one.user == chief)
    assert answer.approved_at is not None


def test_minutes_are_locked_only_when_remarks_are_answered_and_only_by_the_chief_executive(
    sent, secretary, chief, chief_executive
):
    meeting = send_for_approval(sent, secretary)
    remark = remarking.remark(item_of(meeting, 2), "Beløbet er 2,4.", by=chief)
    with pytest.raises(PermissionDenied):
        approving.lock_minutes(meeting, sha256=sha_for(meeting, chief), by=chief)
    with pytest.raises(Refused, match="1 bemærkning mangler svar"):
        approving.lock_minutes(meeting, sha256=sha_for(meeting, chief_executive), by=chief_executive)
    remarking.answer(Remark.objects.select_related("item__meeting").get(pk=remark.pk), "Rettet.", by=secretary)
    with pytest.raises(Overtaken):
        remarking.answer(Remark.objects.select_related("item__meeting").get(pk=remark.pk), "Igen.", by=secretary)
    approving.lock_minutes(fresh(meeting), sha256=sha_for(meeting, chief_executive), by=chief_executive)
    assert fresh(meeting).state == "approved"
    with pytest.raises(Refused, match="låst"):
        decide(sent.open_item, "<p>For sent.</p>", secretary)
    with pytest.raises(PermissionDenied):
        sending.send_minutes(fresh(meeting), due=timezone.localdate(), by=secretary)


def test_a_remark_on_a_closed_item_is_not_seen_by_whoever_is_barred(sent, secretary, chief, barred, login):
    from django.urls import reverse

    meeting = send_for_approval(sent, secretary)
    remarking.remark(item_of(meeting, 3), f"{SECRET} bemærkning", by=chief)
    page = login(barred).get(reverse("meetings:approval", args=[meeting.pk])).content.decode()
    assert SECRET not in page
    with pytest.raises(PermissionDenied):
        remarking.remark(item_of(meeting, 3), "Jeg gætter.", by=barred)


def test_a_due_date_in_the_past_is_refused(sent, secretary):
    meeting = hold(sent, secretary)
    with pytest.raises(Refused, match="Frist"):
        sending.send_minutes(meeting, due=timezone.localdate() - timedelta(days=1), by=secretary)


def test_releasing_twice_or_before_sending_is_refused(sent, secretary):
    with pytest.raises(Refused, match="allerede frigivet"):
        sending.release_open_edition(sent.meeting, kind="agenda", by=secretary)
    with pytest.raises(Refused):
        sending.release_open_edition(sent.meeting, kind="minutes", by=secretary)
