"""What is closed is closed wherever it has come to: in papers of other meetings, in copies, in the middle of other verbs."""

import json
import threading
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from django.urls import reverse
from django.utils import timezone

from chefforum.audit.models import Entry
from chefforum.files import keep
from chefforum.files.models import Rendition
from chefforum.workflow import Overtaken
from meetings import permissions, queries
from meetings.actions import access, approving, attaching, drafting, editions, planning, proposals, reviewing, sending
from meetings.intake import read_minutes
from meetings.models import Attachment, AttachmentVersion, Forum, MeetingPaper, Membership
from meetings.papers.text import to_text
from tests.factories import (
    SECRET,
    a_meeting,
    a_person,
    add,
    again,
    attach,
    fresh,
    hold,
    item_of,
    send_for_approval,
    sent_meeting,
    sha_for,
    write,
)

CLOSE = access.Closing(True, "staff")
CASE = "81.00.00-A00-7-26"


def status(client, name, *args) -> int:
    response = client.get(reverse(f"meetings:{name}", args=args))
    response.getvalue() if response.streaming else response.content
    return response.status_code


def fetched(sent, client) -> int:
    """What the open item's attachment answers at the meeting it was sent for."""
    return status(client, "attachment", sent.meeting.pk, sent.open_file.file.sha256)


def close_file(attachment, secretary) -> None:
    attaching.close_attachment(attachment, closed=True, ground="private", by=secretary)


# ---- Attachments ---------------------------------------------------------------------------------------------------


def test_an_administrator_finds_no_closed_attachment(sent, secretary, chief_executive, administrator, login):
    attaching.rename_attachment(sent.open_file, f"{SECRET} navn.txt", was=sent.open_file.title, by=secretary)
    close_file(sent.open_file, secretary)
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    meeting = send_for_approval(sent, secretary)
    approving.lock_minutes(meeting, sha256=sha_for(meeting, chief_executive), by=chief_executive)
    sending.release_open_edition(fresh(meeting), kind="minutes", by=secretary)
    page = login(administrator).get(reverse("admin:meetings_attachment_changelist"), {"q": "navn"})
    assert page.status_code == 200
    assert SECRET not in page.content.decode()


@pytest.mark.parametrize("pool", [True, False])
def test_closing_reaches_the_papers_of_a_meeting_the_item_has_left(sent, secretary, forum, outsider, login, pool):
    later = None if pool else a_meeting(forum, secretary, days=14)
    planning.cancel_meeting(fresh(sent.meeting), reason="Sygdom", items_to=later, by=secretary)
    client = login(outsider)
    assert fetched(sent, client) == 200
    close_file(sent.open_file, secretary)
    assert fetched(sent, client) == 404
    access.set_closed(again(sent.open_item), CLOSE, by=secretary)
    page = client.get(reverse("meetings:read_item", args=[sent.meeting.pk, "agenda", 2]))
    assert page.status_code == 404 or "Åbent emne" not in page.content.decode()


def test_what_was_taken_off_can_still_be_closed(sent, secretary, outsider, login):
    attaching.remove_attachment(sent.open_file, by=secretary)
    hold(sent, secretary)
    client = login(outsider)
    assert fetched(sent, client) == 200
    page = login(secretary).get(reverse("meetings:access", args=[sent.open_item.pk])).content.decode()
    assert "Fjernet, men kan stå i det, der er sendt." in page
    data = {"grund": "private", "fra": "adgang"}
    assert (
        login(secretary).post(reverse("meetings:close_attachment", args=[sent.open_file.pk]), data).status_code == 302
    )
    assert fetched(sent, client) == 404


def test_closing_reaches_the_same_file_of_the_item_it_continues(sent, secretary, forum, outsider, login):
    later = a_meeting(forum, secretary, days=14)
    new = proposals.postpone(item_of(sent.meeting, 2), reason="Venter", to=later, by=secretary)
    close_file(Attachment.objects.get(item=new), secretary)
    assert Attachment.objects.get(pk=sent.open_file.pk).closed
    assert fetched(sent, login(outsider)) == 404


