"""The files under an item: order, names, numbers, versions, and what the texts say of them."""

import threading

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from chefforum.documents import render
from chefforum.workflow import Overtaken, Refused
from meetings.actions import approving, attaching, drafting, proposals, sending
from meetings.intake import read_minutes
from meetings.models import Attachment, AttachmentVersion, MeetingPaper
from meetings.papers.build import TEMPLATE, build
from meetings.papers.text import to_text
from meetings.queries import all_items_of, attachments_of
from meetings.rules.citing import attached_but_uncited, cited_but_missing, cited_numbers, citing_faults
from tests.factories import a_meeting, add, again, attach, fresh, hold, item_of, send_for_approval, sha_for, write

AS_GIVEN = [
    "Bilag 2; Oversigt_2026-11 (enkeltside).docx",
    "Bilag 1: Sygefravær pr. afdeling.pdf",
    "Notat - rettelse.txt",
    "bilag 3 uden endelse",
]


@pytest.fixture
def item(forum, secretary):
    return add(a_meeting(forum, secretary), "Sygefravær", secretary)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    document.close()
    return text


def titles(item) -> list[str]:
    return [one.title for one in attachments_of(item)]


def file(text: str, name: str = "ny.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_order_and_names_are_the_authors_in_page_pdf_and_archive(item, secretary, login):
    """D53, D54: 2 before 1, with and without endings, dates and underscores kept."""
    for name in AS_GIVEN:
        attach(item, secretary, name)
    meeting = fresh(item.meeting)
    paper = build(meeting, all_items_of(meeting), kind="agenda")
    assert [one["title"] for one in paper["items"][1]["attachments"]] == AS_GIVEN
    read = read_minutes(to_text(paper).encode(), "x.txt")
    assert [one["title"] for one in read["items"][1]["attachments"]] == AS_GIVEN
    sending.send_agenda(meeting, by=secretary)
    page = login(secretary).get(reverse("meetings:read_item", args=[meeting.pk, "agenda", 2])).content.decode()
    pdf, _ = render.to_pdf(paper, TEMPLATE, "Dagsorden", timezone.now())
    for text in (page, text_of(pdf)):
        places = [text.index(name) for name in AS_GIVEN]
        assert places == sorted(places)


def test_moving_renaming_and_numbering(item, secretary):
    for name in ("c.txt", "Bilag 1: a.txt", "b.txt"):
        attach(item, secretary, name)
    first = attachments_of(item)[0]
    assert attaching.move_attachment(first, to=3, by=secretary) == 3
    assert titles(item) == ["Bilag 1: a.txt", "b.txt", "c.txt"]
    assert attaching.move_attachment(first, to=-5, by=secretary) == 1
    assert (
        attaching.rename_attachment(first, "  Tal\u202e for\u00a02026 ", was=first.title, by=secretary)
        == "Tal for 2026"
    )
    # A number that is taken is gone around, and what has one keeps it.
    assert attaching.number_attachments(again(item), by=secretary) == 2
    assert titles(item) == ["Bilag 2: Tal for 2026", "Bilag 1: a.txt", "Bilag 3: b.txt"]
    assert attaching.number_attachments(again(item), by=secretary) == 0
    with pytest.raises(Refused, match="Det gamle navn er beholdt"):
        attaching.rename_attachment(first, "   ", was="x", by=secretary)


def test_the_same_file_twice_is_noticed_also_under_another_name(item, secretary):
    attach(item, secretary, "a.txt", "Det samme")
    with pytest.raises(Refused, match="den samme fil som bilaget »a"):
        attach(item, secretary, "b.txt", "Det samme")
    assert titles(item) == ["a.txt"]


def test_an_attachment_taken_off_can_be_put_back(item, secretary):
    one = attach(item, secretary, "a.txt")
    attach(item, secretary, "b.txt")
    attaching.remove_attachment(one, by=secretary)
    assert titles(item) == ["b.txt"]
    with pytest.raises(Overtaken):
        attaching.rename_attachment(one, "x", was="a.txt", by=secretary)
    attaching.restore_attachment(one, by=secretary)
    assert titles(item) == ["a.txt", "b.txt"]
    attaching.remove_attachment(one, by=secretary)
    attach(item, secretary, "a igen.txt", "a.txt")
    with pytest.raises(Refused, match="vedhæftet igen i mellemtiden"):
        attaching.restore_attachment(one, by=secretary)


def test_a_draft_that_is_replaced_is_no_correction(item, secretary):
    one = attach(item, secretary, "a.txt")
    attaching.replace_file(one, file("Nyt"), by=secretary)
    meeting = fresh(item.meeting)
    shown = build(meeting, all_items_of(meeting), kind="agenda")["items"][1]["attachments"][0]
    assert "corrected" not in shown
    assert AttachmentVersion.objects.filter(attachment=one).count() == 2
    with pytest.raises(Refused, match="allerede ligger der"):
        attaching.replace_file(one, file("Nyt"), by=secretary)


def test_a_file_replaced_after_sending_is_marked_and_both_can_be_read(sent, secretary, chief, login):
    """D56."""
    old = sent.open_file.file.sha256
    attaching.replace_file(sent.open_file, file("Rettet tekst"), by=secretary)
    client = login(chief)
    url = reverse("meetings:read_item", args=[sent.meeting.pk, "agenda", 2])
    new = Attachment.objects.get(pk=sent.open_file.pk).file.sha256
    # Until it is sent again the new version is nobody else's.
    assert "Rettet" not in client.get(url).content.decode()
    assert client.get(reverse("meetings:attachment", args=[sent.meeting.pk, new])).status_code == 404
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    page = client.get(url).content.decode()
    assert "Rettet" in page
    assert "Den tidligere udgave" in page
    for sha in (old, new):
        response = client.get(reverse("meetings:attachment", args=[sent.meeting.pk, sha]))
        assert response.status_code == 200
        assert response.getvalue()


def test_the_version_shown_at_the_meeting_stays_pinned(sent, secretary, chief_executive):
    """D108: what is corrected after the meeting stands beside what was shown, and locks with the minutes."""
    shown = sent.open_file.file.sha256
    # Replaced before the meeting, but never sent: the meeting had the first version.
    attaching.replace_file(sent.open_file, file("Ikke sendt"), by=secretary)
    meeting = send_for_approval(sent, secretary)
    paper = minutes_of(meeting)
    assert paper["file"]["sha256"] == shown
    attaching.replace_file(sent.open_file, file("Efter mødet"), by=secretary)
    sending.send_minutes(fresh(meeting), due=meeting.remarks_due, by=secretary)
    paper = minutes_of(meeting)
    later = Attachment.objects.get(pk=sent.open_file.pk).file.sha256
    assert (paper["file"]["sha256"], paper["later"]["sha256"]) == (shown, later)
    assert paper["corrected"]
    approving.lock_minutes(fresh(meeting), sha256=sha_for(meeting, chief_executive), by=chief_executive)
    with pytest.raises(Refused, match="endeligt godkendt"):
        attaching.replace_file(sent.open_file, file("For sent"), by=secretary)


def minutes_of(meeting) -> dict:
    sent = MeetingPaper.objects.get(meeting=meeting, kind="minutes", edition="members", current=True)
    return sent.document.paper["items"][1]["attachments"][0]


def test_taking_the_minutes_back_takes_the_pin_away(sent, secretary):
    meeting = hold(sent, secretary)
    assert AttachmentVersion.objects.filter(shown=True).count() == 2
    sending.reopen_agenda(fresh(meeting), by=secretary)
    assert not AttachmentVersion.objects.filter(shown=True).exists()


def test_while_minutes_are_written_nothing_but_a_replacement_is_possible(sent, secretary):
    hold(sent, secretary)
    for verb in (
        lambda: attach(sent.open_item, secretary, "ny.txt"),
        lambda: attaching.remove_attachment(sent.open_file, by=secretary),
        lambda: attaching.rename_attachment(sent.open_file, "x", was="", by=secretary),
    ):
        with pytest.raises(Refused):
            verb()
    assert attaching.replace_file(sent.open_file, file("Ret"), by=secretary).number == 2


def test_a_postponed_items_files_go_along_with_their_closing(sent, secretary, forum):
    attaching.close_attachment(sent.open_file, closed=True, ground="economy", by=secretary)
    new = proposals.postpone(item_of(sent.meeting, 2), reason="Venter", to=None, by=secretary)
    copied = Attachment.objects.get(item=new)
    assert (copied.title, copied.closed, copied.file) == ("Åbent bilag.txt", True, sent.open_file.file)
    assert copied.versions.count() == 1


def test_an_author_may_attach_to_a_proposal_and_a_colleague_may_not(forum, chief, barred):
    own = proposals.propose(forum=forum, title="Mit forslag", by=chief)
    one = attach(own, chief, "a.txt")
    with pytest.raises(PermissionDenied):
        attach(own, barred, "b.txt")
    with pytest.raises(PermissionDenied):
        attaching.close_attachment(one, closed=True, ground="staff", by=chief)


@pytest.mark.django_db(transaction=True)
def test_thirty_at_once_lose_none_and_share_no_place(item, secretary):
    faults: list[BaseException] = []

    def one(number: int) -> None:
        try:
            attach(item, secretary, f"{number}.txt")
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[number]) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    found = Attachment.objects.filter(item=item)
    assert {one.title for one in found} == {f"{number}.txt" for number in range(30)}
    assert sorted(one.position for one in found) == list(range(1, 31))


