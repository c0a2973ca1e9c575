"""Where two people meet in one text, or two on one device: nothing is chosen that nobody chose, no letter is lost."""

import pytest
from playwright.sync_api import Page, expect

from budget.models import Status
from meetings.actions import drafting
from meetings.models import Wording
from tests.browser.test_writing import field, open_draft, type_in
from tests.factories import a_person, add, again, section_of, write
from tests.factories.budget import a_department, a_round, advance, an_agreement, point_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("browser-2")]
SAVED = "Gemt kl."


@pytest.fixture
def item(meeting, secretary):
    return add(meeting, "Et emne", secretary)


def meet(page: Page, item, theirs: str, mine: str) -> None:
    """Type while another saves in the same section, until the two texts stand side by side."""
    sofie = a_person("sofie", "secretariat")
    page.context.set_offline(True)
    type_in(page, mine)
    write(item, sofie, theirs)
    page.context.set_offline(False)
    expect(page.locator(".conflict")).to_be_visible(timeout=15_000)


def test_the_box_of_two_texts_takes_no_key_from_who_is_typing(enter, item, secretary):
    page = open_draft(enter(secretary), item)
    meet(page, item, "<p>Sofies ord.</p>", "Mine")
    page.keyboard.type(" ord og et mellemrum til")
    page.keyboard.press("Enter")
    expect(field(page)).to_contain_text("Mine ord og et mellemrum til")
    expect(page.locator(".conflict")).to_be_visible()
    assert section_of(item, "occasion").html == "<p>Sofies ord.</p>"
    expect(page.locator("#besked")).to_contain_text("En anden har gemt i samme afsnit")


def test_two_texts_are_put_together_word_by_word(enter, item, secretary):
    write(item, secretary, "<p>Vi har fundet penge.</p>")
    page = open_draft(enter(secretary), item)
    expect(field(page)).to_contain_text("Vi har fundet penge.")
    meet(page, item, "<p>Vi har alle fundet penge.</p>", " Det er nok.")
    page.get_by_role("button", name="Ret sammen").click()
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert section_of(item, "occasion").html == "<p>Vi har alle fundet penge. Det er nok.</p>"


def test_words_typed_while_the_choice_is_on_its_way_are_kept(enter, item, secretary):
    page = open_draft(enter(secretary), item)
    meet(page, item, "<p>Sofies ord.</p>", "Mine ord.")
    page.route("**/afsnit/**", lambda route: (page.wait_for_timeout(400), route.continue_()))
    type_in(page, " Og mere.")
    page.get_by_role("button", name="Brug Sofies tekst").click(no_wait_after=True)
    page.keyboard.type(" Til sidst.")
    expect(page.locator(".conflict")).to_have_count(0)
    texts = set(Wording.objects.values_list("html", flat=True))
    everything = " ".join(texts) + field(page).inner_text()
    assert "Og mere." in everything


def test_a_space_at_a_pause_is_still_there_for_the_next_word(enter, forum, chief, secretary):
    officer = a_person("kirsten", "budget_officer")
    agreement = an_agreement(officer, numbers="1.1")
    point = point_of(agreement, "1.1")
    point.department = a_department("Skoler", chief)
    point.save()
    made = advance(a_round(agreement, by=officer), "collect", by=officer)
    page = enter(chief)
    page.goto(f"/budget/runde/{made.pk}/mine/")
    area = page.get_by_label("Tekst til ØU")
    area.click()
    page.keyboard.type("Vi har ")
    expect(page.locator("[data-saved]")).to_contain_text("Gemt")
    page.keyboard.type("fundet pengene")
    expect(area).to_have_value("Vi har fundet pengene")
    assert Status.objects.exists()


def test_an_old_title_does_not_come_back_over_a_colleagues(enter, item, secretary):
    page = open_draft(enter(secretary), item)
    title = page.get_by_label("Titel", exact=True)
    page.context.set_offline(True)
    title.fill("Min titel")
    title.press("Tab")
    expect(page.get_by_text("Gemt i browseren, ikke sendt")).to_be_visible()
    drafting.change_facts(again(item), {"title": "Sofies titel"}, by=a_person("sofie", "secretariat"))
    page.context.set_offline(False)
    expect(page.get_by_text("En anden har ændret feltet til »Sofies titel«")).to_be_visible(timeout=15_000)
    # Opening and leaving, time and again, decides nothing.
    for _ in range(2):
        page.goto("/")
        open_draft(page, item)
        expect(page.get_by_text("En anden har ændret feltet til »Sofies titel«")).to_be_visible()
        assert again(item).title == "Sofies titel"
    # Only the person's own hand does.
    title = page.get_by_label("Titel", exact=True)
    title.fill("Min titel alligevel")
    title.press("Tab")
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert again(item).title == "Min titel alligevel"


def test_the_next_person_on_a_tablet_is_shown_nothing_of_the_one_before(enter, sent, chief, outsider):
    tablet = enter(chief, "tablet")
    tablet.goto(f"/moeder/{sent.meeting.pk}/")
    tablet.get_by_role("button", name="Gem på denne enhed").click()
    expect(tablet.get_by_text("Ligger på denne enhed")).to_be_visible(timeout=40_000)
    tablet.goto(f"/moeder/{sent.meeting.pk}/laes/agenda/2/")
    expect(tablet.get_by_role("heading", name="Åbent emne")).to_be_visible()
    # The session ends, and somebody else comes to the page for logging in.
    tablet.context.clear_cookies()
    tablet.goto("/log-ind/")
    tablet.wait_for_timeout(300)
    tablet.context.set_offline(True)
    tablet.goto(f"/moeder/{sent.meeting.pk}/laes/agenda/2/")
    expect(tablet.get_by_role("heading", name="Du er uden net")).to_be_visible()
    expect(tablet.get_by_text("Åbent emne")).to_have_count(0)
    expect(tablet.get_by_text("Chefforum")).to_have_count(0)
    tablet.context.set_offline(False)


def test_words_of_a_form_sent_after_the_session_ended_come_back_to_their_writer(enter, sent, chief, chief_executive):
    page = enter(chief)
    page.goto("/moeder/forslag/nyt/")
    page.get_by_label("Titel", exact=True).fill("Min egen sag")
    page.context.clear_cookies()
    page.locator("main form[method=post] button[type=submit]").first.click()
    expect(page.get_by_text("kommer frem, når du er logget ind")).to_be_visible()
    expect(page.get_by_text("Min egen sag")).to_have_count(0)
    page.get_by_role("main").get_by_role("link", name="Log ind").click()
    page.get_by_label("Brugernavn").fill("pernille")
    page.get_by_label("Adgangskode").fill("kodeord")
    page.get_by_role("button", name="Log ind").click()
    expect(page.locator("textarea[readonly]")).to_have_value("Min egen sag")
    page.get_by_role("button", name="Jeg har kopieret teksten").click()
    page.reload()
    expect(page.locator("textarea[readonly]")).to_have_count(0)