def test_a_version_that_was_never_sent_is_nobody_elses(forum, secretary, chief_executive, login):
    meeting = a_meeting(forum, secretary)
    one = attach(add(meeting, "Emne", secretary), secretary, "a.txt", f"{SECRET} forkert fil")
    attaching.replace_file(one, SimpleUploadedFile("b.txt", b"Den rigtige"), by=secretary)
    reviewing.begin_review(fresh(meeting), by=secretary)
    client = login(chief_executive)
    assert [status(client, "draft_version", one.pk, number) for number in (1, 2)] == [404, 200]
    assert status(login(secretary), "draft_version", one.pk, 1) == 200


def test_two_who_rename_at_once_overwrite_nobody(sent, secretary, login):
    seen = Attachment.objects.get(pk=sent.open_file.pk)
    attaching.rename_attachment(seen, "Mettes navn", was=seen.title, by=secretary)
    with pytest.raises(Overtaken, match="Mettes navn"):
        attaching.rename_attachment(seen, "Den andens navn", was=seen.title, by=secretary)
    url = reverse("meetings:rename_attachment", args=[seen.pk])
    answer = login(secretary).post(url, {"navn": "Nyt", "var": seen.title}, headers={"HX-Request": "true"})
    assert (answer.status_code, "»Nyt« er ikke gemt" in answer.content.decode()) == (409, True)


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_takes_long_to_look_at_holds_nobody_up(forum, secretary, monkeypatch):
    meeting = a_meeting(forum, secretary)
    one, other = add(meeting, "Et", secretary), add(meeting, "To", secretary)
    looking, receive = threading.Event(), keep.receive

    def slowly(upload):
        looking.set()
        time.sleep(1.5)
        return receive(upload)

    monkeypatch.setattr(keep, "receive", slowly)

    def upload() -> None:
        try:
            attach(one, secretary, "stor.txt")
        finally:
            connections.close_all()

    thread = threading.Thread(target=upload)
    thread.start()
    looking.wait()
    began = time.monotonic()
    write(other, secretary, "<p>Gemt imens.</p>")
    assert time.monotonic() - began < 1
    thread.join()
    assert Attachment.objects.filter(item=one).count() == 1


def test_a_closed_attachment_is_closed_when_it_is_read_back_from_text(sent, secretary):
    close_file(sent.open_file, secretary)
    paper = queries.paper_for(fresh(sent.meeting), "agenda", viewer=secretary).document.paper
    read = read_minutes(to_text(paper).encode(), "x.txt")["items"][1]["attachments"]
    assert read == [{"title": "Åbent bilag.txt", "file": None, "closed": True}]


# ---- Items ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["close", "disqualify"])
def test_a_copy_that_is_being_made_meanwhile_is_closed_too(forum, secretary, chief, chief_executive, what):
    sent, later = sent_meeting(forum, secretary), a_meeting(forum, secretary, days=14)
    made, busy = {}, threading.Event()

    def postpone() -> None:
        try:
            with transaction.atomic():
                made["new"] = proposals.postpone(item_of(sent.meeting, 2), reason="Venter", to=later, by=secretary)
                busy.set()
                time.sleep(1)
        finally:
            connections.close_all()

    item = again(sent.open_item)
    thread = threading.Thread(target=postpone)
    thread.start()
    busy.wait()
    if what == "close":
        access.set_closed(item, CLOSE, by=secretary)
    else:
        access.disqualify(item, chief, by=secretary)
    thread.join()
    new = again(made["new"])
    assert new.closed if what == "close" else new.disqualifications.exists()


