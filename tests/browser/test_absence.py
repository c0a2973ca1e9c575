"""Sickness absence in a browser: from payroll's file to published papers and the heads' accounts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from chefforum.documents import actions as documents
from chefforum.documents.models import Document
from chefforum.organisation.models import Unit
from sickleave.models import Account, ReportPaper
from tests.browser.test_axe import RULES
from tests.factories import a_person
from tests.factories.absence import LAST, TOWN, a_municipality, a_report, publish
from tests.factories.budget import a_department

HEAD = "Kvartal;Afdeling;Enhed;Ansatte;Korte sygedage;Lange sygedage;Barns sygedag"


@pytest.fixture
def analyst(forum):
    return a_person("vibeke", "hr_analyst")


@pytest.fixture
def schools(chief):
    return a_department("Skoler", chief)


def make_pdfs():
    for document in Document.objects.filter(state="queued"):
        documents.make_pdf(document.pk)


def a_file():
    """Five quarters of the town's units; the schools rise in the last."""
    lines = [HEAD]
    for back in range(5):
        quarter = LAST.shift(-back)
        for department, units in TOWN.items():
            for name, size in units.items():
                more = size if back == 0 and department == "Skoler" else 0
                days = (size * 2 + more, size + 6, size // 3 + 6)
                lines.append(f"{quarter.year}K{quarter.number};{department};{name};{size};" + ";".join(map(str, days)))
    return "\n".join(lines)


def test_from_payrolls_file_to_published_papers_and_accounts(
    enter, forum, analyst, schools, chief, secretary, outsider, tmp_path
):
    for name in TOWN:
        a_department(name)
    desk = enter(analyst)
    desk.goto("/sygefravaer/")
    desk.get_by_role("link", name="Læs tal ind").click()
    path = tmp_path / "2026.csv"
    path.write_text(a_file())
    desk.get_by_label("Fil fra lønsystemet").set_input_files(path)
    desk.get_by_role("button", name="Vis, hvad der læses").click()
    # Units that are not known are suggested in the department that the file names.
    expect(desk.get_by_role("heading", name=re.compile("navne kendes ikke"))).to_be_visible()
    assert not Unit.objects.exists()
    desk.get_by_role("button", name="Læs igen med disse valg").click()
    expect(desk.get_by_role("cell", name="Nyt", exact=True).first).to_be_visible()
    desk.get_by_role("button", name="Gem tallene").click()
    expect(desk.get_by_text(re.compile("70.nye tal"))).to_be_visible()

    # A report: looked at, and published.
    desk.goto("/sygefravaer/")
    desk.get_by_role("link", name="Ny opgørelse").click()
    for label, day in (
        ("Frist for redegørelser", "2026-12-01"),
        ("Møde i Chefforum", "2026-12-03"),
        ("Møde i Økonomiudvalget", "2026-12-15"),
    ):
        desk.get_by_label(label).fill(day)
    desk.get_by_role("button", name="Opret opgørelsen").click()
    expect(desk.get_by_text("Kun HR og sekretariatet ser opgørelsen endnu")).to_be_visible()
    desk.get_by_label("Niveau").select_option("Enheder")
    desk.get_by_role("button", name="Vis", exact=True).click()
    expect(desk.get_by_role("row", name=re.compile("PPR"))).to_contain_text("færre end 5")
    desk.get_by_role("button", name="Udgiv opgørelsen").click()
    expect(desk.get_by_text("Opgørelsen er udgivet.")).to_be_visible()
    make_pdfs()
    desk.reload()
    assert desk.get_by_role("link", name="PDF").count() == 2

    # The head is told on the front desk, writes on a tablet, and is interrupted.
    tablet = enter(chief, "tablet")
    tablet.goto("/")
    tablet.get_by_role("link", name="Redegørelse for Skoler", exact=True).click()
    tablet.get_by_label("Årsager").fill("Vikarer mangler i hele byen.")
    expect(tablet.locator("[data-saved]")).to_contain_text("Gemt")
    tablet.reload()
    expect(tablet.get_by_label("Årsager")).to_have_value("Vikarer mangler i hele byen.")
    tablet.context.set_offline(True)
    tablet.get_by_label("Tiltag").fill("Et fælles vikarkorps fra januar.")
    expect(tablet.locator("[data-saved]")).to_contain_text("ikke sendt")
    tablet.context.set_offline(False)
    tablet.reload()
    expect(tablet.get_by_label("Tiltag")).to_have_value("Et fælles vikarkorps fra januar.")
    tablet.get_by_role("button", name="Send redegørelsen").click()
    expect(tablet.get_by_text("Redegørelsen er sendt.")).to_be_visible()
    account = Account.objects.get(department=schools)
    assert (account.reasons, account.measures) == ("Vikarer mangler i hele byen.", "Et fælles vikarkorps fra januar.")

    # Collected for the meeting, and taken into a new version of the paper.
    desk.goto("/sygefravaer/")
    desk.get_by_role("link", name="Læs dem samlet").click()
    expect(desk.get_by_text("Et fælles vikarkorps fra januar.")).to_be_visible()
    desk.goto("/sygefravaer/")
    desk.get_by_text("Udgiv ny version").first.click()
    desk.get_by_label(re.compile("Hvad er nyt")).fill("Redegørelser er kommet med")
    desk.get_by_role("button", name="Udgiv ny version").click()
    expect(desk.get_by_text("Der er udgivet en ny version.")).to_be_visible()
    paper = ReportPaper.objects.get(edition="units", current=True).document.paper
    assert paper["accounts"][0]["measures"] == "Et fælles vikarkorps fra januar."

    # A reader sees departments and no unit.
    phone = enter(outsider, "phone")
    phone.goto("/sygefravaer/")
    expect(phone.get_by_role("link", name="Skoler")).to_be_visible()
    assert phone.get_by_text("Åskolen").count() == 0
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize(("width", "dark"), [("desktop", True), ("tablet", False), ("phone", True)])
def test_no_page_of_the_absence_breaks_a_rule(enter, forum, analyst, schools, chief, outsider, width, dark, tmp_path):
    town = a_municipality(analyst, TOWN, rises=("Skoler",))
    report = publish(a_report(analyst), analyst)
    draft = a_report(analyst, LAST.shift(-1), "A")
    paper = ReportPaper.objects.get(report=report, edition="units")
    account = Account.objects.get(department=schools)
    base = f"/sygefravaer/{report.pk}/"
    pages = {
        analyst: [
            f"{base}?niveau=enheder", f"{base}?udgave=all&metode=A", f"{base}?afdeling={schools.pk}", f"{base}?enhed={town['Åskolen'].pk}",
            f"/sygefravaer/{draft.pk}/", "/sygefravaer/ny/", "/sygefravaer/tal/", "/sygefravaer/enheder/", f"/sygefravaer/enheder/{town['Åskolen'].pk}/", f"/sygefravaer/enheder/afdeling/{schools.pk}/",
            "/sygefravaer/opsaetning/", "/sygefravaer/opsaetning/maal/ny/", f"/sygefravaer/papir/{paper.pk}/", f"{base}redegoerelser/",
        ],
        chief: [base, f"/sygefravaer/redegoerelse/{account.pk}/", "/"],
        outsider: [base],
    }  # fmt: skip
    axe, faults = Axe(), []

    def look(page, where):
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        result = axe.run(page, options=RULES)
        faults.extend(
            (where, one["id"], [node["html"][:160] for node in one["nodes"][:2]])
            for one in result.response["violations"]
        )
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{where} is {wide} px wider than a {width}"

    for person, addresses in pages.items():
        page = enter(person, width, dark)
        for where in addresses:
            page.goto(where)
            page.wait_for_timeout(60)
            look(page, where)
    page = enter(analyst, width, dark)
    page.goto("/sygefravaer/tal/")
    path = tmp_path / "a.csv"
    path.write_text(f"{HEAD}\n2026K3;Skoler;Åskolen;600;1;1;1\n2026K3;Skoler;Ukendt;6;mange;1;1\n")
    page.get_by_label("Fil fra lønsystemet").set_input_files(path)
    page.get_by_role("button", name="Vis, hvad der læses").click()
    expect(page.get_by_role("heading", name="Det, der er læst")).to_be_visible()
    page.wait_for_load_state()
    look(page, "preview")
    assert not faults, "\n".join(map(str, faults))
