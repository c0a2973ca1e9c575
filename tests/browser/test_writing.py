"""Nothing typed is lost: two people at once, a session that ends, a network that goes, a page from Word."""

from contextlib import suppress
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from chefforum.organisation.models import Office, OfficeAlias
from meetings.actions import proposals
from meetings.models import Section, Wording
from tests.browser.interactions import editor
from tests.factories import a_person, add, again, section_of, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("browser2")]


@pytest.fixture
def item(meeting, secretary):
    return add(meeting, "Fælles indkøb", secretary)


def open_draft(page: Page, item) -> Page:
    page.goto(f"/moeder/{item.meeting_id}/kladde/{item.pk}/")
    expect(editor(page, "Anledning")).to_be_visible()
    return page


def field(page: Page, name: str = "Anledning"):
    return editor(page, name)


def type_in(page: Page, text: str, name: str = "Anledning") -> None:
    field(page, name).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def closed_without_a_network(page):
    """The machine is gone before the page could send anything. Answers another page, with a network.

    A page that is closed in good order sends what it has as its last act, and the browser lets that pass although the
    page itself is without a network.
    """
    context = page.context
    with suppress(PlaywrightError):
        page.goto("chrome://crash", timeout=5000)
    page.close()
    other = context.new_page()
    context.set_offline(False)
    return other


def test_what_is_typed_is_saved_by_itself(enter, item, secretary):
    page = open_draft(enter(secretary), item)
    type_in(page, "Tre afdelinger køber det samme.")
    expect(page.get_by_text("Gemt kl.")).to_be_visible()
    assert section_of(item, "occasion").html == "<p>Tre afdelinger køber det samme.</p>"
    page.get_by_label("Minutter").fill("30")
    page.get_by_label("Titel", exact=True).fill("Indkøb på tværs")
    page.get_by_label("Titel", exact=True).blur()
    expect(page.locator("#dagsorden")).to_contain_text("Indkøb på tværs")
    expect(page.locator("#dagsorden")).to_contain_text("30")
    page.reload()
    expect(field(page)).to_have_text("Tre afdelinger køber det samme.")
    assert (again(item).title, again(item).planned_minutes) == ("Indkøb på tværs", 30)


def test_two_browsers_in_one_text(enter, item, secretary):
    sofie = a_person("sofie", "secretariat")
    one, two = open_draft(enter(secretary), item), open_draft(enter(sofie), item)
    field(two).click()
    expect(one.get_by_text("Sofie Prøve")).to_be_visible(timeout=20_000)
    # Both have the empty text before them; Sofie is away from the network while Mette writes and saves.
    two.context.set_offline(True)
    type_in(two, "Sofies ord.")
    type_in(one, "Mettes ord.")
    expect(one.get_by_text("Gemt kl.")).to_be_visible()
    two.context.set_offline(False)
    conflict = two.locator(".conflict")
    expect(conflict).to_be_visible(timeout=15_000)
    expect(conflict).to_contain_text("Mette Prøve har gemt i samme afsnit")
    expect(conflict).to_contain_text("Mettes ord.")
    expect(conflict).to_contain_text("Sofies ord.")
    conflict.get_by_role("button", name="Ret sammen").click()
    expect(two.get_by_text("Gemt kl.")).to_be_visible()
    assert section_of(item, "occasion").html == "<p>Mettes ord.</p><p>Sofies ord.</p>"
    # Mette, who only looks now, sees it come.
    field(one, "Sagsfremstilling").click()
    expect(field(one)).to_contain_text("Sofies ord.", timeout=20_000)
    assert Wording.objects.filter(saved="aside").count() == 1


