"""A report published: two frozen papers, what they say and leave out, a case, and accounts asked for."""

import json
import re
from datetime import date
from decimal import Decimal

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from chefforum.documents import actions as documents
from chefforum.documents import offering
from chefforum.documents.models import Document, Offer
from chefforum.organisation.models import Department
from chefforum.workflow import Overtaken, Refused
from sickleave import queries
from sickleave.actions import accounts, reports, settings
from sickleave.models import Account, Basis, EffortArea, Figure, Report, ReportPaper, Shield, Target
from sickleave.rules.quarters import Quarter
from sickleave.workflow import ReportState
from tests.factories.absence import (
    LAST,
    TOWN,
    a_report,
    a_unit,
    entry,
    let_figures_in,
    ordinary,
    publish,
)


def paper_of(report, edition):
    return ReportPaper.objects.get(report=report, edition=edition, current=True).document.paper


def row_of(paper, name):
    rows = [*paper["departments"], *(unit for row in paper["departments"] for unit in row.get("units", ()))]
    return next(row for row in rows if row["name"] == name)


def text_of(document):
    documents.make_pdf(document.pk)
    with pikepdf.open(Document.objects.get(pk=document.pk).pdf.on_disk) as pdf:
        assert "/StructTreeRoot" in pdf.Root
    import subprocess

    path = Document.objects.get(pk=document.pk).pdf.on_disk
    out = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(out.split())


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


@pytest.fixture
def half_year(analyst, forum):
    """The constructed quarters behind the half year of the old minutes (S4, item 9)."""
    unit = a_unit("Hele byen", Department.objects.create(name="Byen"))
    rows = {
        Quarter(2015, 1): (1000, 2040, 1530, 310), Quarter(2015, 2): (1000, 2000, 1580, 300),
        Quarter(2016, 1): (1000, 1950, 1400, 290), Quarter(2016, 2): (1000, 1850, 1300, 310),
    }  # fmt: skip
    let_figures_in([entry(unit, quarter, *row) for quarter, row in rows.items()], analyst)
    return publish(a_report(analyst, Quarter(2016, 2), "A"), analyst)


def test_the_old_half_year_stands_number_for_number_in_page_pdf_and_case(half_year, analyst, login):
    page = plain(login(analyst).get(reverse("sickleave:report", args=[half_year.pk])).content.decode())
    document = ReportPaper.objects.get(report=half_year, edition="departments").document
    offer = Offer.objects.get(document=document)
    for text in (page, text_of(document), plain(offer.presentation)):
        assert "Sygefraværet i 1. halvår 2016 er 6,5 dage pr. medarbejder" in text
        assert "Det er 0,7 dag mindre end i 1. halvår 2015" in text
        assert "3,8 dage er kort og 2,7 dage langt fravær" in text
        assert "Det korte er faldet 0,2 dag, og det lange er faldet 0,4 dag (afrundede tal)" in text
        assert "Barns 1. og 2. sygedag er 0,6 dag pr. medarbejder" in text
        assert "Det er det samme som i 1. halvår 2015" in text
    whole = document.paper["whole"]
    assert (whole["total"], whole["short"], whole["long"], whole["child"]) == ("6.5", "3.8", "2.7", "0.6")
    assert (whole["change"], whole["change_short"], whole["change_long"], whole["change_child"]) == (
        "-0.7",
        "-0.2",
        "-0.4",
        "0.0",
    )


def test_the_newer_year_stands_number_for_number_in_page_pdf_and_case(analyst, forum, login):
    """S0, item 3: 13,3; −0,1; 48 %; target 10,8 by the end of 2022; 1,8 million kroner for half a day."""
    unit = a_unit("Hele byen", Department.objects.create(name="Byen"))
    rows = {Quarter(2020, number): (2500, 4312, 4000) for number in (1, 2, 3, 4)}
    rows[Quarter(2019, 4)] = (2500, 4312, 4250)
    let_figures_in([entry(unit, quarter, *row) for quarter, row in rows.items()], analyst)
    target = {"department": None, "active": True, "price": None, "base_year": None, "base_quarter": None}
    settings.keep(
        "maal",
        None,
        {**target, "name": "Kommunens mål", "kind": "absolute", "value": Decimal("10.8"), "year": 2022, "quarter": 4},
        by=analyst,
    )
    settings.keep(
        "maal", None,
        {**target, "name": "Budget 2021", "kind": "relative", "value": Decimal("0.5"), "year": 2021, "quarter": 4, "base_year": 2020, "base_quarter": 4, "price": Decimal(1440)},
        by=analyst,
    )  # fmt: skip
    report = publish(a_report(analyst, Quarter(2020, 4)), analyst)
    page = plain(login(analyst).get(reverse("sickleave:report", args=[report.pk])).content.decode())
    document = ReportPaper.objects.get(report=report, edition="units").document
    for text in (page, text_of(document), plain(Offer.objects.get(document=document).presentation)):
        assert (
            "Sygefraværet i 4. kvartal 2020 er 13,3 dage pr. medarbejder. Det er 0,1 dag mindre end i 3. kvartal 2020"
            in text
        )
        assert "det lange udgør 48 % af sygefraværet" in text
        assert "Målet er 10,8 dage ved udgangen af 2022" in text
        assert "Nås målet, svarer det til 1,8 mio. kr. om året" in text


