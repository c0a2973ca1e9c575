"""From any HTML to the normal form.

nh3 takes away what is dangerous (scripts, styles, handlers, addresses); what is left is then rebuilt into
the vocabulary. Guarantees: the result holds only the vocabulary, is its own normal form
(``clean(clean(x)) == clean(x)``), and keeps every visible word of the input in its order.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from itertools import groupby

import nh3
from lxml import html as lxml_html

_INLINE = {"strong": "strong", "b": "strong", "em": "em", "i": "em"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LISTS = {"ul", "ol"}
_KEPT = {
    *_HEADINGS,
    *_LISTS,
    *_INLINE,
    *("p", "div", "br", "li", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "blockquote", "pre"),
    *("section", "article", "header", "footer", "dl", "dt", "dd", "hr", "center", "address", "figure", "figcaption"),
    *("main", "nav", "aside", "form", "fieldset", "legend", "details", "summary"),
}
_SPACE = re.compile(r"[ \t\r\n\f]+")
# Soft hyphens, zero-width spaces and lone surrogates are no characters of a word, and no space in it either.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\xad\u200b\ufeff\ud800-\udfff\ufdd0-\ufdef]")
# The references that the sanitiser leaves, and what stands for each between it and the parser.
_STAND_INS = {"&amp;": "\ufdd0", "&lt;": "\ufdd1", "&gt;": "\ufdd2"}
_HARD = "\ufdd3"
_HARD_SPACE = re.compile(r"&nbsp;?|&#0{0,6}160;?|&#x0{0,6}a0;?|\xa0", re.IGNORECASE)
_STOOD_FOR = str.maketrans({"\ufdd0": "&", "\ufdd1": "<", "\ufdd2": ">"})
_SPACES = re.compile(r"[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")


def clean(source: str) -> str:
    """The normal form of a piece of running text; ``""`` when nothing visible is left."""
    return "".join(_blocks(_parse(source)))


def clean_inline(source: str) -> str:
    """The normal form of one line of text (``strong``, ``em`` and ``br`` only), blocks joined by ``br``."""
    lines: list[str] = []
    for block in _blocks(_parse(source)):
        line = re.sub(r"</?(p|h4|ul|ol|li|table|thead|tbody|tr|th|td)>", "<br>", block)
        lines.append(re.sub(r"(<br>)+", "<br>", line).removeprefix("<br>").removesuffix("<br>"))
    return "<br>".join(line for line in lines if line)


MOST_CHARACTERS = 3_000_000
# The sanitiser takes quadratic time over open elements, and the parser gives up at 256 levels and would drop the words
# below: so deep a text keeps its words and no structure.
_DEEPEST = 120
_OPENED = re.compile(r"<(/?)([a-z][^\s<>/]*)", re.IGNORECASE)
# An element of these closes the one before it.
_CLOSING_EACH_OTHER = {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "colgroup"}
_NEVER_OPEN = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_UNSEEN = re.compile(r"<(?:(!--)|(script|style|title)\b)", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>")


class TooLarge(ValueError):
    """A text has more characters than any text of ours; nothing of it has been looked at."""


def nests_too_deep(source: str) -> bool:
    """Whether HTML leaves more elements open at once than a parser should be given. Takes linear time."""
    left_open: Counter[str] = Counter()
    depth = 0
    for closing, tag in _OPENED.findall(source):
        name = tag.lower()
        if name in _CLOSING_EACH_OTHER or name in _NEVER_OPEN:
            continue
        if not closing:
            left_open[name] += 1
            depth += 1
            if depth > _DEEPEST:
                return True
        elif left_open[name]:
            left_open[name] -= 1
            depth -= 1
    return False


def _words_only(source: str) -> str:
    """HTML without its markup, and without what a browser does not show. Takes linear time."""
    parts, at = [], 0
    while found := _UNSEEN.search(source, at):
        parts.append(source[at : found.start()])
        ends = re.compile("-->" if found[1] else rf"</{found[2]}\s*>", re.IGNORECASE).search(source, found.end())
        at = ends.end() if ends else len(source)
    return _MARKUP.sub(" ", "".join([*parts, source[at:]]))


_TAG = re.compile(r"<(/?)(\w+)[^<>]*>")
_VOID = {"br", "hr"}


def _depth(safe: str) -> int:
    depth = deepest = 0
    for closing, name in _TAG.findall(safe):
        if name not in _VOID:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def _safe(source: str, tags: set[str]) -> str:
    # The sanitiser takes quadratic time over hard spaces, so it is given a sign that no text has.
    return nh3.clean(
        _HARD_SPACE.sub(_HARD, source),
        tags=tags,
        attributes={},
        clean_content_tags={"script", "style", "title"},
        link_rel=None,
    )


def _parse(source: str) -> lxml_html.HtmlElement:
    if len(source) > MOST_CHARACTERS:
        raise TooLarge
    plain = _plain_characters(source)
    safe = _safe(_words_only(plain) if nests_too_deep(plain) else plain, _KEPT)
    if _depth(safe) > _DEEPEST:
        safe = _safe(_words_only(safe), {"br"})
    # Again: a character reference may have spelled what the source did not hold.
    safe = _plain_characters(safe.replace(_HARD, "\xa0"))
    # The parser takes quadratic time over a text with many references, so it is given signs that no text has.
    for reference, sign in _STAND_INS.items():
        safe = safe.replace(reference, sign)
    return lxml_html.fragment_fromstring(safe, create_parent="div")


def _plain_characters(text: str) -> str:
    """Text without control characters; the ones that are breaks of some kind become spaces."""
    return _SPACES.sub(" ", _CONTROL.sub("", text))


class _Inline:
    """Collects inline text; :meth:`flush` gives it in normal form and starts anew."""

    def __init__(self) -> None:
        self.runs: list[tuple[frozenset[str], str]] = []

    def add(self, text: str | None, marks: frozenset[str]) -> None:
        if text:
            self.runs.append((marks, text.translate(_STOOD_FOR)))

    def line_break(self) -> None:
        self.runs.append((frozenset(), "\n"))

    def flush(self) -> str:
        runs, self.runs = self.runs, []
        return _join_lines(_render(line) for line in _lines(runs))


def _join_lines(lines: Iterator[str]) -> str:
    return "<br>".join(line for line in lines if line)


def _lines(runs: list[tuple[frozenset[str], str]]) -> Iterator[list[tuple[frozenset[str], str]]]:
    """Runs split at line breaks, white space folded, equal neighbours joined, ends trimmed."""
    line: list[tuple[frozenset[str], str]] = []
    for marks, text in [*runs, (frozenset[str](), "\n")]:
        if text != "\n":
            line.append((marks, text))
            continue
        yield _fold(line)
        line = []


def _fold(line: list[tuple[frozenset[str], str]]) -> list[tuple[frozenset[str], str]]:
    folded: list[tuple[frozenset[str], str]] = []
    space = True
    for own, raw in line:
        text = _SPACE.sub(" ", raw)
        if space:
            text = text.lstrip(" ")
        if not text:
            continue
        space = text.endswith(" ")
        marks = own if text.strip(" ") or not folded else folded[-1][0]
        if folded and folded[-1][0] == marks:
            folded[-1] = (marks, folded[-1][1] + text)
        else:
            folded.append((marks, text))
    return _edges_out(folded)


def _edges_out(runs: list[tuple[frozenset[str], str]]) -> list[tuple[frozenset[str], str]]:
    """Spaces at the edge of a marked run stand outside it, so that every text has one spelling."""
    out: list[tuple[frozenset[str], str]] = []

    def put(marks: frozenset[str], text: str) -> None:
        if text and out and out[-1][0] == marks:
            out[-1] = (marks, out[-1][1] + text)
        elif text:
            out.append((marks, text))

    for marks, text in runs:
        core = text.strip(" ")
        if not marks or not core:
            put(frozenset() if not core else marks, text)
            continue
        start = text.index(core)
        put(frozenset(), text[:start])
        put(marks, core)
        put(frozenset(), text[start + len(core) :])
    if out:
        out[0] = (out[0][0], out[0][1].lstrip(" "))
        out[-1] = (out[-1][0], out[-1][1].rstrip(" "))
    return [(marks, text) for marks, text in out if text]


def _render(line: list[tuple[frozenset[str], str]]) -> str:
    parts = []
    for marks, text in line:
        piece = escape(text, quote=False)
        if "em" in marks:
            piece = f"<em>{piece}</em>"
        if "strong" in marks:
            piece = f"<strong>{piece}</strong>"
        parts.append(piece)
    return "".join(parts)


def _blocks(parent: lxml_html.HtmlElement) -> list[str]:
    """The blocks of an element, in order; loose text becomes paragraphs."""
    out: list[str] = []
    inline = _Inline()

    def flush(tag: str) -> None:
        if tag == "h4":
            # A heading is heavy already; marks inside it would be a second spelling of the same.
            inline.runs = [(marks - {"strong"}, text) for marks, text in inline.runs]
        if text := inline.flush():
            out.append(f"<{tag}>{text}</{tag}>")

    def walk(node: lxml_html.HtmlElement, marks: frozenset[str], tag: str) -> None:
        inline.add(node.text, marks)
        for child in node:
            name = child.tag
            if name == "br":
                inline.line_break()
            elif name in _INLINE:
                walk(child, marks | {_INLINE[name]}, tag)
            elif name in _LISTS:
                flush(tag)
                out.append(_list(child))
            elif name == "table":
                flush(tag)
                out.extend(_table(child))
            else:
                flush(tag)
                inner = "h4" if name in _HEADINGS else ("p" if tag == "p" or name == "p" else tag)
                walk(child, marks - {"strong"} if name in _HEADINGS else marks, inner)
                flush(inner)
            inline.add(child.tail, marks)

    walk(parent, frozenset(), "p")
    flush("p")
    return _merge_lists([block for block in out if block])


def _merge_lists(blocks: list[str]) -> list[str]:
    """Two lists of one kind that follow each other are one list."""
    merged: list[str] = []
    for tag, group in groupby(blocks, key=lambda block: block[1:3]):
        if tag in _LISTS:
            inner = (block.removeprefix(f"<{tag}>").removesuffix(f"</{tag}>") for block in group)
            merged.append(f"<{tag}>{''.join(inner)}</{tag}>")
        else:
            merged.extend(group)
    return merged


def _list(node: lxml_html.HtmlElement) -> str:
    """A list whose items are a line of text, then lists. Loose content of the list becomes items."""
    items: list[str] = []
    for child in node:
        if child.tag in _LISTS:
            # An item of lists alone; it goes to the item before it.
            if nested := _list(child):
                items.append(f"<li>{nested}</li>")
        else:
            items.extend(_item(child))
        if child.tail and child.tail.strip():
            items.append(f"<li>{_text(child.tail)}</li>")
    if node.text and node.text.strip():
        items.insert(0, f"<li>{_text(node.text)}</li>")
    items = _without_empty(items)
    return f"<{node.tag}>{''.join(items)}</{node.tag}>" if items else ""


def _without_empty(items: list[str]) -> list[str]:
    """An item with no text of its own gives its lists to the item before it, or loses one level."""
    kept: list[list[str]] = []  # the parts of each item
    for item in items:
        body = item.removeprefix("<li>").removesuffix("</li>")
        if body.startswith(("<ul>", "<ol>")):
            if kept:
                kept[-1].append(body)
            else:
                inner = lxml_html.fragment_fromstring(body, create_parent="div")
                kept.extend([_serial(li)] for level in inner for li in level)
        elif body:
            kept.append([body])
    return [f"<li>{''.join(parts)}</li>" for parts in kept]


def _serial(node: lxml_html.HtmlElement) -> str:
    inner = escape(node.text or "", quote=False)
    return inner + "".join(str(lxml_html.tostring(child, encoding="unicode")) for child in node)


def _text(raw: str) -> str:
    inline = _Inline()
    inline.add(raw, frozenset())
    return inline.flush()


def _item(node: lxml_html.HtmlElement) -> list[str]:
    lines: list[str] = []
    lists: list[str] = []
    items: list[str] = []

    def close() -> None:
        if lines or lists:
            items.append(f"<li>{'<br>'.join(lines)}{''.join(_merge_lists(lists))}</li>")
        lines.clear()
        lists.clear()

    for block in _blocks(node):
        if block.startswith(("<ul>", "<ol>")):
            lists.append(block)
            continue
        if lists:
            close()
        lines.extend(_as_lines(block))
    close()
    return items


def _as_lines(block: str) -> list[str]:
    """The lines of text in a block that is no list."""
    text = re.sub(r"</?(p|h4|caption)>", "", block)
    if not text.startswith("<table>"):
        return [text]
    rows = (row.partition("</tr>")[0] for row in text.split("<tr>")[1:])
    return [" ".join(part.partition("</t")[0] for part in re.split(r"<t[hd]>", row)[1:]) for row in rows]


def _table(node: lxml_html.HtmlElement) -> list[str]:
    """A table with a head row if its first row is all heads; every row as wide as the widest."""
    captions: list[str] = []
    rows: list[list[tuple[str, str]]] = []
    for element in _rows_of(node):
        if element.tag == "caption":
            captions.extend(f"<p>{'<br>'.join(_as_lines(block))}</p>" for block in _blocks(element))
            continue
        cells = [(cell.tag, _cell(cell)) for cell in element if cell.tag in {"th", "td"}]
        if any(text for _, text in cells):
            rows.append(cells)
    if not rows:
        return captions
    width = max(len(row) for row in rows)
    rows = [row + [("td", "")] * (width - len(row)) for row in rows]
    head = rows[0] if all(tag == "th" for tag, _ in rows[0]) and len(rows) > 1 else None
    body = rows[1:] if head else rows
    out = "<table>"
    if head:
        out += "<thead><tr>" + "".join(f"<th>{text}</th>" for _, text in head) + "</tr></thead>"
    out += "<tbody>" + "".join(_row(row) for row in body) + "</tbody></table>"
    return [*captions, out]


def _rows_of(table: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    """The captions and rows of a table itself; a table in a cell is the cell's."""
    for child in table:
        if child.tag in {"caption", "tr"}:
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child if row.tag == "tr")


def _row(row: list[tuple[str, str]]) -> str:
    return "<tr>" + "".join(f"<td>{text}</td>" for _, text in row) + "</tr>"


def _cell(node: lxml_html.HtmlElement) -> str:
    lines: list[str] = []
    for block in _blocks(node):
        if block.startswith(("<ul>", "<ol>")):
            flat = re.sub(r"</?(ul|ol)>", "", block).replace("<li>", "<br>").replace("</li>", "")
            lines.extend(part for part in flat.split("<br>") if part)
        else:
            lines.extend(_as_lines(block))
    return "<br>".join(lines)
