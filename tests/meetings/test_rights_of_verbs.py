"""Every POST by every role in every state, and lists that agree with the answer for one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chefforum.mailroom.models import Letter
from chefforum.organisation.models import User
from meetings import permissions
from meetings.models import (
    AgendaItem,
    Approval,
    Attachment,
    AttachmentVersion,
    Attendance,
    CaseStop,
    Erratum,
    Forum,
    ListedMinutes,
    MarginNote,
    Meeting,
    MeetingPaper,
    NamedReader,
    NoteShare,
    PersonalNote,
    Repeat,
    Ruling,
    Section,
    StandingItem,
    StockPhrase,
    Task,
    Turn,
    Wording,
)
from tests.factories import (
    fresh,
    section_of,
)
from tests.meetings.rights import STATES, meeting_in, proposed


@pytest.mark.parametrize("state", STATES)
def test_only_the_secretariat_changes_anything(state, forum, people, login):
    """Every POST by every other role leaves the meeting as it was."""
    secretary, chief_executive, _, barred, *_ = people
    sent = meeting_in(state, forum, secretary, barred, chief_executive)
    # Proposals of the secretary's own, so that none of the others has a right to any.
    proposed(forum, secretary, secretary)
    MarginNote.objects.create(item=sent.open_item, user=secretary, text="Ret det.")
    task = Task.objects.create(item=sent.open_item, text="Ring.", who=str(secretary), by=secretary)
    task.owners.create(user=secretary)
    Attendance.objects.get_or_create(meeting=sent.meeting, name="Ida Holm", defaults={"kind": "guest"})
    PersonalNote.objects.create(item=sent.open_item, user=secretary, text="Sekretærens egen.")
    StockPhrase.objects.create(forum=forum, position=1, text="Chefforum godkendte.")
    CaseStop.objects.create(item=sent.open_item, forum="Hoved-MED", by=secretary)
    Repeat.objects.create(item=sent.open_item, source=AgendaItem.objects.filter(meeting=None).first())
    ListedMinutes.objects.create(item=sent.open_item, minutes=sent.meeting, sentence="at det godkendes")
    paper = MeetingPaper.objects.filter(meeting=sent.meeting).first()
    Approval.objects.get_or_create(meeting=sent.meeting, document=paper.document, user=secretary)
    sent.meeting.refresh_from_db()
    before = _snapshot(sent)
    for user in people[1:]:
        client = login(user)
        for url, data in _posts(sent):
            response = client.post(url, data)
            assert response.status_code in {403, 404}, f"{user} posts to {url} in {state}: {response.status_code}"
    assert _snapshot(sent) == before


def _posts(sent):
    pk = sent.meeting.pk
    own, pooled = AgendaItem.objects.filter(meeting=None).order_by("pk")
    wording = Wording.objects.filter(section__item=sent.open_item).first().pk
    yield reverse("meetings:plan"), {"forum": sent.meeting.forum_id, "date": "2030-01-01", "start": "09:00"}
    yield reverse("meetings:import_confirm"), {"token": "x" * 30, "name": "x"}
    yield reverse("meetings:change", args=[pk]), {"date": "2030-01-01", "start": "09:00"}
    yield reverse("meetings:cancel", args=[pk]), {"reason": "Kapret"}
    yield reverse("meetings:series"), {"forum": sent.meeting.forum_id, "first": "2030-01-01", "last": "2030-02-01"}
    yield reverse("meetings:place", args=[pk]), {"punkt": pooled.pk}
    yield reverse("meetings:take_up", args=[pk, sent.open_item.pk]), {}
    for one in (own, pooled):
        for verb in ("submit", "take_back", "accept", "send_back", "withdraw_proposal", "revive"):
            yield reverse(f"meetings:{verb}", args=[one.pk]), {"reason": "Kapret"}
        yield reverse("meetings:section", args=[section_of(one, "occasion").pk]), {"html": "Kapret", "version": 9}
        yield reverse("meetings:fact", args=[one.pk]), {"title": "Kapret"}
        yield reverse("meetings:here", args=[one.pk]), {}
    for part in ("fast-punkt", "dagsordenssag", "skabelon", "ferie"):
        yield reverse("meetings:forum_part", args=["chefforum", part]), {"title": "Kapret", "edge": "first"}
    yield reverse("meetings:forum", args=["chefforum"]), {"items_due_days": 0}
    yield reverse("meetings:remove_standing", args=["chefforum", 1]), {}
    yield reverse("meetings:remove_holiday", args=["chefforum", 1]), {}
    yield reverse("meetings:restore_wording", args=[wording]), {}
    yield reverse("meetings:add_item", args=[pk]), {"title": "Nyt"}
    yield reverse("meetings:restore_item", args=[pk, sent.open_item.pk]), {}
    for item in (sent.open_item.pk, sent.closed_item.pk):
        yield reverse("meetings:move_item", args=[item]), {"retning": "ned"}
        yield reverse("meetings:withdraw_item", args=[item]), {}
        yield reverse("meetings:disqualify", args=[item]), {"person": 1}
        yield reverse("meetings:postpone", args=[item]), {"reason": "Kapret"}
        yield reverse("meetings:put_in_pool", args=[item]), {}
        yield reverse("meetings:fact", args=[item]), {"title": "Kapret", "was_title": "x"}
        yield reverse("meetings:here", args=[item]), {}
        yield reverse("meetings:add_section", args=[item]), {"kind": "history"}
        yield reverse("meetings:copy_text", args=[item, sent.open_item.pk]), {}
        for kind in ("occasion", "recommendation", "decision"):
            words = {"html": "Kapret", "points": "at kapre", "version": 0}
            yield reverse("meetings:section", args=[section_of(AgendaItem(pk=item), kind).pk]), words
    for one in (sent.open_file.pk, sent.closed_file.pk):
        yield reverse("meetings:detach", args=[one]), {}
        yield reverse("meetings:put_back", args=[one]), {}
        yield reverse("meetings:make_ready_again", args=[one]), {}
        yield reverse("meetings:rename_attachment", args=[one]), {"navn": "Kapret"}
        yield reverse("meetings:move_attachment", args=[one]), {"til": 9}
        yield reverse("meetings:close_attachment", args=[one]), {"grund": "staff"}
        yield reverse("meetings:replace_attachment", args=[one]), {"fil": SimpleUploadedFile("k.txt", b"Kapret")}
    for item in (sent.open_item.pk, sent.closed_item.pk):
        yield reverse("meetings:attach", args=[item]), {"files": SimpleUploadedFile("k.txt", b"Kapret")}
        yield reverse("meetings:number_attachments", args=[item]), {}
        yield reverse("meetings:readers", args=[item]), {"hvem": "navngivne"}
        if sent.meeting.state != "review":
            yield reverse("meetings:comment", args=[item]), {"text": "Kapret"}
    note = MarginNote.objects.filter(item__meeting=pk).first()
    yield reverse("meetings:finish_note", args=[note.pk]), {}
    yield reverse("meetings:begin_review", args=[pk]), {}
    yield reverse("meetings:end_review", args=[pk]), {}
    yield reverse("meetings:mails_now", args=[pk]), {}
    yield reverse("meetings:mail_again", args=[pk, Letter.objects.first().pk]), {}
    yield reverse("meetings:release_supplement", args=[pk, 1]), {}
    yield reverse("meetings:withdraw_release_supplement", args=[pk, 1]), {}
    yield reverse("meetings:set_mail", args=["chefforum"]), {"person": User.objects.first().pk, "email": "k@x.dk"}
    yield reverse("meetings:follow_up", args=[pk]), {}
    yield from _posts_about_the_way_on(sent, own, pooled)
    yield reverse("meetings:reopen_minutes", args=[pk]), {"reason": "Kapret"}
    yield reverse("meetings:withdraw_approval", args=[Approval.objects.first().pk]), {"reason": "Kapret"}
    yield reverse("meetings:approve_listed", args=[sent.open_item.pk, pk]), {}
    yield from _posts_while_held(sent)
    yield reverse("meetings:send", args=[pk]), {}
    yield reverse("meetings:begin_minutes", args=[pk]), {}
    yield reverse("meetings:send_minutes", args=[pk]), {"due": "2030-01-01"}
    yield reverse("meetings:release", args=[pk, "agenda"]), {}
    yield reverse("meetings:withdraw_release", args=[pk, "agenda"]), {}
    yield reverse("meetings:reopen_agenda", args=[pk]), {}
    yield reverse("meetings:retry", args=[MeetingPaper.objects.filter(meeting=pk).first().pk]), {}
    for item in (sent.open_item.pk, sent.closed_item.pk):
        yield reverse("meetings:close", args=[item]), {"grund": "x"}
        yield reverse("meetings:close", args=[item]), {"aaben": "1"}


def _posts_about_the_way_on(sent, own, pooled):
    yield reverse("meetings:come_back", args=[sent.open_item.pk]), {"ord": "x", "hvordan": "pulje"}
    yield reverse("meetings:enclose_agenda", args=[sent.open_item.pk]), {}
    yield reverse("meetings:send_on", args=[sent.open_item.pk]), {"to_forum": "Kapret"}
    yield reverse("meetings:drop_stop", args=[CaseStop.objects.get().pk]), {}
    yield reverse("meetings:stop", args=[CaseStop.objects.get().pk]), {"outcome": "Kapret", "decided_on": "2020-01-01"}
    yield reverse("meetings:stop_repeating", args=[sent.open_item.pk, sent.closed_item.pk]), {}
    for item in (sent.open_item.pk, own.pk, pooled.pk):
        yield reverse("meetings:quote", args=[item]), {"stop": CaseStop.objects.get().pk}


def _posts_while_held(sent):
    pk = sent.meeting.pk
    yield reverse("meetings:begin_meeting", args=[pk]), {}
    yield reverse("meetings:end_meeting", args=[pk]), {}
    yield reverse("meetings:add_guest", args=[pk]), {"name": "Kapret"}
    for item in (sent.open_item.pk, sent.closed_item.pk):
        for verb in ("tag", "afslut", "spring-over", "senere"):
            yield reverse("meetings:step", args=[item, verb]), {}
        yield reverse("meetings:postpone_now", args=[item]), {"to": ""}
        yield reverse("meetings:rule", args=[item]), {"punkt": 1, "udfald": "approved"}
        yield reverse("meetings:rule", args=[item]), {"hvem": "both"}
        yield reverse("meetings:show_on_screen", args=[item]), {"part": "closed", "shown": 1}
        yield reverse("meetings:add_task", args=[item]), {"text": "Kapret", "who": "Kapret"}
    for one in (sent.open_file, sent.closed_file):
        values = {"attachment": one.pk, "was": "Kapret", "now": "1"}
        yield reverse("meetings:correct_figure", args=[one.item_id]), values
    task = Task.objects.get().pk
    yield reverse("meetings:task_done", args=[task]), {}
    yield reverse("meetings:change_task", args=[task]), {"text": "Kapret", "who": "Kapret"}
    yield reverse("meetings:drop_task", args=[task]), {"comment": "Kapret"}
    there = Attendance.objects.get(name="Ida Holm").pk
    yield reverse("meetings:save_attendance", args=[there]), {"kind": "guest"}
    yield reverse("meetings:remove_guest", args=[there]), {}
    yield reverse("meetings:remove_phrase", args=["chefforum", StockPhrase.objects.get().pk]), {}
    for verb in ("change_note", "delete_note", "share_note"):
        values = {"text": "Kapret", "version": 0, "person": User.objects.first().pk}
        yield reverse(f"meetings:{verb}", args=[PersonalNote.objects.get().pk]), values


def _snapshot(sent):
    meeting = fresh(sent.meeting)
    items = list(AgendaItem.objects.order_by("pk").values())
    papers = list(MeetingPaper.objects.filter(meeting=meeting).order_by("pk").values())
    return (
        meeting.state,
        meeting.version,
        meeting.starts_at,
        items,
        papers,
        Meeting.objects.count(),
        list(Attachment.objects.order_by("pk").values()),
        AttachmentVersion.objects.count(),
        list(MarginNote.objects.values()),
        list(Letter.objects.order_by("pk").values("pk", "state", "due_at")),
        list(User.objects.order_by("pk").values_list("email", flat=True)),
        NamedReader.objects.count(),
        list(Section.objects.order_by("pk").values()),
        Wording.objects.count(),
        list(Forum.objects.values()),
        StandingItem.objects.count(),
        list(Approval.objects.values()),
        list(ListedMinutes.objects.values()),
        list(CaseStop.objects.values()),
        list(Repeat.objects.values()),
        list(Task.objects.values()),
        list(Attendance.objects.order_by("pk").values()),
        list(PersonalNote.objects.values()),
        list(Turn.objects.order_by("pk").values()),
        (Ruling.objects.count(), Erratum.objects.count(), StockPhrase.objects.count(), NoteShare.objects.count()),
    )


@pytest.mark.parametrize("state", STATES)
def test_seen_by_agrees_with_may_see(state, forum, people):
    """The list and the answer for one are the same right, for every role and state."""
    secretary, chief_executive, _, barred, *_ = people
    sent = meeting_in(state, forum, secretary, barred, chief_executive)
    proposed(forum, people[2], secretary)
    for user in people:
        for item in (sent.open_item, sent.closed_item):
            task = Task.objects.create(item=item, text="Ring.", who=str(user), by=secretary)
            task.owners.create(user=user)
            PersonalNote.objects.create(item=item, user=user, text="Egen.")
    for user in people:
        meetings = set(permissions.meetings_seen_by(user))
        items = set(permissions.items_seen_by(user))
        files = set(permissions.attachments_seen_by(user))
        for meeting in Meeting.objects.all():
            assert (meeting in meetings) == permissions.may_see_meeting(user, meeting)
        for item in AgendaItem.objects.filter(meeting=sent.meeting):
            assert (item in items) == permissions.may_see_item(user, item)
        for attachment in Attachment.objects.select_related("item"):
            assert (attachment in files) == permissions.may_see_attachment(user, attachment)
        proposals_seen, quoted = set(permissions.proposals_seen_by(user)), set(permissions.items_quoted_by(user))
        tasks, notes = set(permissions.tasks_seen_by(user)), set(permissions.notes_seen_by(user))
        for task in Task.objects.all():
            assert (task in tasks) == permissions.may_see_task(user, task)
        for note in PersonalNote.objects.all():
            assert (note in notes) == permissions.may_see_note(user, note)
        for item in AgendaItem.objects.all():
            assert (item in proposals_seen) == permissions.may_see_proposal(user, item)
            assert (item in quoted) == permissions.may_quote(user, item)
            assert not permissions.may_write_item(user, item) or item in items | proposals_seen
