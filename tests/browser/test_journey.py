"""From an empty calendar to approved minutes with PDFs, by three people in a browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from chefforum import danish
from chefforum.documents import actions as documents
from chefforum.documents.models import Document
from meetings.models import Meeting, MeetingPaper
from tests.browser.interactions import editor
from tests.factories import hold, section_of, send_for_approval, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("browser")]


def make_pdfs() -> None:
    for document in Document.objects.filter(state="queued"):
        documents.make_pdf(document.pk)


def test_from_an_empty_calendar_to_approved_minutes(enter, forum, secretary, chief, chief_executive, tmp_path):
    attachment = tmp_path / "Bilag 1; Notat.txt"
    attachment.write_text("Et notat.\n")
    desk = enter(secretary)

    # The secretary plans a meeting and writes a point.
    desk.get_by_role("link", name="Planlæg møde").first.click()
    desk.get_by_label("Dato").fill(danish.working_days_before(timezone.localdate() + timedelta(days=14), 1).isoformat())
    desk.get_by_label("Sted").fill("Mødelokale 2")
    desk.get_by_role("button", name="Opret mødet").click()
    desk.get_by_label("Nyt punkt").fill("Fælles indkøb")
    desk.get_by_role("button", name="Tilføj punkt").click()
    desk.get_by_label("Sagsnummer").fill("88.00.00-P20-4-26")
    desk.get_by_label("Minutter").fill("30")
    editor(desk, "Anledning").click()
    desk.keyboard.type("Tre afdelinger køber det samme.")
    editor(desk, "Sagsfremstilling").click()
    desk.keyboard.press("Control+b")
    desk.keyboard.type("Vigtigt")
    desk.keyboard.press("Control+b")
    desk.keyboard.type(" og resten.")
    desk.get_by_label("Hvem indstiller").fill("Kommunaldirektøren")
    desk.get_by_label("Hvem indstiller").press("Enter")
    desk.get_by_role("button", name="Tilføj »at …«").click()
    desk.keyboard.type("Chefforum drøfter indkøb")
    expect(desk.get_by_text("Gemt kl.")).to_be_visible()
    desk.wait_for_timeout(1500)
    desk.reload()
    expect(editor(desk, "Sagsfremstilling").locator("strong")).to_have_text("Vigtigt")
    desk.locator("#id_files").set_input_files(attachment)
    expect(desk.get_by_role("link", name="Bilag 1; Notat.txt")).to_be_visible()

    # One more point is added, moved by button, and the focus stays with it.
    desk.get_by_label("Nyt punkt").fill("Personalesag")
    desk.get_by_role("button", name="Tilføj punkt").click()
    desk.get_by_label("Lukket punkt").check()
    with desk.expect_navigation():
        desk.get_by_label("Hvorfor er punktet lukket?").select_option("staff")
    expect(desk.locator(".ag.cur .badge")).to_have_text("Lukket")
    desk.get_by_role("button", name="Flyt punkt 3 op").click()
    expect(desk.locator("#besked")).to_have_text("Punkt 3 er nu punkt 2.")
    # It cannot go further up, so the other button has the focus.
    expect(desk.get_by_role("button", name="Flyt punkt 2 ned")).to_be_focused()
    desk.get_by_role("button", name="Flyt punkt 2 ned").click()
    expect(desk.locator("#besked")).to_have_text("Punkt 2 er nu punkt 3.")

    # The agenda is sent; the PDF comes without reloading.
    desk.get_by_role("link", name="Gennemgå og send").click()
    expect(desk.get_by_text("Send til 2 medlemmer")).to_be_visible()
    desk.get_by_role("button", name="Send dagsordenen").click()
    expect(desk.get_by_text("PDF’en laves").first).to_be_visible()
    make_pdfs()
    expect(desk.get_by_role("link", name="Dagsorden, medlemsudgave")).to_be_visible()
    assert Meeting.objects.get().state == "sent"

    # A chief reads on a tablet, by key and by button, and opens attachment and PDF.
    tablet = enter(chief, "tablet")
    tablet.get_by_role("link", name="Læs dagsordenen").click()
    # A key means something only on a page that has arrived with its scripts.
    tablet.wait_for_url("**/laes/agenda/**")
    tablet.keyboard.press("ArrowRight")
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Fælles indkøb")
    with tablet.context.expect_page() as opened:
        tablet.get_by_role("link", name="Bilag 1; Notat.txt").click()
    opened.value.close()
    tablet.get_by_role("navigation", name="Forrige og næste punkt").get_by_role("link").last.click()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Personalesag")
    pdf = tablet.request.get(tablet.get_by_role("link", name="PDF").get_attribute("href"))
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF-")

    # The secretary writes the decisions and sends the minutes.
    desk.get_by_role("button", name="Skriv referat").click()
    decision = editor(desk, "Beslutning til punkt 2")
    decision.click()
    desk.keyboard.type("Chefforum drøftede indkøb.")
    desk.keyboard.press("Control+s")
    expect(desk.get_by_text("Gemt kl.")).to_be_visible()
    editor(desk, "Beslutning til punkt 3").click()
    desk.keyboard.type("Udsat.")
    # Sent without saving the last one first: it is saved on the way.
    desk.get_by_role("button", name="Send referatet").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Referat fra")
    expect(desk.get_by_text("Udsat.")).to_be_visible()

    # The chief remarks, the secretary answers and corrects, both approve, and the minutes are locked.
    tablet.goto("/")
    tablet.get_by_role("link", name="Læs og godkend").click()
    tablet.get_by_text("Skriv en bemærkning til punkt 2").click()
    tablet.get_by_label("Bemærkning til punkt 2").fill("Skriv også hvornår.")
    tablet.get_by_role("button", name="Send bemærkning").click()
    expect(tablet.get_by_text("Venter på svar")).to_be_visible()
    desk.goto("/")
    desk.get_by_role("link", name="Besvar").click()
    desk.get_by_label("Svar Pernille").fill("Det er rettet.")
    desk.get_by_role("button", name="Send svar").click()
    desk.get_by_role("link", name="Ret referatet").click()
    editor(desk, "Beslutning til punkt 2").click()
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" Udbuddet er klar i maj.")
    desk.get_by_role("button", name="Send referatet").click()
    expect(desk.get_by_text("Version 2")).to_be_visible()
    tablet.reload()
    expect(tablet.get_by_text("Udbuddet er klar i maj.")).to_be_visible()
    tablet.get_by_role("button", name="Godkend referatet").click()
    expect(tablet.get_by_text("Du har godkendt referatet.")).to_be_visible()

    boss = enter(chief_executive)
    boss.get_by_role("link", name="Læs og godkend").click()
    boss.get_by_role("button", name="Godkend endeligt og lås").click()
    expect(boss.get_by_text("Referatet er endeligt godkendt og låst.")).to_be_visible()
    make_pdfs()
    meeting = Meeting.objects.get()
    assert meeting.state == "approved"
    current = MeetingPaper.objects.filter(meeting=meeting, current=True, document__state="rendered")
    assert sorted(current.values_list("kind", "edition")) == [
        ("agenda", "members"), ("agenda", "open"), ("minutes", "members"), ("minutes", "open"),
    ]  # fmt: skip


def test_leaving_with_a_half_written_remark_is_asked_about(enter, sent, secretary, chief):
    meeting = send_for_approval(sent, secretary)
    page = enter(chief)
    page.goto(f"/moeder/{meeting.pk}/godkendelse/")
    page.get_by_text("Skriv en bemærkning til punkt 2").click()
    page.wait_for_timeout(600)
    page.get_by_label("Bemærkning til punkt 2").fill("En bemærkning, der ikke er sendt")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Forside").click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(page.get_by_label("Bemærkning til punkt 2")).to_have_value("En bemærkning, der ikke er sendt")


def test_an_import_in_the_browser(enter, forum, secretary, tmp_path):
    from tests.meetings.layouts import PLAIN_2016

    source = tmp_path / "2016-06-02.txt"
    source.write_text(PLAIN_2016)
    page = enter(secretary)
    page.get_by_role("link", name="Indlæs gammelt referat").click()
    page.locator("#id_file").set_input_files(source)
    expect(page.locator("output")).to_have_text("2016-06-02.txt")
    page.get_by_role("button", name="Læs filen").click()
    expect(page.get_by_text("Alt er forstået.")).to_be_visible()
    page.get_by_role("button", name="Gem som godkendt referat").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2. juni 2016")
    page.goto("/moeder/?aar=2016")
    expect(page.get_by_role("link", name="Torsdag d. 2. juni 2016")).to_be_visible()


def test_two_people_in_one_decision_lose_neither_text(enter, sent, secretary):
    hold(sent, secretary)
    page = enter(secretary)
    page.goto(f"/moeder/{sent.meeting.pk}/referat/")
    field = editor(page, "Beslutning til punkt 2")
    page.context.set_offline(True)
    field.click()
    page.keyboard.type("Min egen beslutning.")
    write(sent.open_item, secretary, "<p>Den andens beslutning.</p>", kind="decision")
    page.context.set_offline(False)
    expect(page.get_by_text("Den andens beslutning.").first).to_be_visible(timeout=15_000)
    expect(field).to_have_text("Min egen beslutning.")
    page.get_by_role("button", name="Brug min tekst").click()
    expect(page.get_by_text("Gemt kl.")).to_be_visible()
    assert section_of(sent.open_item, "decision").html == "<p>Min egen beslutning.</p>"
