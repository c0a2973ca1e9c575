"""What may be changed when, and what counts as empty."""

from collections.abc import Iterable

from chefforum.richtext import plain_text
from chefforum.workflow import Refused
from meetings.models import Meeting, Remark, Section, SectionKind
from meetings.workflow import AGENDA_OPEN, MINUTES_OPEN, MeetingState

EMPTY_DECISIONS = {"", ".", "intet", "intet."}


def is_empty_text(html: str) -> bool:
    """Whether a decision says nothing (D40): no text, a full stop or »Intet«."""
    return plain_text(html).strip().casefold() in EMPTY_DECISIONS


def section_is_empty(section: Section) -> bool:
    """Whether a section has nothing to print."""
    return not (section.html or section.points or section.lead or section.before)


def is_as_given(section: Section) -> bool:
    """Whether a recommendation says no more than the first point that a template gave it."""
    return section.kind == SectionKind.RECOMMENDATION and section.version == 0 and not (section.lead or section.html)


def shows_in_editor(section: Section) -> bool:
    """Whether the section is written with the item: not its decision, and what is set aside only while it has text."""
    return section.kind != SectionKind.DECISION and not (section.set_aside and section_is_empty(section))


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


def must_have_a_reason(reason: str, what_for: str) -> str:
    """The reason, trimmed; raises :class:`Refused` when there is none."""
    if not reason.strip():
        raise Refused(f"Skriv, hvorfor {what_for}. Intet er ændret.")
    return reason.strip()
