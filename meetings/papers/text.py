"""A paper as text: complete, readable, and readable back (``meetings.intake``).

Headings are ``#`` lines, lists are ``-`` and ``1.``, bold and italics are stars, a forced line break is a
backslash at the end of the line.
"""

from datetime import datetime
from typing import cast

from lxml import html as lxml_html

from chefforum.danish import date_numeric, meeting_line
from chefforum.richtext import tables
from meetings.papers import grammar
from meetings.papers.shape import (
    ATTACHMENTS_HEADING,
    SHUT_TITLE,
    Item,
    Paper,
    PaperAttachment,
    Point,
    Section,
    attachments_at,
    printed_title,
    slot_text,
)

KIND_WORDS = {"agenda": "DAGSORDEN", "minutes": "REFERAT"}


def title_line(paper: Paper) -> str:
    """``REFERAT Chefforum d. 21-01-2021`` (D2)."""
    words = [KIND_WORDS[paper["kind"]], paper["forum"]]
    if paper["starts_at"]:
        words.append(f"d. {date_numeric(datetime.fromisoformat(paper['starts_at']).date())}")
    return " ".join(word for word in words if word)


def to_text(paper: Paper) -> str:
    """The whole paper; ends with a line break. Warnings are about a source and are not printed."""
    blocks = [f"# {title_line(paper)}"]
    if paper["starts_at"]:
        blocks.append(f"**Mødedato** {meeting_line(datetime.fromisoformat(paper['starts_at']))}")
    if paper["location"]:
        blocks.append(f"**Mødested** {_escape(paper['location'])}")
    if "supplement" in paper:
        blocks.append(f"Tillæg {paper['supplement']} til dagsordenen")
    people = paper.get("attended")
    if people is not None:
        lists = {key: value for key, value in cast("dict[str, list[str]]", people).items() if value}
        blocks += [
            f"**{label}** {_escape('; '.join(lists[key]))}" for label, key in grammar.ATTENDED.items() if key in lists
        ]
    blocks += [line for line, edition in grammar.EDITION_LINES.items() if edition == paper["edition"]]
    blocks += [grammar.LITERAL + _escape(line) for line in paper["unplaced"]]
    for item in paper["items"]:
        blocks += _item(item)
    return "\n\n".join(blocks) + "\n"


def _item(item: Item) -> list[str]:
    blocks = [f"# Punkt {item['number']}: {_title(item)}"]
    if item["case_number"]:
        known = grammar.case_number(item["case_number"]) == item["case_number"]
        blocks.append(item["case_number"] if known else f"Sagsnr. {item['case_number']}")
    if item["closed"] and item["title"] != SHUT_TITLE:
        blocks.append(f"**{grammar.CLOSED_MARK}**")
    if "supplement" in item:
        blocks.append(f"**Supplerende punkt, tillæg {item['supplement']['number']}, {item['supplement']['on']}**")
    if item.get("corrected"):
        blocks.append("**Rettet punkt**")
    if also := item.get("also_titled"):
        blocks.append(f"**{_escape(also)}**")
    place = attachments_at(item)
    for index, section in enumerate(item["sections"]):
        if index == place:
            blocks += _attachments(item)
        blocks += _section(section, (printed_title(item), item["title"]))
    if place >= len(item["sections"]):
        blocks += _attachments(item)
    return blocks


def _title(item: Item) -> str:
    printed = printed_title(item)
    parsed = grammar.split_title(printed)
    honest = parsed == (item["prefix"], item["title"], item["time_slot"])
    if honest and (item["closed"] or not grammar.says_closed(item["title"])):
        return _escape(printed)
    # A title that would be misread is printed in parts, each with its own guard.
    slot = f" ({slot_text(item['time_slot'])})" if item["time_slot"] else grammar.NO_SLOT
    prefix = f"{item['prefix']} - " if item["prefix"] else ""
    return f"{prefix}{grammar.LITERAL}{_escape(item['title'])}{slot}"


def _section(section: Section, titles: tuple[str, str]) -> list[str]:
    blocks = []
    if section["heading"]:
        unknown = section["kind"] == "other" and grammar.is_title(section["heading"], titles)
        blocks.append(f"## {grammar.LITERAL if unknown else ''}{_escape(section['heading'])}")
    blocks += _html(section.get("before", ""), titles)
    if lead := section.get("lead"):
        blocks.append(_escape(lead))
    if points := section.get("points"):
        blocks.append("\n".join(_points(points, section.get("ordered", False), 0)))
    blocks += _html(section.get("html", ""), titles)
    if empty := section.get("empty_as"):
        blocks.append(empty)
    return blocks