def test_publishing_freezes_two_papers_offers_them_and_asks_the_heads(published, analyst, chief, barred):
    units, departments = paper_of(published, "units"), paper_of(published, "departments")
    assert row_of(units, "Åskolen")["total"]
    assert row_of(units, "PPR")["why"] == "few"
    assert row_of(units, "Ungdomsskolen")["why"] == "hidden"
    assert "units" not in departments["departments"][0]
    assert {one.department.name for one in Account.objects.filter(report=published)} == {"Skoler", "Dagtilbud"}
    offers = {one.forum: one for one in Offer.objects.all()}
    assert offers["Chefforum"].closed
    assert not offers["Økonomiudvalget"].closed
    assert "cheferne for Dagtilbud og Skoler" in offers["Chefforum"].points[1]
    assert len(offers["Økonomiudvalget"].points) == 1
    assert "Fraværet er steget i to afdelinger" in plain(offers["Chefforum"].presentation)
    from chefforum.mailroom.models import Letter

    assert {one.to for one in Letter.objects.filter(kind="sickleave.accounts")} == {chief, barred}


def test_the_schema_holds_for_both_editions(town, analyst, draft):
    import jsonschema

    from tests.house.test_rules import ROOT

    Basis.objects.create(year=2020, quarter=1)
    Basis.objects.create(year=2026, quarter=1, note="Nyt lønsystem", excluded="covid-19")
    Target.objects.create(
        name="Måltal", kind="absolute", value=Decimal("5.0"), year=2027, quarter=4, price=Decimal(1000)
    )
    EffortArea.objects.create(department=Department.objects.get(name="Ældre"), since=date(2026, 1, 1))
    published = publish(draft, analyst)
    schema = json.loads((ROOT / "docs/schemas/chefforum.absence-1.json").read_text())
    for edition in ("units", "departments"):
        jsonschema.validate(paper_of(published, edition), schema)
    assert paper_of(published, "units")["areas"]
    assert paper_of(published, "units")["series"]["breaks"]


def test_chiefs_see_their_own_department_in_full_and_others_by_the_guard(published, chief, barred, outsider, login):
    address = reverse("sickleave:report", args=[published.pk]) + "?niveau=enheder"
    own = plain(login(chief).get(address).content.decode())
    assert "Du ser alle tal for Skoler" in own
    assert "færre end 5" not in own
    other = plain(login(barred).get(address).content.decode())
    assert "færre end 5" in other
    assert "Du ser alle tal for Dagtilbud" in other
    reader = login(outsider).get(address + "&udgave=units").content.decode()
    assert "Åskolen" not in reader
    assert "færre end 10" in plain(reader)


