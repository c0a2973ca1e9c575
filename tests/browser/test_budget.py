"""The budget agreement in a real browser: a year through its rounds, the review by keyboard, no rule broken."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from budget.actions import closing, reviewing
from budget.actions.answering import say_all
from budget.models import Agreement, Change, Initiative, Round, RoundPaper, Status
from budget.rules.closing import Onward
from budget.rules.numbering import Number
from chefforum.documents import actions as documents
from chefforum.documents.models import Document, Offer
from chefforum.organisation.models import Department
from tests.browser.interactions import CHANGED, SIXTY, review_sixty
from tests.browser.test_axe import RULES
from tests.factories import a_meeting, a_person
from tests.factories.budget import a_department, a_round, advance, an_agreement, point_of, status_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("browser2")]
SHEET = """Nr.;Punkt;Afdeling;Drift 2026
1. Børn og unge;;;
1.1;Flere voksne i vuggestuerne;Dagtilbud;1.950
1.2;Tidlig læseindsats;Skoler;-0,5
2. Ældre og sundhed;;;
2.1;Faste teams;Ældre & Træning;2.983,2
2.11;Sundhedshus i bymidten;By & Plan;
"""


@pytest.fixture
def officer(forum):
    return a_person("kirsten", "budget_officer")


@pytest.fixture
def heads(forum):
    """Four heads, each with a department."""
    people = {}
    for name, department in (
        ("anne", "Dagtilbud"),
        ("bent", "Skoler"),
        ("carl", "Ældre & Træning"),
        ("dora", "By & Plan"),
    ):
        people[department] = a_person(name, "head_of_department", forum)
        a_department(department, people[department])
    return people


def make_pdfs() -> None:
    for document in Document.objects.filter(state="queued"):
        documents.make_pdf(document.pk)


def test_a_year_from_the_adopted_agreement_through_three_rounds_to_carry_over(
    enter, forum, officer, heads, secretary, tmp_path
):
    director = a_person("lone", "director", forum)
    desk = enter(officer)
    # The agreement, from the sheet that people have.
    desk.goto("/budget/")
    desk.get_by_role("link", name="Opret budgetaftale").click()
    desk.get_by_label("Budgetår").fill("2026")
    desk.get_by_label("Titel").fill("Budgetaftale 2026")
    desk.get_by_role("button", name="Opret budgetaftale").click()
    desk.get_by_role("link", name="Læs ark ind").first.click()
    path = tmp_path / "aftale.csv"
    path.write_text(SHEET)
    desk.get_by_label("Ark med punkter").set_input_files(path)
    desk.get_by_role("button", name="Vis, hvad der læses").click()
    expect(desk.get_by_text("Intet er gemt endnu.")).to_be_visible()
    desk.get_by_role("button", name=re.compile("^Gem 4.punkter")).click()
    expect(desk.get_by_text(re.compile("4.nye punkter"))).to_be_visible()

    today = timezone.localdate()
    lights = {"Første status": "Gul", "Anden status": "Gul", "Tredje status": "Grøn"}
    for place, (name, light) in enumerate(lights.items()):
        desk.goto("/budget/runde/ny/")
        desk.get_by_label("Navn").fill(name)
        for label, ahead in (
            ("Opgjort pr.", 0),
            ("Frist for afdelingerne", 2),
            ("Møde i Chefforum", 9),
            ("Møde i Økonomiudvalget", 20),
        ):
            desk.get_by_label(label).fill((today + timedelta(days=place + ahead)).isoformat())
        desk.get_by_role("button", name="Planlæg runden").click()
        desk.get_by_role("button", name="Begynd indsamlingen").click()
        expect(desk.get_by_text("Indsamlingen er begyndt.")).to_be_visible()
        for department, head in heads.items():
            page = enter(head, "tablet")
            page.get_by_role("link", name="Skriv status").click()
            expect(page.locator("article")).to_have_count(1)
            if place == 1 and department == "Skoler":
                page.get_by_role("button", name=re.compile("^Uændret")).click()
                expect(page.get_by_text("har fået samme lys og tekst som sidst")).to_be_visible()
            else:
                page.get_by_role("radio", name=light).check()
                page.get_by_label("Tekst til ØU").fill(f"{department} i {name.lower()}")
                expect(page.get_by_text(re.compile("^Gemt kl"))).to_be_visible()
                expect(page.locator("[data-state]")).to_have_text("Besvaret")
        desk.reload()
        expect(desk.get_by_text("4 af 4 punkter er besvaret")).to_be_visible()
        desk.get_by_role("button", name="Send til direktørerne").click()
        if place == 0:
            boss = enter(director)
            boss.goto(desk.url)
            boss.get_by_role("link", name="Gennemgå runden").click()
            boss.wait_for_load_state()
            expect(boss.locator(".rv-num")).to_have_text("1.1")
            boss.keyboard.press("3")
            boss.keyboard.press("n")
            expect(boss.locator(".rv-num")).to_have_text("1.2")
        desk.get_by_role("button", name="Forelæg for Chefforum").click()
        expect(desk.get_by_text("tilbudt som sag til dagsordenen")).to_be_visible()
        make_pdfs()
        if place == 2:
            desk.get_by_role("link", name="Gennemgå runden").click()
            desk.get_by_label("Gå til nr.").fill("2.11")
            desk.keyboard.press("Enter")
            desk.get_by_label("Føres over", exact=True).select_option("Føres over")
            desk.get_by_role("button", name="Gem", exact=True).first.click()
            expect(desk.get_by_text("Punktet føres med over.")).to_be_visible()
            desk.goto(f"/budget/runde/{Round.objects.get(name=name).pk}/")
        desk.get_by_role("button", name="Send til ØU").click()
        expect(desk.get_by_text("ØU-udgaven kan hentes")).to_be_visible()
        desk.get_by_role("button", name="Afslut runden").click()
    assert (
        Status.objects.get(round__name="Første status", initiative__chapter__number=1, initiative__point=1).light
        == "red"
    )

    # The secretary takes the offered paper up on the agenda.
    assert not Offer.objects.filter(forum="Chefforum", withdrawn_at=None).exists()
    an_agreement(officer, 2027, "1.1")
    desk.goto("/budget/2026/afslut/")
    for number in ("1.1", "1.2", "2.1"):
        desk.get_by_label(f"Hvad sker der med {number}", exact=True).select_option("Afsluttes")
    expect(desk.get_by_label("Nyt nummer til 2.11")).to_have_value("2.1")
    desk.get_by_role("button", name="Afslut Budgetaftale 2026").click()
    expect(desk.get_by_text("fortsætter i Budgetaftale 2027")).to_be_visible()
    desk.get_by_role("link", name="Sundhedshus i bymidten").click()
    expect(desk.get_by_text("2026: 2.11").first).to_be_visible()
    assert Agreement.objects.get(year=2026).state == "closed"
    assert Initiative.objects.get(continues__isnull=False).number == "2.1"


def test_two_agreements_at_once_in_one_round(enter, officer, chief):
    department = a_department("Skoler", chief)
    first = an_agreement(officer, 2026, "1.1 1.2", department=department.pk)
    second = an_agreement(officer, 2027, "1.1", department=department.pk)
    both = advance(a_round(first, second, by=officer), "collect", by=officer)
    page = enter(chief, "phone")
    page.goto(f"/budget/runde/{both.pk}/mine/")
    expect(page.locator("article")).to_have_count(3)
    advance(both, "to_directors", "to_forum", by=officer)
    desk = enter(officer)
    desk.goto(f"/budget/runde/{both.pk}/gennemgang/")
    expect(desk.get_by_text("0 af 2 gennemgået")).to_be_visible()
    desk.get_by_role("link", name="2027", exact=True).click()
    expect(desk.get_by_text("0 af 1 gennemgået")).to_be_visible()
    desk.keyboard.press("1")
    desk.keyboard.press("Control+s")
    expect(desk.get_by_text("2027: 1.1 Punkt 1.1")).to_be_visible()


def test_sixty_points_are_gone_through_by_keyboard_alone(enter, officer):
    agreement = an_agreement(officer, numbers=SIXTY)
    made = advance(a_round(agreement, by=officer), "collect", "to_directors", "to_forum", by=officer)
    hand = review_sixty(enter(officer), made.pk)
    for number, (key, reason) in CHANGED.items():
        change = Change.objects.get(status=status_of(made, number), field="light")
        assert (change.new, change.reason) == ({"1": "green", "2": "yellow", "3": "red"}[key], reason)
    assert {status_of(made, number).light for number in ("5.1", "5.2", "5.3")} == {"green"}
    assert hand.count <= 80


def test_words_are_kept_when_the_network_is_gone(enter, officer, chief):
    agreement = an_agreement(officer, numbers="1.1", department=a_department("Skoler", chief).pk)
    made = advance(a_round(agreement, by=officer), "collect", by=officer)
    page = enter(chief)
    page.goto(f"/budget/runde/{made.pk}/mine/")
    page.route("**/budget/status/**", lambda route: route.abort())
    page.get_by_label("Tekst til ØU").fill("Skrevet i toget.")
    expect(page.get_by_text("Gemt i browseren, ikke sendt")).to_be_visible()
    page.unroute("**/budget/status/**")
    page.reload()
    expect(page.get_by_label("Tekst til ØU")).to_have_value("Skrevet i toget.")
    expect(page.get_by_text(re.compile("^Gemt kl"))).to_be_visible()
    assert status_of(made, "1.1").public_text == "Skrevet i toget."


def test_two_heads_in_one_field_see_both_texts(enter, officer, chief, forum):
    other = a_person("rasmus", "head_of_department", forum)
    agreement = an_agreement(officer, numbers="1.1", department=a_department("Skoler", chief).pk)
    a_department("Skoler", other)
    made = advance(a_round(agreement, by=officer), "collect", by=officer)
    first, second = enter(chief), enter(other)
    for page in (first, second):
        page.goto(f"/budget/runde/{made.pk}/mine/")
    first.get_by_label("Tekst til ØU").fill("Pernilles tekst")
    expect(first.get_by_text(re.compile("^Gemt kl"))).to_be_visible()
    second.get_by_label("Tekst til ØU").fill("Min tekst")
    expect(
        second.get_by_text("Pernille Prøve har ændret »Tekst til ØU« imens. Der står nu: Pernilles tekst")
    ).to_be_visible()
    expect(second.get_by_label("Tekst til ØU")).to_have_value("Min tekst")
    second.get_by_role("button", name="Brug min tekst").click()
    expect(second.get_by_text(re.compile("^Gemt kl"))).to_be_visible()
    assert status_of(made, "1.1").public_text == "Min tekst"


def test_an_old_draft_never_writes_over_a_newer_text(enter, officer, chief):
    agreement = an_agreement(officer, numbers="1.1", department=a_department("Skoler", chief).pk)
    made = advance(a_round(agreement, by=officer), "collect", by=officer)
    page = enter(chief)
    page.goto(f"/budget/runde/{made.pk}/mine/")
    page.route("**/budget/status/**", lambda route: route.abort())
    page.get_by_label("Tekst til ØU").fill("Gammel kladde")
    expect(page.get_by_text("Gemt i browseren, ikke sendt")).to_be_visible()
    say_all(status_of(made, "1.1"), {"public_text": "Nyere tekst"}, by=officer)
    page.unroute("**/budget/status/**")
    page.reload()
    expect(page.get_by_text("har ændret »Tekst til ØU« imens. Der står nu: Nyere tekst")).to_be_visible()
    page.wait_for_timeout(1500)
    assert status_of(made, "1.1").public_text == "Nyere tekst"
    page.get_by_role("button", name="Brug den andens").click()
    expect(page.get_by_label("Tekst til ØU")).to_have_value("Nyere tekst")


def test_words_are_not_gone_when_the_round_goes_on_under_them(enter, officer, chief):
    agreement = an_agreement(officer, numbers="1.1", department=a_department("Skoler", chief).pk)
    made = advance(a_round(agreement, by=officer), "collect", by=officer)
    page = enter(chief)
    page.goto(f"/budget/runde/{made.pk}/mine/")
    advance(made, "to_directors", by=officer)
    page.get_by_label("Tekst til ØU").fill("For sent")
    expect(page.get_by_text("Runden er gået videre, så det kan ikke gemmes.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Det her blev ikke gemt, før runden gik videre:")).to_be_visible()
    expect(page.get_by_text("For sent")).to_be_visible()


def test_the_review_keeps_words_until_they_are_saved(enter, officer):
    agreement = an_agreement(officer, numbers="1.1 1.2")
    made = advance(a_round(agreement, by=officer), "collect", "to_directors", "to_forum", by=officer)
    page = enter(officer)
    page.goto(f"/budget/runde/{made.pk}/gennemgang/?nr=1.1")
    page.route("**/gennemgang/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_label("Tekst til ØU").fill("Skrevet uden net")
    page.get_by_role("button", name="Gem", exact=True).first.click()
    page.wait_for_timeout(500)
    page.unroute("**/gennemgang/")
    page.goto(f"/budget/runde/{made.pk}/gennemgang/?nr=1.1")
    expect(page.get_by_label("Tekst til ØU")).to_have_value("Skrevet uden net")
    page.get_by_role("button", name="Gem", exact=True).first.click()
    expect(page.get_by_text("1 af 2 gennemgået")).to_be_visible()
    page.goto(f"/budget/runde/{made.pk}/gennemgang/?nr=1.1")
    expect(page.locator("[data-restored]")).to_be_hidden()
    assert status_of(made, "1.1").public_text == "Skrevet uden net"


def test_what_is_typed_in_the_review_is_not_lost_by_a_wrong_turn(enter, officer):
    agreement = an_agreement(officer, numbers="1.1 1.2")
    made = advance(a_round(agreement, by=officer), "collect", "to_directors", "to_forum", by=officer)
    page = enter(officer)
    page.goto(f"/budget/runde/{made.pk}/gennemgang/?nr=1.1")
    page.get_by_label("Tekst til ØU").fill("Ny tekst")
    # Going to another point takes it along; leaving altogether keeps it in the browser.
    page.get_by_role("link", name="Punkt 1.2").click()
    expect(page.locator(".rv-num")).to_have_text("1.2")
    assert status_of(made, "1.1").public_text == "Ny tekst"
    page.get_by_label("Tekst til ØU").fill("Halvt færdig")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/budget/2026/")
    page.goto(f"/budget/runde/{made.pk}/gennemgang/?nr=1.2")
    expect(page.get_by_text("Det, du skrev sidst, er hentet frem.")).to_be_visible()
    expect(page.get_by_label("Tekst til ØU")).to_have_value("Halvt færdig")


def house_of_budget(forum, officer, chief, secretary):
    """Every page with something of everything on it."""
    agreement = an_agreement(officer, 2025, "1.1 1.2 2.2 2.11", department=a_department("Skoler", chief).pk)
    point = point_of(agreement, "1.2")
    Initiative.objects.filter(pk=point.pk).update(department=None, responsible="Carl Cue", needs_case=True)
    first = advance(a_round(agreement, by=officer), "collect", by=officer)
    for number, light in (("1.1", "green"), ("1.2", "yellow"), ("2.2", "red")):
        say_all(status_of(first, number), {"light": light, "public_text": "Om det", "comment": "Internt"}, by=officer)
    advance(first, "to_directors", "to_forum", "send", "close", by=officer)
    following = an_agreement(officer, 2026, "3.1", department=Department.objects.get().pk)
    ways = {
        one.pk: Onward(Number(4, place), "en del") if place else Onward(None)
        for place, one in enumerate(Initiative.objects.filter(chapter__agreement=agreement).order_by("pk"))
    }
    closing.close_year(agreement, ways, into=following, by=officer)
    an_agreement(officer, 2027, "1.1")
    second = advance(a_round(following, by=officer, name="Anden status"), "collect", by=officer)
    Round.objects.filter(pk=second.pk).update(due=timezone.localdate() - timedelta(days=2))
    say_all(status_of(second, "4.2"), {"light": "red"}, by=chief)
    third = a_round(following, by=officer, name="Tredje status", as_of=second.as_of + timedelta(days=90))
    third = advance(third, "collect", "to_directors", "to_forum", by=officer)
    for number in ("4.1", "4.2"):
        reviewing.change_several([status_of(third, number)], {"light": "green"}, reason="fordi", by=officer)
    reviewing.ask_for_text(status_of(third, "3.1"), person=chief, due=timezone.localdate(), wish="kort", by=officer)
    make_pdfs()
    return second, third, a_meeting(forum, secretary, days=9)


@pytest.mark.parametrize(("width", "dark"), [("desktop", True), ("tablet", False), ("phone", True)])
def test_no_page_of_the_budget_breaks_a_rule(enter, forum, officer, chief, secretary, outsider, width, dark, tmp_path):
    second, third, meeting = house_of_budget(forum, officer, chief, secretary)
    papers = RoundPaper.objects.filter(current=True).order_by("pk")
    status = status_of(third, "4.1")
    pages = {
        officer: [
            "/budget/aar/", "/budget/2025/", "/budget/2026/", "/budget/2026/?lys=findes-ikke", "/budget/2026/punkt/4.1/", "/budget/2025/punkt/1.2/", "/budget/2026/punkt/3.1/ret/",
            "/budget/2026/punkt/nyt/", "/budget/2026/ret/", "/budget/ny/", "/budget/2026/ark/", "/budget/2026/afslut/", "/budget/runde/ny/",
            f"/budget/runde/{second.pk}/", f"/budget/runde/{third.pk}/", f"/budget/runde/{third.pk}/ret/", f"/budget/runde/{third.pk}/gennemgang/?nr=4.1", f"/budget/runde/{third.pk}/gennemgang/?nr=4.1,4.2",
            f"/budget/status/{status.pk}/aendringer/", *[f"/budget/papir/{one.pk}/?forskel" for one in papers],
        ],
        chief: ["/", f"/budget/runde/{second.pk}/mine/", f"/budget/runde/{third.pk}/mine/", f"/budget/runde/{second.pk}/"],
        secretary: [f"/moeder/{meeting.pk}/kladde/"],
        outsider: ["/budget/2025/", "/budget/2026/"],
    }  # fmt: skip
    axe, faults = Axe(), []
    for person, addresses in pages.items():
        page = enter(person, width, dark)
        for address in addresses:
            page.goto(address)
            page.wait_for_timeout(60)
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            result = axe.run(page, options=RULES)
            faults += [
                (address, one["id"], [node["html"][:160] for node in one["nodes"][:2]])
                for one in result.response["violations"]
            ]
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{address} is {wide} px wider than a {width}"
    page = enter(officer, width, dark)
    page.goto("/budget/2026/ark/")
    path = tmp_path / "a.csv"
    path.write_text("Nr.;Punkt;Ansvarlig;Drift 2026\n3.1;Et;Carl Cue;x\n3.2;To;;1\n")
    page.get_by_label("Ark med punkter").set_input_files(path)
    page.get_by_role("button", name="Vis, hvad der læses").click()
    expect(page.get_by_role("heading", name="Det, der er læst")).to_be_visible()
    page.wait_for_load_state()
    result = axe.run(page, options=RULES)
    faults += [
        ("preview", one["id"], [node["html"][:160] for node in one["nodes"][:2]])
        for one in result.response["violations"]
    ]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert not faults, "\n".join(map(str, faults))
