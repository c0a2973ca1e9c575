"""From any HTML to the normal form.

nh3 takes away what is dangerous (scripts, styles, handlers, addresses); what is left is then rebuilt into
the vocabulary. Guarantees: the result holds only the vocabulary, is its own normal form
(``clean(clean(x)) == clean(x)``), and keeps every visible word of the input in its order.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from itertools import groupby

from lxml import html as lxml_html

from chefforum.richtext import tables
from chefforum.richtext.inline import Inline
from chefforum.richtext.parsing import parse

_INLINE = {"strong": "strong", "b": "strong", "em": "em", "i": "em"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LISTS = {"ul", "ol"}
_LETTERED = {"a", "A", "i", "I"}


def clean(source: str) -> str:
    """The normal form of a piece of running text; ``""`` when nothing visible is left."""
    return "".join(_blocks(parse(source)))


def clean_inline(source: str) -> str:
    """The normal form of one line of text (``strong``, ``em`` and ``br`` only), blocks joined by ``br``."""
    lines: list[str] = []
    for block in _blocks(parse(source)):
        line = re.sub(r"</?(?:p|h4|ul|ol|li|table|thead|tbody|tr|th|td)(?: [^<>]*)?>", "<br>", block)
        lines.append(re.sub(r"(<br>)+", "<br>", line).removeprefix("<br>").removesuffix("<br>"))
    return "<br>".join(line for line in lines if line)


def _blocks(parent: lxml_html.HtmlElement) -> list[str]:
    """The blocks of an element, in order; loose text becomes paragraphs."""
    out: list[str] = []
    inline = Inline()

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
    """Two bulleted lists that follow each other are one list, and two that are numbered on."""
    merged: list[str] = []
    for tag, group in groupby(blocks, key=lambda block: block[1:3]):
        if tag == "ul":
            inner = (block.removeprefix("<ul>").removesuffix("</ul>") for block in group)
            merged.append(f"<ul>{''.join(inner)}</ul>")
        elif tag == "ol":
            merged.extend(_counted(list(group)))
        else:
            merged.extend(group)
    return merged


def _counted(lists: list[str]) -> list[str]:
    """Numbered lists that follow each other: one that goes on counting where the last ended is the same list."""
    found: list[tuple[int, str, list[str]]] = []  # the start, the type, the items
    for block in lists:
        head, _, body = block.partition(">")
        said = re.search(r'start="(\d+)"', head)
        start = int(said[1]) if said else 1
        kind = head.partition('type="')[2][:1]
        inner = body.removesuffix("</ol>")
        if found and found[-1][1] == kind and start == _next_number(found[-1]):
            found[-1][2].append(inner)
        else:
            found.append((start, kind, [inner]))
    return [_ordered(start, kind, "".join(items)) for start, kind, items in found]


def _next_number(counted: tuple[int, str, list[str]]) -> int:
    start, _, items = counted
    depth = number = 0
    for sign in re.findall(r"<(/?ol|/?ul|li)\b", "".join(items)):
        depth += {"ol": 1, "ul": 1, "/ol": -1, "/ul": -1}.get(sign, 0)
        number += sign == "li" and not depth
    return start + number


def _ordered(start: int, kind: str, items: str) -> str:
    attributes = (f' start="{start}"' if start > 1 else "") + (f' type="{kind}"' if kind else "")
    return f"<ol{attributes}>{items}</ol>"


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
    return f"<{node.tag}{_numbering(node)}>{''.join(items)}</{node.tag}>" if items else ""


def _numbering(node: lxml_html.HtmlElement) -> str:
    """The attributes of a numbered list that is lettered or begins elsewhere than at one."""
    if node.tag != "ol":
        return ""
    first = node.find("li")
    start = (node.get("start") or (first.get("value") if first is not None else "") or "").strip()
    kind = f' type="{node.get("type")}"' if node.get("type") in _LETTERED else ""
    usable = start.isascii() and start.isdigit() and len(start) < 4 and start.strip("0") not in ("", "1")
    return (f' start="{int(start)}"' if usable else "") + kind


def _without_empty(items: list[str]) -> list[str]:
    """An item with no text of its own gives its lists to the item before it, or loses one level."""
    kept: list[list[str]] = []  # the parts of each item
    for item in items:
        body = item.removeprefix("<li>").removesuffix("</li>")
        if body.startswith(("<ul>", "<ol")):
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
    inline = Inline()
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
        if block.startswith(("<ul>", "<ol")):
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
    return [" ".join(part.partition("</t")[0] for part in re.split(r"<t[hd][^<>]*>", row)[1:]) for row in rows]


def _table(node: lxml_html.HtmlElement) -> list[str]:
    """A table, its cells placed so that each keeps its column; what has no text and no reach is left out."""
    captions: list[str] = []
    rows: list[list[tables.Cell]] = []
    covered = 0  # rows that a cell above still reaches into
    for element in _rows_of(node):
        if element.tag == "caption":
            captions.extend(f"<p>{'<br>'.join(_as_lines(block))}</p>" for block in _blocks(element))
            continue
        cells = [
            tables.Cell(_cell(cell), cell.tag == "th", _reach(cell, "colspan"), _reach(cell, "rowspan"))
            for cell in element
            if cell.tag in {"th", "td"}
        ]
        if covered or any(cell.html for cell in cells):
            rows.append(cells)
            covered = max([covered, *(cell.rows for cell in cells)])
        covered = max(covered - 1, 0)
    if not any(cell.html for row in rows for cell in row):
        return captions
    placed = _without_covered_rows(tables.place(rows))
    head = tables.head_rows(placed)
    top = "".join(_row(row, "th") for row in placed[:head])
    body = "".join(_row(row, "td") for row in placed[head:])
    return [*captions, f"<table>{f'<thead>{top}</thead>' if top else ''}<tbody>{body}</tbody></table>"]


def _without_covered_rows(rows: list[list[tables.Cell]]) -> list[list[tables.Cell]]:
    """The rows without those in which no cell begins: a cell that reaches into nothing else is as high as before."""
    kept: list[list[tables.Cell]] = []
    for number, row in enumerate(rows):
        if not row:
            continue
        gone = [sum(not rows[number + down] for down in range(1, cell.rows)) for cell in row]
        kept.append([replace(cell, rows=cell.rows - empty) for cell, empty in zip(row, gone, strict=True)])
    return kept


def _reach(cell: lxml_html.HtmlElement, name: str) -> int:
    text = (cell.get(name) or "1").strip()
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def _rows_of(table: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    """The captions and rows of a table itself; a table in a cell is the cell's."""
    for child in table:
        if child.tag in {"caption", "tr"}:
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child if row.tag == "tr")


def _row(row: list[tables.Cell], tag: str) -> str:
    def attribute(name: str, value: int) -> str:
        return f' {name}="{value}"' if value > 1 else ""

    cells = (
        f"<{tag}{attribute('colspan', cell.columns)}{attribute('rowspan', cell.rows)}>{cell.html}</{tag}>"
        for cell in row
    )
    return f"<tr>{''.join(cells)}</tr>"


def _cell(node: lxml_html.HtmlElement) -> str:
    lines: list[str] = []
    for block in _blocks(node):
        if block.startswith(("<ul>", "<ol")):
            flat = re.sub(r"</?(?:ul|ol)[^<>]*>", "", block).replace("<li>", "<br>").replace("</li>", "")
            lines.extend(part for part in flat.split("<br>") if part)
        else:
            lines.extend(_as_lines(block))
    return "<br>".join(lines)