def test_an_author_closes_no_item_of_the_secretariats(forum, secretary, chief):
    own = proposals.propose(forum=forum, title="Min sag", by=chief)
    proposals.submit(again(own), by=chief)
    proposals.accept(again(own), by=secretary)
    proposals.withdraw_proposal(again(own), by=chief)
    meeting = a_meeting(forum, secretary)
    new = proposals.take_up_again(again(own), to=meeting, by=secretary)
    sending.send_agenda(fresh(meeting), by=secretary)
    proposals.revive(again(own), by=chief)
    drafting.change_facts(again(own), {"closed": True, "closed_ground": "staff", "closed_reason": ""}, by=chief)
    assert (again(own).closed, again(new).closed) == (True, False)


def test_opened_and_closed_again_it_is_for_the_named_as_its_kin_is(sent, secretary, chief, chief_executive, forum):
    access.set_readers(again(sent.closed_item), named=[chief_executive], by=secretary)
    new = proposals.take_up_again(again(sent.closed_item), to=a_meeting(forum, secretary, days=14), by=secretary)
    access.set_closed(again(new), access.Closing(False), by=secretary)
    access.set_closed(again(new), CLOSE, by=secretary)
    assert again(new).audience == "named"
    sending.send_agenda(fresh(again(new).on), by=secretary)
    assert not permissions.may_see_item(chief, again(new))
    assert permissions.may_see_item(chief_executive, again(new))


def test_a_supplement_names_no_clock_times_around_a_closed_item_it_does_not_have(forum, secretary):
    meeting = a_meeting(forum, secretary)
    first, closed = add(meeting, "Alfa", secretary), add(meeting, SECRET, secretary)
    write(first, secretary, "<p>x</p>", planned_minutes=10)
    write(closed, secretary, "<p>x</p>", closed=True, closed_ground="staff", planned_minutes=35)
    sending.send_agenda(fresh(meeting), by=secretary)
    write(add(meeting, "Beta", secretary), secretary, "<p>b</p>", planned_minutes=15)
    write(first, secretary, "<p>y</p>")
    sending.send_agenda(fresh(meeting), by=secretary)
    papers = {one.edition: one.document.paper for one in MeetingPaper.objects.filter(kind="supplement", current=True)}
    assert all(item["time_slot"] for item in papers["members"]["items"])
    assert not any(item["time_slot"] for item in papers["open"]["items"])


def test_no_edition_has_the_case_number_of_what_is_kept_from_its_reader(
    forum, secretary, chief, barred, chief_executive
):
    Forum.objects.filter(pk=forum.pk).update(show_closed_case_numbers=True)
    forum.refresh_from_db()
    sent = sent_meeting(forum, secretary, barred)
    access.set_readers(again(sent.closed_item), named=[chief_executive], by=secretary)
    for user in (barred, chief):
        for paper in queries.papers_of(fresh(sent.meeting), viewer=user):
            assert CASE not in json.dumps(paper.document.paper)


def test_the_mark_of_a_supplement_stays_behind_when_its_meeting_is_cancelled(sent, secretary, forum):
    add(sent.meeting, "Ny", secretary)
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    later = a_meeting(forum, secretary, days=14)
    planning.cancel_meeting(fresh(sent.meeting), reason="Sygdom", items_to=later, by=secretary)
    sending.send_agenda(fresh(later), by=secretary)
    paper = queries.paper_for(fresh(later), "agenda", viewer=secretary).document.paper
    assert not any("supplement" in item for item in paper["items"])


def test_the_thumbnail_of_a_closed_attachment_is_logged_as_reading(sent, secretary, chief, outsider, login):
    for one in (sent.open_file, sent.closed_file):
        picture = keep.store(b"\x89PNG", "image/png")
        Rendition.objects.update_or_create(original=one.file, defaults={"thumbnail": picture, "state": "ready"})
    Entry.objects.all().delete()
    read = Entry.objects.filter(verb="meetings.closed_read", target_id=sent.closed_item.pk).order_by("pk")
    url = reverse("meetings:thumbnail", args=[sent.meeting.pk, sent.closed_file.file.sha256])
    assert login(outsider).get(url).status_code == 404
    login(chief).get(reverse("meetings:thumbnail", args=[sent.meeting.pk, sent.open_file.file.sha256])).getvalue()
    assert not read.exists()
    login(chief).get(url).getvalue()
    login(secretary).get(reverse("meetings:draft_thumbnail", args=[sent.closed_file.pk])).getvalue()
    login(secretary).get(reverse("meetings:draft_thumbnail", args=[sent.open_file.pk])).getvalue()
    assert [entry.by for entry in read] == [chief, secretary]


