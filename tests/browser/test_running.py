"""A meeting, from the first point to the last, as the five who have to do with it see it."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from meetings.actions import running, sending, writing
from meetings.models import Attendance, Ruling, Section, Turn, Wording
from meetings.papers.points import from_lines
from tests.factories import SECRET, a_meeting, a_person, add, again, fresh, item_of, section_of, sent_meeting, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser-2")]


def recommend(item, by, *points: str) -> None:
    section = section_of(item, "recommendation")
    words = writing.Words(parties=["Kommunaldirektøren"], points=from_lines("\n".join(points)))
    writing.write_section(section, words, version=section.version, by=by)


@pytest.fixture
def sent(forum, secretary, chief, chief_executive, barred):
    made = sent_meeting(forum, secretary, barred, days=0)
    recommend(
        made.open_item, secretary, "at Chefforum tager orienteringen til efterretning", "at Chefforum drøfter planen"
    )
    for title in ("Fjerde emne", "Femte emne"):
        write(add(made.meeting, title, secretary), secretary, f"<p>Tekst til {title}.</p>", planned_minutes=20)
    sending.send_agenda(fresh(made.meeting), by=secretary)
    a_meeting(forum, secretary, days=21)
    return made


def decision(page: Page):
    return page.locator("[data-section] [contenteditable]")


def step(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def test_from_the_first_point_to_the_last(enter, sent, secretary, chief, chief_executive, barred):
    pk = sent.meeting.pk
    page = enter(secretary)
    page.goto(f"/moeder/{pk}/")
    page.get_by_role("link", name="Begynd mødet").click()
    step(page, "Begynd mødet")
    expect(page.get_by_role("heading", name="Godkendelse af dagsorden")).to_be_visible()
    # Somebody comes late: from point 2 on.
    page.get_by_role("link", name="Ret fremmødet").first.click()
    mine = page.locator("section.attend").filter(has_text=str(chief))
    mine.get_by_text("Ikke med til det hele").click()
    mine.get_by_label("Kom til").select_option(label="2. Åbent emne")
    expect(mine.get_by_text("Gemt kl.")).to_be_visible()
    page.get_by_role("link", name="Tilbage til mødet").click()
    step(page, "Afslut punkt 1")
    # The big screen beside it shows what the room may see.
    wall = page.context.new_page()
    wall.goto(f"/moeder/{pk}/storskaerm/")
    expect(wall.get_by_role("heading", name="Åbent emne")).to_be_visible()
    # The recommendation becomes the decision at a press.
    page.get_by_role("button", name="Chefforum tog orienteringen til efterretning.").click()
    page.get_by_role("button", name="Chefforum drøftede planen.", exact=True).click()
    expect(decision(page)).to_contain_text("Chefforum drøftede planen.")
    expect(page.get_by_text("Gemt kl.")).to_be_visible()
    expect(page.get_by_label("Udfald af indstillingspunkt 1")).to_have_value("noted")
    assert wall.get_by_text("Chefforum tog orienteringen").count() == 0
    page.get_by_role("button", name="Vis beslutningen på skærmen").click()
    expect(wall.get_by_text("Chefforum tog orienteringen")).to_be_visible()
    page.get_by_label("Hvad").fill("Status på planen")
    page.get_by_label("Hvem").fill(str(chief))
    page.get_by_role("button", name="Tilføj opgave").click()
    expect(page.get_by_text("Status på planen")).to_be_visible()
    # The closed point: who is inhabil is named, and the wall says no more than that it is closed.
    step(page, "Afslut punkt 2")
    expect(page.get_by_text(f"{barred} er inhabil")).to_be_visible()
    expect(wall.get_by_role("heading", name="Lukket punkt")).to_be_visible()
    assert SECRET not in wall.content()
    step(page, "Tag senere")
    expect(page.get_by_role("heading", name="Fjerde emne")).to_be_visible()
    page.get_by_text("Udsæt punktet").click()
    page.get_by_role("button", name="Udsæt", exact=True).click()
    expect(page.get_by_text("Punkt 4 er udsat til mødet").first).to_be_visible()
    assert dict(Turn.objects.values_list("item__position", "state"))[3] == "now"
    step(page, "Spring over")
    expect(page.get_by_role("heading", name="Femte emne")).to_be_visible()
    step(page, "Afslut punkt 5")
    step(page, "Afslut punkt 6")
    step(page, "Afslut mødet")
    expect(page.get_by_text("Mødet er afsluttet kl.").first).to_be_visible()
    expect(wall.get_by_text("Mødet er slut")).to_be_visible()
    states = dict(Turn.objects.values_list("item__position", "state"))
    assert states == {1: "done", 2: "done", 3: "skipped", 4: "done", 5: "done", 6: "done"}
    assert Ruling.objects.get(item=item_of(sent.meeting, 4), point=0).outcome == "postponed"
    page.get_by_role("button", name="Send referatet").click()
    expect(page.get_by_text("Til godkendelse").first).to_be_visible()
    # A chief on a phone finds the decision, who was there, and the task.
    phone = enter(chief, "phone")
    expect(phone.get_by_text("Status på planen", exact=True)).to_be_visible()
    phone.goto(f"/moeder/{pk}/laes/minutes/1/")
    phone.get_by_text("Deltagere", exact=True).click()
    expect(phone.get_by_text(f"{chief_executive} (Kommunaldirektør)")).to_be_visible()
    expect(phone.get_by_text("Ikke til stede under punktet")).to_be_visible()
    phone.goto("/")
    phone.get_by_role("button", name="Udført").click()
    expect(phone.get_by_text("er udført").first).to_be_visible()
    # Whoever is inhabil reads the rest.
    other = enter(barred, "tablet")
    other.goto(f"/moeder/{pk}/laes/minutes/3/")
    expect(other.get_by_text("Punktet er lukket.")).to_be_visible()
    assert SECRET not in other.content()


def test_every_word_of_a_decision_is_there_afterwards(enter, sent, secretary):
    """Two windows, a network that goes, a session that ends."""
    running.begin_meeting(fresh(sent.meeting), by=secretary)
    running.call(again(sent.open_item), by=secretary)
    address = f"/moeder/{sent.meeting.pk}/afvikling/{sent.open_item.pk}/"
    page = enter(secretary)
    page.goto(address)
    sofie = a_person("sofie", "secretariat")
    other = enter(sofie)
    other.goto(address)
    decision(page).click()
    page.keyboard.type("Ord fra det ene vindue.")
    expect(page.get_by_text("Gemt kl.")).to_be_visible()
    other.context.set_offline(True)
    decision(other).click()
    other.keyboard.press("Control+End")
    other.keyboard.type("Ord uden net.")
    expect(other.get_by_text("Gemt i browseren, ikke sendt")).to_be_visible()
    page.keyboard.type(" Og mere.")
    expect(page.locator("[data-saved]")).to_contain_text("Gemt kl.")
    other.context.set_offline(False)
    expect(other.locator(".conflict")).to_be_visible()
    other.get_by_role("button", name="Ret sammen").click()
    expect(other.get_by_text("Gemt kl.")).to_be_visible()
    said = section_of(sent.open_item, "decision").html
    for words in ("Ord fra det ene vindue.", "Ord uden net."):
        assert words in said or Wording.objects.filter(html__contains=words).exists()
    # The session ends while she types; she logs in again and finds her words.
    Session.objects.all().delete()
    decision(other).click()
    other.keyboard.press("Control+End")
    other.keyboard.type(" Efter at sessionen var slut.")
    expect(other.get_by_text("Du er logget ud.")).to_be_visible()
    other.get_by_role("link", name="Log ind igen").click()
    other.get_by_label("Brugernavn").fill(sofie.username)
    other.get_by_label("Adgangskode").fill("kodeord")
    other.get_by_role("button", name="Log ind").click()
    other.get_by_role("button", name="Brug teksten").click()
    expect(other.get_by_text("Gemt kl.")).to_be_visible()
    assert "Efter at sessionen var slut." in Section.objects.get(item=sent.open_item, kind="decision").html


def test_twelve_members_are_noted_without_a_button(enter, sent, secretary, chief):
    running.begin_meeting(fresh(sent.meeting), by=secretary)
    page = enter(secretary, "tablet")
    page.goto(f"/moeder/{sent.meeting.pk}/fremmoede/")
    mine = page.locator("section.attend").filter(has_text=str(chief))
    mine.get_by_label("Afbud").check()
    expect(mine.get_by_text("Gemt kl.")).to_be_visible()
    assert Attendance.objects.get(user=chief).kind == "excused"
    page.get_by_label("Navn", exact=True).fill("Ida Holm")
    page.get_by_role("button", name="Tilføj gæst").click()
    expect(page.get_by_text("Ida Holm er på listen som gæst.").first).to_be_visible()
