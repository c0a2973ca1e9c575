"""From thirty files in one drop to a mail in the chiefs' hands, in a real browser."""

import re
from base64 import b64encode
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from chefforum.files import preparing
from chefforum.files.models import Rendition
from chefforum.mailroom import actions as mailroom
from chefforum.mailroom.models import Letter
from chefforum.organisation.models import User
from meetings.actions import access
from meetings.models import Attachment
from tests.factories import SECRET, a_meeting, a_person, add, again, attach, fresh, section_of, sent_meeting, write
from tests.files.office import a_document
from tests.files.test_inspect import a_pdf, locked_pdf
from tests.mailroom.post_office import open_for_post, parts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser-sending"), pytest.mark.browser]

# Drops files with these names and contents on the page, as from the desktop.
DROP = """(files) => {
  const carried = new DataTransfer();
  for (const [name, data] of files) {
    // The page may fetch nothing but its own, so the bytes are written out.
    carried.items.add(new File([Uint8Array.from(atob(data), (one) => one.charCodeAt(0))], name));
  }
  for (const kind of ["dragenter", "dragover", "drop"]) {
    document.querySelector("[data-uploads]").dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}"""


def drop(page: Page, files: list[tuple[str, bytes]]) -> None:
    page.evaluate(DROP, [[name, b64encode(data).decode()] for name, data in files])


@pytest.fixture
def item(forum, secretary):
    item = add(a_meeting(forum, secretary), "Sygefravær 3. kvartal", secretary)
    write(item, secretary, "<p>Chefforum orienteres hvert kvartal.</p>")
    return again(item)


def test_thirty_files_dropped_at_once_one_broken_one_too_large_one_twice(enter, item, secretary, settings):
    settings.ATTACHMENT_LIMIT_MB = 1
    files = [(f"Bilag {number}; Notat.txt", f"Tekst {number}".encode()) for number in range(1, 28)]
    files += [("Låst.pdf", locked_pdf()), ("For stor.pdf", a_pdf() + bytes(1_200_000)), ("Igen.txt", b"Tekst 1")]
    page = enter(secretary)
    page.goto(f"/moeder/{item.meeting_id}/kladde/{item.pk}/")
    drop(page, files)
    on_way = page.get_by_role("list", name="Filer på vej")
    expect(on_way.get_by_role("listitem")).to_have_count(3)
    expect(page.locator("#bilag ol > li")).to_have_count(27)
    said = on_way.inner_text()
    assert "»Låst.pdf« er beskyttet med adgangskode" in said
    assert "Fylder over 1 MB" in said
    assert "den samme fil som bilaget »Bilag 1; Notat.txt«" in said
    assert Attachment.objects.filter(item=item).count() == 27
    for button in on_way.get_by_role("button", name="Fjern linjen").all()[::-1]:
        button.click()
    expect(on_way).to_be_hidden()


def test_a_lost_connection_is_said_and_tried_again(enter, item, secretary):
    page = enter(secretary)
    page.goto(f"/moeder/{item.meeting_id}/kladde/{item.pk}/")
    page.context.set_offline(True)
    drop(page, [("Notat.txt", b"Tekst")])
    row = page.get_by_role("list", name="Filer på vej").get_by_role("listitem")
    expect(row).to_contain_text("Forbindelsen er afbrudt. Filen er ikke sendt.")
    page.context.set_offline(False)
    row.get_by_role("button", name="Prøv igen").click()
    expect(page.locator("#bilag ol > li")).to_have_count(1)
    expect(row).to_have_count(0)


