"""The agenda that was sent, as an attachment of the minutes (D16)."""

import io
import zipfile

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chefforum.danish import long_date
from chefforum.documents import actions as documents
from chefforum.documents.models import Document
from chefforum.workflow import Refused
from meetings.actions import approving, attaching, enclosing, proposals, sending
from meetings.models import MeetingPaper
from meetings.papers.build import build
from meetings.queries import all_items_of
from tests.factories import SECRET, a_meeting, again, fresh, hold, item_of, send_for_approval, sha_for


@pytest.fixture
def enclosed(sent, secretary, chief_executive):
    """Released minutes with the agenda under item 1, and the PDFs of both made."""
    enclosing.enclose_agenda(item_of(hold(sent, secretary), 1), by=secretary)
    meeting = send_for_approval(sent, secretary)
    approving.lock_minutes(meeting, sha256=sha_for(meeting, chief_executive), by=chief_executive)
    sending.release_open_edition(fresh(meeting), kind="minutes", by=secretary)
    for document in Document.objects.filter(state="queued"):
        documents.make_pdf(document.pk)
    return meeting


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def name_of_it(meeting) -> str:
    return f"Dagsorden - {long_date(meeting.starts_at.date())}"


def paper_of(meeting, edition: str) -> dict:
    return MeetingPaper.objects.get(meeting=meeting, kind="minutes", edition=edition, current=True).document.paper


def bundle(client, meeting) -> dict[str, bytes]:
    response = client.get(reverse("meetings:bundle", args=[meeting.pk, "minutes"]))
    assert response.status_code == 200
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_every_edition_names_the_agenda_and_holds_nothing_of_it(enclosed):
    for edition in ("members", "open", "personal"):
        first = paper_of(enclosed, edition)["items"][0]
        assert first["attachments"] == [{"title": name_of_it(enclosed), "file": None, "agenda": True}]


def test_each_reader_gets_the_edition_that_is_theirs(enclosed, login, secretary, chief, barred, outsider):
    for person, sees in ((secretary, True), (chief, True), (barred, False), (outsider, False)):
        client = login(person)
        page = client.get(reverse("meetings:read_item", args=[enclosed.pk, "minutes", 1])).content.decode()
        assert f'<a href="/moeder/{enclosed.pk}/laes/agenda/">{name_of_it(enclosed)}</a>' in page
        files = bundle(client, enclosed)
        (agenda,) = [data for name, data in files.items() if name.endswith(f"{name_of_it(enclosed)}.pdf")]
        assert (SECRET in words_of(agenda)) is sees
        assert sees or all(SECRET not in name for name in files)


def test_an_agenda_that_is_no_longer_released_is_named_but_leads_nowhere(enclosed, login, outsider):
    MeetingPaper.objects.filter(meeting=enclosed, kind="agenda").update(released_at=None)
    client = login(outsider)
    page = client.get(reverse("meetings:read_item", args=[enclosed.pk, "minutes", 1])).content.decode()
    assert name_of_it(enclosed) in page
    assert f'href="/moeder/{enclosed.pk}/laes/agenda/"' not in page
    assert not any(name.endswith(f"{name_of_it(enclosed)}.pdf") for name in bundle(client, enclosed))


def test_it_is_enclosed_once_and_can_be_taken_off(sent, secretary, login):
    meeting = hold(sent, secretary)
    client = login(secretary)
    address = reverse("meetings:enclose_agenda", args=[item_of(meeting, 1).pk])
    page = client.post(address, follow=True).content.decode()
    assert f"»{name_of_it(meeting)}« er nu bilag til punkt 1." in page
    assert "Vedhæft dagsordenen" not in page
    with pytest.raises(Refused, match="allerede bilag til punkt 1"):
        enclosing.enclose_agenda(item_of(meeting, 2), by=secretary)
    page = client.post(address, {"fjern": "1"}, follow=True).content.decode()
    assert "Vedhæft dagsordenen" in page
    assert all(not item["attachments"] for item in build(meeting, all_items_of(meeting), kind="minutes")["items"][:1])


def test_only_who_writes_the_minutes_encloses_it_and_only_then(sent, secretary, chief, barred, outsider):
    first = item_of(sent.meeting, 1)
    with pytest.raises(PermissionDenied):
        enclosing.enclose_agenda(first, by=secretary)
    hold(sent, secretary)
    for person in (chief, barred, outsider):
        with pytest.raises(PermissionDenied):
            enclosing.enclose_agenda(first, by=person)


def test_minutes_are_locked_only_as_they_were_sent(sent, secretary, chief_executive):
    meeting = send_for_approval(sent, secretary)
    enclosing.enclose_agenda(item_of(meeting, 1), by=secretary)
    with pytest.raises(Refused, match="siden det blev sendt"):
        approving.lock_minutes(meeting, sha256=sha_for(meeting, chief_executive), by=chief_executive)


def test_it_belongs_to_the_minutes_of_that_meeting_alone(sent, forum, secretary):
    """Not to an agenda that is taken up again, nor to an item that continues the one it was put under."""
    meeting = hold(sent, secretary)
    enclosing.enclose_agenda(sent.open_item, by=secretary)
    sending.reopen_agenda(meeting, by=secretary)
    agenda = build(fresh(meeting), all_items_of(meeting), kind="agenda")
    assert [one["title"] for one in agenda["items"][1]["attachments"]] == ["Åbent bilag.txt"]
    new = proposals.take_up_again(again(sent.open_item), to=a_meeting(forum, secretary, days=30), by=secretary)
    assert [one.title for one in new.attachments.all()] == ["Åbent bilag.txt"]


def test_no_file_takes_its_place(sent, secretary):
    meeting = hold(sent, secretary)
    enclosure = enclosing.enclose_agenda(item_of(meeting, 1), by=secretary)
    with pytest.raises(Refused, match="er mødets dagsorden"):
        attaching.replace_file(enclosure, SimpleUploadedFile("x.txt", b"x"), by=secretary)
