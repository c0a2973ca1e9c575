"""PDFs with a text layer to logical lines, from the geometry of the page.

Nothing is assumed about who made the file. What counts is where words stand: page furniture repeats, headings
are larger or bolder than the text, and a line break is only the edge of the paper when the next line's first
word had no room left on the line before.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from meetings.intake.line import MinutesLine
from meetings.intake.pdf_text import PdfLine, extract
from meetings.papers import grammar

_DIGITS = re.compile(r"\d+")
_PRIVATE_BULLET = re.compile(r"^[\uf000-\uf0ff•▪◦●○‣]\s*")


def read(data: bytes) -> list[MinutesLine]:
    """The logical lines of a PDF. Raises :class:`~meetings.intake.source.NotMinutes`."""
    lines = _without_furniture(extract(data))
    return _Layout(lines).logical() if lines else []


def _without_furniture(pages: list[list[PdfLine]]) -> list[PdfLine]:
    """The lines of the body: heads, feet and page numbers that stand at the edge of page after page are left out."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_pattern(line) for line in page if line.at_edge})
        seen.update({line.text for line in page if line.at_edge})
    often = max(2, len(pages) // 3)
    body = []
    for page in pages:
        body += [
            line
            for line in page
            if not (
                line.at_edge
                and not _is_head(line.text)
                # Under each item's title stands its own case number; in a running head it is the same on most pages.
                and not (grammar.case_number(line.text) and seen[line.text] * 2 <= len(pages))
                and (seen[_pattern(line)] >= often or grammar.is_page_number(line.text))
            )
        ]
    return body


def _is_head(text: str) -> bool:
    return bool(grammar.heading_kind(text) or grammar.is_attachments_heading(text) or grammar.item_line(text))


def _pattern(line: PdfLine) -> str:
    return f"{_DIGITS.sub('0', line.text)}@{round(line.bottom / 6)}"


@dataclass
class _Layout:
    lines: list[PdfLine]

    def __post_init__(self) -> None:
        letters: Counter[float] = Counter()
        for line in self.lines:
            letters[round(line.size, 1)] += len(line.text)
        self.size = letters.most_common(1)[0][0] if letters else 10.0
        body = [line for line in self.lines if abs(line.size - self.size) < 0.6]
        self.left = min(line.left for line in body)
        self.right = max(line.right for line in body)
        steps = sorted(
            a.bottom - b.bottom for a, b in pairwise(body) if a.page == b.page and 0 < a.bottom - b.bottom < 40
        )
        # The tight steps are the ones inside paragraphs; most steps of a short paper are between them.
        self.leading = steps[len(steps) // 6] if steps else self.size * 1.3
        self.hyphenates = sum(line.text.endswith("\u00ad") for line in self.lines) > max(3, len(self.lines) // 25)
        larger = sorted({round(line.size) for line in self.lines if line.size > self.size * 1.07}, reverse=True)
        self.levels = {size: level for level, size in enumerate(larger[:3], 1)}

    def logical(self) -> list[MinutesLine]:
        """Visual lines joined to paragraphs, headings and list entries."""
        out: list[MinutesLine] = []
        group: list[PdfLine] = []
        for number, line in enumerate(self.lines, 1):
            if group and self._goes_on(group, line):
                group.append(line)
                continue
            if group:
                out.append(self._finish(group, number - len(group), out))
            group = [line]
        out.append(self._finish(group, len(self.lines) - len(group) + 1, out))
        return out

    def _goes_on(self, group: list[PdfLine], line: PdfLine) -> bool:
        last = group[-1]
        if not last.looks_like(line) or _starts_something(line.text) or self._stands_alone(last, line):
            return False
        if line.page != last.page:
            return self._was_full(last, line) and not grammar.ends_sentence(last.text)
        step = last.bottom - line.bottom
        if step <= 0 or step > max(self.leading, last.size * 1.2) * 1.25:
            return False
        return self._was_full(last, line)

    def _stands_alone(self, last: PdfLine, line: PdfLine) -> bool:
        """Headings, case numbers, recommending lines and contents entries never take in the next line."""
        return bool(
            grammar.heading_kind(last.text)
            or grammar.is_attachments_heading(last.text)
            or grammar.case_number(last.text)
            or grammar.contents_entry(last.text)
            or (grammar.lead_parties(last.text) is not None and not line.text[:1].islower())
        )

    def _was_full(self, last: PdfLine, line: PdfLine) -> bool:
        """Whether the next line's first word had no room on the line before."""
        right = self.right if last.size < self.size * 1.07 else max(self.right, last.right)
        return last.right + line.first_word + last.size * 0.2 > right - last.size * 0.35

    def _finish(self, group: list[PdfLine], number: int, before: list[MinutesLine]) -> MinutesLine:
        first = group[0]
        text = group[0].text
        for line in group[1:]:
            text = self._joined(text, line.text)
        text = _PRIVATE_BULLET.sub("• ", text.replace("\u00ad", ""))
        level = self._level(group, text)
        if not level and not _starts_something(text):
            text = text.replace("\\", "\\\\").replace("*", "\\*")
        previous = self.lines[number - 2] if number > 1 else None
        indent = max(0, round((first.left - self.left) / (self.size * 0.5)))
        return MinutesLine(number, text, level, indent, self._gap(previous, first))

    def _joined(self, text: str, following: str) -> str:
        """Two lines of a paragraph. A hyphen at a line's end belongs to the word, unless the paper is hyphenated
        throughout, and then too before »og« and its like.
        """
        if not text.endswith("\u00ad"):
            return grammar.joined(text, following)
        elliptic = grammar.joined("a-", following) == f"a- {following}"
        if self.hyphenates and not elliptic:
            return text[:-1] + following
        return grammar.joined(text[:-1] + "-", following)

    def _gap(self, previous: PdfLine | None, line: PdfLine) -> bool:
        if previous is None or previous.page != line.page or not previous.looks_like(line) or _is_head(line.text):
            return True
        return previous.bottom - line.bottom > self.leading * 1.2

    def _level(self, group: list[PdfLine], text: str) -> int:
        """A larger line is a heading; so is a short bold one that stands alone."""
        if _starts_something(text) and not grammar.item_line(text):
            return 0
        if level := self.levels.get(round(group[0].size)):
            return level
        if all(line.bold for line in group) and len(text) < 100 and not text.endswith((".", ",", ";")):
            return 4
        return 0


def _starts_something(text: str) -> bool:
    return bool(
        grammar.bullet(text)
        or _PRIVATE_BULLET.match(text)
        or grammar.numbered(text)
        or (grammar.item_line(text) or (0, "", False))[2]
        or grammar.heading_kind(text)
        or grammar.is_attachments_heading(text)
        or re.match(r"Bilag \d+[:;.]", text)
    )
