"""What publishing hides, and that nothing that is published later, corrected or asked for gives it back."""

import io
import json
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from chefforum.documents.models import Offer
from chefforum.organisation.models import Department
from sickleave import queries
from sickleave.actions import accounts, settings
from sickleave.models import Account, EffortArea, Limits, ReportPaper, Shield
from sickleave.papers.assembling import paper_now
from sickleave.rules.quarters import Quarter
from tests.factories.absence import (
    LAST,
    TOWN,
    a_municipality,
    a_report,
    a_unit,
    entry,
    let_figures_in,
    ordinary,
    publish,
)
from tests.factories.budget import a_department
from tests.sickleave.attack import KINDS, Attack
from tests.sickleave.test_publishing import paper_of, plain, row_of, text_of


def test_what_the_committees_edition_hides_stands_nowhere_in_it(published, analyst, login):
    """The staff of eight, and two departments beside it. Their figures are in no part of any file."""
    papers = ReportPaper.objects.get(report=published, edition="departments")
    paper = papers.document.paper
    hidden = [row for row in paper["departments"] if row["why"]]
    assert {row["why"] for row in hidden} == {"few", "hidden"}
    assert len(hidden) == 3
    for row in hidden:
        assert all(
            row[name] is None for name in ("employees", "total", "short", "long", "child", "share", "before", "change")
        )
        assert (row["trend"], row["target"], row["distance"]) == ("", "", "")
    text = text_of(papers.document)
    assert "færre end 10" in text
    assert "Grupper med færre end 10 ansatte vises ikke" in text
    units = ("Åskolen", "PPR", "Jura", "Bibliotek")
    assert not any(name in json.dumps(paper, ensure_ascii=False) for name in units)
    assert not any(name in text for name in units)
    book = load_workbook(io.BytesIO(login(analyst).get(reverse("sickleave:paper_xlsx", args=[papers.pk])).content))
    rows = {row[0]: row for row in book.active.iter_rows(min_row=2, values_only=True)}
    assert rows["Stab"][2] == "færre end 10"
    assert rows["Stab"][3:11] == (None,) * 8
    assert rows["Hele kommunen"][2] == sum(sum(listed.values()) for listed in TOWN.values())


@pytest.mark.parametrize("kind", KINDS)
def test_all_published_papers_together_pin_no_hidden_figure(town, analyst, kind):
    """Out of what the frozen papers show, exactly: every edition, three quarters, both methods, a correction between."""
    made = []
    for quarter, method, step in [
        (LAST.shift(-2), "B", 1),
        (LAST.shift(-1), "A", 1),
        (LAST.shift(-1), "B", 2),
        (LAST, "B", 1),
        (LAST, "A", 1),
    ]:
        if quarter == LAST and method == "B":
            let_figures_in([entry(town["Ungdomsskolen"], LAST, 21, 48, 30, 9)], analyst)
        made.append(publish(a_report(analyst, quarter, method, step), analyst))
    structure, counts = queries.structure(), queries.counts()
    attack = Attack(kind, counts, structure)
    hidden = []
    for report in made:
        at = Quarter(report.year, report.quarter)
        for edition in ("units", "departments"):
            book = queries.book(at, edition, viewer=analyst)
            shut = attack.read(book, report.method, at, report.step, units=edition == "units")
            hidden += shut if edition == "units" else []
    assert hidden
    assert all(attack.room(cells) >= 5 - 1e-6 for _, cells in hidden)


def test_what_one_quarter_hid_no_later_report_shows(town, analyst):
    publish(a_report(analyst, LAST.shift(-1)), analyst)
    before = {(one.edition, one.year, one.quarter): one.groups for one in Shield.objects.all()}
    # PPR has grown: from now on it may be shown, but no figure that a hidden quarter is part of.
    let_figures_in([ordinary(town["PPR"], LAST, 40)], analyst)
    report = publish(a_report(analyst), analyst)
    after = {(one.edition, one.year, one.quarter): one.groups for one in Shield.objects.all()}
    assert {key: after[key] for key in before} == before
    schools = str(Department.objects.get(name="Skoler").pk)
    assert after["units", LAST.year, LAST.number][schools]["units"][str(town["PPR"].pk)] is True
    assert row_of(paper_of(report, "units"), "PPR")["why"] == "hidden"