# ---- Under and after approval --------------------------------------------------------------------------------------


def test_reading_what_was_closed_under_approval_is_logged(sent, secretary, chief, login):
    meeting = send_for_approval(sent, secretary)
    access.set_closed(again(sent.open_item), CLOSE, by=secretary)
    Entry.objects.all().delete()
    login(chief).get(reverse("meetings:read_item", args=[meeting.pk, "minutes", 2]))
    assert Entry.objects.filter(verb="meetings.closed_read", target_id=sent.open_item.pk).exists()


def test_an_approval_of_a_personal_edition_outlives_a_closing(sent, secretary, chief, barred, chief_executive):
    meeting = send_for_approval(sent, secretary)
    for user in (chief, barred):
        approving.approve(meeting, sha256=sha_for(meeting, user), by=user)
    approving.lock_minutes(fresh(meeting), sha256=sha_for(meeting, chief_executive), by=chief_executive)
    close_file(sent.open_file, secretary)
    given = {answer.user: answer.approved_at for answer in queries.answers(fresh(meeting))}
    assert given[chief]
    assert given[barred]


def test_a_chief_executive_who_came_later_is_given_an_edition_and_can_lock(
    sent, forum, secretary, chief, chief_executive, login
):
    access.set_readers(again(sent.closed_item), named=[chief], by=secretary)
    meeting = send_for_approval(sent, secretary)
    Membership.objects.filter(user=chief_executive).update(end=timezone.localdate() - timedelta(days=1))
    new = a_person("ny", "chief_executive", forum)
    page = login(new).get(reverse("meetings:approval", args=[meeting.pk])).content.decode()
    assert SECRET not in page
    own = editions.own_edition(fresh(meeting), "minutes", by=new)
    assert own.edition == "personal"
    approving.lock_minutes(fresh(meeting), sha256=own.document.sha256, by=new)
    assert fresh(meeting).state == "approved"
    assert MeetingPaper.objects.filter(reader=new, kind="minutes").count() == 1


# ---- Data from before ----------------------------------------------------------------------------------------------


def migrate() -> None:
    import importlib

    from django.apps import apps

    AttachmentVersion.objects.all().delete()
    MeetingPaper.objects.update(attachments={})
    importlib.import_module("meetings.migrations.0010_first_versions_of_attachments").forwards(apps, None)


def test_the_migration_tells_two_files_of_one_name_apart(sent, secretary, outsider, login):
    attach(sent.open_item, secretary, "Åbent bilag.txt", "Et andet indhold")
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    sending.release_open_edition(fresh(sent.meeting), kind="agenda", by=secretary)
    migrate()
    client = login(outsider)
    assert fetched(sent, client) == 200
    close_file(sent.open_file, secretary)
    assert fetched(sent, client) == 404


def test_the_migration_pins_what_a_meeting_had_before_it(sent, secretary):
    hold(sent, secretary)
    migrate()
    attaching.replace_file(sent.open_file, SimpleUploadedFile("ny.txt", b"Nyt"), by=secretary)
    sending.send_minutes(fresh(sent.meeting), due=timezone.localdate(), by=secretary)
    paper = queries.paper_for(fresh(sent.meeting), "minutes", viewer=secretary).document.paper
    assert paper["items"][1]["attachments"][0]["file"]["sha256"] == sent.open_file.file.sha256
