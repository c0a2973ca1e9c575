"""Figures let in: through the page and the command, once, corrected with a trace, and out again as they were."""

import re
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chefforum.audit.models import Entry as LogEntry
from chefforum.files import keep
from chefforum.files.columns import guess_all
from chefforum.files.grid import read_grids
from chefforum.files.models import ColumnChoice
from chefforum.organisation.models import Unit, UnitAlias
from sickleave import queries
from sickleave.actions.importing import Entry
from sickleave.intake.columns import guess, headings_of
from sickleave.intake.judging import judge
from sickleave.intake.sheet import read_figures
from sickleave.models import Delivery, Figure
from sickleave.rules.quarters import Quarter
from tests.factories import a_person
from tests.factories.absence import LAST, a_unit, entry, figures_of, let_figures_in
from tests.factories.budget import a_department

HEAD = "Kvartal;Afdeling;Enhed;Ansatte;Korte sygedage;Lange sygedage;Barns sygedag"
Q = Quarter


@pytest.fixture
def desk(analyst, login):
    return login(analyst)


def upload(desk, *rows, name="tal.csv", head=HEAD):
    data = "\n".join([head, *rows]).encode()
    return desk.post(reverse("sickleave:figures"), {"file": SimpleUploadedFile(name, data)})


def answer(page, **said):
    """What the preview's form would send."""
    text = page.content.decode()
    data = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
    for name, body in re.findall(r'<select class="input" id="[^"]+" name="([^"]+)">(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected>', body)
        data[name] = chosen[1] if chosen else ""
    data = {
        name: value.replace("&#9;", "\t").replace("&amp;", "&")
        for name, value in data.items()
        if name != "csrfmiddlewaretoken"
    }
    return data | said


def confirm(desk, page, **said):
    """What is saved must have been looked at: other choices are looked at first."""
    chosen = {name: value for name, value in said.items() if name not in ("gem", "fortryd")}
    if chosen:
        page = desk.post(reverse("sickleave:confirm"), answer(page, **chosen, vis="1"))
    return desk.post(reverse("sickleave:confirm"), answer(page, **said), follow=True)


def kept():
    fields = (
        "unit__department__name",
        "unit__name",
        "year",
        "quarter",
        "employees",
        "short_days",
        "long_days",
        "child_days",
    )
    return sorted(Figure.objects.filter(current=True).values_list(*fields))


def test_nothing_is_saved_before_it_is_confirmed_and_new_units_are_made(desk, schools):
    page = upload(desk, "2026K3;Skoler;Åskolen;60;120;66;26", "2026K3;Skoler;PPR;12;8;10;2")
    assert page.status_code == 200
    assert not Figure.objects.exists()
    assert not Unit.objects.exists()
    text = page.content.decode()
    assert "Intet er gemt endnu" in text
    assert "2\u00a0navne kendes ikke" in text
    assert "Gem tallene" not in text
    page = desk.post(reverse("sickleave:confirm"), answer(page, vis="1"))
    assert "Gem tallene" in page.content.decode()
    done = confirm(desk, page, gem="1")
    assert "2\u00a0nye tal" in done.content.decode()
    assert kept() == [("Skoler", "PPR", 2026, 3, 12, 8, 10, 2), ("Skoler", "Åskolen", 2026, 3, 60, 120, 66, 26)]
    assert Unit.objects.get(name="PPR").start is None


def test_the_same_file_again_changes_nothing_and_a_corrected_one_leaves_a_trace(desk, analyst, schools):
    a_unit("Åskolen", schools)
    row = "2026K3;Skoler;Åskolen;60;120;66;26"
    confirm(desk, upload(desk, row), gem="1")
    again = confirm(desk, upload(desk, row), gem="1")
    assert "siger det samme som de tal, der er" in again.content.decode()
    assert (Figure.objects.count(), Delivery.objects.count()) == (1, 1)
    page = upload(desk, row.replace("120", "130"), name="rettet.csv")
    assert "Korte sygedage: 120 → 130" in page.content.decode()
    confirm(desk, page, gem="1")
    old, new = Figure.objects.order_by("pk")
    assert (old.short_days, old.current, new.short_days, new.current) == (120, False, 130, True)
    assert new.delivery.name == "rettet.csv"
    page = desk.get(reverse("sickleave:unit", args=[new.unit_id])).content.decode()
    assert "Rettet senere" in page
    assert LogEntry.objects.filter(verb="sickleave.let_in").count() == 2


