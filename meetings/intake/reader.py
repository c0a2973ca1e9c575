"""Logical lines to a paper: the meeting, its items, and what stands under each.

One pass, top to bottom. The rules are about what a line is (``papers.grammar``), not about one municipality's
template: headings may be marked, bold, in capitals or plain (D21), sections may come in any order (D18–D20)
or lack their heading (D22), the contents may disagree with the headings (D6).
"""

import itertools
import re
from typing import cast

from chefforum.danish import parse_meeting_time, weekday_name
from chefforum.richtext import plain_text
from meetings.intake.item import ItemReader
from meetings.intake.line import MinutesLine, NotMinutes
from meetings.papers import grammar
from meetings.papers.shape import SCHEMA, Attended, Edition, Item, Kind, Paper, ReadingNote

_DATE_LABELS = ("mødedato", "dato", "tidspunkt", "mødetidspunkt")
_PLACE_LABELS = ("mødested", "sted", "lokale", "mødelokale")
# What the date and the time of a meeting are written with: the first date, the first clock time, and the words between.
_TIME_WORDS = re.compile(
    r"\A\s*+(?:(?:man|tirs|ons|tors|fre|lør|søn)dag\b)?[\s,]*+(?:d\.|den|d)?\s*+"
    r"(?:\d{1,2}\.?\s*+[a-zæøå]{3,9}\.?\s++\d{4}|\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d{4}-\d{2}-\d{2})"
    r"(?:[\s,]*+(?:(?:kl\.?|klokken)?\s*+\d{1,2}[.:]\d{2}|(?:kl\.?|klokken)\s*+\d{1,2}(?![\d.:])))?",
    re.IGNORECASE,
)
_KINDS: dict[str, Kind] = {"referat": "minutes", "dagsorden": "agenda", "beslutningsreferat": "minutes"}


class Notes:
    """The warnings gathered while reading."""

    def __init__(self) -> None:
        self.warnings: list[ReadingNote] = []

    def warn(self, line: MinutesLine, message: str) -> None:
        self.warnings.append(ReadingNote(line=line.number, text=grammar.bare(line.text)[:300], message=message))


def read_lines(lines: list[MinutesLine]) -> Paper:
    """The paper that the lines say. Raises :class:`NotMinutes` when no item is found."""
    starts = _item_starts(lines)
    if not starts:
        raise NotMinutes(
            "Der er ingen punkter i filen, så den er ikke læst som et referat. Et punkt begynder med »Punkt 1: …«."
        )
    notes = Notes()
    paper = Paper(
        schema=SCHEMA, kind="minutes", edition="members", forum="", starts_at=None, location="",
        items=[], unplaced=[], warnings=notes.warnings,
    )  # fmt: skip
    contents = _front(lines[: starts[0]], paper, notes)
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        paper["items"].append(ItemReader(lines[start], lines[start + 1 : end], notes).read())
    _check_numbers(paper["items"], [lines[start] for start in starts], notes)
    _check_contents(contents, paper["items"], notes)
    if not any(_says_something(item) for item in paper["items"]):
        raise NotMinutes(
            "Filen har overskrifter på punkter, men ingen tekst under dem, så den er ikke læst som et referat."
        )
    return paper


def _says_something(item: Item) -> bool:
    return bool(item["sections"] or item["attachments"] or item["case_number"] or item["closed"])


def _item_starts(lines: list[MinutesLine]) -> list[int]:
    """Where the items begin. A contents list that looks like item lines is passed over."""
    found: list[tuple[int, int]] = []
    last = 0
    for index, line in enumerate(lines):
        head = None if line.literal or line.guarded else grammar.item_line(line.text)
        if head is None or (not line.level and grammar.contents_entry(line.text)) or "\n" in line.text:
            continue
        number, title, colon = head
        marked = line.level > 0 or line.text.startswith("**")
        if not (marked or colon) or (not marked and not line.gap) or len(title) > 250:
            continue
        if number == 1 and len(found) > 1 and _adjacent([at for at, _ in found]):
            found, last = [], 0
        if marked or number > last:
            found.append((index, number))
            last = number
    return [index for index, _ in found]


def _adjacent(indexes: list[int]) -> bool:
    """Whether lines follow each other with nothing between, as in a list of contents."""
    return all(after == before + 1 for before, after in itertools.pairwise(indexes))


def _front(lines: list[MinutesLine], paper: Paper, notes: Notes) -> list[str]:
    """The front page: title, date, place and contents. What is none of these is kept as unplaced."""
    contents: list[str] = []
    in_contents = False
    for line in lines:
        text = grammar.bare(line.text)
        entry = grammar.contents_entry(line.text)
        if not line.literal and _attended(line, paper):
            continue
        if grammar.is_contents_heading(text) and not line.literal:
            in_contents = True
        elif entry is not None and not line.literal:
            contents.append(entry)
        elif in_contents and not line.literal and not _labelled(text, (*_DATE_LABELS, *_PLACE_LABELS)):
            contents.append(text)
        elif line.literal or not _fact(text, line, paper, notes):
            paper["unplaced"].append(text)
            if not line.literal:
                notes.warn(
                    line, "Linjen står før det første punkt og er hverken titel, dato eller sted. Den er bevaret."
                )
    if paper["starts_at"] is None and lines:
        notes.warn(lines[0], "Mødets dato er ikke fundet.")
    return contents


