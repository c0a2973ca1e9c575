"""Lines of a section to running text: paragraphs, lists at any depth, tables, sub-headings."""

import re
from dataclasses import dataclass, field
from html import escape

from chefforum.richtext import clean, clean_inline
from meetings.intake.line import MinutesLine
from meetings.papers import grammar
from meetings.papers.shape import Point

# No minutes nest lists deeper; a file that does is read flat from there on.
_DEEPEST = 8
_CELL = re.compile(r"(?<!\\)\|")
_DIVIDER = re.compile(r"\|(?:\s*:?-{3,}:?\s*\|)+")


def inline(text: str) -> str:
    """A line's stars and backslashes as inline HTML; line breaks become ``br``."""
    out = []
    position = 0
    unclosed: set[int] = set()  # numbers of stars that nothing further on closes
    while position < len(text):
        char = text[position]
        if char == "\\" and position + 1 < len(text) and text[position + 1] in "\\*|-":
            out.append(escape(text[position + 1], quote=False))
            position += 2
        elif text.startswith("\\/", position):
            out.append("<br>")
            position += 2
        elif char == "*" and (marked := _marked(text, position, unclosed)):
            stars, inner, position = marked
            tags = {1: ("em",), 2: ("strong",), 3: ("strong", "em")}[stars]
            opening = "".join(f"<{tag}>" for tag in tags)
            closing = "".join(f"</{tag}>" for tag in reversed(tags))
            out.append(opening + inline(inner) + closing)
        elif char == "\n":
            out.append("<br>")
            position += 1
        else:
            out.append(escape(char, quote=False))
            position += 1
    return clean_inline("".join(out))


def _marked(text: str, start: int, unclosed: set[int]) -> tuple[int, str, int] | None:
    """Number of stars, inner text and end of the run that opens at ``start``; ``unclosed`` remembers a vain search."""
    ahead = text[start : start + 3]
    stars = len(ahead) - len(ahead.lstrip("*"))
    opened = start + stars
    if stars in unclosed or opened >= len(text) or text[opened].isspace():
        return None
    position = opened
    while position < len(text):
        if text[position] == "\\":
            position += 2
            continue
        if text.startswith("*" * stars, position) and position > opened and not text[position - 1].isspace():
            return stars, text[opened:position], position + stars
        position += 1
    unclosed.add(stars)
    return None


@dataclass
class _Node:
    """An entry of a list being read: its text, and the lists under it."""

    html: str
    indent: int
    lists: list["_List"] = field(default_factory=list)


@dataclass
class _List:
    ordered: bool
    items: list[_Node] = field(default_factory=list)
    start: int = 1
    kind: str = ""  # how it counts, as the attribute »type« says it

    def html(self) -> str:
        tag = "ol" if self.ordered else "ul"
        kind = f' type="{self.kind}"' if self.kind else ""
        inner = "".join(f"<li>{node.html}{''.join(nested.html() for nested in node.lists)}</li>" for node in self.items)
        start = f' start="{self.start}"' if self.start > 1 else ""
        return f"<{tag}{start}{kind}>{inner}</{tag}>"

    def is_gone_on_by(self, other: "_List") -> bool:
        """Whether an entry that says it is the first of ``other`` only goes on counting here."""
        return (self.kind, self.start + len(self.items)) == (other.kind, other.start)

    def points(self) -> list[Point]:
        return [_point(node) for node in self.items]


def _point(node: _Node) -> Point:
    children = [child for nested in node.lists for child in nested.points()]
    point = Point(html=node.html, children=children)
    if node.lists and node.lists[0].ordered:
        point["ordered"] = True
    return point


@dataclass
class _Paragraph:
    text: str
    literal: bool