def test_a_file_without_a_column_changes_nothing_of_it(desk, analyst, schools):
    unit = a_unit("Åskolen", schools)
    let_figures_in([Entry(unit.pk, LAST, {**figures_of(60, 120, 66, 26, 3), "fulltime": Decimal("51.5")})], analyst)
    page = upload(desk, "2026K3;Åskolen;60;121;66", head="Kvartal;Enhed;Ansatte;Korte sygedage;Lange sygedage")
    text = page.content.decode()
    assert "Korte sygedage: 120 → 121" in text
    assert "Fuldtidsstillinger:" not in text
    confirm(desk, page, gem="1")
    now = Figure.objects.get(current=True)
    assert (now.short_days, now.child_days, now.excluded_days, now.fulltime) == (121, 26, 3, Decimal("51.5"))


def test_a_name_that_is_placed_by_hand_is_remembered(desk, schools):
    unit = a_unit("Åskolen", schools)
    page = upload(desk, "2026K3;Skoler;Aaskolen;60;120;66;26")
    assert "Ligner" in page.content.decode()
    page = desk.post(reverse("sickleave:confirm"), answer(page, enhed0=str(unit.pk), vis="1"))
    confirm(desk, page, gem="1")
    assert UnitAlias.objects.get().name == "Aaskolen"
    page = upload(desk, "2026K2;Skoler;AASKOLEN;60;120;66;26")
    assert "kendes ikke" not in page.content.decode()
    confirm(desk, page, gem="1")
    assert Figure.objects.filter(unit=unit).count() == 2


def test_a_row_can_be_passed_over_and_nothing_is_saved_with_a_name_that_is_not_placed(desk, schools):
    a_unit("Åskolen", schools)
    page = upload(desk, "2026K3;Skoler;Åskolen;60;120;66;26", "2026K3;;Ukendt;9;1;1;1")
    again = desk.post(reverse("sickleave:confirm"), answer(page, gem="1"))
    assert "1\u00a0navn kendes ikke" in again.content.decode()
    assert not Figure.objects.exists()
    confirm(desk, page, enhed0="spring", gem="1")
    assert [row[1] for row in kept()] == ["Åskolen"]


def test_two_names_of_one_unit_in_a_quarter_are_a_fault(desk, schools):
    unit = a_unit("Åskolen", schools)
    UnitAlias.objects.create(unit=unit, name="Skolen ved åen")
    page = upload(desk, "2026K3;Skoler;Åskolen;60;120;66;26", "2026K3;Skoler;Skolen ved åen;60;120;66;26")
    assert "er samme enhed og kvartal som række 2" in page.content.decode()
    assert not Figure.objects.exists()
    confirm(desk, page, gem="1")
    assert not Figure.objects.exists()


def test_what_should_be_looked_at_is_pointed_at(desk, analyst, schools):
    unit, other = a_unit("Åskolen", schools), a_unit("Nordskolen", schools)
    a_unit("Den gamle", schools, end=date(2025, 1, 1))
    let_figures_in([entry(unit, Q(2026, 2), 60, 120, 60), entry(other, Q(2026, 2), 60, 120, 60)], analyst)
    page = upload(desk, "2026K3;Skoler;Åskolen;100;420;300;26", "2026K3;Skoler;Den gamle;9;9;9;1").content.decode()
    assert "springer over 50\u00a0% fra kvartalet før: ansatte og sygedage pr. medarbejder" in page
    assert "1\u00a0enhed mangler: Nordskolen" in page
    assert "fandtes ikke i 3.\u00a0kvartal\u00a02026" in page
    # The sums stand beside the quarter before.
    assert re.search(r'<td class="num">109</td><td class="num mute">120</td>', page)


def test_a_file_with_people_in_it_is_refused_and_forgotten(desk, schools):
    before = set(keep._incoming().iterdir())
    page = upload(desk, "2026K3;Skoler;Åskolen;60;120;66;26;010190-1234", head=HEAD + ";CPR-nummer")
    assert page.status_code == 422
    assert "intet af den er gemt" in page.content.decode()
    assert "010190" not in page.content.decode()
    assert set(keep._incoming().iterdir()) == before
    assert not Delivery.objects.exists()
    assert not LogEntry.objects.filter(text__contains="010190").exists()