def test_a_paper_is_published_once_and_a_new_version_says_why(published, analyst, town, chief):
    with pytest.raises(Overtaken):
        reports.take_step(Report.objects.get(pk=published.pk), "publish", by=analyst)
    accounts.write(
        Account.objects.get(report=published, department__name="Skoler"), "reasons", "Vikarer", was="", by=chief
    )
    accounts.write(
        Account.objects.get(report=published, department__name="Skoler"), "measures", "Samtaler", was="", by=chief
    )
    accounts.send(Account.objects.get(report=published, department__name="Skoler"), by=chief)
    with pytest.raises(Refused, match="Skriv, hvorfor"):
        publish(published, analyst, "renew")
    old = ReportPaper.objects.get(report=published, edition="units")
    let_figures_in([entry(town["Åskolen"], LAST, 60, 150, 66, 26)], analyst)
    publish(published, analyst, "renew", "Tallet for Åskolen er rettet")
    new = ReportPaper.objects.get(report=published, edition="units", current=True)
    assert (old.number, new.number) == (1, 2)
    assert new.document.paper["renewed"] == "Tallet for Åskolen er rettet"
    assert new.document.paper["accounts"] == [
        {"department": "Skoler", "by": str(chief), "reasons": "Vikarer", "measures": "Samtaler"}
    ]
    assert paper_of(published, "departments")["accounts"] == []
    assert row_of(old.document.paper, "Åskolen")["total"] != row_of(new.document.paper, "Åskolen")["total"]
    assert Offer.objects.get(document=old.document).withdrawn_at is not None
    assert "version 2: Tallet for Åskolen er rettet" in text_of(new.document)
    # The figure that was corrected stays, no longer current.
    assert Figure.objects.filter(unit=town["Åskolen"], year=LAST.year, quarter=LAST.number).count() == 2


def test_a_report_whose_figures_are_not_all_there_is_not_published(town, analyst, draft):
    a_unit("Den nye", Department.objects.get(name="Kultur"), start=date(2026, 7, 1))
    with pytest.raises(Refused, match=r"3\.\xa0kvartal\xa02026: Den nye"):
        publish(draft, analyst)
    draft.refresh_from_db()
    assert draft.state == ReportState.DRAFT
    assert not ReportPaper.objects.exists()
    assert not Shield.objects.exists()


def test_what_it_is_compared_with_must_be_whole_too(town, analyst, draft):
    from sickleave.models import Figure as Kept

    oldest = LAST.shift(-4)
    Kept.objects.filter(unit=town["Bakken"], year=oldest.year, quarter=oldest.number).update(current=False)
    with pytest.raises(Refused, match="Bakken"):
        publish(draft, analyst)


def test_reopening_offers_the_papers_again(published, analyst):
    publish(published, analyst, "close")
    publish(published, analyst, "reopen", "Et bilag manglede")
    assert {one.forum for one in Offer.objects.filter(withdrawn_at=None)} == {"Chefforum", "Økonomiudvalget"}


def test_who_no_longer_rises_is_asked_no_longer(published, analyst, town, chief):
    assert [str(one) for one in queries.accounts_to_write(viewer=chief)] == ["Skoler"]
    rows = [ordinary(town[name], LAST, TOWN["Skoler"][name]) for name in TOWN["Skoler"]]
    let_figures_in(rows, analyst)
    publish(published, analyst, "renew", "Skolerne er rettet")
    assert queries.accounts_to_write(viewer=chief) == []
    assert {str(one) for one, _ in queries.waiting_for(Report.objects.get(pk=published.pk))} == {"Dagtilbud"}


def test_the_decision_comes_back_and_is_shown(published, analyst, chief, login):
    document = ReportPaper.objects.get(report=published, edition="units").document
    offering.stamp(
        document, source="punkt-7", forum="Chefforum", on=date(2026, 12, 3), place="Punkt 3", outcome="Taget til efterretning",
        text="<p>Chefforum tog orienteringen til efterretning.</p>", address="/moeder/1/",
    )  # fmt: skip
    page = login(chief).get(reverse("sickleave:report", args=[published.pk])).content.decode()
    assert "Chefforum tog orienteringen til efterretning." in page


def test_closing_offers_the_papers_no_longer_and_reopening_needs_a_reason(published, analyst):
    publish(published, analyst, "close")
    assert not Offer.objects.filter(withdrawn_at=None).exists()
    with pytest.raises(Refused, match="Skriv, hvorfor"):
        publish(published, analyst, "reopen")
    assert publish(published, analyst, "reopen", "Et bilag manglede").state == ReportState.PUBLISHED


def test_only_those_who_keep_the_figures_publish(draft, chief, officer, outsider, chief_executive):
    for person in (chief, officer, outsider, chief_executive):
        with pytest.raises(PermissionDenied):
            publish(draft, person)
    assert not ReportPaper.objects.exists()


def test_a_draft_tells_those_who_keep_the_figures_what_it_would_hide(draft, analyst, chief, login):
    address = reverse("sickleave:report", args=[draft.pk])
    assert "færre end 5" in plain(login(analyst).get(f"{address}?niveau=enheder").content.decode())
    assert "færre end 5" not in plain(login(analyst).get(f"{address}?niveau=enheder&udgave=all").content.decode())
    assert login(chief).get(address).status_code == 404
