"""What is pasted, with its meaning kept: a word processor says much in marks that plain text would lose or falsify.

``docs/pasting.md`` lists every mark: kept, turned into words, or left out and said.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from lxml import etree

from chefforum.richtext.normal import clean
from chefforum.richtext.parsing import MOST_CHARACTERS, TooLarge, nests_too_deep
from chefforum.richtext.raised import lowered, raised
from chefforum.richtext.styles import declarations
from chefforum.richtext.word import is_from_word, parse_page, rewritten

_DELETED_TAGS = {"del", "s", "strike"}
_DELETED_CLASSES = {"msodel"}
_HIDDEN = {("display", "none"), ("visibility", "hidden"), ("mso-hide", "all")}
_NEVER_SHOWN = {"script", "style", "title", "xml", "head", "meta", "link"}  # in no browser, and in no text of ours
_ADDRESS = re.compile(r"\A(?:https?|ftp|file|mailto|tel):", re.IGNORECASE)
_SAID = (
    ("deleted", "sted med slettet eller overstreget tekst", "steder med slettet eller overstreget tekst", "er udeladt"),
    ("hidden", "sted med skjult tekst", "steder med skjult tekst", "er udeladt"),
    ("pictures", "billede", "billeder", "er udeladt"),
    ("links", "link har fået", "links har fået", "adressen skrevet i parentes"),
)


@dataclass(frozen=True)
class Pasted:
    """``html`` in normal form, and a Danish sentence for each kind of thing that was left out or turned into words."""

    html: str
    notes: tuple[str, ...] = ()


def from_paste(source: str) -> Pasted:
    """HTML from the clipboard in normal form. Raises :class:`TooLarge`.

    Text that was deleted, struck out or hidden is left out. Raised and lowered signs, links, numbers of lists and
    merged cells keep their meaning. HTML that nests too deep keeps its words alone.
    """
    if len(source) > MOST_CHARACTERS:
        raise TooLarge
    root = None if nests_too_deep(source) else parse_page(source)
    if root is None:
        return Pasted(clean(source))
    counted = _settle(root)
    html = rewritten(root) if is_from_word(source) else clean(_inner(root))
    notes = (
        f"{counted[kind]} {one if counted[kind] == 1 else many} {verb}."
        for kind, one, many, verb in _SAID
        if counted[kind]
    )
    return Pasted(html, tuple(notes))


def _settle(root: etree._Element) -> Counter[str]:
    """Writes what marks mean into the tree; answers how often."""
    counted: Counter[str] = Counter()
    for node in list(root.iter(etree.Element)):
        if node.getparent() is None and node is not root:
            continue  # went with what it stood in
        style = declarations(node.get("style") or "")
        kind = _left_out(node, style)
        if kind:
            counted[kind] += bool(_text(node).strip())
            _remove(node)
        elif node.tag == "img":
            counted["pictures"] += 1
        elif node.tag == "sup" or style.get("vertical-align") == "super":
            _spell(node, raised(_text(node)))
        elif node.tag == "sub" or style.get("vertical-align") == "sub":
            _spell(node, lowered(_text(node)))
        elif node.tag == "a":
            counted["links"] += _write_address(node)
        elif node.tag == "dt":
            _make_strong(node)
    return counted


def _left_out(node: etree._Element, style: dict[str, str]) -> str:
    """Why an element is no live text; empty for one that is."""
    classes = set((node.get("class") or "").lower().split())
    if node.tag in _NEVER_SHOWN:
        return ""
    lines = f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}"
    if node.tag in _DELETED_TAGS or classes & _DELETED_CLASSES or "line-through" in lines:
        return "deleted"
    return "hidden" if "hidden" in node.attrib or not _HIDDEN.isdisjoint(style.items()) else ""


def _text(node: etree._Element) -> str:
    return "".join(part for part in node.itertext() if isinstance(part, str))


def _remove(node: etree._Element) -> None:
    """Takes an element away, and leaves what stands behind it."""
    parent = node.getparent()
    if parent is None:
        return
    for child in list(node):
        node.remove(child)
    node.text = None
    before = node.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (node.tail or "")
    else:
        parent.text = (parent.text or "") + (node.tail or "")
    parent.remove(node)


def _spell(node: etree._Element, text: str) -> None:
    tail = node.tail
    for child in list(node):
        node.remove(child)
    node.text, node.tail, node.tag = text, tail, "span"
    node.attrib.clear()


def _write_address(node: etree._Element) -> int:
    """A link's address behind its words, where they do not say it already; answers whether it was written."""
    address = (node.get("href") or "").strip()
    if not _ADDRESS.match(address):
        return 0
    said = address.partition(":")[2].split("?")[0] if address.lower().startswith(("mailto:", "tel:")) else address
    if said.rstrip("/").removeprefix("https://").removeprefix("http://") in _text(node):
        return 0
    etree.SubElement(node, "span").text = f" ({said})"
    return 1


def _make_strong(node: etree._Element) -> None:
    """A term that is defined is bold."""
    bold = etree.Element("b")
    bold.text, node.text = node.text, None
    for child in list(node):
        bold.append(child)
    node.append(bold)


def _inner(root: Any) -> str:
    """The part that was copied: what stands in the body, between the clipboard's own marks where it has them."""
    html = etree.tostring(root, encoding="unicode", method="html")
    start, end = html.find("<!--StartFragment-->"), html.rfind("<!--EndFragment-->")
    return html[start:end] if 0 <= start < end else html
