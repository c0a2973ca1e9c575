"""What procedure demands of a meeting. Returns findings or raises; never writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from chefforum.richtext import plain_text
from chefforum.workflow import Refused
from meetings.models import AgendaItem, Meeting, Remark, Section
from meetings.models.item import SectionKind
from meetings.workflow import AGENDA_OPEN, MINUTES_OPEN, MeetingState

EMPTY_DECISIONS = {"", ".", "intet", "intet."}


@dataclass(frozen=True)
class Finding:
    """Something to look at before a paper is sent; ``blocks`` when it must be mended first."""

    text: str
    item_id: int | None = None
    blocks: bool = False


def findings(meeting: Meeting, items: Sequence[AgendaItem]) -> list[Finding]:
    """What a secretary would want to know before sending, in the order of the agenda."""
    found: list[Finding] = []
    if not items:
        found.append(Finding("Dagsordenen har ingen punkter endnu.", blocks=True))
    open_cases = {item.case_id: item for item in items if item.case_id and not item.closed}
    end: time | None = None
    for item in items:
        if item.closed and item.case_id in open_cases:
            other = open_cases[item.case_id].position
            found.append(
                Finding(
                    f"Punkt {item.position} er lukket, men deler sagsnummer med punkt {other}, som er åbent.", item.pk
                )
            )
        if item.closed and not item.closed_reason:
            found.append(Finding(f"Punkt {item.position} er lukket uden begrundelse.", item.pk))
        if item.slot_start and end and item.slot_start < end:
            found.append(Finding(f"Punkt {item.position} begynder, før det foregående punkt slutter.", item.pk))
        end = item.slot_end or end
    return found


def is_empty_text(html: str) -> bool:
    """Whether a decision says nothing (D40): no text, a full stop or »Intet«."""
    return plain_text(html).strip().casefold() in EMPTY_DECISIONS


def section_is_empty(section: Section) -> bool:
    """Whether a section has nothing to print."""
    return not (section.html or section.points or section.lead or section.before)


def must_be_sendable(meeting: Meeting, items: Sequence[AgendaItem]) -> None:
    """Raises :class:`Refused` with the first finding that blocks."""
    for finding in findings(meeting, items):
        if finding.blocks:
            raise Refused(f"Dagsordenen er ikke sendt. {finding.text}")


def must_be_open_for(meeting: Meeting, kind: SectionKind | str | None = None) -> None:
    """Raises :class:`Refused` unless the agenda, or the decisions, may be changed now."""
    states = MINUTES_OPEN if kind == SectionKind.DECISION else AGENDA_OPEN
    if meeting.state not in states:
        if meeting.state == MeetingState.APPROVED:
            raise Refused("Referatet er godkendt og låst. Intet er ændret.")
        raise Refused("Teksten kan ikke ændres på dette trin. Intet er ændret.")


def must_be_answered(remarks: Iterable[Remark]) -> None:
    """Raises :class:`Refused` while a remark waits for an answer."""
    waiting = sum(remark.answered_at is None for remark in remarks)
    if waiting:
        word = "bemærkning" if waiting == 1 else "bemærkninger"
        raise Refused(f"Referatet er ikke låst, for {waiting} {word} mangler svar. Besvar dem først.")