def test_a_large_unit_that_comes_late_is_shown_and_a_small_one_is_counted_from_the_next_quarter_on(
    published, analyst, town
):
    culture = Department.objects.get(name="Kultur")
    large = a_unit("Teatret", culture)
    let_figures_in([ordinary(large, LAST.shift(-back), 30) for back in range(9)], analyst)
    publish(published, analyst, "renew", "Teatret manglede")
    paper = paper_of(published, "units")
    assert row_of(paper, "Teatret")["total"]
    assert row_of(paper, "Kultur")["total"]
    small = a_unit("Arkivet", culture)
    let_figures_in([ordinary(small, LAST.shift(-back), 3) for back in range(9)], analyst)
    publish(published, analyst, "renew", "En enhed manglede")
    # No sum of the quarters that were out already is with it: with and without, it would be told.
    again = paper_of(published, "units")
    assert "Arkivet" not in json.dumps(again, ensure_ascii=False)
    assert again["whole"] == paper["whole"]
    assert row_of(again, "Kultur") == {**row_of(paper, "Kultur"), "units": row_of(again, "Kultur")["units"]}
    full = paper_now(published, "all", viewer=analyst)
    assert row_of(full, "Arkivet")["employees"] == "3"
    # From the next quarter on it is counted, hidden beside others.
    following = LAST.shift(1)
    let_figures_in(
        [ordinary(one, following, 30) for one in [*town.values(), large]] + [ordinary(small, following, 3)], analyst
    )
    later = publish(a_report(analyst, following), analyst)
    groups = Shield.objects.get(edition="units", year=following.year, quarter=following.number).groups
    assert groups[str(culture.pk)]["units"][str(small.pk)] is False
    assert list(groups[str(culture.pk)]["units"].values()).count(False) >= 2
    assert row_of(paper_of(later, "units"), "Kultur")["total"]


def test_a_unit_that_is_corrected_to_few_is_hidden_and_others_beside_it(published, analyst, town):
    let_figures_in([entry(town["Lærken"], LAST, 2, 30, 18, 9)], analyst)
    publish(published, analyst, "renew", "Lærken er rettet")
    paper = paper_of(published, "units")
    assert row_of(paper, "Lærken")["why"]
    assert row_of(paper, "Lærken")["total"] is None
    assert sum(bool(row["why"]) for row in row_of(paper, "Dagtilbud")["units"]) >= 2


def test_an_empty_unit_that_is_filled_in_later_is_late(town, analyst, draft):
    let_figures_in([entry(town["Åen"], LAST.shift(-back), 0) for back in range(9)], analyst)
    published = publish(draft, analyst)
    assert "Åen" not in [row["name"] for row in row_of(paper_of(published, "units"), "Dagtilbud")["units"]]
    before = paper_of(published, "units")["whole"]
    let_figures_in([entry(town["Åen"], LAST.shift(-back), 3, 12, 9, 2) for back in range(9)], analyst)
    publish(published, analyst, "renew", "Åen er udfyldt")
    after = paper_of(published, "units")
    assert after["whole"] == before
    assert row_of(after, "Dagtilbud")["total"]


def test_what_others_see_is_what_was_published_until_it_is_published_again(published, analyst, outsider, town, login):
    address = reverse("sickleave:report", args=[published.pk])
    before = plain(login(outsider).get(address).content.decode())
    let_figures_in([entry(town["Bakken"], LAST, 120, 2400, 126, 46)], analyst)
    assert plain(login(outsider).get(address).content.decode()) == before
    assert plain(login(analyst).get(address).content.decode()) != before
    publish(published, analyst, "renew", "Bakken er rettet")
    assert plain(login(outsider).get(address).content.decode()) != before


def test_other_limits_change_nothing_that_is_published(published, analyst, outsider, login):
    address = reverse("sickleave:report", args=[published.pk])
    before = plain(login(outsider).get(address).content.decode())
    limits = Limits.objects.get(pk=1)
    settings.keep("graenser", limits.pk, {"inside": 2, "outside": 2, "jump": limits.jump}, by=analyst)
    assert plain(login(outsider).get(address).content.decode()) == before