# ---- What the texts say of them (D57) ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Det fremgår af bilag 3.", {3}),
        ("Se bilag 1-2 og Bilag 5", {1, 2, 5}),
        ("jf. bilag 1, 2 og 4", {1, 2, 4}),
        ("bilag 1 og bilag 2", {1, 2}),
        ("bilag 2 til 4", {2, 3, 4}),
        ("bilagene 1–3", {1, 2, 3}),
        ("I 2026 er der 3 bilag", set()),
        ("bilag 1. 3 afdelinger", {1}),
        ("forbilag 3", set()),
    ],
)
def test_cited_numbers(text, numbers):
    assert cited_numbers(text) == numbers


@pytest.mark.parametrize(
    ("text", "titles", "missing", "uncited"),
    [
        ("Tallene står i bilag 1.", ["Bilag 1; Tal.pdf"], [], []),
        ("Tallene står i bilag 3.", ["Bilag 1; Tal.pdf"], ["bilag 3"], ["Bilag 1; Tal.pdf"]),
        ("Se bilag 1-2.", ["Tal.pdf", "Notat.docx", "Mere.pdf"], [], ["Mere.pdf"]),
        ("Efter de vedlagte retningslinjer.", [], ["et bilag"], []),
        ("Efter de vedlagte retningslinjer.", ["Retningslinjer.pdf"], [], []),
        ("Notat om tavshedspligt ligger på sagen.", ["Notat_om_tavshedspligt.docx"], [], []),
        ("Ingen omtale.", ["Notat.docx"], [], ["Notat.docx"]),
        ("Der lægges vægt på bilagstallet.", [], [], []),
    ],
)
def test_cited_but_not_attached_and_attached_but_not_cited(text, titles, missing, uncited):
    assert cited_but_missing(text, titles) == missing
    assert attached_but_uncited(text, titles) == uncited
    faults = " ".join(citing_faults(4, text, titles))
    assert ("som ikke er vedhæftet" in faults) == bool(missing)
    assert ("nævner ikke" in faults) == bool(uncited)