def test_order_names_and_versions_by_mouse_and_key(enter, item, secretary):
    for name in ("a.txt", "b.txt", "c.txt"):
        attach(item, secretary, name)
    page = enter(secretary)
    page.goto(f"/moeder/{item.meeting_id}/kladde/{item.pk}/")
    names = page.locator("#bilag ol > li > div > a")
    page.get_by_role("button", name="Flyt a.txt ned").click()
    expect(names).to_have_text([re.compile("^b.txt"), re.compile("^a.txt"), re.compile("^c.txt")])
    grip = page.locator("#bilag [data-attachment] .grip")
    grip.nth(2).drag_to(page.locator("#bilag [data-attachment]").nth(0), target_position={"x": 40, "y": 2})
    expect(names.first).to_have_text(re.compile("^c.txt"))
    page.get_by_role("button", name="Nummerér bilagene").click()
    expect(names.first).to_have_text(re.compile("^Bilag 1: c.txt"))
    first = page.locator("#bilag [data-attachment]").first
    first.get_by_text("Ret", exact=False).first.click()
    first.get_by_label("Navn").fill("Bilag 1: Nyt navn.txt")
    first.get_by_role("button", name="Gem navnet").click()
    expect(names.first).to_have_text(re.compile("^Bilag 1: Nyt navn.txt"))
    first = page.locator("#bilag [data-attachment]").first
    first.locator("summary").click()
    first.locator("input[type=file]").set_input_files({"name": "ny.txt", "mimeType": "text/plain", "buffer": b"Ny"})
    first.get_by_role("button", name="Erstat").click()
    expect(page.locator("#bilag [data-attachment]").first).to_contain_text("version 2")
    first = page.locator("#bilag [data-attachment]").first
    first.locator("summary").click()
    first.get_by_label("Hvorfor skal bilaget være lukket?").select_option("economy")
    first.get_by_role("button", name="Gør bilaget lukket").click()
    expect(page.locator("#bilag [data-attachment]").first.get_by_text("Lukket", exact=True)).to_be_visible()
    assert [one.title for one in Attachment.objects.filter(item=item).order_by("position")] == [
        "Bilag 1: Nyt navn.txt", "Bilag 2: b.txt", "Bilag 3: a.txt",
    ]  # fmt: skip


def test_an_office_file_is_shown_as_soon_as_it_is_ready(enter, item, secretary):
    page = enter(secretary)
    page.goto(f"/moeder/{item.meeting_id}/kladde/{item.pk}/")
    drop(page, [("Oplæg.docx", a_document("Sygefraværet falder."))])
    row = page.locator("#bilag [data-attachment]")
    expect(row).to_contain_text("Gøres klar til læsning")
    preparing.make_ready(Rendition.objects.get().original_id)
    expect(row).to_contain_text("1 side")
    expect(row.locator("img.thumb")).to_be_visible()


def test_closing_with_a_ground_and_named_readers(enter, item, secretary, chief, chief_executive):
    write(item, secretary, f"<p>{SECRET}.</p>")
    page = enter(secretary)
    page.goto(f"/moeder/{item.meeting_id}/kladde/{item.pk}/")
    page.get_by_label("Lukket punkt:").check()
    expect(page.get_by_text("Vælg, hvorfor punktet er lukket")).to_be_visible()
    page.get_by_label("Hvorfor er punktet lukket?").select_option("staff")
    expect(page.locator("#dagsorden").get_by_text("Lukket", exact=True)).to_be_visible()
    expect(page.locator("[data-law]")).to_contain_text("§\u00a021")
    page.get_by_role("link", name="Adgang og inhabile").first.click()
    page.get_by_label("Kun disse medlemmer").check()
    page.get_by_label(str(chief_executive)).check()
    page.get_by_role("button", name="Gem adgangen").click()
    expect(page.get_by_text("kan nu læses af 1 af medlemmerne")).to_be_visible()
    page.goto(f"/moeder/{item.meeting_id}/send/")
    expect(page.get_by_text("får en personlig udgave uden punkt 2")).to_be_visible()
    page.get_by_role("button", name="Send dagsordenen").click()
    for user, reads in ((chief_executive, True), (chief, False)):
        reader = enter(user, "tablet")
        reader.goto(f"/moeder/{item.meeting_id}/laes/agenda/2/")
        assert (SECRET in reader.content()) is reads


