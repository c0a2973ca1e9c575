"""Sheets into the register and out of it again."""

import io
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from budget import queries
from budget.actions.register import apply_entries, make_agreement
from budget.intake.columns import guess, headings_of
from budget.intake.register import Names, read_register
from budget.models import AmountKind, Change, Initiative
from budget.papers.register import register_sheet
from budget.rules.entry import Entry
from budget.rules.numbering import Number
from chefforum.documents import sheet
from chefforum.files.columns import guess_all
from chefforum.files.grid import read_grids
from chefforum.organisation.models import Department, Office
from tests.factories import a_person
from tests.factories.budget import a_department, a_round, advance, an_agreement, point_of, status_of

SHEET = "Nr.;Punkt;Afdeling;Drift 2026\n1.1;Flere voksne;Skoler;1.950\n1.2;Læsning;Skoler;-0,5\n".encode()


def the_register(agreement) -> list[tuple[object, ...]]:
    points = Initiative.objects.filter(chapter__agreement=agreement).order_by("chapter__number", "point")
    return [
        (
            one.number, one.chapter.title, one.title, one.text, one.department_id, one.office_id, one.responsible,
            one.needs_case, one.case_forum, one.case_when, sorted(person.pk for person in one.people.all()),
            sorted((amount.kind, amount.year, amount.value) for amount in one.amounts.all()),
        )
        for one in points.select_related("chapter")
    ]  # fmt: skip


def as_file(agreement, viewer, path):
    points = list(queries.initiatives_of_agreement(agreement, viewer=viewer))
    headings, rows = register_sheet(points, queries.named(queries.people_to_name()))
    path.write_bytes(sheet.to_xlsx("Register", headings, rows))
    return path


def read_back(agreement, path):
    (grid,) = read_grids(path, path.name)
    headed = headings_of(grid)
    names = Names(queries.departments_by_name(), queries.offices_by_name(), queries.people_by_name(agreement))
    return read_register(grid, headed, guess_all(headed.headings, guess), names)


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" "), max_size=30)
LINE = TEXT.map(lambda text: " ".join(text.split()))
NAME = LINE.filter(bool)
AMOUNTS = st.dictionaries(
    st.tuples(st.sampled_from(["drift", "anlaeg"]), st.integers(2026, 2029)),
    st.decimals(-(10**12), 10**12, places=3),
    max_size=4,
)
POINT = st.fixed_dictionaries(
    {
        "title": NAME,
        "text": TEXT.map(str.strip),
        "needs_case": st.booleans(),
        "case_forum": LINE,
        "case_when": LINE,
        "department": st.sampled_from([None, "Skoler", "Drift & Vej"]),
        "office": st.sampled_from([None, "Skolechefen"]),
        "people": st.sets(st.sampled_from(["anna", "bo", "bo2"])),
        "responsible": st.sampled_from(["", "Carl Cue", "Carl Cue; Dorte Due"]),
        "amounts": AMOUNTS,
    }
)
NUMBERS = st.tuples(st.integers(1, 12), st.integers(1, 30)).map(lambda pair: Number(*pair))


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(points=st.dictionaries(NUMBERS, POINT, min_size=1, max_size=6), titles=st.lists(LINE, min_size=12, max_size=12))
def test_what_is_exported_is_read_back_exactly(transactional_names, officer, tmp_path, points, titles):
    departments, offices, people = transactional_names
    entries = [
        Entry(
            number,
            {
                **{
                    name: said[name]
                    for name in ("title", "text", "needs_case", "case_forum", "case_when", "responsible")
                },
                "department": departments.get(said["department"]),
                "office": offices.get(said["office"]),
            },
            [people[name] for name in said["people"]],
            said["amounts"],
        )
        for number, said in points.items()
    ]
    # A title that begins with a figure would be read as another chapter's number.
    chapters = {number.chapter: f"Om {titles[number.chapter - 1]}".strip() for number in points}
    with transaction.atomic():
        first = make_agreement(year=2026, title="En", adopted_on=None, unit="tkr", by=officer)
        apply_entries(first, entries, chapters, source="x", by=officer)
        proposal = read_back(first, as_file(first, officer, tmp_path / "r.xlsx"))
        assert proposal.faults == []
        again = apply_entries(first, [row.entry for row in proposal.rows], proposal.chapters, source="x", by=officer)
        assert (again.new, again.changed, again.same) == ([], [], len(points))
        second = make_agreement(year=2027, title="To", adopted_on=None, unit="tkr", by=officer)
        apply_entries(second, [row.entry for row in proposal.rows], proposal.chapters, source="x", by=officer)
        assert the_register(second) == the_register(first)
        transaction.set_rollback(True)


