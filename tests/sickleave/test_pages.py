"""The pages of the absence statistics: what they show, how it is looked into, and what is set."""

import csv
import io
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chefforum.organisation.models import Department
from sickleave.models import Basis, EffortArea, Limits, Report, ReportPaper, Target
from sickleave.rules.quarters import Quarter
from tests.factories.absence import LAST, TOWN, a_municipality, a_report, a_unit, let_figures_in, ordinary, publish
from tests.sickleave.test_publishing import plain


def address(report, name="report"):
    return reverse(f"sickleave:{name}", args=[report.pk])


def test_before_there_is_anything_the_page_says_what_to_do(analyst, outsider, login, schools):
    desk = login(analyst)
    assert "Læs tal ind" in desk.get(reverse("sickleave:index")).content.decode()
    assert "Der er ikke udgivet en opgørelse endnu" in login(outsider).get(reverse("sickleave:index")).content.decode()
    let_figures_in([ordinary(a_unit("Åskolen", schools), LAST, 30)], analyst)
    assert "Ny opgørelse" in desk.get(reverse("sickleave:index")).content.decode()


def test_a_report_is_made_on_the_page_and_its_days_changed(town, analyst, login):
    desk = login(analyst)
    days = {"due": "2026-11-30", "forum_on": "2026-12-03", "committee_on": "2026-12-15"}
    made = desk.post(reverse("sickleave:make"), {"quarter": "2026-3", "method": "B", "step": "1", **days})
    report = Report.objects.get()
    assert made.url == address(report)
    again = desk.post(reverse("sickleave:make"), {"quarter": "2026-3", "method": "B", "step": "1", **days})
    assert "Der er allerede en opgørelse" in again.content.decode()
    half = desk.post(reverse("sickleave:make"), {"quarter": "2026-3", "method": "B", "step": "2", **days})
    assert "slutter med 2. eller 4. kvartal" in half.content.decode()
    late = desk.post(address(report, "change"), {**days, "due": "2026-12-24", "version": report.version})
    assert "senest den dag, Chefforum mødes" in late.content.decode()
    desk.post(address(report, "change"), {**days, "due": "2026-12-01", "version": report.version})
    report.refresh_from_db()
    assert report.due == date(2026, 12, 1)
    stale = desk.post(address(report, "change"), {**days, "version": 0})
    assert "En anden har ændret opgørelsen" in stale.content.decode()


def test_one_looks_into_a_department_and_a_unit_and_at_another_period(published, town, analyst, chief, login):
    reader = login(chief)
    schools = Department.objects.get(name="Skoler")
    page = reader.get(f"{address(published)}?afdeling={schools.pk}")
    text = plain(page.content.decode())
    assert "Skoler efter enhed" in text
    assert "Åskolen" in text
    assert "Engen" not in text
    unit = plain(reader.get(f"{address(published)}?enhed={town['Åskolen'].pk}").content.decode())
    assert "Kurve over sygedage pr. medarbejder, Åskolen, løbende fire kvartaler" in reader.get(
        f"{address(published)}?enhed={town['Åskolen'].pk}"
    ).content.decode().replace("\u00a0", " ")
    assert "Hele kommunen" in unit
    other = publish(a_report(analyst, LAST.shift(-1)), analyst)
    turned = reader.get(address(published), {"periode": other.pk, "niveau": "enheder", "metode": "B"})
    assert turned.url == f"{address(other)}?niveau=enheder"
    kept = reader.get(address(published), {"periode": other.pk, "metode": "A"})
    assert kept.url == f"{address(other)}?metode=A"
    assert "1.–3. kvartal 2026" in plain(reader.get(f"{address(published)}?metode=A").content.decode())


def test_the_figures_of_the_page_are_there_as_csv_and_the_curve_as_a_picture(published, town, outsider, chief, login):
    answer = login(chief).get(f"{address(published, 'csv')}?niveau=enheder")
    text = answer.content.decode("utf-8-sig")
    rows = {(row[0], row[1]): row for row in csv.reader(io.StringIO(text), delimiter=";")}
    assert "'" not in text, "an empty cell is empty, and a figure a figure"
    assert rows["Skoler", "Åskolen"][3].count(",") == 1
    assert rows["Skoler", "PPR"][3] != ""  # the own department is in full
    other = login(outsider).get(address(published, "csv")).content.decode("utf-8-sig")
    assert "færre end 10" in other
    assert "Åskolen" not in other
    picture = login(outsider).get(address(published, "drawing"))
    assert picture["Content-Type"] == "image/svg+xml"
    drawing = ElementTree.fromstring(picture.content)
    assert "Tallet går fra" in drawing.findtext("{http://www.w3.org/2000/svg}title")


def test_a_page_costs_as_many_queries_with_thirty_units_more(published, analyst, login, town, director):
    def queries_of(person):
        client = login(person)
        client.get(address(published))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"{address(published)}?niveau=enheder").status_code == 200
        return len(caught)

    before = [queries_of(analyst), queries_of(director)]
    more = {
        name: {f"{unit} {number}": size for unit, size in units.items() for number in range(3)}
        for name, units in TOWN.items()
    }
    a_municipality(analyst, more)
    publish(published, analyst, "renew", "Flere enheder")
    assert [queries_of(analyst), queries_of(director)] == before


def test_a_frozen_paper_stands_as_it_was_whatever_comes_after(published, town, analyst, login):
    paper = ReportPaper.objects.get(report=published, edition="units")
    before = plain(login(analyst).get(reverse("sickleave:paper", args=[paper.pk])).content.decode())
    let_figures_in([ordinary(town["Åskolen"], LAST, 61, 90)], analyst)
    town["Åskolen"].name = "Noget andet"
    town["Åskolen"].save()
    assert plain(login(analyst).get(reverse("sickleave:paper", args=[paper.pk])).content.decode()) == before
    assert "Åskolen" in before