def test_a_session_that_ends_in_mid_sentence(enter, item, secretary):
    page = open_draft(enter(secretary), item)
    type_in(page, "Før. ")
    expect(page.get_by_text("Gemt kl.")).to_be_visible()
    Session.objects.all().delete()
    type_in(page, "Midt i en sætning")
    expect(page.get_by_text("Du er logget ud. Teksten er gemt i browseren.")).to_be_visible()
    page.get_by_role("link", name="Log ind igen").click()
    expect(page.get_by_text("Din tekst er i sikkerhed.")).to_be_visible()
    page.get_by_label("Brugernavn").fill(secretary.username)
    page.get_by_label("Adgangskode").fill("kodeord")
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_text("Der ligger tekst i browseren, som ikke er sendt.")).to_be_visible()
    page.get_by_role("button", name="Brug teksten").click()
    expect(page.get_by_text("Gemt kl.")).to_be_visible()
    expect(field(page)).to_contain_text("Midt i en sætning")
    assert section_of(item, "occasion").html == "<p>Før. Midt i en sætning</p>"


def test_another_person_at_the_same_machine_sees_no_kept_text(enter, item, secretary):
    sofie = a_person("sofie", "secretariat")
    page = open_draft(enter(secretary), item)
    page.context.set_offline(True)
    type_in(page, "Mettes hemmelige ord.")
    expect(page.get_by_text("Gemt i browseren, ikke sendt")).to_be_visible()
    Session.objects.all().delete()
    page.context.set_offline(False)
    page.goto("/log-ind/")
    page.get_by_label("Brugernavn").fill(sofie.username)
    page.get_by_label("Adgangskode").fill("kodeord")
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_url("**/")
    open_draft(page, item)
    expect(page.get_by_text("Der ligger tekst i browseren")).to_have_count(0)
    assert "hemmelige" not in page.content()