@pytest.fixture
def transactional_names(officer):
    departments = {name: Department.objects.create(name=name).pk for name in ("Skoler", "Drift & Vej")}
    offices = {"Skolechefen": Office.objects.create(name="Skolechefen").pk}
    people = {name: a_person(name, "head_of_department").pk for name in ("anna", "bo")}
    twin = a_person("bo2", "director")
    twin.first_name = "Bo"
    twin.save()
    return departments, offices, {**people, "bo2": twin.pk}


def post_sheet(client, agreement, data=SHEET, name="aftale.csv"):
    return client.post(reverse("budget:sheet", args=[agreement.year]), {"file": SimpleUploadedFile(name, data)})


def confirm(client, agreement, page, **values):
    form = {"token": page.context["held"].token, "name": page.context["held"].name, "tabel": page.context["table"]}
    form |= {name: field for name, _, field in page.context["headings"]} | values
    return client.post(reverse("budget:sheet_confirm", args=[agreement.year]), form, follow=True)


def test_nothing_is_saved_before_it_is_confirmed_and_the_same_again_changes_nothing(officer, login):
    a_department("Skoler")
    agreement = make_agreement(year=2026, title="Budgetaftale 2026", adopted_on=None, unit="tkr", by=officer)
    client = login(officer)
    page = post_sheet(client, agreement)
    assert "2\u00a0punkter er læst" in page.content.decode()
    assert Initiative.objects.count() == 0
    done = confirm(client, agreement, page, gem="1").content.decode()
    assert "2\u00a0nye punkter, 0\u00a0ændrede, 0 uændret" in done
    assert point_of(agreement, "1.2").amounts.get().value == Decimal("-0.5")
    again = confirm(client, agreement, post_sheet(client, agreement), gem="1").content.decode()
    assert "0\u00a0nye punkter, 0\u00a0ændrede, 2 uændret" in again


def test_the_choice_of_columns_is_remembered(officer, login):
    agreement = make_agreement(year=2026, title="Budgetaftale 2026", adopted_on=None, unit="tkr", by=officer)
    data = b"Nr.;Punkt;Noget andet\n1.1;Et;Teksten\n"
    client = login(officer)
    page = post_sheet(client, agreement, data)
    assert [field for _, _, field in page.context["headings"]] == ["number", "title", ""]
    confirm(client, agreement, page, k2="text", gem="1")
    assert point_of(agreement, "1.1").text == "Teksten"
    page = post_sheet(client, agreement, data)
    assert [field for _, _, field in page.context["headings"]] == ["number", "title", "text"]


def test_a_column_called_status_with_nothing_but_lights_is_the_lights(officer, login):
    agreement = an_agreement(officer, numbers="1.1")
    page = post_sheet(login(officer), agreement, b"Nr.;Punkt;Status\n1.1;Et;gul\n1.2;To;\n1.3;Tre;G\n")
    assert [field for _, _, field in page.context["headings"]] == ["number", "title", "light"]
    page = post_sheet(login(officer), agreement, "Nr.;Punkt;Status\n1.1;Et;gul\n1.2;To;På vej\n".encode())
    assert [field for _, _, field in page.context["headings"]] == ["number", "title", "public_text"]


def test_a_sheet_with_faults_cannot_be_saved(officer, login):
    agreement = make_agreement(year=2026, title="Budgetaftale 2026", adopted_on=None, unit="tkr", by=officer)
    client = login(officer)
    page = post_sheet(client, agreement, b"Nr.;Punkt;Drift 2026\n1.1;Et;1.5\n")
    assert "CSV!C2: »1.5« er ikke et beløb" in page.content.decode()
    assert 'name="gem"' not in page.content.decode()
    confirm(client, agreement, page, gem="1")
    assert Initiative.objects.count() == 0
    # Without the column there is no fault.
    confirm(client, agreement, page, k2="", gem="1")
    assert Initiative.objects.count() == 1


def test_a_workbook_is_read_through_the_page_and_its_chapters_are_shown(officer, login):
    agreement = an_agreement(officer, numbers="1.1")
    workbook = Workbook()
    for row in (["Nr.", "Punkt"], ["1. Børn og unge", None], ["1.1", "Punkt 1.1"], ["2. Ældre", None], ["2.1", "Nyt"]):
        workbook.active.append(row)
    data = io.BytesIO()
    workbook.save(data)
    page = post_sheet(login(officer), agreement, data.getvalue(), "aftale.xlsx")
    assert page.context["chapters"] == [(1, "Kapitel 1", "Børn og unge"), (2, "", "Ældre")]
    assert "hedder nu »Kapitel 1«" in page.content.decode()