@given(st.text(max_size=200), st.lists(st.text(max_size=30), max_size=5))
def test_any_text_and_names_are_taken(text, titles):
    for fault in citing_faults(1, text, titles):
        assert fault.startswith("Punkt 1 ")


def test_the_draft_says_so_beside_the_item(item, secretary, login):
    write(item, secretary, "<p>Tallene fremgår af bilag 2.</p>")
    attach(item, secretary, "Bilag 1: Tal.txt")
    page = login(secretary).get(reverse("meetings:draft_item", args=[item.meeting_id, item.pk])).content.decode()
    assert "Punkt 2 nævner bilag 2, som ikke er vedhæftet." in page
    assert "Punkt 2 nævner ikke bilaget »Bilag 1: Tal.txt«." in page


def test_the_page_answers_scripts_and_people(item, secretary, login):
    client = login(secretary)
    url = reverse("meetings:attach", args=[item.pk])
    script = {"HTTP_X_AUTOSAVE": str(secretary.pk)}
    assert client.post(url, {"files": file("1", "a.txt")}, **script).json() == {"title": "a.txt"}
    refused = client.post(url, {"files": file("1", "b.txt")}, **script)
    assert refused.status_code == 422
    assert "den samme fil" in refused.json()["error"]
    assert client.post(url, {}, **script).json() == {"error": "Vælg mindst én fil. Intet er vedhæftet."}
    followed = client.post(url, {"files": [file("2", "c.txt"), file("", "tom.txt")]}, follow=True).content.decode()
    assert "»c.txt« er vedhæftet." in followed
    assert "tom.txt" in followed
    one = attachments_of(item)[0]
    moved = client.post(
        reverse("meetings:move_attachment", args=[one.pk]), {"retning": "ned"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "»a.txt« er nu nr. 2." in moved
    assert titles(item) == ["c.txt", "a.txt"]
    plain = client.post(reverse("meetings:replace_attachment", args=[one.pk]), {"fil": file("3", "x.txt")})
    assert plain.status_code == 302
    nothing = client.post(reverse("meetings:replace_attachment", args=[one.pk]), {}, headers={"HX-Request": "true"})
    assert (nothing.status_code, nothing["HX-Reswap"]) == (409, "afterbegin")
    drafting.withdraw_item(again(item), by=secretary)
    assert client.post(url, {"files": file("9", "z.txt")}).status_code in {403, 404}