def test_a_closed_item_through_every_door_as_each_role(enter, forum, people, secretary, chief_executive):
    sent = sent_meeting(forum, secretary, people[3])
    access.set_readers(again(sent.closed_item), named=[chief_executive], by=secretary)
    meeting, item, file = sent.meeting.pk, sent.closed_item.pk, sent.closed_file
    section = section_of(sent.closed_item, "occasion").pk
    doors = [
        "", "moeder/", f"moeder/{meeting}/", f"moeder/{meeting}/laes/agenda/", f"moeder/{meeting}/laes/agenda/3/",
        f"moeder/{meeting}/bilag/{file.file.sha256}/", f"moeder/{meeting}/bilag/{file.file.sha256}/billede/",
        f"moeder/bilag/{file.pk}/version/1/", f"moeder/punkt/{item}/adgang/", f"moeder/punkt/{item}/bilag/liste/",
        f"moeder/{meeting}/kladde/{item}/", f"moeder/{meeting}/udgave/members/", f"moeder/{meeting}/udgave/forskel/",
        f"moeder/{meeting}/gennemlaesning/", f"moeder/afsnit/{section}/versioner/", f"moeder/forslag/{item}/",
        f"moeder/{meeting}/send/", "moeder/forslag/", "moeder/aar/2026/", "admin/meetings/agendaitem/",
    ]  # fmt: skip
    for user in people:
        page = enter(user)
        met = False
        for door in doors:
            response = page.request.get(f"/{door}")
            met = met or SECRET in response.text()
        page.goto(f"/moeder/{meeting}/laes/agenda/3/")
        shown = SECRET in page.content() or SECRET in page.title()
        assert met is shown is (user in {secretary, chief_executive}), user


def test_read_through_with_comments_in_the_margin(enter, item, secretary, chief_executive):
    page = enter(secretary)
    page.goto(f"/moeder/{item.meeting_id}/send/")
    page.get_by_role("button", name="Send til gennemlæsning").click()
    expect(page.get_by_text("Kladden er sendt til gennemlæsning hos 1 person")).to_be_visible()
    reader = enter(chief_executive, "tablet")
    reader.goto(f"/moeder/{item.meeting_id}/")
    reader.get_by_role("link", name="Læs kladden igennem").click()
    reader.get_by_text("Chefforum orienteres hvert kvartal.").dblclick(position={"x": 30, "y": 8})
    reader.get_by_role("button", name="Kommentér det markerede").click()
    reader.get_by_label("Kommentar til punkt 2").fill("Skriv hvilket kvartal.")
    reader.get_by_role("button", name="Gem kommentaren").click()
    expect(reader.locator(".thread blockquote")).to_have_text("Chefforum")
    expect(reader.get_by_text("Skriv hvilket kvartal.")).to_be_visible()
    # The secretary sees the words in the text, and is told when they are no longer there.
    page.goto(f"/moeder/{item.meeting_id}/gennemlaesning/")
    assert page.evaluate("[...CSS.highlights.get('quoted')].map(String)") == ["Chefforum"]
    write(item, secretary, "<p>Direktionen orienteres hvert kvartal.</p>")
    page.reload()
    expect(page.get_by_text("Ordene står ikke længere i teksten.")).to_be_visible()
    page.goto(f"/moeder/{item.meeting_id}/kladde/{item.pk}/")
    notes = page.get_by_role("region", name="Kommentarer")
    notes.get_by_text("Afslut").first.click()
    notes.get_by_label("Svar").fill("Det er rettet.")
    notes.get_by_role("button", name="Afslut kommentaren").click()
    expect(page.get_by_role("region", name="Kommentarer").get_by_text("Afsluttet")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("Det er rettet.")).to_be_visible()


