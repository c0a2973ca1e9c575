"""Plain records of sickness absence for tests."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook

from chefforum.organisation.models import Department, Unit, User
from sickleave.actions import reports
from sickleave.actions.importing import Entry, let_in
from sickleave.models import Report
from sickleave.rules.quarters import Quarter

LAST = Quarter(2026, 3)


def a_unit(name: str, department: Department, **facts: object) -> Unit:
    return Unit.objects.create(name=name, department=department, **facts)


def figures_of(
    employees: object, short: object = 0, long: object = 0, child: object = 0, excluded: object = 0
) -> dict[str, Decimal | None]:
    values = {
        "employees": employees,
        "short_days": short,
        "long_days": long,
        "child_days": child,
        "excluded_days": excluded,
    }
    return {"fulltime": None, **{name: Decimal(str(value)) for name, value in values.items()}}


def entry(unit: Unit, quarter: Quarter, *numbers: object) -> Entry:
    return Entry(unit.pk, quarter, figures_of(*numbers))


def let_figures_in(entries: list[Entry], by: User, name: str = "prøve.csv", sha256: str = "0" * 64):
    return let_in(entries, name=name, sha256=sha256, columns=None, by=by)


def ordinary(unit: Unit, quarter: Quarter, employees: int, more: int = 0) -> Entry:
    """About two short days and a long one each, ``more`` days in all."""
    return entry(unit, quarter, employees, employees * 2 + more, employees + 6, employees // 3 + 6)


def a_municipality(
    by: User,
    departments: dict[str, dict[str, int]],
    quarters: int = 9,
    last: Quarter = LAST,
    rises: tuple[str, ...] = (),
) -> dict[str, Unit]:
    """Departments with units that employ so many, and their figures; what rises does so in the last quarter."""
    units = {}
    entries = []
    for department, listed in departments.items():
        of = Department.objects.get_or_create(name=department)[0]
        for name, employees in listed.items():
            units[name] = a_unit(name, of)
            for back in range(quarters):
                more = employees if back == 0 and department in rises else 0
                entries.append(ordinary(units[name], last.shift(-back), employees, more))
    let_figures_in(entries, by)
    return units


TOWN = {
    "Skoler": {"Åskolen": 60, "Nordskolen": 70, "PPR": 4, "Ungdomsskolen": 20},
    "Dagtilbud": {"Engen": 40, "Lærken": 35, "Åen": 30},
    "Ældre": {"Bakken": 120, "Åhaven": 110},
    "Vej": {"Asfalt": 45, "Parker": 50},
    "Kultur": {"Bibliotek": 30, "Musikskolen": 25},
    "Stab": {"Jura": 8},
}


def a_report(by: User, quarter: Quarter = LAST, method: str = "B", step: int = 1) -> Report:
    day = date(2026, 12, 3)
    return reports.make_report(
        quarter=quarter,
        method=method,
        step=step,
        due=day - timedelta(days=3),
        forum_on=day,
        committee_on=day + timedelta(days=12),
        by=by,
    )


def publish(report: Report, by: User, verb: str = "publish", reason: str = "") -> Report:
    return reports.take_step(Report.objects.get(pk=report.pk), verb, reason=reason, by=by)


def a_book(*rows: list[object], title: str = "Ark1") -> bytes:
    """An Excel file with one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    data = BytesIO()
    book.save(data)
    return data.getvalue()
