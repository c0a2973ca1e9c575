"""What a round needs before it can take a step."""

from datetime import date
from typing import TYPE_CHECKING

from budget.workflow import BACKWARDS
from chefforum.danish import enumerate_words
from chefforum.workflow import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budget.models import Agreement, Initiative, Round


def must_be_in_order(as_of: date, due: date, forum_on: date, committee_on: date) -> None:
    """Raises :class:`Refused` where the departments' day, the forum and Økonomiudvalget do not follow each other."""
    if not as_of <= due <= forum_on <= committee_on:
        raise Refused(
            "Datoerne skal følge efter hinanden: opgjort pr., frist for afdelingerne, Chefforum og Økonomiudvalget. "
            "Intet er gemt."
        )


def must_have_agreements(agreements: "Sequence[Agreement]") -> None:
    """Raises :class:`Refused` where a round would be of nothing, or of an agreement that is no longer followed."""
    if not agreements:
        raise Refused("Vælg mindst én budgetaftale. Intet er gemt.")
    closed = next((one for one in agreements if one.state != "open"), None)
    if closed is not None:
        raise Refused(f"{closed} er afsluttet og kan ikke få en runde. Intet er gemt.")


def must_have_a_reason(verb: str, reason: str) -> str:
    """The reason of a step, trimmed; raises :class:`Refused` where a step back has none."""
    if verb in BACKWARDS and not reason.strip():
        raise Refused("Skriv, hvorfor runden går tilbage. Intet er ændret.")
    return reason.strip()


def must_have_every_point(missing: "Sequence[Initiative]") -> None:
    """Raises :class:`Refused` where points that are followed are not in the round."""
    if missing:
        numbers = enumerate_words([one.number for one in missing[:8]])
        more = " og flere" if len(missing) > 8 else ""
        raise Refused(
            f"Punkt {numbers}{more} følges, men er ikke med i runden. Tag dem med, eller afslut dem, før du sender. "
            "Intet er sendt."
        )


def must_not_be_closed(agreements: "Sequence[Agreement]") -> None:
    """Raises :class:`Refused` where a year is closed: what was carried over cannot be decided anew."""
    closed = next((one for one in agreements if one.state != "open"), None)
    if closed is not None:
        raise Refused(f"{closed} er afsluttet, så runden kan ikke tages tilbage. Intet er ændret.")


def title_of(status_round: "Round", agreements: "Sequence[Agreement]") -> str:
    """``Tredje status 2026``: the round by its name and the years of its agreements."""
    years = " og ".join(str(one.year) for one in sorted(agreements, key=lambda one: one.year))
    return f"{status_round.name} {years}"


def late_by(status_round: "Round", today: date) -> int:
    """How many days ago the departments should have answered a round that is still collected; 0 before."""
    return max(0, (today - status_round.due).days) if status_round.state == "collecting" else 0
