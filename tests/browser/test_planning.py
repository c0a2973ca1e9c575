"""A year planned in one go, and the road of a case from a chief's idea to the agenda and beyond."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from chefforum.organisation.models import SchoolHoliday
from meetings.actions import setup
from meetings.models import AgendaItem, Meeting
from tests.browser.interactions import TITLES, draft_eight_items, editor
from tests.factories import a_meeting, add, again, item_of, section_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("browser2")]


def test_a_year_is_planned_in_one_go(enter, forum, secretary, chief):
    year = timezone.localdate().year + 1
    SchoolHoliday.objects.create(name="Sommerferie", start=f"{year}-06-26", end=f"{year}-08-08")
    setup.set_agenda_case(forum, year=year, number="85.02.02-A00-1-27", by=secretary)
    page = enter(secretary)
    page.goto("/moeder/")
    page.get_by_role("link", name="Planlæg møderække").click()
    first = page.get_by_label("Første møde")
    assert first.input_value().startswith(str(year))
    page.get_by_role("button", name="Vis dagene").click()
    assert Meeting.objects.count() == 0
    expect(page.locator(".daylist .stepped .badge", has_text="Sommerferie").first).to_be_visible()
    left = page.locator(".daylist li:not(.stepped) input").first
    left.uncheck()
    wanted = page.locator(".daylist input:checked").count()
    page.get_by_role("button", name="Opret møderne").click()
    expect(page.get_by_text("er planlagt.")).to_be_visible()
    assert Meeting.objects.count() == wanted > 15
    assert AgendaItem.objects.filter(case__number="85.02.02-A00-1-27").count() == 2 * wanted
    # The year as everybody sees it, and one meeting moved and one cancelled.
    later = page.locator("a.cev").nth(3)
    later.click()
    page.get_by_role("link", name="Flyt eller ret").click()
    page.get_by_label("Klokkeslæt").fill("13:00")
    page.get_by_role("button", name="Gem ændringen").click()
    expect(page.get_by_text("Skriv, hvorfor mødet flyttes.")).to_be_visible()
    page.get_by_label("Hvorfor flyttes mødet?").fill("Formiddagen er optaget")
    page.get_by_role("button", name="Gem ændringen").click()
    expect(page.get_by_text("Formiddagen er optaget")).to_be_visible()
    page.get_by_role("link", name="Aflys").click()
    page.get_by_label("Hvorfor aflyses mødet?").fill("Ingen sager")
    page.get_by_role("button", name="Aflys mødet").click()
    expect(page.get_by_text("Mødet er aflyst.").first).to_be_visible()
    reader = enter(chief, "tablet")
    reader.goto(f"/moeder/aar/{year}/")
    expect(reader.get_by_text("Aflyst").first).to_be_visible()
    reader.get_by_role("link", name="Abonnér").click()
    address = reader.get_by_label(re.compile("adresse", re.IGNORECASE)).first.input_value()
    feed = reader.request.get(address)
    assert feed.headers["content-type"].startswith("text/calendar")
    assert feed.text().count("BEGIN:VEVENT") == wanted


def write_section(page: Page, name: str, text: str) -> None:
    editor(page, name).click()
    page.keyboard.type(text)
    expect(page.get_by_text("Gemt kl.")).to_be_visible()


def test_a_chief_proposes_and_the_case_comes_all_the_way_round(enter, forum, secretary, chief, meeting):
    later = a_meeting(forum, secretary, days=21)
    add(meeting, "Et andet punkt", secretary)
    # The chief proposes on a tablet.
    tablet = enter(chief, "tablet")
    tablet.get_by_role("link", name="Foreslå en sag").click()
    tablet.get_by_label("Titel").fill("Vinterberedskab på stier")
    tablet.get_by_label("Type").select_option("decision")
    tablet.get_by_role("button", name="Begynd at skrive").click()
    write_section(tablet, "Anledning", "Der var mange henvendelser.")
    tablet.get_by_role("button", name="Send til sekretariatet").click()
    expect(tablet.get_by_text("Forslaget er sendt til sekretariatet.")).to_be_visible()
    # The secretary returns it with a reason; it comes again.
    desk = enter(secretary)
    desk.get_by_role("link", name="Svar på Vinterberedskab på stier").click()
    desk.locator("summary", has_text="Send retur").click()
    desk.get_by_label("Begrundelse").fill("Skriv også, hvad det koster.")
    desk.get_by_role("button", name="Send retur til Pernille").click()
    expect(desk.get_by_text("Forslaget er sendt retur")).to_be_visible()
    tablet.goto("/")
    expect(tablet.get_by_text("Skriv også, hvad det koster.")).to_be_visible()
    tablet.get_by_role("link", name="Ret Vinterberedskab på stier").click()
    write_section(tablet, "Sagsfremstilling", "Det koster 240.000 kr.")
    tablet.get_by_label("Ønsket møde").select_option(str(meeting.pk))
    expect(tablet.get_by_text("Gemt kl.")).to_be_visible()
    tablet.get_by_role("button", name="Send til sekretariatet").click()
    expect(tablet.get_by_text("Forslaget er sendt til sekretariatet.")).to_be_visible()
    # Accepted and placed on the meeting it wished for, moved by keyboard, given time.
    desk.goto("/moeder/forslag/")
    desk.get_by_role("link", name="Vinterberedskab på stier").click()
    desk.get_by_role("button", name="Godtag").click()
    expect(desk.get_by_text("som punkt 3.")).to_be_visible()
    item = AgendaItem.objects.get(title="Vinterberedskab på stier")
    desk.get_by_role("button", name="Flyt punkt 3 op").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#besked")).to_have_text("Punkt 3 er nu punkt 2.")
    expect(desk.get_by_role("heading", name="Punkt 2")).to_be_visible()
    desk.get_by_label("Minutter").fill("45")
    desk.get_by_label("Minutter").press("Tab")
    expect(desk.locator("#dagsorden .ag.cur .ag-time")).to_contain_text("9.00")
    expect(desk.locator("#dagsorden .pane-head")).to_contain_text("9.00–9.45")
    assert (again(item).position, again(item).planned_minutes) == (2, 45)
    # Postponed: the new item is on the later meeting, and each shows the other.
    desk.locator("summary", has_text="Udsæt punktet").click()
    desk.get_by_label("Udsæt til").select_option(str(later.pk))
    desk.get_by_label("Hvorfor udsættes punktet?").fill("Beløbet skal afklares")
    desk.get_by_role("button", name="Udsæt", exact=True).click()
    expect(desk.get_by_text("Punktet er udsat til")).to_be_visible()
    expect(desk.get_by_text("Udsat: Beløbet skal afklares")).to_be_visible()
    new = item_of(later, 2)
    desk.goto(f"/moeder/{later.pk}/kladde/{new.pk}/")
    expect(desk.get_by_text("Punktets vej")).to_be_visible()
    expect(desk.locator(".past").first).to_contain_text("Udsat: Beløbet skal afklares")
    assert section_of(new, "presentation").html == "<p>Det koster 240.000 kr.</p>"
    tablet.goto("/moeder/forslag/")
    expect(tablet.get_by_text("På dagsorden")).to_be_visible()
    expect(tablet.get_by_text("Udsat").first).to_be_visible()


def test_items_are_dragged_and_numbers_follow_everywhere(enter, meeting, secretary):
    for title in ("Et", "To", "Tre"):
        add(meeting, title, secretary)
    page = enter(secretary)
    page.goto(f"/moeder/{meeting.pk}/kladde/{item_of(meeting, 4).pk}/")
    page.locator("[data-item] .grip").nth(2).drag_to(
        page.locator(f"[data-item='{item_of(meeting, 2).pk}']"), target_position={"x": 60, "y": 4}
    )
    expect(page.locator("#besked")).to_have_text("Punkt 4 er nu punkt 2.")
    expect(page.get_by_role("heading", name="Punkt 2")).to_be_visible()
    assert [item_of(meeting, number).title for number in (2, 3, 4)] == ["Tre", "Et", "To"]


def test_a_word_finds_the_subject_and_the_case_brings_its_past(enter, sent, forum, secretary):
    from meetings.actions.subjects import bring_in_subjects

    bring_in_subjects({"00.01.00": ("Kommunens styrelse", ["ledelse"])}, {}, by=None)
    later = a_meeting(forum, secretary, days=20)
    item = add(later, "Igen", secretary)
    page = enter(secretary)
    page.goto(f"/moeder/{later.pk}/kladde/{item.pk}/")
    number = page.get_by_label("Sagsnummer")
    number.click()
    page.keyboard.type("ledel")
    expect(page.get_by_role("option", name="Kommunens styrelse")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(number).to_have_value("00.01.00-")
    page.keyboard.press("End")
    page.keyboard.type("A0")
    number.press("Tab")
    expect(page.get_by_text("Sagsnummeret mangler et led")).to_be_visible()
    number.fill("00.01.00-A00-1-26")
    number.press("Tab")
    expect(page.get_by_text("Gemt kl.")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Hent tekst fra").click()
    expect(editor(page, "Anledning")).to_have_text("Den åbne tekst.")


def test_a_whole_draft_takes_few_hands(enter, meeting, secretary):
    hand = draft_eight_items(enter(secretary), meeting)
    for number, title in enumerate(TITLES, 1):
        item = item_of(meeting, number + 1)
        assert item.title == title
        assert section_of(item, "occasion").html == f"<p>Anledningen til sag {number}.</p>"
        assert section_of(item, "presentation").html == f"<p>Sagen {number} er fremstillet her.</p>"
    assert hand.count <= 30


def test_words_typed_just_before_leaving_by_key_are_not_lost(enter, meeting, secretary):
    one, _ = add(meeting, "Et", secretary), add(meeting, "To", secretary)
    page = enter(secretary)
    page.goto(f"/moeder/{meeting.pk}/kladde/{one.pk}/")
    editor(page, "Anledning").click()
    page.keyboard.type("Skrevet i sidste øjeblik.")
    page.keyboard.press("Alt+PageDown")
    page.wait_for_url(re.compile(rf"/kladde/{item_of(meeting, 3).pk}/"))
    page.wait_for_timeout(500)
    assert section_of(one, "occasion").html == "<p>Skrevet i sidste øjeblik.</p>"
    assert timezone.now() - again(one).meeting.starts_at < timedelta()
