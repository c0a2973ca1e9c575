"""What may lie on a reader's device, what changes it, and what papers call things."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chefforum.audit.models import Entry
from meetings.actions import attaching, drafting, notes, sending
from meetings.actions.notes import About
from meetings.models import AgendaItem, Attachment, Forum
from tests.factories import SECRET, a_meeting, add, again, fresh, send_for_approval, sent_meeting, write
from tests.meetings.pdfs import plain_pdf

KEEP = {"X-Offline": "1"}


def listing(client, meeting):
    return client.get(f"/moeder/{meeting.pk}/uden-net.json").json()


def test_an_attachment_closed_after_the_minutes_were_sent_stays_at_home(forum, secretary, chief, login):
    sent = sent_meeting(forum, secretary)
    meeting = send_for_approval(sent, secretary)
    client, sha256 = login(chief), sent.open_file.file.sha256
    before = listing(client, meeting)
    assert any(sha256 in url for url in before["urls"])
    page = next(url for url in before["urls"] if url.endswith("/laes/minutes/2/"))
    assert "Åbent bilag" in client.get(page, headers=KEEP).content.decode()
    attaching.close_attachment(Attachment.objects.get(pk=sent.open_file.pk), closed=True, ground="staff", by=secretary)
    after = listing(client, meeting)
    assert not any(sha256 in url for url in after["urls"])
    assert after["fingerprint"] != before["fingerprint"]
    assert "Åbent bilag" not in client.get(page, headers=KEEP).content.decode()
    assert "Åbent bilag" in client.get(page).content.decode()
    file = f"/moeder/{meeting.pk}/bilag/{sha256}/"
    assert client.get(file).getvalue()
    assert client.get(file, headers=KEEP).status_code == 404
    Forum.objects.update(keeps_closed_offline=True)
    assert client.get(file, headers=KEEP).getvalue()


def test_a_file_that_is_open_in_one_item_is_kept_as_that_items(forum, secretary, chief, login):
    meeting = a_meeting(forum, secretary)
    closed = add(meeting, f"{SECRET} titel", secretary)
    write(closed, secretary, "<p>x</p>", closed=True, closed_ground="staff", closed_reason="Personalesag")
    pdf = plain_pdf("Det samme")
    for item, name in ((again(closed), f"{SECRET}.pdf"), (add(meeting, "Åbent", secretary), "Åbent.pdf")):
        file = attaching.attach(item, SimpleUploadedFile(name, pdf), by=secretary)
    sending.send_agenda(fresh(meeting), by=secretary)
    address = f"/moeder/{meeting.pk}/bilag/{file.file.sha256}/side/1/"
    client = login(chief)
    kept = client.get(address, headers=KEEP).content.decode()
    assert "Åbent.pdf" in kept
    assert SECRET not in kept


def test_a_note_that_is_taken_back_changes_what_is_kept(sent, chief, chief_executive, login):
    mine = notes.write_note(sent.open_item, About(quote="åbne tekst"), text="Et ord", speaking=False, by=chief)
    client = login(chief_executive)
    seen = [listing(client, sent.meeting)["fingerprint"]]
    for step in (
        lambda: notes.share_note(mine, chief_executive, by=chief),
        lambda: notes.change_note(mine, text="Et andet", speaking=False, version=0, by=chief),
        lambda: notes.stop_sharing(mine, chief_executive, by=chief),
    ):
        step()
        seen.append(listing(client, sent.meeting)["fingerprint"])
    assert len({*seen[:3]}) == 3
    assert seen[3] == seen[0]


@pytest.mark.parametrize("door", ["/log-ud/", "/admin/logout/"])
def test_logging_out_has_the_browser_forget(administrator, login, door):
    client = login(administrator)
    answer = client.post(door)
    assert answer["Location"] == "/log-ind/?ud"
    assert "data-left" in client.get("/log-ind/?ud").content.decode()
    assert "data-left" not in client.get("/log-ind/").content.decode()


def test_notes_call_items_and_files_what_the_readers_paper_calls_them(sent, chief, secretary, login):
    about = About(attachment=sent.open_file, sha256=sent.open_file.file.sha256, quote="ord")
    notes.write_note(sent.open_item, about, text="Om bilaget", speaking=True, by=chief)
    AgendaItem.objects.filter(pk=sent.open_item.pk).update(title="Skrevet om siden")
    Attachment.objects.filter(pk=sent.open_file.pk).update(title="Omdøbt siden.txt")
    client = login(chief)
    for address in ("noter/", "laes/agenda/2/"):
        page = client.get(f"/moeder/{sent.meeting.pk}/{address}").content.decode()
        assert "Åbent emne" in page
        assert "Åbent bilag.txt" in page
        assert "siden</" not in page
        assert "Omdøbt" not in page
    assert client.get(f"/moeder/{sent.meeting.pk}/noter/talenoter.pdf").status_code == 200


def test_a_note_of_an_item_that_left_the_agenda_is_still_there(sent, chief, secretary, login):
    notes.write_note(sent.open_item, About(quote="åbne tekst"), text="Husk mig", speaking=False, by=chief)
    drafting.withdraw_item(again(sent.open_item), by=secretary)
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    page = login(chief).get(f"/moeder/{sent.meeting.pk}/noter/").content.decode()
    assert "Husk mig" in page
    assert "Et punkt, der er taget af dagsordenen" in page


def test_reading_a_closed_page_or_ones_notes_of_it_is_logged(sent, chief, secretary, login):
    pdf = SimpleUploadedFile("Lukket.pdf", plain_pdf("Lukkede ord"))
    file = attaching.attach(again(sent.closed_item), pdf, by=secretary)
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    notes.write_note(sent.closed_item, About(quote=SECRET), text="Om det", speaking=True, by=chief)
    client, read = login(chief), Entry.objects.filter(verb="meetings.closed_read", by=chief)
    for address in (f"bilag/{file.file.sha256}/side/1/billede/", "noter/", "noter/talenoter.pdf"):
        before = read.count()
        assert client.get(f"/moeder/{sent.meeting.pk}/{address}").status_code == 200
        assert read.count() > before, address


def test_a_note_changed_by_itself_is_answered_as_one(sent, chief, login):
    mine = notes.write_note(sent.open_item, About(quote="åbne tekst"), text="Et ord", speaking=False, by=chief)
    client, itself = login(chief), {"X-Autosave": str(chief.pk)}
    address = f"/moeder/note/{mine.pk}/"
    assert client.post(address, {"text": "Nyt", "version": 0}, headers=itself).json() == {"note": mine.pk}
    assert client.post(address, {"text": "Nyere", "version": 0}, headers=itself).status_code == 409
    assert client.post(address, {"text": "x" * 8001, "version": 1}, headers=itself).status_code == 422
    mine.refresh_from_db()
    assert mine.text == "Nyt"
