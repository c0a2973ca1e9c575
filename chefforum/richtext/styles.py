"""Styles in HTML, as far as they say what text means."""

import re

from lxml import etree

Style = dict[str, str]

# Word sets weight, slope, outline level and list on a named style of the document as well as on the text itself.
# Nothing else of the style sheet counts: a rule read wrongly must never hide text.
_FROM_CLASS = {"font-weight", "font-style", "mso-outline-level", "mso-list"}


def class_styles(root: etree._Element) -> dict[str, Style]:
    """What the style sheets say of each class, of the little that counts."""
    styles: dict[str, Style] = {}
    for rule in "".join(node.text or "" for node in root.iter("style")).split("}"):
        selectors, _, body = rule.rpartition("{")
        told = {name: value for name, value in declarations(body).items() if name in _FROM_CLASS}
        for name in re.findall(r"\.([\w-]+)\s*(?:,|$)", selectors) if told else ():
            styles.setdefault(name.lower(), {}).update(told)
    return styles


def declarations(text: str) -> Style:
    """The properties of a ``style`` attribute, in small letters."""
    pairs = (part.partition(":") for part in text.lower().split(";"))
    return {name.strip(): value.partition("!")[0].strip() for name, _, value in pairs if value}