def test_giving_up_forgets_the_file(desk, schools):
    a_unit("Åskolen", schools)
    before = set(keep._incoming().iterdir())
    page = upload(desk, "2026K3;Skoler;Åskolen;60;120;66;26")
    assert set(keep._incoming().iterdir()) - before
    done = confirm(desk, page, fortryd="1")
    assert "Intet er gemt" in done.content.decode()
    assert set(keep._incoming().iterdir()) == before
    late = desk.post(reverse("sickleave:confirm"), answer(page, gem="1"), follow=True)
    assert "ikke længere lagt til side" in late.content.decode()


def test_columns_that_are_chosen_are_remembered(desk, schools):
    a_unit("Åskolen", schools)
    page = upload(desk, "2026K3;Åskolen;60;120;66", head="Hvornår;Enhed;Ansatte;Kort;Langt")
    assert "Vælg også, hvilken kolonne der er »Kvartal«" in page.content.decode()
    confirm(desk, page, k0="quarter", gem="1")
    assert len(kept()) == 1
    assert ColumnChoice.objects.get().columns == ["quarter", "unit", "employees", "short", "long"]
    page = upload(desk, "2026K2;Åskolen;60;120;66", head="Hvornår;Enhed;Ansatte;Kort;Langt")
    assert "Vælg også" not in page.content.decode()


def test_a_unit_that_begins_later_begins_with_its_figures(analyst, schools):
    from sickleave.actions.importing import NewUnit

    let_figures_in([entry(a_unit("Åskolen", schools), Q(2025, 1), 60, 1, 1)], analyst)
    late = [
        Entry(NewUnit(schools.pk, "Ny skole"), quarter, figures_of(30, 1, 1)) for quarter in (Q(2026, 2), Q(2026, 1))
    ]
    let_figures_in(late, analyst)
    assert Unit.objects.get(name="Ny skole").start == date(2026, 1, 1)
    assert Figure.objects.filter(unit__name="Ny skole").count() == 2


def test_only_those_who_keep_the_figures_let_them_in(analyst, chief, officer, outsider, schools):
    unit = a_unit("Åskolen", schools)
    for person in (chief, officer, outsider):
        with pytest.raises(PermissionDenied):
            let_figures_in([entry(unit, LAST, 1, 1, 1)], person)
    assert not Figure.objects.exists()


def run(path, *options):
    out, err = StringIO(), StringIO()
    call_command("import_absence", str(path), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_does_as_the_page(tmp_path, analyst, schools):
    path = tmp_path / "tal.csv"
    path.write_text(f"{HEAD}\n2026K3;Skoler;Åskolen;60;120;66;26\n")
    with pytest.raises(CommandError, match="placér navnene"):
        run(path, "--by", "vibeke", "--save")
    out, _ = run(path, "--by", "vibeke", "--new-units")
    assert "1 nye, 0 rettede, 0 uændret. Intet er gemt." in out
    assert not Figure.objects.exists()
    assert not Unit.objects.exists()
    run(path, "--by", "vibeke", "--new-units", "--save")
    assert len(kept()) == 1
    out, _ = run(path, "--by", "vibeke", "--save")
    assert "0 nye, 0 rettede, 1 uændret" in out
    assert Delivery.objects.count() == 1


def test_the_command_refuses_in_danish(tmp_path, analyst, forum):
    path = tmp_path / "tal.csv"
    path.write_text(f"{HEAD};CPR\n2026K3;Skoler;Åskolen;60;120;66;26;x\n")
    for options, sentence in (
        (("--by", "ingen"), "ingen bruger »ingen«"),
        (("--by", "vibeke"), "enkelte personer"),
        (("--by", "vibeke", "--table", "2"), "enkelte personer"),
    ):
        with pytest.raises(CommandError, match=sentence):
            run(path, *options)
    path.write_text(f"{HEAD}\n2026K3;Skoler;Åskolen;mange;120;66;26\n")
    with pytest.raises(CommandError, match="Intet er gemt"):
        run(path, "--by", "vibeke", "--save")
    with pytest.raises(CommandError, match="1\xa0ark"):
        run(path, "--by", "vibeke", "--table", "2")
    with pytest.raises(CommandError):
        run(tmp_path / "findes-ikke.csv", "--by", "vibeke")


amounts = st.decimals(min_value=0, max_value=9999, places=2)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    numbers=st.lists(
        st.tuples(amounts, amounts, amounts, amounts, amounts, st.none() | amounts), min_size=1, max_size=4
    )
)
@pytest.mark.django_db(transaction=True)
def test_out_and_in_again_is_the_same(numbers, tmp_path_factory, django_user_model):
    """import → export → import is the identity: the export of all figures would change none."""
    analyst = django_user_model.objects.filter(username="vibeke").first() or a_person("vibeke", "hr_analyst")
    department = a_department("Skoler & ældre, »Æ«")
    for place, row in enumerate(numbers):
        unit = Unit.objects.filter(name=f"=Enhed; {place}").first() or a_unit(f"=Enhed; {place}", department)
        let_figures_in([Entry(unit.pk, LAST.shift(-place), {**figures_of(*row[:5]), "fulltime": row[5]})], analyst)
    from chefforum.documents import sheet
    from sickleave.papers.sheets import figures_as_rows

    data = sheet.to_xlsx("Tal", *figures_as_rows(queries.current_figures()))
    path = tmp_path_factory.mktemp("ud") / "alle.xlsx"
    path.write_bytes(data)
    (grid,) = read_grids(path, path.name)
    headed = headings_of(grid)
    proposal = read_figures(grid, headed, guess_all(headed.headings, guess))
    judged = judge(proposal, {})
    assert proposal.faults == []
    assert {line.what for line in judged.lines} == {"same"}
    assert len(judged.lines) == Figure.objects.filter(current=True).count()
    # A row that is not there any more makes no trouble, and turning the rows makes no difference.
    turned = [Entry(line.unit, line.row.quarter, line.row.figures) for line in reversed(judged.lines)]
    assert let_figures_in(turned, analyst).delivery is None