class Body:
    """Collects the lines of one section, in order, as blocks."""

    def __init__(self) -> None:
        self.blocks: list[_Paragraph | _List | list[list[str]] | str] = []
        self._open: list[tuple[_List, int]] = []

    def add(self, line: MinutesLine) -> None:
        """Take one logical line; its kind is read from the line itself and from what stands before it."""
        if line.literal:
            return self._paragraph(line)
        if line.level:
            return self._block(f"<h4>{inline(line.text)}</h4>")
        if grammar.is_rule(line.text):
            return None
        if grammar.is_row(line.text):
            return self._row(line)
        if entry := self._entry_in(line):
            return self._entry(line, *entry)
        return self._paragraph(line)

    def _entry_in(self, line: MinutesLine) -> tuple[str, _List] | None:
        """The text of an entry of a list, and the list it would begin; ``None`` for any other line."""
        if (mark := grammar.bullet(line.text)) is not None:
            return mark, _List(False)
        if begun := grammar.begun(line.text):
            return begun[2], _List(True, start=begun[0], kind=begun[1])
        if (number := grammar.numbered(line.text)) and self._counts(line, number[0]):
            return number[1], _List(True, kind="a" if line.text[0].isalpha() else "")
        return None

    def _block(self, html: str) -> None:
        self._open = []
        self.blocks.append(html)

    def _row(self, line: MinutesLine) -> None:
        self._open = []
        text = line.text
        rows = self.blocks[-1] if self.blocks and isinstance(self.blocks[-1], list) and not line.gap else None
        if rows is None:
            rows = []
            self.blocks.append(rows)
        rows.append([text] if _DIVIDER.fullmatch(text.strip()) else [cell.strip() for cell in _CELL.split(text)[1:-1]])

    def _counts(self, line: MinutesLine, number: int) -> bool:
        """A number makes a list entry when it starts a list or goes on counting one that is open."""
        if number == 1:
            return True
        for level, indent in reversed(self._open):
            if level.ordered and number == level.start + len(level.items) and line.indent <= indent + 3:
                return True
        return False

    def _entry(self, line: MinutesLine, text: str, fresh: _List) -> None:
        """Take an entry into the list it fits in; ``fresh`` is the list that it begins where it fits in none."""
        node = _Node(inline(text), line.indent)
        ordered = fresh.ordered
        while self._open and not self._fits(line, ordered):
            self._open.pop()
        beside = bool(self._open) and self._open[-1][1] >= line.indent - 1 and self._open[-1][0].ordered == ordered
        begins = line.text.startswith(grammar.BEGINS) and not (beside and self._open[-1][0].is_gone_on_by(fresh))
        if beside and not begins:
            self._open[-1][0].items.append(node)
            return
        if beside:
            self._open.pop()
        fresh.items.append(node)
        if len(self._open) >= _DEEPEST:
            self._open[-1][0].items.append(node)
            return
        if self._open:
            self._open[-1][0].items[-1].lists.append(fresh)
        else:
            self.blocks.append(fresh)
        self._open.append((fresh, line.indent))

    def _fits(self, line: MinutesLine, ordered: bool) -> bool:
        """Whether the innermost open list takes the entry, as a brother or as a list of its own below."""
        level, indent = self._open[-1]
        if line.indent >= indent + 2:
            return True
        if level.ordered == ordered and line.indent >= indent - 1:
            return True
        # Bullets under a numbered point that were not set in (D34).
        return level.ordered and not ordered and len(self._open) == 1 and line.indent >= indent and not line.gap

    def _paragraph(self, line: MinutesLine) -> None:
        if not line.literal and grammar.continues(line.text) and self._rejoin(line):
            return
        self._open = []
        self.blocks.append(_Paragraph(line.text, line.literal))

    def _rejoin(self, line: MinutesLine) -> bool:
        """Join a paragraph cut by a page break to what stands before it (D26)."""
        if not self.blocks:
            return False
        last = self.blocks[-1]
        if isinstance(last, _Paragraph) and not grammar.ends_sentence(last.text):
            last.text += " " + line.text
            return True
        if isinstance(last, _List) and self._open:
            node = self._open[-1][0].items[-1]
            if not node.lists and not grammar.ends_sentence(re.sub(r"<[^<>]+>", "", node.html)):
                node.html = clean_inline(f"{node.html} {inline(line.text)}")
                return True
        return False

    def is_literal(self) -> bool:
        """Whether the text is one paragraph that is to be taken as it stands."""
        return len(self.blocks) == 1 and isinstance(self.blocks[0], _Paragraph) and self.blocks[0].literal

    def html(self) -> str:
        """The section's running text in normal form."""
        return clean("".join(self._html(block) for block in self.blocks))

    @staticmethod
    def _html(block: "_Paragraph | _List | list[list[str]] | str") -> str:
        if isinstance(block, str):
            return block
        if isinstance(block, _Paragraph):
            return f"<p>{inline(block.text)}</p>"
        return block.html() if isinstance(block, _List) else _table(block)

    def split_points(self) -> tuple["Body", str, _List | None, "Body"]:
        """What stands before the lead, the lead, the points, and what stands after them (D30–D34)."""
        before, after = Body(), Body()
        lead = ""
        points: _List | None = None
        for block in self.blocks:
            if points is None and isinstance(block, _List):
                points = block
            elif points is not None:
                after.blocks.append(block)
            elif lead == "" and isinstance(block, _Paragraph) and not block.literal and _is_lead(block.text):
                lead = block.text
            elif isinstance(block, _Paragraph) and not block.literal and not lead and grammar.inline_lead(block.text):
                lead, point = grammar.inline_lead(block.text) or ("", "")
                points = _List(False, [_Node(inline(point), 0)])
            elif lead:
                after.blocks.append(block)
            else:
                before.blocks.append(block)
        return before, lead, points, after


def _is_lead(text: str) -> bool:
    return grammar.lead_parties(text) is not None


def _table(rows: list[list[str]]) -> str:
    """Rows between upright bars as HTML; cells that say so are part of the cell to their left, or above."""
    dividers = [index for index, row in enumerate(rows) if len(row) == 1 and _DIVIDER.fullmatch(row[0].strip())]
    told = [row for index, row in enumerate(rows) if index not in dividers]
    heads = dividers[0] if dividers and 0 < dividers[0] < len(told) else 0
    out = []
    for index, row in enumerate(told):
        tag = "th" if index < heads else "td"
        cells = (_told_cell(told, index, column, tag) for column in range(len(row)))
        out.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(out)}</table>"


def _told_cell(rows: list[list[str]], row: int, column: int, tag: str) -> str:
    text = rows[row][column]
    if (text == grammar.LEFT and column) or (text == grammar.ABOVE and row):
        return ""
    wide = high = 1
    while column + wide < len(rows[row]) and rows[row][column + wide] == grammar.LEFT:
        wide += 1
    while row + high < len(rows) and rows[row + high][column : column + 1] == [grammar.ABOVE]:
        high += 1
    reach = (f' colspan="{wide}"' if wide > 1 else "") + (f' rowspan="{high}"' if high > 1 else "")
    return f"<{tag}{reach}>{inline(text)}</{tag}>"