def test_the_network_is_gone_for_a_minute_while_typing(enter, item, secretary):
    page = open_draft(enter(secretary), item)
    type_in(page, "Før. ")
    expect(page.get_by_text("Gemt kl.")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_label("Titel", exact=True).fill("Ny titel uden net")
    type_in(page, "Uden net")
    expect(page.get_by_text("Gemt i browseren, ikke sendt")).to_be_visible()
    for second in range(0, 60, 6):
        type_in(page, f" skriver jeg videre {second}")
        page.wait_for_timeout(6000)
    assert section_of(item, "occasion").html == "<p>Før.</p>"
    page.context.set_offline(False)
    expect(page.get_by_text("Gemt kl.")).to_be_visible(timeout=20_000)
    wanted = "".join(f" skriver jeg videre {second}" for second in range(0, 60, 6))
    assert section_of(item, "occasion").html == f"<p>Før. Uden net{wanted}</p>"
    assert again(item).title == "Ny titel uden net"


def test_the_lid_is_closed_before_anything_was_sent(enter, item, secretary):
    page = open_draft(enter(secretary), item)
    page.context.set_offline(True)
    type_in(page, "Skrevet, og så klappede jeg computeren i.")
    expect(page.get_by_text("Gemt i browseren, ikke sendt")).to_be_visible()
    opened = open_draft(closed_without_a_network(page), item)
    opened.get_by_role("button", name="Brug teksten").click()
    expect(opened.get_by_text("Gemt kl.")).to_be_visible()
    assert "klappede jeg computeren i" in section_of(item, "occasion").html


def test_a_page_from_word_keeps_its_lists_tables_and_every_word(enter, item, secretary):
    html = (Path(__file__).resolve().parents[1] / "richtext" / "word_page.html").read_text()
    page = open_draft(enter(secretary), item)
    presentation = field(page, "Sagsfremstilling")
    presentation.click()
    page.evaluate(
        """([html, field]) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.setData("text/plain", "x");
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [html, presentation.element_handle()],
    )
    expect(presentation.locator("ul ul").first).to_be_visible()
    expect(page.get_by_text("Gemt kl.")).to_be_visible()
    from chefforum.richtext import from_paste, words

    saved = section_of(item, "presentation").html
    assert words(saved) == words(from_paste(html).html)
    for tag in ("<ul>", "<ol>", "<table>", "<strong>", "<h4>"):
        assert saved.count(tag) == from_paste(html).html.count(tag), tag


def test_points_are_written_moved_and_indented_by_keyboard(enter, item, secretary):
    page = open_draft(enter(secretary), item)
    OfficeAlias.objects.create(
        office=Office.objects.create(name="Afdelingschefen for HR & Personale"), name="HR-chefen"
    )
    for name in ("Kommunaldirektøren", "HR-chefen"):
        page.get_by_label("Hvem indstiller").fill(name)
        page.get_by_label("Hvem indstiller").press("Enter")
    # The spelling is resolved to the office's own name, and the line is shown as it will be printed.
    expect(page.locator(".chip").nth(1)).to_contain_text("Afdelingschefen for HR & Personale")
    expect(
        page.get_by_text("Vises som »Kommunaldirektøren og Afdelingschefen for HR & Personale indstiller,«")
    ).to_be_visible()
    page.get_by_role("button", name="Tilføj »at …«").click()
    page.keyboard.type("Chefforum drøfter indkøb")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("pris")
    page.keyboard.press("Enter")
    page.keyboard.type("tid")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("at et udbud forberedes")
    expect(page.get_by_text("Gemt kl.")).to_be_visible()
    page.get_by_label("Titel", exact=True).click()
    section = section_of(item, "recommendation")
    assert section.parties == ["Kommunaldirektøren", "Afdelingschefen for HR & Personale"]
    assert [(one["html"], [child["html"] for child in one["children"]]) for one in section.points] == [
        ("at Chefforum drøfter indkøb", ["tid"]), ("at et udbud forberedes", ["pris"]),
    ]  # fmt: skip
    page.get_by_role("button", name="Flyt indstillingspunkt 2 op").click()
    expect(page.get_by_text("Gemmer …")).to_have_count(0)
    page.wait_for_timeout(1500)
    section.refresh_from_db()
    assert section.points[0]["html"] == "at et udbud forberedes"


def test_words_typed_beside_an_offer_are_saved_and_the_offer_comes_after_them(enter, item, secretary):
    page = open_draft(enter(secretary), item)
    page.context.set_offline(True)
    type_in(page, "Fra i går.")
    expect(page.get_by_text("Gemt i browseren, ikke sendt")).to_be_visible()
    opened = open_draft(closed_without_a_network(page), item)
    type_in(opened, "Fra i dag.")
    expect(opened.get_by_text("Gemt kl.")).to_be_visible()
    assert section_of(item, "occasion").html == "<p>Fra i dag.</p>"
    opened.reload()
    opened.get_by_role("button", name="Brug teksten").click()
    expect(opened.get_by_text("Gemt kl.")).to_be_visible()
    assert section_of(item, "occasion").html == "<p>Fra i dag.</p><p>Fra i går.</p>"
    opened.reload()
    expect(opened.get_by_text("Der ligger tekst i browseren")).to_have_count(0)


def test_words_typed_while_two_texts_wait_are_kept_when_the_other_is_chosen(enter, item, secretary):
    sofie = a_person("sofie", "secretariat")
    page = open_draft(enter(secretary), item)
    page.context.set_offline(True)
    type_in(page, "Mine ord.")
    write(item, sofie, "<p>Sofies ord.</p>")
    page.context.set_offline(False)
    expect(page.locator(".conflict")).to_be_visible(timeout=15_000)
    type_in(page, " Og mere.")
    page.get_by_role("button", name="Brug Sofies tekst").click()
    expect(field(page)).to_have_text("Sofies ord.")
    kept = set(Wording.objects.filter(saved="aside").values_list("html", flat=True))
    assert kept == {"<p>Mine ord.</p>", "<p>Mine ord. Og mere.</p>"}


def test_one_who_never_rests_is_saved_all_the_same(enter, item, secretary):
    page = open_draft(enter(secretary), item)
    field(page).click()
    page.keyboard.type("Der skrives uden ophør. " * 2, delay=180)
    assert Wording.objects.filter(section__item=item).exists()


def test_facts_outlive_a_lost_session_and_a_quick_departure(enter, item, secretary):
    page = open_draft(enter(secretary), item)
    page.get_by_label("Sagsnummer").fill("00.01.00-A00-9-27")
    page.get_by_label("Titel", exact=True).fill("Skrevet i en fart")
    page.keyboard.press("Alt+PageDown")
    page.wait_for_url(lambda url: not url.endswith(f"/{item.pk}/"))
    page.wait_for_timeout(300)
    assert (again(item).title, again(item).case.number) == ("Skrevet i en fart", "00.01.00-A00-9-27")
    open_draft(page, item)
    Session.objects.all().delete()
    page.get_by_label("Titel", exact=True).fill("Efter at være logget ud")
    expect(page.get_by_text("Du er logget ud.")).to_be_visible()
    page.get_by_role("link", name="Log ind igen").click()
    page.get_by_label("Brugernavn").fill(secretary.username)
    page.get_by_label("Adgangskode").fill("kodeord")
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_text("Gemt kl.")).to_be_visible()
    assert again(item).title == "Efter at være logget ud"


def test_a_kind_chosen_right_after_typing_loses_no_word(enter, item, secretary):
    page = open_draft(enter(secretary), item)
    type_in(page, "Lige skrevet.")
    with page.expect_navigation():
        page.get_by_label("Type").select_option("written_briefing")
    expect(field(page)).to_have_text("Lige skrevet.")
    assert section_of(item, "occasion").html == "<p>Lige skrevet.</p>"


def test_a_tick_without_its_reason_never_looks_closed_and_stops_what_would_send_it(enter, forum, chief):
    own = proposals.propose(forum=forum, title="Vinterberedskab", by=chief)
    page = enter(chief)
    page.goto(f"/moeder/forslag/{own.pk}/")
    expect(field(page)).to_be_visible()
    page.get_by_label("Lukket punkt").check()
    page.get_by_label("Titel", exact=True).fill("Vinterberedskab på stier")
    expect(page.get_by_text("Punktet er ikke lukket endnu")).to_be_visible()
    page.get_by_role("button", name="Send til sekretariatet").click()
    expect(page.get_by_text("Vælg, hvorfor punktet er lukket, eller fjern krydset.")).to_be_visible()
    assert again(own).state == "draft"
    with page.expect_navigation():
        page.get_by_label("Hvorfor er punktet lukket?").select_option("staff")
    page.get_by_role("button", name="Send til sekretariatet").click()
    expect(page.get_by_text("Forslaget er sendt til sekretariatet.")).to_be_visible()
    assert (again(own).state, again(own).closed) == ("submitted", True)


def test_an_error_goes_when_the_field_is_as_it_was(enter, item, secretary):
    page = open_draft(enter(secretary), item)
    for text, shown in (("abc", True), ("", False)):
        page.get_by_label("Minutter").fill(text)
        page.get_by_label("Minutter").press("Tab")
        expect(page.get_by_text("Skriv minutter som et helt tal.")).to_be_visible(visible=shown)
    expect(page.get_by_text("Alt er gemt")).to_be_visible()


def test_versions_are_compared_and_brought_back(enter, item, secretary):
    page = open_draft(enter(secretary), item)
    type_in(page, "Det første udkast.")
    expect(page.get_by_text("Gemt kl.")).to_be_visible()
    field(page).fill("Det andet udkast.")
    page.wait_for_timeout(500)
    expect(page.get_by_text("Gemt kl.")).to_be_visible()
    page.reload()
    page.get_by_role("link", name="Versioner af Anledning").click()
    page.get_by_role("link", name="gemt undervejs").click()
    expect(page.get_by_role("heading", name="Sammenlignet med teksten nu")).to_be_visible()
    page.get_by_role("button", name="Hent denne version frem").click()
    expect(page.get_by_text("Teksten er hentet frem igen.")).to_be_visible()
    assert Section.objects.get(item=item, kind="occasion").html == "<p>Det første udkast.</p>"
