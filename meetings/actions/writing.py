"""Writing a section: every saved wording is kept, and nobody's words are written over."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from chefforum.audit import log
from chefforum.organisation.models import User
from chefforum.organisation.queries import resolve_party
from chefforum.richtext import clean
from meetings.actions.guard import lock_any, lock_both, name_of, require
from meetings.actions.repeating import must_reach_no_further, note_repeat
from meetings.models import AgendaItem, Presence, Saved, Section, SectionKind, Wording
from meetings.papers.points import as_html, lead_of
from meetings.papers.shape import Point
from meetings.permissions import is_secretariat, may_quote, may_write_item, may_write_section
from meetings.queries import SITTING, last_writer
from meetings.rules.procedure import is_empty_text, must_be_open_for
from meetings.workflow import ItemState

_MOST_NOTES = 5


@dataclass(frozen=True)
class Words:
    """What a section says: running text, or for a recommendation who recommends which points."""

    html: str = ""
    parties: Sequence[str] = ()
    points: Sequence[Point] = field(default_factory=tuple)


@dataclass(frozen=True)
class Written:
    """How a save went. ``overtaken`` when somebody had saved since: then the section says what they wrote.

    ``by`` and ``at`` are who saved what it says now, and when.
    """

    section: Section
    overtaken: bool
    by: User | None
    at: datetime | None


@transaction.atomic
def write_section(section: Section, words: Words, *, version: int, by: User) -> Written:
    """Save a section if it still says what the person had read. Every wording that is saved is kept.

    If somebody saved in between, theirs stays and the person's is kept beside it (``Saved.ASIDE``): a word that
    reached the server is never lost. The same words again change nothing.
    """
    section = _entered(section, by)
    words = _cleaned(section, words)
    if _says(section, words):
        return Written(section, False, *last_writer(section))
    if section.version != version:
        _keep(section, words, Saved.ASIDE, by)
        return Written(section, True, *last_writer(section))
    _save(section, words, Saved.WRITTEN, by)
    return Written(section, False, by, timezone.now())


@transaction.atomic
def restore_wording(wording: Wording, *, by: User) -> Section:
    """Let a section say again what it once said. What it says now is kept as every other wording."""
    section = _entered(wording.section, by)
    words = Words(wording.html, wording.parties, cast("list[Point]", wording.points))
    if not _says(section, words):
        _save(section, words, Saved.RESTORED, by)
    return section


@transaction.atomic
def copy_from(earlier: AgendaItem, item: AgendaItem, *, by: User) -> int:
    """Add the text of an earlier item, section by section, after what the item says. Answers how many got text.

    Decisions are not copied; a section of a kind that the item lacks goes to its presentation.
    """
    earlier, item = lock_both(earlier, item)
    require(may_quote(by, earlier))
    require(may_write_item(by, item))
    must_reach_no_further(earlier, item)
    into = {section.kind: section for section in Section.objects.filter(item=item)}
    copied = 0
    for source in Section.objects.filter(item=earlier).exclude(kind=SectionKind.DECISION):
        target = into.get(source.kind) or into.get(SectionKind.PRESENTATION)
        if target is None or not (source.html or source.points or source.before):
            continue
        if target.kind == SectionKind.RECOMMENDATION:
            points = [*target.points, *source.points]
            words = Words(clean(target.html + source.before + source.html), target.parties or source.parties, points)
        else:
            words = Words(clean(target.html + source.before + as_html(source.html, source.parties, source.points)))
        _save(target, words, Saved.COPIED, by)
        copied += 1
    if copied:
        note_repeat(item, [earlier.pk])
    return copied


@transaction.atomic
def add_words(item: AgendaItem, html: str, *, by: User) -> None:
    """Add a paragraph to an item's decision, after what it says."""
    add_to_section(Section.objects.get(item=item, kind=SectionKind.DECISION), html, by=by)


@transaction.atomic
def replace_words(item: AgendaItem, old: str, new: str, *, by: User) -> None:
    """Let an item's decision say something new where it says ``old``; after what it says, where it does not."""
    section = _entered(Section.objects.get(item=item, kind=SectionKind.DECISION), by)
    html = section.html.replace(old, new, 1) if old and old in section.html else section.html + new
    _save(section, _cleaned(section, Words(html)), Saved.WRITTEN, by)


