"""What a secretary would want to know before a paper is sent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chefforum.danish import clock, count
from chefforum.documents.fit import faults
from chefforum.files.workflow import RenditionState
from chefforum.organisation.models import User
from chefforum.richtext import plain_text
from chefforum.workflow import Refused
from meetings.models import AgendaItem, Audience, ItemKind, MarginNote, Meeting, Section, SectionKind
from meetings.rules.citing import citing_faults
from meetings.rules.procedure import is_as_given, section_is_empty, shows_in_editor
from meetings.rules.timing import Timetable, timetable

# Kinds of items that ask the forum for something.
_RECOMMENDING = (ItemKind.DECISION, ItemKind.DISCUSSION, ItemKind.BRIEFING, ItemKind.STATUS)
# Beyond Latin, Greek and Cyrillic: more of these, punctuation, signs, arrows, boxes, ticks.
_PRINTED = ((0x1D00, 0x2BFF), (0xFB00, 0xFB06), (0xFFFC, 0xFFFD))
_ENDING = re.compile(r"\.[A-Za-z]{2,4}$")


# What a finding can be about, in the order of the check list.
ABOUT = {
    "closed": "Lukkede punkter",
    "text": "Tekst",
    "cases": "Sagsnumre",
    "time": "Tid",
    "attachments": "Bilag",
    "review": "Gennemlæsning",
    "people": "Modtagere",
}


@dataclass(frozen=True)
class Finding:
    """Something to look at before a paper is sent; ``blocks`` when it must be mended first.

    ``in_list``: it is said at the item in the list of items, where nothing else says it. ``about`` is one of ``ABOUT``.
    """

    text: str
    item_id: int | None = None
    blocks: bool = False
    in_list: bool = True
    about: str = "text"


@dataclass(frozen=True)
class Check:
    """A line of the check list: what was looked at, and what was found there."""

    about: str
    name: str
    findings: list[Finding]


def checklist(
    meeting: Meeting, items: Sequence[AgendaItem], *, members: Sequence[User], notes: Sequence[MarginNote]
) -> list[Check]:
    """Everything to look at before the agenda is sent, by what it is about; a line without findings is in order.

    ``members`` are those who get the agenda, ``notes`` the comments in the margin.
    """
    lacking = {_no_agenda_case(item) for item in items if item.standing and item.case_id is None}
    found = [one for one in findings(meeting, items) if one.text not in lacking]
    if lacking:
        year = meeting.starts_at.year
        found.append(Finding(f"Dagsordenssagen for {year} mangler. Skriv den i indstillingerne.", about="cases"))
    for item in items:
        found += _not_filled_in(item, timed=any(one.planned_minutes for one in items))
    for note in notes:
        if note.done_at is None:
            text = f"{note.user} har en kommentar til punkt {note.item.position}, som ikke er afsluttet."
            found.append(Finding(text, note.item_id, about="review"))
    found += [
        Finding(f"{user} har ingen mailadresse og får ingen mail.", about="people")
        for user in members
        if not user.email
    ]
    if not members:
        found.append(Finding("Forummet har ingen medlemmer på mødedagen.", about="people"))
    return [Check(about, name, [one for one in found if one.about == about]) for about, name in ABOUT.items()]


def _not_filled_in(item: AgendaItem, *, timed: bool) -> list[Finding]:
    """What an item lacks but may do without: an empty section, a recommendation, a case number, its minutes."""
    if item.standing or item.fill:
        return []
    found = []
    sections = [section for section in item.sections.all() if shows_in_editor(section)]
    written = [section for section in sections if not section_is_empty(section) and not is_as_given(section)]
    if written:
        for section in sections:
            if section_is_empty(section) and section.kind != SectionKind.RECOMMENDATION:
                text = f"Afsnittet »{section}« i punkt {item.position} er tomt og kommer ikke med."
                found.append(Finding(text, item.pk))
        recommends = [section for section in sections if section.kind == SectionKind.RECOMMENDATION]
        if item.kind in _RECOMMENDING and not recommends:
            found.append(Finding(f"Punkt {item.position} har ingen indstilling.", item.pk))
    if item.case_id is None:
        found.append(Finding(f"Punkt {item.position} har intet sagsnummer.", item.pk, about="cases"))
    read_at_home = item.kind == ItemKind.WRITTEN_BRIEFING
    if timed and not read_at_home and item.planned_minutes is None and item.fixed_start is None:
        found.append(Finding(f"Punkt {item.position} har ingen tid.", item.pk, about="time"))
    return found


def _of_attachments(item: AgendaItem) -> list[str]:
    attachments = [one for one in item.attachments.all() if not one.agenda]
    text = " ".join(words_of(section) for section in item.sections.all() if section.kind != SectionKind.DECISION)
    faults = citing_faults(item.position, text, [one.title for one in attachments])
    for one in attachments:
        rendition = getattr(one.file, "rendition", None)
        if rendition is not None and rendition.state == RenditionState.FAILED:
            faults.append(f"Bilaget »{one.title}« i punkt {item.position} kunne ikke læses.")
    return faults


def findings(meeting: Meeting, items: Sequence[AgendaItem]) -> list[Finding]:
    """What to look at, in the order of the agenda. ``items`` come with their case."""
    if not items:
        return [Finding("Dagsordenen har ingen punkter endnu.", blocks=True)]
    times = timetable(meeting, items)
    open_items = [item for item in items if not item.closed]
    found: list[Finding] = []
    for item in items:
        found += _of_closing(item, open_items)
        if item.standing and item.case_id is None:
            found.append(Finding(_no_agenda_case(item), item.pk, about="cases"))
        elif item.standing and item.case and case_year(item.case.number) not in (None, meeting.starts_at.year % 100):
            text = f"Punkt {item.position} er på dagsordenssagen {item.case}, som er fra et andet år."
            found.append(Finding(text, item.pk, about="cases"))
        found += _of_time(item, times)
        found += _of_text(item)
        found += _of_tables(item)
        found += _of_signs(item)
        found += _of_pasting(item)
        found += [Finding(text, item.pk, about="attachments") for text in _of_attachments(item)]
    if times.over and times.end:
        over = count(times.over, "minut", "minutter")
        found.append(
            Finding(f"Dagsordenen slutter kl. {clock(times.end)}, {over} efter mødet.", times.last, about="time")
        )
    return found


def _no_agenda_case(item: AgendaItem) -> str:
    return f"Punkt {item.position} mangler årets dagsordenssag."


def case_year(number: str) -> int | None:
    """The two digits of the year in which a case was opened, by its number; ``None`` where the number does not say."""
    match = re.fullmatch(r"\d{2}\.\d{2}\.\d{2}-[A-ZÆØÅ]\d{2}-\d{1,5}-(\d{2})|(\d{2})/\d{1,6}", number)
    return int(match[1] or match[2]) if match else None


def _of_closing(item: AgendaItem, open_items: Sequence[AgendaItem]) -> list[Finding]:
    """Ways in which a closed item, or a closed attachment, can be told from what is open."""
    found = []
    if item.closed:
        twin = next((one for one in open_items if item.case_id and one.case_id == item.case_id), None)
        if twin:
            text = f"Punkt {item.position} er lukket, men deler sagsnummer med punkt {twin.position}, som er åbent."
            found.append(Finding(text, item.pk, about="closed"))
        if not item.closed_ground:
            found.append(Finding(f"Punkt {item.position} er lukket uden grund.", item.pk, about="closed"))
        if item.audience == Audience.NAMED and not any(one.removed_at is None for one in item.named_readers.all()):
            found.append(
                Finding(
                    f"Punkt {item.position} kan kun læses af navngivne, men ingen er nævnt.", item.pk, about="closed"
                )
            )
        for one in open_items:
            if _says(one, [item.title]):
                text = f"Punkt {one.position} er åbent, men nævner titlen på punkt {item.position}, som er lukket."
                found.append(Finding(text, one.pk, about="closed"))
        return found
    names = [one.title for one in item.attachments.all() if one.closed]
    found += [
        Finding(
            f"Punkt {one.position} er åbent, men nævner et lukket bilag til punkt {item.position}.",
            one.pk,
            about="closed",
        )
        for one in open_items
        if names and _says(one, names)
    ]
    return found


def _says(item: AgendaItem, names: Sequence[str]) -> bool:
    """Whether the item's own words name one of these, with or without the ending of a file."""
    text = " ".join([item.title, *(words_of(section) for section in item.sections.all())]).casefold()
    wanted = [_ENDING.sub("", name).strip().casefold() for name in names]
    return any(len(name) > 3 and name in text for name in wanted)


