"""What a secretary would want to know before a paper is sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from chefforum.danish import clock, count
from chefforum.workflow import Refused
from meetings.models import AgendaItem, Meeting, SectionKind
from meetings.rules.procedure import is_as_given, section_is_empty, shows_in_editor
from meetings.rules.timing import Timetable, timetable


@dataclass(frozen=True)
class Finding:
    """Something to look at before a paper is sent; ``blocks`` when it must be mended first.

    ``in_list``: it is said at the item in the list of items, where nothing else says it.
    """

    text: str
    item_id: int | None = None
    blocks: bool = False
    in_list: bool = True


def findings(meeting: Meeting, items: Sequence[AgendaItem]) -> list[Finding]:
    """What to look at, in the order of the agenda. ``items`` come with their case."""
    if not items:
        return [Finding("Dagsordenen har ingen punkter endnu.", blocks=True)]
    times = timetable(meeting, items)
    open_cases = {item.case_id: item for item in items if item.case_id and not item.closed}
    found: list[Finding] = []
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
        if item.standing and item.case_id is None:
            found.append(Finding(f"Punkt {item.position} mangler årets dagsordenssag.", item.pk))
        found += _of_time(item, times)
        found += _of_text(item)
    if times.over and times.end:
        over = count(times.over, "minut", "minutter")
        found.append(Finding(f"Dagsordenen slutter kl. {clock(times.end)}, {over} efter mødet.", times.last))
    return found


def _of_time(item: AgendaItem, times: Timetable) -> list[Finding]:
    if item.pk in times.gaps:
        minutes = count(times.gaps[item.pk], "minut", "minutter")
        text = f"Der er {minutes} uden punkt før punkt {item.position}."
        return [Finding(text, item.pk, in_list=False)]
    if item.pk in times.overlaps:
        minutes = count(times.overlaps[item.pk], "minut", "minutter")
        return [Finding(f"Punkt {item.position} begynder {minutes}, før det foregående punkt slutter.", item.pk)]
    return []


def _of_text(item: AgendaItem) -> list[Finding]:
    """What has not been written. Standing items may well have no text (D36)."""
    if item.standing:
        return []
    sections = [section for section in item.sections.all() if shows_in_editor(section)]
    recommends = next((section for section in sections if section.kind == SectionKind.RECOMMENDATION), None)
    if all(section_is_empty(section) or is_as_given(section) for section in sections):
        return [Finding(f"Punkt {item.position} har ingen tekst.", item.pk)]
    if recommends is not None and is_as_given(recommends):
        return [Finding(f"Indstillingen i punkt {item.position} er ikke skrevet færdig.", item.pk)]
    if recommends is not None and recommends.points and not recommends.lead:
        return [Finding(f"Det fremgår ikke, hvem der indstiller i punkt {item.position}.", item.pk)]
    return []


def must_be_sendable(meeting: Meeting, items: Sequence[AgendaItem]) -> None:
    """Raises :class:`Refused` with the first finding that blocks."""
    for finding in findings(meeting, items):
        if finding.blocks:
            raise Refused(f"Dagsordenen er ikke sendt. {finding.text}")
