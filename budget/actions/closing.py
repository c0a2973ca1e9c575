"""Points that end, and years that are closed: what is unfinished goes on in the next agreement (D85)."""

from collections.abc import Mapping

from django.db import transaction

from budget.actions.guard import lock_agreement, require
from budget.models import Agreement, Amount, Chapter, Initiative, Round
from budget.permissions import may_change_initiative, may_change_register
from budget.queries import numbers_in
from budget.rules.closing import Onward, must_be_complete
from budget.workflow import (
    AGREEMENT_WORKFLOW,
    INITIATIVE_WORKFLOW,
    AgreementState,
    InitiativeState,
    RoundState,
)
from chefforum.audit import log
from chefforum.danish import count
from chefforum.organisation.models import User
from chefforum.workflow import Refused, take

_UNDER_WAY = (RoundState.PLANNED, RoundState.COLLECTING, RoundState.DIRECTORS, RoundState.FORUM)


@transaction.atomic
def end_initiative(initiative: Initiative, *, by: User) -> None:
    """A point is finished; later rounds do not ask for it."""
    lock_agreement(initiative.agreement.pk)
    current = Initiative.objects.select_related("chapter__agreement").get(pk=initiative.pk)
    require(may_change_initiative(by, current))
    current.version = initiative.version
    take(current, INITIATIVE_WORKFLOW, "end")
    log.record("budget.initiative_ended", by=by, target=current, text=f"Punkt {current.number} er afsluttet")


@transaction.atomic
def reopen_initiative(initiative: Initiative, *, by: User) -> None:
    """A point that was ended is followed again, while its agreement is."""
    agreement = lock_agreement(initiative.agreement.pk)
    require(may_change_register(by, agreement))
    current = Initiative.objects.select_related("chapter__agreement").get(pk=initiative.pk)
    current.version = initiative.version
    take(current, INITIATIVE_WORKFLOW, "reopen")
    log.record("budget.initiative_reopened", by=by, target=current, text=f"Punkt {current.number} følges igen")


@transaction.atomic
def close_year(
    agreement: Agreement, onward: Mapping[int, Onward], *, into: Agreement | None, by: User
) -> list[Initiative]:
    """Close an agreement: each point that is followed ends, or goes on in a later agreement that links back. Answers
    the points that go on.

    Raises :class:`Refused` where a point is forgotten or a number taken, while a round of the agreement is under way,
    and for an agreement to go on in that is not later or not followed.
    """
    locked = {pk: lock_agreement(pk) for pk in sorted({agreement.pk, *([into.pk] if into else [])})}
    current, target = locked[agreement.pk], locked[into.pk] if into else None
    require(may_change_register(by, current))
    current.version = agreement.version
    under_way = Round.objects.filter(agreements=current, state__in=_UNDER_WAY).first()
    if under_way is not None:
        raise Refused(f"Runden »{under_way}« er ikke sendt til ØU endnu. Send den først. Intet er ændret.")
    if target is not None and (target.year <= current.year or target.state != AgreementState.OPEN):
        raise Refused(f"Punkter kan kun føres over i en senere aftale, der følges. Det er {target} ikke.")
    points = list(
        Initiative.objects.filter(chapter__agreement=current, state=InitiativeState.OPEN)
        .select_related("chapter__agreement")
        .prefetch_related("people", "amounts")
    )
    onward = {pk: one for pk, one in onward.items() if pk in {point.pk for point in points}}
    must_be_complete(points, onward, numbers_in(target) if target else {})
    if target is None and any(one.number for one in onward.values()):
        raise Refused("Vælg, hvilken aftale punkterne føres over i. Intet er ændret.")
    carried = []
    for point in points:
        way = onward[point.pk]
        if way.number is None or target is None:
            take(point, INITIATIVE_WORKFLOW, "end")
        else:
            carried.append(_carry(point, target, way))
    take(current, AGREEMENT_WORKFLOW, "close")
    text = (
        f"{current} er afsluttet: {count(len(points) - len(carried), 'punkt', 'punkter')} afsluttet, "
        f"{count(len(carried), 'punkt', 'punkter')} ført over"
    )
    log.record("budget.agreement_closed", by=by, target=current, text=text)
    return carried


def _carry(point: Initiative, into: Agreement, way: Onward) -> Initiative:
    assert way.number is not None
    chapter, _ = Chapter.objects.get_or_create(
        agreement=into, number=way.number.chapter, defaults={"title": point.chapter.title}
    )
    made = Initiative.objects.create(
        chapter=chapter,
        point=way.number.point,
        title=point.title,
        text=point.text,
        department=point.department,
        office=point.office,
        responsible=point.responsible,
        needs_case=point.needs_case,
        case_forum=point.case_forum,
        case_when=point.case_when,
        continues=point,
        carried_part=way.part[:2000],
    )
    made.people.set(point.people.all())
    # The two agreements may count in different units; amounts go along only where they mean the same.
    if into.unit == point.agreement.unit:
        Amount.objects.bulk_create(
            Amount(initiative=made, year=one.year, kind=one.kind, value=one.value)
            for one in point.amounts.all()
            if one.year >= into.year
        )
    take(point, INITIATIVE_WORKFLOW, "carry")
    return made