def test_targets_bases_areas_and_limits_are_set_on_their_page(analyst, login, schools, town):
    desk = login(analyst)
    new = lambda kind: reverse("sickleave:new_setting", args=[kind])  # noqa: E731
    goal = {
        "name": "Mål",
        "kind": "relative",
        "department": "",
        "value": "0,5",
        "year": "2027",
        "quarter": "4",
        "price": "1.440",
        "active": "on",
    }
    page = desk.post(new("maal"), goal)
    assert "Vælg det år og kvartal" in page.content.decode()
    desk.post(new("maal"), {**goal, "base_year": "2026", "base_quarter": "3"})
    target = Target.objects.get()
    assert (target.value, target.price, target.base_year) == (Decimal("0.5"), 1440, 2026)
    assert desk.post(new("maal"), {**goal, "value": "meget"}).status_code == 422
    desk.post(
        new("grundlag"),
        {"year": "2024", "quarter": "1", "limit": "28", "note": "Nyt lønsystem", "excluded": "covid-19"},
    )
    basis = Basis.objects.get()
    assert (basis.limit, basis.exactly_short) == (28, False)
    twice = desk.post(new("grundlag"), {"year": "2024", "quarter": "1", "limit": "30"})
    assert twice.status_code == 422
    both = desk.post(new("indsats"), {"department": schools.pk, "unit": town["PPR"].pk, "since": "2026-01-01"})
    assert "enten en afdeling eller en enhed" in both.content.decode()
    desk.post(new("indsats"), {"department": schools.pk, "since": "2026-01-01", "active": "on"})
    assert EffortArea.objects.get().department == schools
    limits = Limits.objects.get_or_create(pk=1)[0]
    loose = desk.post(
        reverse("sickleave:write_setting", args=["graenser", limits.pk]), {"inside": "10", "outside": "5", "jump": "50"}
    )
    assert "må ikke vise mindre grupper" in loose.content.decode()
    desk.post(
        reverse("sickleave:write_setting", args=["graenser", limits.pk]),
        {"inside": "6", "outside": "12", "jump": "33,3"},
    )
    limits.refresh_from_db()
    assert (limits.inside, limits.outside, limits.jump) == (6, 12, Decimal("33.3"))
    listed = plain(desk.get(reverse("sickleave:settings")).content.decode())
    assert "mindst 28 kalenderdage" in listed
    assert "fra 6 ansatte" in listed
    assert desk.get(reverse("sickleave:new_setting", args=["graenser"])).status_code == 404
    assert desk.get(reverse("sickleave:write_setting", args=["maal", 999])).status_code == 404
    assert desk.get(reverse("sickleave:new_setting", args=["andet"])).status_code == 404


@pytest.mark.parametrize(
    ("method", "quarter", "told"), [("A", Quarter(2026, 2), "Det gælder et helt år"), ("B", LAST, "Der mangler")]
)
def test_a_target_is_a_whole_years_and_is_held_against_no_less(town, analyst, login, method, quarter, told):
    Target.objects.create(
        name="Måltal", kind="absolute", value=Decimal("5.0"), year=2027, quarter=4, price=Decimal(1000)
    )
    Target.objects.create(name="Landsgennemsnittet", kind="ceiling", value=Decimal("30.0"), year=2025, quarter=4)
    report = a_report(analyst, quarter, method)
    page = plain(login(analyst).get(address(report)).content.decode())
    assert told in page
    drawn = login(analyst).get(address(report, "drawing")).content.decode()
    assert ("Mål 5,0" in drawn) == (method == "B")
    if method == "B":
        assert "Kommunen ligger" in page
        assert "mio. kr. om året" in page or ".000 kr. om året" in page


def test_a_break_is_said_and_no_change_crosses_it(town, analyst, login):
    Basis.objects.create(year=2020, quarter=1)
    Basis.objects.create(year=2026, quarter=1, note="Nyt lønsystem", excluded="covid-19")
    report = a_report(analyst, LAST, "A")
    page = plain(login(analyst).get(address(report)).content.decode())
    assert "Tallet sammenlignes ikke med 1.–3. kvartal 2025: opgørelsen er ændret undervejs" in page
    assert "Kurven er brudt ved 1. kvartal 2026: Nyt lønsystem" in page
    assert "Ikke talt med: covid-19" in page
    assert "Stigende" not in page
    rolling = plain(login(analyst).get(f"{address(report)}?metode=B").content.decode())
    assert "Der kan ikke opgøres et tal for 3. kvartal 2026: opgørelsen er ændret undervejs" in rolling


def test_the_first_basis_breaks_too_where_there_are_figures_before_it(town, analyst, login):
    Basis.objects.create(year=2026, quarter=1, limit=28, exactly_short=False, note="Nyt lønsystem")
    report = a_report(analyst, LAST, "A")
    page = plain(login(analyst).get(address(report)).content.decode())
    assert "Kurven er brudt ved 1. kvartal 2026: Nyt lønsystem" in page
    assert "opgørelsen er ændret undervejs" in page


def test_what_everybody_may_not_see_is_called_so_in_the_file(published, analyst, login):
    desk = login(analyst)
    secret = desk.get(f"{address(published, 'csv')}?udgave=all")
    assert "alle-tal-fortroligt.csv" in secret["Content-Disposition"]
    assert "Alle tal, fortroligt" in secret.content.decode("utf-8-sig")
    assert "-oeu.csv" in desk.get(f"{address(published, 'csv')}?udgave=departments")["Content-Disposition"]