def _attended(line: MinutesLine, paper: Paper) -> bool:
    people = grammar.attended_line(line.text)
    if people is None:
        return False
    key, names = people
    nobody = Attended(present=[], excused=[], absent=[], guests=[])
    cast("dict[str, list[str]]", paper.setdefault("attended", nobody))[key] += names
    return True


def _labelled(text: str, labels: tuple[str, ...]) -> str | None:
    word, _, rest = text.partition(" ")
    return rest.strip(" :") if word.casefold().rstrip(":") in labels else None


def _fact(text: str, line: MinutesLine, paper: Paper, notes: Notes) -> bool:
    if grammar.is_rule(text) or grammar.is_page_number(text):
        return True
    if (number := grammar.supplement_line(text)) is not None:
        paper["supplement"] = number
        return True
    if text in grammar.EDITION_LINES:
        edition = grammar.EDITION_LINES[text]
        paper["edition"] = "open" if edition == "open" else "personal"
        return True
    if (place := _labelled(text, _PLACE_LABELS)) is not None:
        paper["location"] = place
        return True
    if (when := _labelled(text, _DATE_LABELS)) is not None:
        return _set_time(when, line, paper, notes)
    words = text.split()
    if words and words[0].casefold().rstrip(":") in _KINDS and not paper["forum"]:
        return _title(words, line, paper, notes)
    return False


def _title(words: list[str], line: MinutesLine, paper: Paper, notes: Notes) -> bool:
    """»REFERAT Chefforum d. 21-01-2021« (D2)."""
    paper["kind"] = _KINDS[words[0].casefold().rstrip(":")]
    end = next((i for i, word in enumerate(words) if word in {"d.", "den"} or word[:1].isdigit()), len(words))
    paper["forum"] = " ".join(word for word in words[1:end] if word not in {"fra", "af", "for", "møde", "mødet", "i"})
    rest = " ".join(words[end:])
    if rest and paper["starts_at"] is None and not _set_time(rest, line, paper, notes):
        notes.warn(line, "Datoen i titlen er ikke forstået.")
    return True


def _set_time(text: str, line: MinutesLine, paper: Paper, notes: Notes) -> bool:
    moment, timed = parse_meeting_time(text)
    if moment is None:
        return False
    if paper["starts_at"] and paper["starts_at"][:10] != moment.date().isoformat():
        notes.warn(line, "Datoen er en anden end den, der står tidligere. Mødedatoen er brugt.")
    rest = " ".join(_TIME_WORDS.sub(" ", text).split()).strip(" .,:;–-")
    if rest:
        paper["unplaced"].append(rest)
        notes.warn(line, f"»{rest}« i linjen med mødets dato er ikke forstået. Det er bevaret.")
    first = text.split(maxsplit=1)[0].casefold() if text.split() else ""
    if first.endswith("dag") and first != weekday_name(moment.date()):
        notes.warn(line, f"Ugedagen passer ikke: datoen er en {weekday_name(moment.date())}.")
    if timed or paper["starts_at"] is None or paper["starts_at"][:10] != moment.date().isoformat():
        paper["starts_at"] = moment.isoformat()
    return True


def _check_numbers(items: list[Item], heads: list[MinutesLine], notes: Notes) -> None:
    for expected, (item, head) in enumerate(zip(items, heads, strict=True), 1):
        if item["number"] != expected:
            notes.warn(head, f"Punktet er det {expected}. i rækken, men har nummer {item['number']}.")


def _check_contents(contents: list[str], items: list[Item], notes: Notes) -> None:
    """Entries of the contents that no item answers to, and items that the contents lack (D6)."""
    if not contents:
        return
    joined = " ".join(contents)
    for item in items:
        shut = [entry for entry in contents if grammar.says_closed(entry) and _matches(entry, item)]
        if shut and not item["closed"]:
            item["closed"] = True
            notes.warn(
                MinutesLine(0, shut[0]), "Indholdsfortegnelsen siger, at punktet er lukket. Det er læst som lukket."
            )
    for item in items:
        if not any(_matches(entry, item) for entry in contents) and item["title"] not in joined:
            line = MinutesLine(0, f"Punkt {item['number']}: {item['title']}")
            notes.warn(line, "Punktet står ikke i indholdsfortegnelsen.")
    if len(contents) > len(items):
        for entry in contents:
            if not any(_matches(entry, item) for item in items):
                notes.warn(MinutesLine(0, entry), "Linjen i indholdsfortegnelsen svarer ikke til noget punkt.")


def _matches(entry: str, item: Item) -> bool:
    head = grammar.item_line(entry)
    number = grammar.numbered(entry)
    title = head[1] if head else (number[1] if number else entry)
    return grammar.same_title(grammar.split_title(title)[1], plain_text(item["title"]))


__all__ = ["Edition", "read_lines"]
