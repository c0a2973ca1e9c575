"""What Økonomiudvalget decided about a round, written in by hand: the committee keeps its minutes elsewhere."""

from datetime import date
from html import escape

from django.db import transaction

from budget.actions.guard import lock_round, require
from budget.models import Round, RoundPaper
from budget.permissions import may_run_budget
from budget.workflow import STATUS_SENT, RoundEdition
from chefforum.audit import log
from chefforum.documents import offering
from chefforum.organisation.models import User
from chefforum.workflow import Refused

COMMITTEE = "Økonomiudvalget"


@transaction.atomic
def note_committee_decision(status_round: Round, *, on: date, text: str, by: User) -> None:
    """Put the committee's decision on the paper that was sent to it; written again, it says what it now says.

    Raises :class:`Refused` before the round is sent, and without words.
    """
    current = lock_round(status_round.pk)
    require(may_run_budget(by))
    if current.state not in STATUS_SENT:
        raise Refused("Runden er ikke sendt til ØU endnu. Intet er gemt.")
    if not text.strip():
        raise Refused("Skriv, hvad Økonomiudvalget besluttede. Intet er gemt.")
    paper = RoundPaper.objects.select_related("document").get(
        round=current, edition=RoundEdition.COMMITTEE, current=True
    )
    offering.stamp(
        paper.document,
        source=f"budget.committee.{current.pk}",
        forum=COMMITTEE,
        on=on,
        place="",
        outcome="",
        text="".join(f"<p>{escape(line, quote=False)}</p>" for line in text.strip().splitlines() if line.strip()),
        address="",
    )
    log.record("budget.committee_decided", by=by, target=current, text=f"{current}: ØU’s beslutning er skrevet ind")