def test_an_account_of_a_hidden_department_is_read_by_its_head_and_who_runs_it(analyst, forum, chief, login, director):
    """Three people: that they rose, and why, is nobody else's."""
    tiny = a_department("Lille", chief)
    a_municipality(analyst, {**TOWN, "Lille": {"Lilleenhed": 3}}, rises=("Lille", "Ældre"))
    report = publish(a_report(analyst), analyst)
    account = Account.objects.get(report=report, department=tiny)
    assert account.private
    for field in accounts.FIELDS:
        accounts.write(account, field, "Hemmelighedskræmmeren", was="", by=chief)
    page = reverse("sickleave:account", args=[account.pk])
    assert "Kun sekretariatet og HR kan læse" in login(chief).get(page).content.decode()
    accounts.send(account, by=chief)
    publish(report, analyst, "renew", "Redegørelser")
    assert "Hemmelighedskræmmeren" not in json.dumps(paper_of(report, "units"), ensure_ascii=False)
    pages = [reverse("sickleave:report", args=[report.pk]), reverse("sickleave:accounts", args=[report.pk])]
    for page in pages:
        assert "Hemmelighedskræmmeren" not in login(director).get(page).content.decode()
    assert login(director).get(reverse("sickleave:account", args=[account.pk])).status_code == 404
    assert "Hemmelighedskræmmeren" in login(analyst).get(pages[1]).content.decode()


def test_an_effort_area_makes_no_figure_of_its_own(town, analyst, draft):
    EffortArea.objects.create(unit=town["PPR"], since=date(2026, 1, 1))
    EffortArea.objects.create(unit=town["Åskolen"], since=date(2026, 1, 1))
    EffortArea.objects.create(department=Department.objects.get(name="Ældre"), since=date(2026, 1, 1))
    published = publish(draft, analyst)
    units, departments = paper_of(published, "units"), paper_of(published, "departments")
    assert [one["name"] for one in units["areas"]] == ["Åskolen", "Ældre"]
    assert [one["name"] for one in departments["areas"]] == ["Ældre"]


def test_a_department_that_is_hidden_is_named_in_no_sentence(analyst, forum):
    """The staff of eight rises: the committee's sentences do not say so."""
    a_municipality(analyst, TOWN, rises=("Stab", "Ældre"))
    report = publish(a_report(analyst), analyst)
    departments = paper_of(report, "departments")
    assert row_of(departments, "Stab")["why"] == "few"
    assert not any("Stab" in sentence for sentence in departments["found"])
    assert any("Ældre" in sentence for sentence in departments["found"])
    # An agenda's text may be released: the forum's says no more than the committee's, though its attachment does.
    assert row_of(paper_of(report, "units"), "Stab")["trend"] == "up"
    for offer in Offer.objects.all():
        assert "Stab" not in plain(offer.presentation) + " ".join(offer.points)
    # Its head is asked all the same: he reads his own figures in full.
    assert Account.objects.filter(report=report, department__name="Stab").exists()
    full = paper_now(report, "all", viewer=analyst)
    assert row_of(full, "Stab")["trend"] == "up"


def test_a_department_that_is_corrected_to_few_is_hidden_outside_too(published, analyst, town):
    """Eight of the daycare's employees are left after a correction: five inside are shown, ten outside are not."""
    for name, employees in (("Engen", 3), ("Lærken", 3), ("Åen", 2)):
        let_figures_in([entry(town[name], LAST, employees, 20, 18, 9)], analyst)
    assert row_of(paper_of(published, "departments"), "Dagtilbud")["total"]
    publish(published, analyst, "renew", "Dagtilbud er rettet")
    paper = paper_of(published, "departments")
    assert row_of(paper, "Dagtilbud")["total"] is None
    assert sum(bool(row["why"]) for row in paper["departments"]) >= 3
    shield = Shield.objects.get(edition="departments", year=LAST.year, quarter=LAST.number)
    assert shield.groups[str(town["Engen"].department_id)]["hidden"]