def words_of(section: Section) -> str:
    """Everything that a section says, as plain text."""
    points = " ".join(_points(section.points))
    return " ".join(plain_text(html) for html in (section.before, section.html, points) if html)


def _points(points: Sequence[dict[str, Any]]) -> list[str]:
    return [html for point in points for html in (str(point["html"]), *_points(point["children"]))]


def _of_time(item: AgendaItem, times: Timetable) -> list[Finding]:
    if item.pk in times.gaps:
        minutes = count(times.gaps[item.pk], "minut", "minutter")
        text = f"Der er {minutes} uden punkt før punkt {item.position}."
        return [Finding(text, item.pk, in_list=False, about="time")]
    if item.pk in times.overlaps:
        minutes = count(times.overlaps[item.pk], "minut", "minutter")
        return [
            Finding(
                f"Punkt {item.position} begynder {minutes}, før det foregående punkt slutter.", item.pk, about="time"
            )
        ]
    return []


def _of_text(item: AgendaItem) -> list[Finding]:
    """What has not been written. Standing items may well have no text (D36)."""
    if item.standing or item.fill:
        return []
    sections = [section for section in item.sections.all() if shows_in_editor(section)]
    recommends = next((section for section in sections if section.kind == SectionKind.RECOMMENDATION), None)
    if all(section_is_empty(section) or is_as_given(section) for section in sections):
        return [Finding(f"Punkt {item.position} har ingen tekst.", item.pk)]
    if recommends is not None and is_as_given(recommends):
        text = f"Indstillingen i punkt {item.position} er ikke skrevet færdig."
        return [Finding(text if recommends.points else f"Punkt {item.position} har ingen indstilling.", item.pk)]
    if recommends is not None and recommends.points and not recommends.lead:
        return [Finding(f"Det fremgår ikke, hvem der indstiller i punkt {item.position}.", item.pk)]
    return []