def test_the_preview_says_what_each_point_says_now_and_what_it_would_say(officer, chief, login):
    skoler, drift = a_department("Skoler"), a_department("Drift")
    agreement = an_agreement(officer, numbers="1.1", department=skoler.pk)
    number = Number(1, 1)
    apply_entries(
        agreement, [Entry(number, amounts={(AmountKind.OPERATING, 2026): Decimal(5)})], {}, source="x", by=officer
    )
    data = f"Nr.;Punkt;Afdeling;Ansvarlig;Drift 2026;Anlæg 2027\n1.1;Nyt navn;{drift};{chief};-7,5;3\n"
    page = post_sheet(login(officer), agreement, data.encode()).content.decode()
    for line in (
        "Punkt: Punkt 1.1 → <b>Nyt navn</b>",
        "Afdeling: Skoler → <b>Drift</b>",
        f'Ansvarlig: <span class="mute">intet</span> → <b>{chief}</b>',
        "Drift 2026: 5 → <b>−7,5</b>",
        'Anlæg 2027: <span class="mute">intet</span> → <b>3</b>',
    ):
        assert line in page


def test_a_sheet_can_be_given_up_and_a_forged_one_is_refused(officer, login):
    agreement = make_agreement(year=2026, title="Budgetaftale 2026", adopted_on=None, unit="tkr", by=officer)
    client = login(officer)
    page = post_sheet(client, agreement)
    assert "Intet er gemt" in confirm(client, agreement, page, fortryd="1").content.decode()
    assert "ikke længere lagt til side" in confirm(client, agreement, page, gem="1").content.decode()
    forged = client.post(
        reverse("budget:sheet_confirm", args=[2026]),
        {"token": "../../etc/passwd", "name": "x", "gem": "1"},
        follow=True,
    )
    assert "ikke længere lagt til side" in forged.content.decode()
    bad = post_sheet(client, agreement, b"%PDF-1.7", "x.xlsx")
    assert bad.status_code == 422


def test_a_sheet_brings_status_into_a_round_that_is_open(officer, login):
    agreement = an_agreement(officer, numbers="1.1 1.2")
    collecting = advance(a_round(agreement, by=officer), "collect", by=officer)
    client = login(officer)
    data = b"Nr.;Punkt;Lys;Status\n1.1;Punkt 1.1;gul;Forsinket\n1.2;Punkt 1.2;;\n"
    page = post_sheet(client, agreement, data)
    assert page.context["rounds"] == [collecting]
    looked = confirm(client, agreement, page, runde=str(collecting.pk), vis="1").content.decode()
    assert "Lys: Ingen → <b>Gul</b>" in looked
    assert 'Tekst til ØU: <span class="mute">intet</span> → <b>Forsinket</b>' in looked
    assert status_of(collecting, "1.1").light == "none"
    confirm(client, agreement, page, runde=str(collecting.pk), gem="1")
    status = status_of(collecting, "1.1")
    assert (status.light, status.public_text, status.answered_by) == ("yellow", "Forsinket", officer)
    assert status_of(collecting, "1.2").answered_at is None
    assert Change.objects.filter(asked_by="arket »aftale.csv«", reason="").count() == 2


def test_a_point_that_is_followed_no_more_stops_a_sheet_that_says_otherwise(officer, login):
    agreement = an_agreement(officer, numbers="1.1")
    Initiative.objects.update(state="ended")
    client = login(officer)
    page = post_sheet(client, agreement)
    assert "Følges ikke" in page.content.decode()
    assert "følges ikke længere" in confirm(client, agreement, page, gem="1").content.decode()
    assert Initiative.objects.count() == 1


def test_from_the_command_line(officer, tmp_path):
    a_department("Skoler")
    agreement = make_agreement(year=2026, title="Budgetaftale 2026", adopted_on=None, unit="tkr", by=officer)
    path = tmp_path / "aftale.csv"
    path.write_bytes(SHEET)
    out = io.StringIO()
    call_command("import_budget", path, year=2026, by="kirsten", stdout=out)
    assert "Intet er gemt" in out.getvalue()
    assert Initiative.objects.count() == 0
    call_command("import_budget", path, year=2026, by="kirsten", save=True, stdout=out)
    assert Initiative.objects.filter(chapter__agreement=agreement).count() == 2
    with pytest.raises(CommandError, match="ingen budgetaftale for 2031"):
        call_command("import_budget", path, year=2031, by="kirsten")
    with pytest.raises(CommandError, match="ingen bruger"):
        call_command("import_budget", path, year=2026, by="nobody")
    path.write_text("Nr.;Punkt\nx;Et\n")
    with pytest.raises(CommandError, match="Ret arket"):
        call_command("import_budget", path, year=2026, by="kirsten", save=True, stdout=out, stderr=io.StringIO())
    with pytest.raises(CommandError, match="har 1\u00a0tabel"):
        call_command("import_budget", path, year=2026, by="kirsten", table=3, stdout=out)


def test_only_officers_bring_anything_in(officer, chief, outsider, login):
    agreement = an_agreement(officer)
    with pytest.raises(PermissionDenied):
        apply_entries(agreement, [], {}, source="x", by=chief)
    for person in (chief, outsider):
        assert login(person).get(reverse("budget:sheet", args=[2026])).status_code == 403
