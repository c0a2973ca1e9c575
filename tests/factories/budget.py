"""Plain records of the budget agreement for tests."""

from datetime import date, timedelta

from budget.actions import rounds
from budget.actions.freezing import take_step
from budget.actions.register import apply_entries, make_agreement
from budget.models import Agreement, Initiative, Round, Status
from budget.rules.entry import Entry
from budget.rules.numbering import read_number
from chefforum.organisation.models import Department, Office, Tenure, User

START = date(2026, 3, 1)


def a_department(name: str, head: User | None = None) -> Department:
    """A department, and the post of its head held by somebody."""
    department = Department.objects.get_or_create(name=name)[0]
    office = Office.objects.get_or_create(name=f"Afdelingschefen for {name}", department=department)[0]
    if head is not None:
        Tenure.objects.create(user=head, office=office, title=f"Afdelingschef, {name}", start=date(2020, 1, 1))
    return department


def an_agreement(by: User, year: int = 2026, numbers: str = "1.1 1.2 2.2 2.11", **facts: object) -> Agreement:
    """An agreement with points that are called after their numbers."""
    made = make_agreement(year=year, title=f"Budgetaftale {year}", adopted_on=None, unit="tkr", by=by)
    entries = []
    for text in numbers.split():
        number = read_number(text)
        assert number is not None
        entries.append(Entry(number, {"title": f"Punkt {text}", **facts}))
    chapters = {entry.number.chapter: f"Kapitel {entry.number.chapter}" for entry in entries}
    apply_entries(made, entries, chapters, source="prøve.xlsx", by=by)
    return made


def point_of(agreement: Agreement, number: str) -> Initiative:
    chapter, point = number.split(".")
    return Initiative.objects.select_related("chapter__agreement").get(
        chapter__agreement=agreement, chapter__number=int(chapter), point=int(point)
    )


def a_round(*agreements: Agreement, by: User, name: str = "Første status", as_of: date = START) -> Round:
    return rounds.plan_round(
        name=name,
        agreements=list(agreements),
        as_of=as_of,
        due=as_of + timedelta(days=10),
        forum_on=as_of + timedelta(days=20),
        committee_on=as_of + timedelta(days=30),
        by=by,
    )


def advance(status_round: Round, *verbs: str, by: User) -> Round:
    """Take steps with a round, one after the other."""
    for verb in verbs:
        take_step(Round.objects.get(pk=status_round.pk), verb, reason="fordi", by=by)
    return Round.objects.get(pk=status_round.pk)


def status_of(status_round: Round, number: str) -> Status:
    chapter, point = number.split(".")
    return Status.objects.select_related("round", "initiative__chapter__agreement").get(
        round=status_round, initiative__chapter__number=int(chapter), initiative__point=int(point)
    )