def _attachments(item: Item) -> list[str]:
    if not item["attachments"] and "attachments_heading" not in item:
        return []
    lines = "\n".join(
        f"- {_escape(one['title'])}{_errata(one)}{grammar.CLOSED_FILE if one.get('closed') else ''}"
        for one in item["attachments"]
    )
    return [f"## {item.get('attachments_heading', ATTACHMENTS_HEADING)}", *([lines] if lines else [])]


def _errata(attachment: PaperAttachment) -> str:
    return "".join(
        f" **(rettet på mødet: {_escape(one['was'])} → {_escape(one['now'])})**" for one in attachment.get("errata", [])
    )


def _points(points: list[Point], ordered: bool, indent: int) -> list[str]:
    lines = []
    for number, point in enumerate(points, 1):
        mark = f"{number}. " if ordered else "- "
        text = _inline(lxml_html.fragment_fromstring(point["html"], create_parent="p"))
        lines.append(" " * indent + mark + _indented(text, indent + len(mark)))
        lines += _points(point["children"], point.get("ordered", False), indent + len(mark))
    return lines


def _indented(text: str, indent: int) -> str:
    return text.replace("\n", "\n" + " " * indent)


def _html(source: str, titles: tuple[str, str]) -> list[str]:
    if not source:
        return []
    blocks = []
    for element in lxml_html.fragments_fromstring(source):
        if element.tag == "p":
            text = _inline(element)
            first, whole = text.split("\\\n")[0], text.replace("\\\n", " ")
            special = grammar.is_special(first, titles) or grammar.is_special(whole, titles)
            blocks.append((grammar.LITERAL if special else "") + text)
        elif element.tag == "h4":
            text = _inline(element).replace("\\\n", " ")
            known = grammar.heading_kind(text) or grammar.is_attachments_heading(text) or grammar.item_line(text)
            guard = grammar.LITERAL if known or grammar.is_title(text, titles) else ""
            blocks.append(f"#### {guard}{text}")
        elif element.tag in {"ul", "ol"}:
            # A numbered list right behind another begins anew.
            blocks.append("\n".join(_list(element, 0, anew=_follows_numbers(element))))
        else:
            blocks.append(_table(element))
    return blocks


def _follows_numbers(element: lxml_html.HtmlElement) -> bool:
    before = element.getprevious()
    return before is not None and before.tag == "ol"


def _list(element: lxml_html.HtmlElement, indent: int, *, anew: bool = False) -> list[str]:
    lines = []
    start = int(element.get("start", "1"))
    for number, item in enumerate(element, start):
        mark = "- "
        if element.tag == "ol":
            counted = grammar.counted(number, element.get("type", ""))
            # The first of a list that another number or a letter begins, or that begins anew, says that it is one.
            # Every entry with a letter does: a line of text may well begin like one.
            begins = not counted[0].isdigit() or (number == start and (anew or counted != "1."))
            mark = f"{grammar.BEGINS if begins else ''}{counted} "
        lines.append(" " * indent + mark + _indented(_inline(item), indent + len(mark)))
        for nested in item:
            if nested.tag in {"ul", "ol"}:
                lines += _list(nested, indent + len(mark), anew=_follows_numbers(nested))
    return lines


def _table(element: lxml_html.HtmlElement) -> str:
    """A row a line. The places that a cell reaches over say so."""
    rows = list(element.iter("tr"))
    heads = len(element.findall("thead/tr"))
    lines = []
    for number, grid in enumerate(tables.squares([[_table_cell(cell) for cell in row] for row in rows]), 1):
        cells = [_printed(square) for square in grid]
        lines.append("| " + " | ".join(cells) + " |")
        if number == heads:
            lines.append("|" + "---|" * len(cells))
    return "\n".join(lines)


def _printed(square: tables.Square) -> str:
    if not square.first_row:
        return grammar.ABOVE
    return square.cell.html if square.first_column else grammar.LEFT


def _table_cell(cell: lxml_html.HtmlElement) -> tables.Cell:
    """A cell with its text as it is printed."""
    text = _inline(cell).replace("\\\n", "\\/").replace("|", "\\|")
    # A cell of dashes alone would be read as the rule under a head.
    text = f"\\{text}" if text.startswith("---") else text
    return tables.Cell(text, columns=int(cell.get("colspan", "1")), rows=int(cell.get("rowspan", "1")))


def _inline(element: lxml_html.HtmlElement) -> str:
    """Inline content of an element, nested lists aside; a forced break is a backslash and a line break."""
    out = _escape(element.text or "")
    for child in element:
        if child.tag == "br":
            out += "\\\n"
        elif child.tag not in {"ul", "ol"}:
            inner = child[0] if len(child) else child
            stars = "***" if len(child) else {"strong": "**", "em": "*"}[child.tag]
            out += stars + _escape(inner.text or "") + stars
        out += _escape(child.tail or "")
    return out


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("*", "\\*")