def test_a_new_unit_that_is_there_already_is_taken_and_two_rows_of_one_are_a_fault(desk, analyst, schools):
    page = upload(desk, "2026K3;Skoler;Engen;30;9;9;9", "2026K3;Skoler;ENGEN;30;9;9;9")
    page = desk.post(reverse("sickleave:confirm"), answer(page, vis="1"))
    assert "er samme enhed og kvartal som række 2" in page.content.decode()
    page = upload(desk, "2026K3;Skoler;Engen;30;9;9;9")
    page = desk.post(reverse("sickleave:confirm"), answer(page, vis="1"))
    unit = a_unit("engen", schools)  # somebody else was faster
    confirm(desk, page, gem="1")
    assert Figure.objects.get().unit == unit


def test_other_columns_are_looked_at_before_they_are_saved(desk, schools):
    a_unit("Åskolen", schools)
    page = upload(desk, "2026K3;Skoler;Åskolen;60;120;66;26")
    turned = desk.post(reverse("sickleave:confirm"), answer(page, k4="long", k5="short", gem="1"))
    assert "Intet er gemt endnu" in turned.content.decode()
    assert not Figure.objects.exists()
    confirm(desk, turned, gem="1")
    assert Figure.objects.get().short_days == 66


def test_a_name_that_is_likened_can_be_placed_elsewhere(desk, schools, daycare):
    a_unit("Børnehuset Engen", daycare)
    other = a_unit("Noget helt andet", daycare)
    page = upload(desk, "2026K3;;Børnehuset Engem;30;9;9;9")
    page = desk.post(reverse("sickleave:confirm"), answer(page, enhed0=str(other.pk), vis="1"))
    confirm(desk, page, gem="1")
    assert Figure.objects.get().unit == other


def test_a_units_own_name_goes_before_anothers_old_one_and_another_department_is_told(desk, schools, daycare):
    old, new = a_unit("Åen Nord", schools), a_unit("Åen", schools)
    UnitAlias.objects.create(unit=old, name="Åen")
    page = upload(desk, "2026K3;Dagtilbud;Åen;30;9;9;9")
    assert "kendes ikke" not in page.content.decode()
    assert "er læst som enheden i Skoler" in page.content.decode()
    confirm(desk, page, gem="1")
    assert Figure.objects.get().unit == new


def test_people_in_a_hidden_sheet_are_found(desk, schools):
    from io import BytesIO

    from openpyxl import Workbook

    book = Workbook()
    for row in (HEAD.split(";"), ["2026K3", "Skoler", "Åskolen", 60, 120, 66, 26]):
        book.active.append(row)
    book.create_sheet("Skjult").append(["CPR", "Navn"])
    book["Skjult"].sheet_state = "hidden"
    data = BytesIO()
    book.save(data)
    page = desk.post(reverse("sickleave:figures"), {"file": SimpleUploadedFile("tal.xlsx", data.getvalue())})
    assert "Skjult!A1 handler om enkelte personer" in page.content.decode()
