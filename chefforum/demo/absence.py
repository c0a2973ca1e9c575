"""Sickness absence in Lillevang: five years of figures, units that move, targets, and four reports."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from chefforum.danish.dates import COPENHAGEN
from chefforum.documents.models import Document
from chefforum.organisation.models import Department, Unit, User
from sickleave.actions import accounts, reports, settings, units
from sickleave.actions.importing import Entry, NewUnit, let_in
from sickleave.models import Account, Delivery, Report, ReportPaper, ReportStep
from sickleave.rules.quarters import Quarter, span

# Units and how many they employ. What a department's level and course are is in _COURSE.
UNITS = {
    "Dagtilbud": {
        "Børnehuset Engen": 41, "Børnehuset Lærken": 38, "Vuggestuen Åen": 27, "Skovbørnehaven": 4,
        "Legestuen Bækken": 9, "Børnehuset Solsikken": 52, "Dagplejen": 64,
    },
    "Skoler": {"Lillevang Skole": 118, "Åskolen": 97, "Nordskolen": 104, "Ungdomsskolen": 23, "PPR": 31},
    "Ældre & Træning": {
        "Plejecenter Bakken": 142, "Plejecenter Åhaven": 128, "Hjemmeplejen Nord": 96, "Hjemmeplejen Syd": 88,
        "Træningscentret": 37, "Visitationen": 12,
    },
    "Drift & Vej": {"Vejformanden": 34, "Parker og grønne områder": 41, "Genbrugspladsen": 11, "Værkstedet": 3},
    "Kultur & Fritid": {"Biblioteket": 29, "Svømmehallen": 18, "Idrætsanlæggene": 14, "Musikskolen": 22},
    "Borgerservice & Digitalisering": {"Borgerservice": 38, "It og digitalisering": 27, "Ydelser": 24},
    "By & Plan": {"Plan": 19, "Byggesag": 17, "Miljø": 12},
    "Økonomi & Stab": {"Økonomi": 24, "Direktionssekretariatet": 8, "Jura og indkøb": 13},
    "HR & Personale": {"Løn": 11, "HR": 12},
}  # fmt: skip
# Days per employee a year at the beginning, how much they fall each year, how many of them are long, and the last turn.
_COURSE = {
    "Dagtilbud": (15.2, 0.25, 0.47, 0.5), "Skoler": (12.4, 0.4, 0.45, -0.1), "Ældre & Træning": (15.6, 0.2, 0.52, 0.3),
    "Drift & Vej": (12.3, 0.1, 0.42, 0.2), "Kultur & Fritid": (10.4, 0.2, 0.42, -0.2),
    "Borgerservice & Digitalisering": (10.9, 0.15, 0.4, 0.0), "By & Plan": (9.6, 0.15, 0.4, -0.1),
    "Økonomi & Stab": (9.5, 0.2, 0.39, -0.2), "HR & Personale": (8.8, 0.15, 0.38, -0.1),
}  # fmt: skip
# Winters are worse than summers.
_SEASON = {1: 1.22, 2: 0.95, 3: 0.8, 4: 1.03}
_YEARS = 5


def absence(today: date, forum_on: date, people: dict[str, User]) -> None:
    """Figures up to the last whole quarter, and its report published to the coming meeting."""
    analyst, secretary = people["vibeke"], people["mette"]
    last = Quarter.of(today).shift(-1)
    first = Quarter(last.year - _YEARS + 1, 1)
    quarters = span(first, last)
    turn = Quarter(last.year - 2, 1)
    _bases(first, turn, analyst)
    _figures(quarters, last, analyst)
    _targets(last, analyst)
    for back in (3, 2, 1):
        _published(last.shift(-back), analyst)
    days = {"due": forum_on - timedelta(days=2), "forum_on": forum_on, "committee_on": forum_on + timedelta(days=19)}
    if days["due"] < today:
        days["due"] = min(today + timedelta(days=1), forum_on)
    report = reports.make_report(quarter=last, method="B", step=1, by=secretary, **days)
    report = reports.take_step(report, "publish", by=secretary)
    _account(report)


def _bases(first: Quarter, turn: Quarter, by: User) -> None:
    old = {"year": first.year, "quarter": 1, "limit": 30, "exactly_short": True, "population": "", "excluded": ""}
    settings.keep("grundlag", None, {**old, "note": ""}, by=by)
    new = {"year": turn.year, "quarter": turn.number, "excluded": "covid-19", "note": "Timelønnede er med fra nu af"}
    settings.keep("grundlag", None, {**old, **new, "population": "alle ansatte, også timelønnede"}, by=by)


def _figures(quarters: list[Quarter], last: Quarter, by: User) -> None:
    """A file a quarter, as payroll delivers them; on the way units change."""
    chance = Random(2015)  # noqa: S311 - the same figures every time
    own = {name: chance.uniform(0.9, 1.1) for listed in UNITS.values() for name in listed}
    changed = Quarter(last.year - 1, 1)
    for ahead, quarter in enumerate(quarters):
        if quarter == changed:
            _changes(changed, by)
        entries = []
        for department, listed in UNITS.items():
            level, falls, share, turn = _COURSE[department]
            for name, size in listed.items():
                a_year = (level - falls * ahead / 4) * own[name] + (turn * 4 if quarter == last else 0)
                figures = _of_unit(size, a_year / 4 * _SEASON[quarter.number], share, chance)
                entries.append(Entry(_unit(department, name), quarter, figures))
        name = f"Sygefravær {quarter.year} K{quarter.number}.csv"
        done = let_in(entries, name=name, sha256=f"{quarter.ordinal:064x}", columns=None, by=by)
        assert done.delivery is not None
        Delivery.objects.filter(pk=done.delivery.pk).update(at=_at(quarter.last_day + timedelta(days=12)))


def _of_unit(size: int, each: float, share: float, chance: Random) -> dict[str, Decimal | None]:
    people = Decimal(size + chance.randint(-1, 1) if size > 9 else size)
    days = round(each * float(people) * chance.uniform(0.93, 1.07))
    long = round(days * share * chance.uniform(0.85, 1.15))
    return {
        "employees": people,
        "fulltime": (people * Decimal("0.86")).quantize(Decimal("0.01")),
        "short_days": Decimal(days - long),
        "long_days": Decimal(long),
        "child_days": Decimal(round(float(people) * 0.17 * chance.uniform(0.7, 1.3))),
        "excluded_days": Decimal(round(float(people) * 0.04)),
    }


def _unit(department: str, name: str) -> int | NewUnit:
    """The unit that a name is now, wherever it has moved and whatever it has been called."""
    found = Unit.objects.filter(end=None)
    unit = found.filter(name=name).first() or found.filter(aliases__name=name).first()
    return unit.pk if unit else NewUnit(Department.objects.get(name=department).pk, name)


def _changes(since: Quarter, by: User) -> None:
    """A unit that gets another name, and one that moves to another department and takes its series along."""
    units.rename(Unit.objects.get(name="Vejformanden"), "Vej og trafik", by=by)
    youth, culture = Unit.objects.get(name="Ungdomsskolen"), Department.objects.get(name="Kultur & Fritid")
    units.move(youth, culture, since.first_day, follows=True, by=by)


def _targets(last: Quarter, by: User) -> None:
    target = {"department": None, "base_year": None, "base_quarter": None, "price": None, "active": True}
    settings.keep(
        "maal",
        None,
        {
            **target,
            "name": f"Måltal i Budget {last.year}",
            "kind": "absolute",
            "value": Decimal("11.2"),
            "year": last.year + 1,
            "quarter": 4,
            "price": Decimal(1450),
        },
        by=by,
    )
    national = {"name": "Landsgennemsnittet", "kind": "ceiling", "value": Decimal("12.1"), "year": last.year - 1}
    settings.keep("maal", None, {**target, **national, "quarter": 4}, by=by)
    goals = {"Dagtilbud": "13.0", "Skoler": "11.0", "Ældre & Træning": "13.5", "Drift & Vej": "11.0"}
    for name, value in goals.items():
        sub = {"department": Department.objects.get(name=name), "name": f"Delmål for {name}", "value": Decimal(value)}
        settings.keep("maal", None, {**target, **sub, "kind": "absolute", "year": last.year + 1, "quarter": 4}, by=by)
    area = {"department": Department.objects.get(name="Dagtilbud"), "unit": None, "active": True}
    text = "Ugentlig sparring til de tre institutioner med højest fravær"
    settings.keep("indsats", None, {**area, "since": Quarter(last.year, 1).first_day, "text": text}, by=by)


def _published(quarter: Quarter, by: User) -> None:
    forum_on = quarter.last_day + timedelta(days=38)
    report = reports.make_report(
        quarter=quarter,
        method="B",
        step=1,
        due=forum_on - timedelta(days=3),
        forum_on=forum_on,
        committee_on=forum_on + timedelta(days=19),
        by=by,
    )
    out = quarter.last_day + timedelta(days=20)
    report = reports.take_step(report, "publish", on=out, by=by)
    for account in Account.objects.filter(report=report):
        Account.objects.filter(pk=account.pk).update(
            reasons="Flere forløb af langt fravær overlapper hinanden i kvartalet.",
            measures="Samtaler på 2., 6. og 14. dag holdes fast, og to forløb er fulgt op med HR.",
            sent_at=_at(forum_on - timedelta(days=4)),
        )
    reports.take_step(Report.objects.get(pk=report.pk), "close", by=by)
    ReportStep.objects.filter(report=report, verb="publish").update(at=_at(out))
    ReportStep.objects.filter(report=report, verb="close").update(at=_at(forum_on + timedelta(days=20)))
    papers = ReportPaper.objects.filter(report=report)
    papers.update(at=_at(out))
    Document.objects.filter(pk__in=papers.values("document")).update(created_at=_at(out))


def _account(report: Report) -> None:
    """One head has written; the others have not yet."""
    waiting = Account.objects.filter(report=report).select_related("report", "department")
    account = waiting.filter(department__name="Drift & Vej").first() or waiting.first()
    if account is None:
        return
    head = User.objects.filter(tenures__office__department=account.department).first()
    assert head is not None
    reasons = "To forløb med langt fravær i vintertjenesten. Begge er tilbage på nedsat tid fra næste måned."
    measures = "Vi holder fast i samtaler på 2., 6. og 14. dag og prøver makkerskab på de tunge opgaver."
    for field, text in (("reasons", reasons), ("measures", measures)):
        accounts.write(account, field, text, was="", by=head)
    accounts.send(account, by=head)


def _at(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time().replace(hour=10), COPENHAGEN)