def test_sent_supplemented_and_moved_and_edits_close_together_give_one_mail(
    enter, item, secretary, chief, settings, live_server
):
    settings.BASE_URL = live_server.url
    User.objects.filter(pk=chief.pk).update(email="pernille@lillevang.example")
    meeting = item.meeting
    attach(item, secretary, "Tal.txt")
    with open_for_post(settings) as post:
        page = enter(secretary)
        send(page, meeting, "Send dagsordenen")
        for text in ("Rettet en gang.", "Rettet to gange."):
            write(item, secretary, f"<p>{text}</p>")
            send(page, meeting, "Send den rettede dagsorden")
        deliver()
        (mail,) = post.mails
        assert "Dagsordenen er klar." in parts(mail)["text/plain"]
        # The chief reads by the link of the mail.
        reader = enter(chief, "phone")
        link = re.search(r"http://\S+", parts(mail)["text/plain"])
        assert link
        reader.goto(link[0])
        expect(reader.get_by_role("heading", name="Godkendelse af dagsorden og referat")).to_be_visible()
        reader.goto(f"/moeder/{meeting.pk}/laes/agenda/2/")
        # An attachment is replaced, an item comes in, and the meeting is moved: one more mail.
        page.goto(f"/moeder/{meeting.pk}/kladde/{item.pk}/")
        page.locator("#bilag summary").first.click()
        page.locator("#bilag input[type=file]").first.set_input_files(
            {"name": "Tal.txt", "mimeType": "text/plain", "buffer": b"Andre tal"}
        )
        page.get_by_role("button", name="Erstat").click()
        expect(page.locator("#bilag [data-attachment]").first).to_contain_text("version 2")
        page.get_by_label("Nyt punkt").fill("Akut renovering af tag")
        page.get_by_role("button", name="Tilføj punkt").click()
        expect(page.get_by_text("Nyt siden udsendelsen")).to_be_visible()
        send(page, meeting, "Send tillæg 1")
        page.goto(f"/moeder/{meeting.pk}/ret/")
        day = (fresh(meeting).starts_at + timedelta(days=1)).strftime("%Y-%m-%d")
        page.get_by_label("Dato").fill(day)
        page.get_by_label(re.compile("Hvorfor|Begrundelse")).fill("Direktionen er optaget")
        page.get_by_role("button", name=re.compile("Gem")).click()
        deliver()
        assert len(post.mails) == 2
        text = parts(post.mails[1])["text/plain"]
        for words in (
            "er flyttet fra",
            "2. Sygefravær 3. kvartal (Rettet)",
            "3. Akut renovering af tag (Nyt, tillæg 1)",
        ):
            assert words in text
    reader.goto(f"/moeder/{meeting.pk}/")
    expect(reader.get_by_text("Rettet, siden du læste det")).to_be_visible()
    reader.get_by_role("link", name="Sygefravær 3. kvartal").click()
    expect(reader.get_by_text("Rettet, siden du læste punktet")).to_be_visible()
    expect(reader.get_by_role("link", name="Den tidligere udgave")).to_be_visible()
    reader.goto(f"/moeder/{meeting.pk}/laes/agenda/3/")
    expect(reader.locator(".r-meta").get_by_text("Tillæg 1")).to_be_visible()


def send(page: Page, meeting, words: str) -> None:
    page.goto(f"/moeder/{meeting.pk}/send/")
    page.get_by_role("button", name=words).click()
    expect(page.get_by_text("er sendt. Medlemmerne kan læse den nu.")).to_be_visible()


def deliver() -> None:
    """The clock, some minutes on."""
    for letter in Letter.objects.filter(state="waiting"):
        Letter.objects.filter(pk=letter.pk).update(due_at=letter.due_at - timedelta(minutes=30))
    mailroom.deliver_due()


def test_a_member_without_an_address_leads_the_secretary_to_the_place(enter, item, forum, secretary):
    user = a_person("uden", "head_of_department", forum)
    User.objects.filter(pk=user.pk).update(email="")
    page = enter(secretary)
    page.goto(f"/moeder/{item.meeting_id}/send/")
    page.get_by_role("link", name=f"{user} har ingen mailadresse").click()
    page.get_by_label(str(user), exact=True).fill("uden@lillevang.example")
    page.get_by_role("button", name=f"Gem mailadressen for {user}").click()
    expect(page.get_by_text(f"Mailadressen for {user} er gemt.")).to_be_visible()
    page.goto(f"/moeder/{item.meeting_id}/send/")
    expect(page.get_by_text(f"{user} har ingen mailadresse")).to_have_count(0)
