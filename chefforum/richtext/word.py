"""From the HTML a word processor puts on the clipboard to the normal form, with its structure kept.

Word writes a list as paragraphs with a marker in each, a heading as a paragraph of some style, a head row as bold
cells: :func:`~chefforum.richtext.normal.clean` would keep the words and lose all that. Here the structure is read
from Word's own marks and written as plain HTML, which ``clean`` then brings on its normal form. What is written is
flat (no nesting but lists of nine levels), whatever the source was.
"""

import re
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from lxml import etree

from chefforum.richtext.normal import clean
from chefforum.richtext.styles import Style, class_styles, declarations

_Run = tuple[str, bool, bool]  # text ("\n" is a line break), bold, italic

_WORD = re.compile(
    r"\bmso-|\bclass=[\"']?mso|<o:p\b|urn:schemas-microsoft-com:office|content=[\"']?(?:microsoft|libreoffice)"
    r"|\bdocs-internal-guid\b|\b(?:TextRun|OutlineElement|ListContainerWrapper)\b",
    re.IGNORECASE,
)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {
    *_HEADINGS,
    *("html", "body", "p", "div", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr", "center", "address"),
    *("section", "article", "header", "footer", "main", "nav", "aside", "figure", "figcaption", "form", "fieldset"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
_UNSEEN_TAGS = {"style", "script", "title", "xml"}
_UNSEEN_CLASSES = {"msocommentreference", "msocomanchor"}
_UNSEEN_STYLES = {
    ("mso-hide", "all"),
    ("display", "none"),
    ("mso-element", "comment"),
    ("mso-element", "comment-list"),
    ("mso-special-character", "comment"),
}
_BOLD = {"normal": False, "lighter": False, "bold": True, "bolder": True} | {
    str(weight): weight >= 600 for weight in range(100, 1000, 100)
}
_ITALIC = {"normal": False, "italic": True, "oblique": True}
_HEADING_CLASS = re.compile(r"msotitle|(?:mso)?(?:heading|overskrift)[\w-]*", re.IGNORECASE)
_LEVEL = re.compile(r"(?:^\s*|\blevel)([0-9]{1,2})")
_DEEPEST = 9
# "Ø", "o", "q" and "ü" alone are Wingdings bullets; a number has a digit, a point or a bracket, or two letters.
_NUMBERED = re.compile(r"\d|\w\w|\w[.):]")
_LONGEST_MARKER = 30
_PLAIN_MARKER = re.compile(
    r"\(?(?:(?P<number>\d{1,3})|(?P<roman>i{1,3}|i?v|vi{1,3}|i?x|xi{1,3})|(?P<letter>[a-z]))[.)]", re.IGNORECASE
)
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii")
_ROMAN = {numeral: number for number, numeral in enumerate(_NUMERALS, 1)}
# A marker that nothing sets apart from the text. Word pads it with hard spaces, so a letter, a number or "§" with one
# space after it is taken for text: "1. januar", "§ 12".
_BARE_MARKER = re.compile(
    r"\A[ \xa0]*+(?:([·•▪●○■◦‣\ue000-\uf8ff])[ \xa0]*|([–—-])[ \xa0]+"
    r"|(…|[oqvØü§]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zæøå]|[ivxlc]{1,7})[.)]|\d{1,3}(?:\.\d{1,3})+)(?= *\xa0)[ \xa0]{2,})",
    re.IGNORECASE,
)
_SPACES = str.maketrans({"\t": " ", "\r": " ", "\n": " ", "\xad": None})


def is_from_word(source: str) -> bool:
    """Whether HTML comes from Word, Outlook, Word online, Google Docs or LibreOffice."""
    return bool(_WORD.search(source))


def rewritten(root: etree._Element) -> str:
    """The normal form of a page from a word processor.

    Every visible word is kept in its order, save the markers of lists, which the list itself gives. Hidden text and
    comments are left out.
    """
    return clean(_Rewriter(root).html())


def parse_page(source: str) -> etree._Element | None:
    """The tree, or None for what is empty or too deep: libxml2 stops there and would lose the rest."""
    source = source.encode("utf-8", "ignore").decode("utf-8")  # no half surrogates, which no parser takes
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    try:
        root: etree._Element | None = etree.fromstring(source.replace("\0", "").encode(), parser)
    except etree.LxmlError:
        return None
    stopped = any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log)
    return None if stopped else root


@dataclass(slots=True)
class _Block:
    """What the text of one paragraph, list item or cell is to become."""

    heading: bool = False
    level: int = 0  # of the list it is an item of; 0: none
    kind: str = ""  # "ul" or "ol"; empty until the marker tells
    marker: list[str] = field(default_factory=list)
    begun: bool = False  # some text of it is written
    numbering: str = ""  # the attributes of a list that begins here
    restarts: bool = False  # its marker says that a list begins here


@dataclass(slots=True)
class _Row:
    head: bool
    first: bool
    bold: bool = True  # all text so far
    cells: list[tuple[str, str, str]] = field(default_factory=list)  # tag, attributes, html


class _Frame(NamedTuple):
    """What an element passes on to its children."""

    block: _Block
    bold: bool = False
    italic: bool = False
    marker: bool = False  # inside the marker of a list paragraph
    depth: int = 0  # of ul and ol elements
    kind: str = "ul"  # of the innermost


class _Rewriter:
    """Walks the tree once and writes plain HTML: ``p h4 ul ol li table tr th td strong em br``."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.styles = class_styles(root)
        # Where the clipboard says which part was copied, text outside that part is not written.
        self.copied = not any(_comment(node) == "StartFragment" for node in root.iter(etree.Comment))
        self.frames = [_Frame(_Block())]
        self.runs: list[_Run] = []
        self.out: list[str] = []
        self.lists: list[tuple[int, str]] = []  # the open lists (level, kind), each with an open item
        # The outermost table and its open cell. A table inside a cell is only lines of text.
        self.table: etree._Element | None = None
        self.cell: etree._Element | None = None
        self.lines: list[str] = []
        self.row: _Row | None = None
        self.rows: list[str] = []

    def html(self) -> str:
        walk = etree.iterwalk(self.root, events=("start", "end", "comment"))
        for event, node in walk:
            if event == "start":
                style = self._style(node)
                if _unseen(node, style):
                    self.frames.append(self.frames[-1])
                    walk.skip_subtree()
                else:
                    self._start(node, style)
                    self._text(node.text)
                continue
            if event == "end":
                self._end(node)
            else:
                self.copied = {"StartFragment": True, "EndFragment": False}.get(_comment(node), self.copied)
            self._text(node.tail)
        self._flush()
        self._close_lists()
        return "".join(self.out)

    def _style(self, node: etree._Element) -> Style:
        style: Style = {}
        for name in (node.get("class") or "").lower().split():
            style |= self.styles.get(name, {})
        return style | declarations(node.get("style") or "")

    def _start(self, node: etree._Element, style: Style) -> None:
        tag, frame = node.tag, self.frames[-1]
        if tag in _BLOCKS:
            self._flush()
            self._start_table_part(node, style)
            frame = frame._replace(block=_block(node, style, frame))
        if tag in {"ul", "ol"}:
            frame = frame._replace(depth=min(frame.depth + 1, _DEEPEST), kind=tag)
        elif tag == "br":
            self._break(style)
        self.frames.append(
            frame._replace(
                bold=_BOLD.get(style.get("font-weight", ""), frame.bold or tag in {"b", "strong"}),
                italic=_ITALIC.get(style.get("font-style", ""), frame.italic or tag in {"i", "em"}),
                marker=frame.marker or style.get("mso-list") == "ignore",
            )
        )

    def _end(self, node: etree._Element) -> None:
        if node.tag in _BLOCKS:
            self._flush()
            self._end_table_part(node)
        self.frames.pop()

    def _text(self, text: str | None) -> None:
        if not text or not self.copied:
            return
        frame, text = self.frames[-1], text.translate(_SPACES)
        if frame.marker:
            frame.block.marker.append(text)
        else:
            self.runs.append((text, frame.bold, frame.italic))

    def _break(self, style: Style) -> None:
        if self.copied and not self.frames[-1].marker:
            # A page break is no line break, but words on either side of it are two.
            self.runs.append((" " if style.get("page-break-before") == "always" else "\n", False, False))

    def _flush(self) -> None:
        """Writes the text collected since the last edge of a block."""
        runs, self.runs = self.runs, []
        block = self.frames[-1].block
        if not block.begun and (block.marker or _seen(runs)):
            runs = self._read_marker(block, runs)
        if not _seen(runs):
            return
        if self.cell is not None:
            self.lines.append(f"<p>{_inline(runs)}</p>")
            if self.row:
                self.row.bold &= all(bold for text, bold, _ in runs if text.strip())
        elif block.level:
            self._item(block, _inline(runs))
        else:
            self._close_lists()
            tag = "h4" if block.heading else "p"
            self.out.append(f"<{tag}>{_inline(runs)}</{tag}>")
        block.begun = True

    def _read_marker(self, block: _Block, runs: list[_Run]) -> list[_Run]:
        """Gives the block its kind of list; the runs come back without a marker they began with."""
        marker = "".join(block.marker).strip()
        if len(marker) > _LONGEST_MARKER:  # an unclosed marker has swallowed the text
            marker, runs = "", [(marker, False, False), *runs]
        elif not marker and block.level and not block.kind:
            marker, runs = _split_bare_marker(runs)
        if marker and not block.level and not block.heading:
            block.level = 1
        numbered = bool(_NUMBERED.search(marker))
        if numbered and block.level:
            block.numbering, first = _numbering_of(marker)
            block.restarts = first and block.level == 1
        block.kind = block.kind or ("ol" if numbered else "ul")
        if numbered and _seen(runs) and (block.heading or self.cell is not None):
            # No list is written here that could give the number, so it stays as text.
            return [(f"{marker} ", *runs[0][1:]), *runs]
        return runs

    def _item(self, block: _Block, html: str) -> None:
        # Word's list id is not asked: of two lists that follow each other ``clean`` makes one if they are of one kind.
        while self.lists and (self.lists[-1][0] > block.level or self.lists[-1] == (block.level, _other(block.kind))):
            self._close_list()
        if self.lists and self.lists[-1] == (block.level, block.kind) and not block.begun and block.restarts:
            self._close_list()
        if not self.lists or self.lists[-1][0] < block.level:
            self.lists.append((block.level, block.kind))
            self.out.append(f"<{block.kind}{block.numbering}><li>")
        elif not block.begun:
            self.out.append("</li><li>")
        self.out.append(f"<p>{html}</p>")

    def _close_list(self) -> None:
        self.out.append(f"</li></{self.lists.pop()[1]}>")

    def _close_lists(self) -> None:
        while self.lists:
            self._close_list()

    def _start_table_part(self, node: etree._Element, style: Style) -> None:
        if self.table is None:
            if node.tag == "table":
                self.table = node
                self._close_lists()
        elif self.cell is None and node.tag == "tr":
            self._end_row()
            parent = node.getparent()
            self.row = _Row(
                head=parent is not None and parent.tag == "thead", first=style.get("mso-yfti-firstrow") == "yes"
            )
        elif self.cell is None and node.tag in {"td", "th"}:
            self.cell = node
            self.row = self.row or _Row(head=False, first=False)

    def _end_table_part(self, node: etree._Element) -> None:
        if node is self.cell and self.row:
            self.row.cells.append((node.tag, _reaches(node), "".join(self.lines)))
            self.lines.clear()
            self.cell = None
        elif node is self.table:
            self._end_row()
            self._close_lists()
            self.out.append(f"<table>{''.join(self.rows)}</table>")
            self.rows.clear()
            self.table = None

    def _end_row(self) -> None:
        if row := self.row:
            head = row.head or (row.first and row.bold)
            cells = [("th" if head else tag, reach, html) for tag, reach, html in row.cells]
            self.rows.append(f"<tr>{''.join(f'<{tag}{reach}>{html}</{tag}>' for tag, reach, html in cells)}</tr>")
            self.row = None


def _reaches(cell: etree._Element) -> str:
    """How many columns and rows a cell covers, as attributes."""
    found = ((name, cell.get(name) or "") for name in ("colspan", "rowspan"))
    return "".join(f' {name}="{value}"' for name, value in found if value.isascii() and value.isdigit())


def _block(node: etree._Element, style: Style, frame: _Frame) -> _Block:
    """The block an element begins, or the one around it that it only divides."""
    around = frame.block
    in_word_list = _level(style.get("mso-list"))
    if node.tag in {"td", "th", "caption"}:
        return _Block()
    if node.tag == "li":
        # Word online and Google Docs give each item its level; Word online puts each in a list of its own.
        told = _level(node.get("data-aria-level")) or _level(node.get("aria-level")) or in_word_list
        return _Block(level=told or frame.depth or 1, kind=frame.kind)
    if around.level and (around.kind or not in_word_list):
        return around
    heading = around.heading or _is_heading(node, style)
    return _Block(heading=heading, level=0 if heading else in_word_list)


def _is_heading(node: etree._Element, style: Style) -> bool:
    return (
        node.tag in _HEADINGS
        or node.get("role") == "heading"
        or style.get("mso-outline-level", "") in {"1", "2", "3", "4", "5", "6"}
        or any(_HEADING_CLASS.fullmatch(name) for name in (node.get("class") or "").split())
    )


def _level(text: str | None) -> int:
    """The level in ``l0 level2 lfo1`` or ``2``; 0 if there is none."""
    found = _LEVEL.search(text or "")
    return min(max(int(found[1]), 1), _DEEPEST) if found else 0


def _seen(runs: list[_Run]) -> bool:
    return any(text.strip() for text, *_ in runs)


def _other(kind: str) -> str:
    return "ul" if kind == "ol" else "ol"


def _unseen(node: etree._Element, style: Style) -> bool:
    return (
        node.tag in _UNSEEN_TAGS
        or not _UNSEEN_STYLES.isdisjoint(style.items())
        or (node.get("class") or "").lower() in _UNSEEN_CLASSES
    )


def _comment(node: Any) -> str:
    return (node.text or "").strip()


def _numbering_of(marker: str) -> tuple[str, bool]:
    """The attributes of a list whose first marker this is, and whether it is the first of any list: ``3.``, ``c)``."""
    found = _PLAIN_MARKER.fullmatch(marker)
    if not found:
        return "", False
    if found["number"]:
        number, kind = int(found["number"]), ""
    elif found["roman"]:
        number, kind = _ROMAN[found["roman"].lower()], "i"
    else:
        number, kind = ord(found["letter"].lower()) - ord("a") + 1, "a"
    kind = kind.upper() if marker.isupper() else kind
    attributes = (f' start="{number}"' if number > 1 else "") + (f' type="{kind}"' if kind else "")
    # A single i may follow h.
    return attributes, number == 1 and not found["roman"]


def _split_bare_marker(runs: list[_Run]) -> tuple[str, list[_Run]]:
    found = _BARE_MARKER.match("".join(text for text, *_ in runs))
    if not found:
        return "", runs
    rest: list[_Run] = []
    left = found.end()
    for text, bold, italic in runs:
        rest.append((text[left:], bold, italic))
        left = max(left - len(text), 0)
    return found[0].strip(), rest


def _inline(runs: list[_Run]) -> str:
    """Runs as HTML, neighbours with the same marks in one piece."""
    parts: list[str] = []
    for (bold, italic), same in groupby(runs, key=itemgetter(1, 2)):
        text = "".join(text for text, *_ in same).replace("\xa0", " ")
        piece = escape(text, quote=False).replace("\n", "<br>")
        if italic:
            piece = f"<em>{piece}</em>"
        parts.append(f"<strong>{piece}</strong>" if bold else piece)
    return "".join(parts)