def _of_tables(item: AgendaItem) -> list[Finding]:
    """Tables that the paper has no room for: their figures would be cut off."""
    return [
        Finding(f"Afsnittet »{section}« i punkt {item.position} {fault}", item.pk, blocks=True)
        for section in item.sections.all()
        for html in (section.before, section.html)
        for fault in faults(html)
    ]


def _of_pasting(item: AgendaItem) -> list[Finding]:
    """What was left out of pasted text, for somebody to have looked at it."""
    return [
        Finding(f"Indsat tekst i »{section}« i punkt {item.position}: {note} Læs teksten igennem.", item.pk)
        for section in item.sections.all()
        for note in section.pasted
        if not section_is_empty(section)
    ]


def _of_signs(item: AgendaItem) -> list[Finding]:
    """Signs that the type of the papers has no picture of: they may come out as empty boxes."""
    text = " ".join([item.title, *(words_of(section) for section in item.sections.all())])
    found = dict.fromkeys(sign for sign in text if _has_no_picture(sign))
    if not found:
        return []
    signs = " ".join(list(found)[:10])
    return [Finding(f"Punkt {item.position} har tegn, som måske ikke kan trykkes på papir: {signs}", item.pk)]


def _has_no_picture(sign: str) -> bool:
    return ord(sign) > 0x52F and not any(first <= ord(sign) <= last for first, last in _PRINTED)


def must_be_printable(items: Sequence[AgendaItem]) -> None:
    """Raises :class:`Refused` where a table of an item would be cut off on paper."""
    for item in items:
        for finding in _of_tables(item):
            raise Refused(f"Papiret er ikke sendt. {finding.text}")


def must_be_sendable(meeting: Meeting, items: Sequence[AgendaItem]) -> None:
    """Raises :class:`Refused` with the first finding that blocks."""
    for finding in findings(meeting, items):
        if finding.blocks:
            raise Refused(f"Dagsordenen er ikke sendt. {finding.text}")