@transaction.atomic
def add_to_section(section: Section, html: str, *, by: User) -> None:
    """Add text to a section of running text, after what it says."""
    section = _entered(section, by)
    _save(section, _cleaned(section, Words(section.html + html)), Saved.WRITTEN, by)


def fill_words(section: Section, words: Words) -> None:
    """Let a section say what it fills itself with, as nobody's words. The caller holds the lock of its meeting."""
    if not _says(section, words):
        _save(section, words, Saved.FILLED, None)


def set_decisions_aside(item: AgendaItem, *, by: User) -> None:
    """Empty the decisions of a locked item that goes to another meeting; what was written is kept as a wording."""
    for section in Section.objects.filter(item=item, kind=SectionKind.DECISION).exclude(html=""):
        _keep(section, Words(section.html), Saved.ASIDE, by)
        Section.objects.filter(pk=section.pk).update(html="", version=F("version") + 1)


def note_presence(item: AgendaItem, section: Section | None, *, by: User) -> None:
    """Say that the person has the item open, and which section they write in."""
    require(may_write_item(by, item) or (item.state == ItemState.PLACED and is_secretariat(by)))
    Presence.objects.update_or_create(item=item, user=by, defaults={"section": section, "seen_at": timezone.now()})


@transaction.atomic
def note_pasting(section: Section, notes: Sequence[str], *, by: User) -> None:
    """Keep what was left out of text that is pasted into a section, for the check list. The newest five are kept."""
    found = _entered(section, by)
    kept = [*(note for note in found.pasted if note not in notes), *notes]
    Section.objects.filter(pk=found.pk).update(pasted=kept[-_MOST_NOTES:])


def _entered(section: Section, by: User) -> Section:
    """The section as it is now, with its item locked, if the person may write in it."""
    item = lock_any(section.item)
    if item.meeting is not None and is_secretariat(by):
        must_be_open_for(item.meeting, section.kind)
    require(may_write_section(by, item, section.kind))
    found = Section.objects.get(pk=section.pk)
    found.item = item
    return found


def _cleaned(section: Section, words: Words) -> Words:
    html = clean(words.html)
    if section.kind == SectionKind.DECISION and is_empty_text(html):
        html = ""
    if section.kind != SectionKind.RECOMMENDATION:
        return Words(html)
    parties = dict.fromkeys(resolve_party(party) for party in words.parties)
    # What stands after the points of an old recommendation has no field of its own.
    return Words(section.html, list(parties), list(words.points))


def _says(section: Section, words: Words) -> bool:
    now = (section.html, section.parties, section.points)
    return now == (words.html, list(words.parties), list(words.points))


def _save(section: Section, words: Words, saved: Saved, by: User | None) -> None:
    if not Wording.objects.filter(section=section).exists() and (section.html or section.points or section.parties):
        found = Words(section.html, section.parties, cast("list[Point]", section.points))
        _keep(section, found, Saved.FOUND, None)
    section.html, section.parties, section.points = words.html, list(words.parties), list(words.points)
    if section.kind == SectionKind.RECOMMENDATION:
        section.lead = lead_of(section.parties)
        section.ordered = True
    section.version += 1
    section.save(update_fields=["html", "parties", "points", "lead", "ordered", "version"])
    sitting = Wording.objects.filter(section=section, by=by, at__gt=timezone.now() - SITTING)
    if saved != Saved.FILLED and (saved != Saved.WRITTEN or not sitting.exists()):
        # One line in the log a sitting; the wordings say the rest.
        written = "Beslutningen under" if section.kind == SectionKind.DECISION else "Teksten i"
        text = f"{written} {name_of(section.item)} er skrevet"
        log.record("meetings.section_written", by=by, target=section.item, text=text)
    _keep(section, words, saved, by)


def _keep(section: Section, words: Words, saved: Saved, by: User | None) -> None:
    Wording.objects.create(
        section=section, saved=saved, html=words.html, parties=list(words.parties), points=list(words.points), by=by
    )
