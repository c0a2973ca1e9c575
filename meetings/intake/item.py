"""One item: its heading, case number and sections."""

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

from chefforum.richtext import plain_text
from meetings.intake.body import Body, inline
from meetings.intake.line import MinutesLine
from meetings.papers import grammar
from meetings.papers.shape import (
    ATTACHMENTS_HEADING,
    SHUT_TITLE,
    Item,
    PaperAttachment,
    PaperErratum,
    Section,
    SectionKind,
    Supplement,
    printed_title,
)

if TYPE_CHECKING:
    from meetings.intake.reader import Notes


@dataclass
class _Open:
    """A section being read."""

    kind: SectionKind
    heading: str
    level: int
    body: Body = field(default_factory=Body)


class ItemReader:
    """Reads the lines of one item, from its heading to the next item's."""

    def __init__(self, head: MinutesLine, lines: list[MinutesLine], notes: "Notes") -> None:
        self.head = head
        self.lines = lines
        self.notes = notes
        self.sections: list[Section] = []
        self.open: _Open | None = None
        self.in_attachments = False
        self.following: MinutesLine | None = None

    def read(self) -> Item:
        """The item; every word of its lines is in it."""
        self.item = self._heading()
        for line, following in zip_longest(self.lines, self.lines[1:]):
            self.following = following
            self._take(line)
        self._close()
        self.item["sections"] = self.sections
        if self.item.get("attachments_at") == len(self.sections):
            del self.item["attachments_at"]
        return self.item

    def _heading(self) -> Item:
        number, raw, _ = grammar.item_line(self.head.text) or (0, "", False)
        prefix, title, slot = grammar.split_title(raw)
        if (
            "(" in title
            and slot is None
            and grammar.LITERAL not in raw
            and any(c.isdigit() for c in title.rpartition("(")[2])
            and title.endswith(")")
        ):
            self.notes.warn(self.head, "Parentesen sidst i titlen ligner et tidsrum, men er ikke forstået som et.")
        closed = grammar.LITERAL not in raw and grammar.says_closed(title)
        bare_shut = closed and title.strip().casefold() == SHUT_TITLE.casefold()
        if closed and not bare_shut:
            self.notes.warn(self.head, "Titlen siger, at punktet er lukket. Det er læst som et lukket punkt.")
        return Item(
            number=number,
            prefix=prefix,
            title=SHUT_TITLE if bare_shut else title,
            time_slot=slot,
            case_number=None,
            closed=closed,
            sections=[],
            attachments=[],
        )

    def _take(self, line: MinutesLine) -> None:
        if not line.literal and not line.guarded and (self._is_heading(line) or self._is_mark(line)):
            return
        if self.in_attachments and not line.level:
            self._attachment(line)
        elif line.level and not self._deeper(line):
            self._begin("other", line)
        else:
            self._text(line)

    def _is_mark(self, line: MinutesLine) -> bool:
        """Case number, closed mark or a repeated title, before any text (D120–D121)."""
        if grammar.is_rule(line.text) and not line.level:
            return True
        fresh = self.open is None and not self.in_attachments
        if fresh and self.item["case_number"] is None and (number := grammar.case_number(line.text)):
            self.item["case_number"] = number
            return True
        if fresh and grammar.bare(line.text) == grammar.CLOSED_MARK:
            self.item["closed"] = True
            return True
        if fresh and (came := grammar.supplement_mark(line.text)):
            self.item["supplement"] = Supplement(number=came[0], on=came[1])
            return True
        if fresh and grammar.is_corrected_mark(line.text):
            self.item["corrected"] = True
            return True
        if fresh and grammar.bare(line.text).casefold().startswith(grammar.CLOSED_MARK.casefold()):
            self.item["closed"] = True
            self.notes.warn(line, "Linjen siger, at punktet er lukket. Det er læst som et lukket punkt.")
            return False
        return self._is_repeated_title(line)

    def _is_repeated_title(self, line: MinutesLine) -> bool:
        marked = line.level > 0 or (line.text.startswith("**") and line.text.endswith("**"))
        text = grammar.bare(line.text)
        printed = printed_title(self.item)
        if not grammar.is_title(text, (printed, self.item["title"])):
            return False
        exact = text in {printed, self.item["title"]}
        early = self.open is None
        if not (marked or (exact and early)) or (self.open is not None and not line.level):
            return False
        if not exact:
            self.item["also_titled"] = text
            self.notes.warn(line, f"Titlen står to gange og staves forskelligt. Overskriften er brugt: »{printed}«.")
        self._end_attachments()
        return True

    def _is_heading(self, line: MinutesLine) -> bool:
        if "\n" in line.text:
            return False
        if grammar.is_attachments_heading(line.text) and line.gap:
            self._close()
            self.in_attachments = True
            self.item["attachments_at"] = len(self.sections)
            heading = grammar.bare(line.text).rstrip(": ")
            if heading != ATTACHMENTS_HEADING:
                self.item["attachments_heading"] = heading
            return True
        kind = grammar.heading_kind(line.text)
        if kind is None or not (line.gap or line.level):
            return False
        self._begin(kind, line)
        return True

    def _deeper(self, line: MinutesLine) -> bool:
        """An unknown heading below the section's own level is a sub-heading (D23)."""
        return self.open is not None and self.open.heading != "" and line.level > self.open.level

    def _begin(self, kind: SectionKind, line: MinutesLine) -> None:
        self._close()
        heading = grammar.bare(line.text).rstrip(":")
        self.open = _Open(kind, heading, line.level or 2)

    def _text(self, line: MinutesLine) -> None:
        if self.open is None:
            self.open = _Open("occasion", "", 0)
        if not line.literal and not line.level and self._opens_recommendation(line):
            self._close()
            self.open = _Open("recommendation", "", 0)
        self.open.body.add(line)

    def _opens_recommendation(self, line: MinutesLine) -> bool:
        """A recommending line without a heading above it (D22), known by the list that follows."""
        assert self.open is not None
        if self.open.kind in {"recommendation", "decision"} or grammar.lead_parties(line.text) is None:
            return False
        if grammar.is_entry(line.text):
            return False
        following = self.following
        if following is None or following.literal or following.level:
            return False
        return grammar.is_entry(following.text)

    def _attachment(self, line: MinutesLine) -> None:
        numbered = grammar.bullet(line.text) if not line.literal else None
        raw = numbered if numbered is not None else line.text
        closed = raw.endswith(grammar.CLOSED_FILE)
        raw, errata = raw.removesuffix(grammar.CLOSED_FILE), list[PaperErratum]()
        while (found := grammar.erratum(raw)) is not None:
            raw, was, now = found
            errata.insert(0, PaperErratum(was=_words(was), now=_words(now)))
        attachment = PaperAttachment(title=_words(raw), file=None)
        if errata:
            attachment["errata"] = errata
        if closed:
            attachment["closed"] = True
        self.item["attachments"].append(attachment)

    def _end_attachments(self) -> None:
        self.in_attachments = False

    def _close(self) -> None:
        self._end_attachments()
        if self.open is None:
            return
        section, self.open = self.open, None
        if section.kind == "recommendation":
            self.sections.append(self._recommendation(section))
            return
        html = section.body.html()
        done = Section(kind=section.kind, heading=section.heading, html=html)
        text = plain_text(html)
        if (
            section.kind == "decision"
            and text.casefold() in grammar.EMPTY_WORDS
            and html.startswith("<p>")
            and not section.body.is_literal()
        ):
            done["html"], done["empty_as"] = "", text
        self.sections.append(done)

    @staticmethod
    def _recommendation(section: _Open) -> Section:
        before, lead, points, after = section.body.split_points()
        return Section(
            kind="recommendation",
            heading=section.heading,
            parties=grammar.lead_parties(lead) or [] if lead else [],
            before=before.html(),
            lead=grammar.bare(lead),
            ordered=points.ordered if points else False,
            points=points.points() if points else [],
            html=after.html(),
        )


def _words(text: str) -> str:
    return plain_text(inline(text)).replace("\n", " ")
