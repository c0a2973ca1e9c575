"""Units: renamed, moved, merged, closed."""

from datetime import date

import pytest
from django.urls import reverse

from chefforum.organisation.models import Unit
from chefforum.organisation.queries import departments_in_use
from sickleave import queries
from sickleave.actions import units
from sickleave.models import Shield
from sickleave.rules.quarters import Quarter
from tests import clock
from tests.factories.absence import a_unit, entry, let_figures_in

HEAD = "Kvartal;Afdeling;Enhed;Ansatte;Korte sygedage;Lange sygedage;Barns sygedag"
Q = Quarter


@pytest.fixture(autouse=True)
def _the_day():
    with clock.on(date(2026, 11, 23)):
        yield


@pytest.fixture
def desk(analyst, login):
    return login(analyst)


def test_units_are_renamed_moved_merged_and_closed(desk, analyst, schools, daycare):
    unit, other = a_unit("Åskolen", schools), a_unit("Nordskolen", schools)
    let_figures_in([entry(unit, Q(2025, 4), 60, 1, 1), entry(other, Q(2025, 4), 60, 1, 1)], analyst)
    address = lambda verb: reverse("sickleave:change_unit", args=[unit.pk, verb])  # noqa: E731
    desk.post(address("omdoeb"), {"name": "Skolen ved åen"})
    unit.refresh_from_db()
    assert (unit.name, unit.aliases.get().name) == ("Skolen ved åen", "Åskolen")
    early = desk.post(address("flyt"), {"department": daycare.pk, "first_day": "2025-10-01", "follows": "1"})
    assert early.status_code == 422
    assert "har tal for 4.\u00a0kvartal\u00a02025" in early.content.decode()
    desk.post(address("flyt"), {"department": daycare.pk, "first_day": "2026-01-01", "follows": "1"})
    unit.refresh_from_db()
    moved = unit.successor
    assert (unit.end, moved.department, moved.start) == (date(2025, 12, 31), daycare, date(2026, 1, 1))
    assert "er allerede ophørt" in desk.post(address("omdoeb"), {"name": "X"}, follow=True).content.decode()
    units.merge(other, moved, date(2026, 4, 1), follows=False, by=analyst)
    other.refresh_from_db()
    assert (other.successor, other.follows, other.end) == (moved, False, date(2026, 3, 31))
    page = desk.get(reverse("sickleave:unit", args=[moved.pk])).content.decode()
    assert "tallene begynder forfra" in page
    units.close(moved, date(2026, 12, 31), by=analyst)
    moved.refresh_from_db()
    assert moved.end == date(2026, 12, 31)
    assert desk.get(reverse("sickleave:units")).content.decode().count("Ophørt") == 3


def test_a_unit_of_the_same_name_is_refused(desk, schools):
    a_unit("Åskolen", schools)
    page = desk.post(reverse("sickleave:make_unit"), {"name": "åskolen", "department": schools.pk})
    assert page.status_code == 422
    assert "Der er allerede en enhed" in page.content.decode()
    assert Unit.objects.filter(department=schools).count() == 1


def test_a_day_far_ahead_is_refused(analyst, schools):
    from chefforum.workflow import Refused

    with pytest.raises(Refused, match="over et år ude i fremtiden"):
        units.close(a_unit("Åskolen", schools), date(3026, 12, 31), by=analyst)


def test_a_slip_is_taken_back_until_something_is_published_after_it(desk, analyst, schools, daycare):
    unit, other = a_unit("Åskolen", schools), a_unit("Nordskolen", schools)
    units.merge(unit, other, date(2026, 10, 1), follows=True, by=analyst)
    desk.post(reverse("sickleave:change_unit", args=[unit.pk, "genoptag"]))
    unit.refresh_from_db()
    assert (unit.end, unit.successor) == (None, None)
    again = desk.post(reverse("sickleave:change_unit", args=[unit.pk, "genoptag"]), follow=True)
    assert "er ikke ophørt. Intet er ændret" in again.content.decode()
    units.close(unit, date(2026, 6, 30), by=analyst)
    Shield.objects.create(edition="units", year=2026, quarter=3, groups={}, limit=5)
    late = desk.post(reverse("sickleave:change_unit", args=[unit.pk, "genoptag"]), follow=True)
    assert "Der er udgivet tal efter 30.\u00a0juni 2026" in late.content.decode()
    units.move(other, daycare, date(2026, 10, 1), follows=True, by=analyst)
    moved = desk.post(reverse("sickleave:change_unit", args=[other.pk, "genoptag"]), follow=True)
    assert "Flyt den tilbage i stedet" in moved.content.decode()


def test_a_department_becomes_a_part_of_another_and_its_units_with_it(desk, analyst, schools, daycare):
    unit = a_unit("Åskolen", schools)
    address = reverse("sickleave:join", args=[schools.pk])
    far = desk.post(address, {"department": daycare.pk, "first_day": "3026-01-01", "follows": "1"})
    assert "over to år fra i dag" in far.content.decode()
    assert desk.post(address, {"department": schools.pk, "first_day": "2026-10-01", "follows": "1"}).status_code == 422
    desk.post(address, {"department": daycare.pk, "first_day": "2026-10-01", "follows": "0"})
    schools.refresh_from_db()
    assert (schools.end, schools.successor, schools.follows) == (date(2026, 9, 30), daycare, False)
    groups = {str(department): [str(one) for one in listed] for department, listed in queries.units_by_department()}
    assert groups["Dagtilbud"] == ["Åskolen"]
    assert queries.structure().department(unit.pk, Q(2026, 4)) == daycare.pk
    assert queries.structure().department_breaks(Q(2026, 4)) == {daycare.pk: {Q(2026, 4)}}
    assert "Skoler" not in [str(one) for one in departments_in_use()]
    assert desk.get(address).status_code == 404
