"""Reports: planned, published, renewed, closed."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from django.db import transaction
from django.db.models import Max

from chefforum.audit import log
from chefforum.documents import offering
from chefforum.documents.actions import freeze
from chefforum.documents.models import Document
from chefforum.organisation.models import User
from chefforum.workflow import Overtaken, Refused, take
from sickleave import queries
from sickleave.actions.accounts import ask
from sickleave.actions.guard import lock_figures, lock_report, require
from sickleave.models import Report, ReportPaper, ReportStep, Shield
from sickleave.papers.assembling import paper_now
from sickleave.papers.findings import COMMITTEE, FORUM, Suggestion, case, risers
from sickleave.papers.shape import EVERYTHING, TEMPLATE, AbsencePaper
from sickleave.permissions import may_run_absence
from sickleave.queries.figures import Counts
from sickleave.rules.book import Why
from sickleave.rules.delivery import missing_units
from sickleave.rules.guard import Decided, Group, decide_inside, decide_outside, grown, shows_too_few
from sickleave.rules.quarters import Quarter, compared_with, window
from sickleave.rules.reporting import must_be_in_order, must_have_a_reason, must_have_figures
from sickleave.rules.structure import Structure
from sickleave.workflow import WORKFLOW, PaperEdition, ReportState

_FORUMS = {PaperEdition.UNITS: FORUM, PaperEdition.DEPARTMENTS: COMMITTEE}
_BY = {PaperEdition.UNITS: "pr. enhed", PaperEdition.DEPARTMENTS: "pr. afdeling"}
_FILES = {PaperEdition.UNITS: "enheder", PaperEdition.DEPARTMENTS: "oeu"}


@transaction.atomic
def make_report(
    *, quarter: Quarter, method: str, step: int, due: date, forum_on: date, committee_on: date, by: User
) -> Report:
    """A new report. Raises :class:`Refused` for days out of order, for a report that there is, and for one whose
    figures are not there.
    """
    require(may_run_absence(by))
    lock_figures()
    must_be_in_order(due, forum_on, committee_on)
    if step == 2 and quarter.number % 2:
        raise Refused("En halvårsopgørelse slutter med 2. eller 4. kvartal. Intet er gemt.")
    if Report.objects.filter(year=quarter.year, quarter=quarter.number, method=method, step=step).exists():
        raise Refused(f"Der er allerede en opgørelse for {quarter} med den metode. Intet er gemt.")
    made = Report.objects.create(
        year=quarter.year,
        quarter=quarter.number,
        method=method,
        step=step,
        due=due,
        forum_on=forum_on,
        committee_on=committee_on,
    )
    log.record("sickleave.report_made", by=by, target=made, text=f"Opgørelsen »{made}« er oprettet")
    return made


@transaction.atomic
def change_days(report: Report, *, due: date, forum_on: date, committee_on: date, by: User) -> None:
    """Other days, until the report is closed."""
    current = lock_report(report.pk)
    require(may_run_absence(by))
    if current.version != report.version:
        raise Overtaken("En anden har ændret opgørelsen, siden du åbnede den. Dit er ikke gemt. Genindlæs siden.")
    if current.state == ReportState.CLOSED:
        raise Refused("Opgørelsen er afsluttet og kan ikke ændres. Intet er gemt.")
    must_be_in_order(due, forum_on, committee_on)
    Report.objects.filter(pk=current.pk).update(
        due=due, forum_on=forum_on, committee_on=committee_on, version=current.version + 1
    )
    log.record("sickleave.report_changed", by=by, target=current, text=f"Datoerne i »{current}« er ændret")


@transaction.atomic
def take_step(report: Report, verb: str, *, reason: str = "", on: date | None = None, by: User) -> Report:
    """Take a step with a report; ``report.version`` is the one the person saw.

    »publish« and »renew« decide what of the report's quarters may be known, freeze both editions, offer them, and ask
    the heads of departments that rose for an account; a new version carries the accounts that are sent in the unit
    edition. »close« offers the papers no longer. ``on`` is the day that a paper says it was frozen.
    """
    lock_figures()
    current = lock_report(report.pk)
    require(may_run_absence(by))
    reason = must_have_a_reason(verb, reason)
    current.version = report.version
    take(current, WORKFLOW, verb)
    ReportStep.objects.create(report=current, verb=verb, reason=reason, by=by)
    log.record(f"sickleave.{verb}", by=by, target=current, text=f"{current}: {WORKFLOW.step(verb).label}")
    if verb in ("publish", "renew"):
        _publish(current, on, reason, by)
    elif verb == "close":
        for forum in _FORUMS.values():
            offering.withdraw(_documents(current), forum=forum, by=by)
    elif verb == "reopen":
        offering.offer_again(_documents(current, newest=True), by=by)
    return current


def _publish(report: Report, on: date | None, reason: str, by: User) -> None:
    at = Quarter(report.year, report.quarter)
    figures, structure = queries.counts(), queries.structure()
    has = [(unit, quarter) for unit, quarters in figures.items() for quarter in quarters]
    # What it is compared with must be whole too, as far back as there are figures.
    there = {quarter for _, quarter in has}
    before = window(report.method, compared_with(report.method, at, report.step))
    wanted = sorted({*window(report.method, at), *(one for one in before if one in there)})
    missing = missing_units(structure, wanted, has)
    names = queries.names_of_all_units()
    must_have_figures({quarter: [names[unit] for unit in units] for quarter, units in missing.items()})
    _decide(at)
    for forum in _FORUMS.values():
        offering.withdraw(_documents(report), forum=forum, by=by)
    units = _freeze(report, PaperEdition.UNITS, on, reason, by)
    departments = _freeze(report, PaperEdition.DEPARTMENTS, on, reason, by)
    # An agenda's text may be read by more than its closed attachment: both are written out of the outer edition.
    told = cast("AbsencePaper", departments.paper)
    _offer(units, FORUM, case(told, FORUM), closed=True, by=by)
    _offer(departments, COMMITTEE, case(told, COMMITTEE), closed=False, by=by)
    rows = {row["id"]: row for row in units.paper["departments"]}
    full = paper_now(report, EVERYTHING, viewer=by)
    hidden = [pk for pk, row in rows.items() if row["why"] in (Why.FEW, Why.HIDDEN)]
    ask(report, [row["id"] for row in risers(full)], private=hidden)


def _decide(last: Quarter) -> None:
    """Keep what each edition may show of every quarter up to ``last``.

    What was hidden stays hidden. Units whose figures came since are added where they are large enough to be known; of
    one whose figures were corrected to fewer employees than may be shown, it is decided again.
    """
    figures, structure, limits = queries.counts(), queries.structure(), queries.limits()
    kept = {(one.edition, Quarter(one.year, one.quarter)): one for one in Shield.objects.all()}
    # The unit edition comes first: what it hides, the committee's does too.
    inside: dict[Quarter, Decided] = {}
    for edition, decided in queries.all_decided(structure, figures, last).items():
        limit = limits.inside if edition == PaperEdition.UNITS else limits.outside
        for quarter, groups in decided.items():
            shield = kept.get((edition, quarter))
            if shield is None:
                Shield.objects.create(
                    edition=edition,
                    year=quarter.year,
                    quarter=quarter.number,
                    groups=queries.as_kept(groups),
                    limit=limit,
                )
                if edition == PaperEdition.UNITS:
                    inside[quarter] = groups
                continue
            now = _with_late(groups, figures, structure, quarter, shield.limit)
            counted = {unit for group in now.values() for unit in group.units}
            there = {unit: by[quarter] for unit, by in figures.items() if unit in counted and quarter in by}
            where = {unit: structure.department(unit, quarter) for unit in there}
            if shows_too_few(now, there, inside.get(quarter, {}), shield.limit):
                again = (
                    decide_inside(there, where, limit=shield.limit, near=now)
                    if edition == PaperEdition.UNITS
                    else decide_outside(there, where, inside[quarter], limit=shield.limit, near=now)
                )
                now = grown(now, again)
            if edition == PaperEdition.UNITS:
                inside[quarter] = now
            if now != groups:
                Shield.objects.filter(pk=shield.pk).update(groups=queries.as_kept(now))


def _with_late(groups: Decided, figures: Counts, structure: Structure, quarter: Quarter, limit: int) -> Decided:
    there = {unit for group in groups.values() for unit in group.units}
    late = [unit for unit, by in figures.items() if quarter in by and unit not in there]
    found = dict(groups)
    for unit in late:
        if figures[unit][quarter].employees >= limit:
            department = structure.department(unit, quarter)
            group = found.get(department, Group(False))
            found[department] = Group(group.hidden, {**group.units, unit: not group.hidden})
    return found


def _freeze(report: Report, edition: PaperEdition, on: date | None, reason: str, by: User) -> Document:
    earlier = ReportPaper.objects.filter(report=report, edition=edition)
    number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    paper = paper_now(
        report,
        edition.value,
        viewer=by,
        frozen_on=on,
        number=number,
        renewed=reason,
        with_accounts=edition == PaperEdition.UNITS,
    )
    earlier.filter(current=True).update(current=False)
    method = "aar-til-dato" if report.method == "A" else "loebende"
    document = freeze(
        cast("Mapping[str, object]", paper),
        # Other words than the item's: a closed attachment that an open text names is warned about.
        title=f"Sygefravær {_BY[edition]}, {paper['period']}".replace("\u00a0", " "),
        file_name=f"sygefravaer-{report.year}-{report.quarter}-kvartal-{method}-{_FILES[edition]}",
        edition=edition.label,
        template=TEMPLATE,
        by=by,
    )
    ReportPaper.objects.create(report=report, document=document, edition=edition, number=number)
    return document


def _offer(document: Document, forum: str, suggestion: Suggestion, *, closed: bool, by: User) -> None:
    offering.offer(
        document,
        forum=forum,
        title=suggestion.title,
        occasion=suggestion.occasion,
        presentation=suggestion.presentation,
        party="",
        points=suggestion.points,
        closed=closed,
        by=by,
    )
    offering.suggest_decision([document.pk], suggestion.decision)


def _documents(report: Report, *, newest: bool = False) -> list[int]:
    papers = ReportPaper.objects.filter(report=report)
    return list((papers.filter(current=True) if newest else papers).values_list("document", flat=True))
