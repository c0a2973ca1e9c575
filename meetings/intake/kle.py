"""KL's subject list (KLE) in: from a file's bytes to subjects and facets. Never touches the database.

Two forms are read: the lines of OS2KLE (subjects with keywords) and KLE's own XML (subjects with the titles of their
groups, and facets).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

_EMPTY = "Filen er tom. Vælg OS2KLE.txt eller KLE's XML-fil."
_OTHER = "Filen er ikke en KLE-liste. Vælg OS2KLE.txt eller KLE's XML-fil."
_BROKEN = "Filen kan ikke læses som XML. Vælg OS2KLE.txt eller KLE's XML-fil."
_DOCTYPE = "Filen har en DOCTYPE og er derfor ikke læst. Vælg KLE's XML-fil, som den er hentet hos KL."

_NUMBER = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}")
_FACET = re.compile(r"[A-ZÆØÅ][0-9]{0,2}")
_LINE = re.compile(rf"\AKLENummer='({_NUMBER.pattern})':KLETitel='(.+?)':Keywords\[Weight\]=(.*)")
_WEIGHT = re.compile(r"\[([0-9]{1,9})\](?:;|$)")


class NotKle(Exception):
    """The file is no subject list; the text is Danish, for the person who chose it."""


@dataclass(frozen=True)
class Subject:
    """An emne. ``keywords`` come heaviest first; the titles of the two upper levels are ``""`` where not given."""

    number: str
    title: str
    keywords: tuple[str, ...]
    group: str = ""
    main_group: str = ""


@dataclass(frozen=True)
class Facet:
    """A handlingsfacet: what the authority does with the subject."""

    code: str
    title: str


@dataclass(frozen=True)
class SubjectList:
    """What a file holds, in its order; ``skipped`` has the line number and text of what was not understood."""

    subjects: tuple[Subject, ...]
    facets: tuple[Facet, ...]
    skipped: tuple[tuple[int, str], ...]


def read_kle(data: bytes) -> SubjectList:
    """The subjects and facets in a file of OS2KLE lines or KLE's XML.

    A number or code given twice counts as it was given last; what is retired in the XML is left out. A single line or
    element that is not understood is skipped and told. Raises :class:`NotKle` for a file with no subject and no facet,
    for broken XML, and for XML with a document type, so that no entity is ever expanded or fetched.
    """
    if not data.strip():
        raise NotKle(_EMPTY)
    text = _decode(data)
    found = _read_xml(data) if text.lstrip().startswith("<") else _read_lines(text)
    if not found.subjects and not found.facets:
        raise NotKle(_OTHER)
    return found


def _decode(data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _read_lines(text: str) -> SubjectList:
    subjects: dict[str, Subject] = {}
    skipped: list[tuple[int, str]] = []
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        line = raw.strip()
        # PostgreSQL stores no NUL, so a line with one is not read.
        match = None if "\0" in line else _LINE.fullmatch(line)
        if match and match[2].strip():
            subjects[match[1]] = Subject(match[1], match[2].strip(), _keywords(match[3]))
        elif line:
            skipped.append((number, line))
    return SubjectList(tuple(subjects.values()), (), tuple(skipped))


def _keywords(text: str) -> tuple[str, ...]:
    """Keywords, heaviest first. A keyword ends at its weight, so it may hold anything else; the last may have none."""
    parts = [*_WEIGHT.split(text), "0"]
    weighed = sorted(zip(parts[::2], parts[1::2], strict=True), key=lambda pair: -int(pair[1]))
    unique: dict[str, str] = {}
    for word, _ in weighed:
        unique.setdefault(word.strip().casefold(), word.strip())
    return tuple(word for word in unique.values() if word)


def _read_xml(data: bytes) -> SubjectList:
    root = _parse(data)
    subjects: dict[str, Subject] = {}
    facets: dict[str, Facet] = {}
    skipped: list[tuple[int, str]] = []
    for element in _in_use(root, "Emne"):
        number, title = _text(element, "EmneNr"), _text(element, "EmneTitel")
        if _NUMBER.fullmatch(number) and title:
            group, main_group = _above(element, "Gruppe"), _above(element, "Hovedgruppe")
            subjects[number] = Subject(number, title, (), group, main_group)
        else:
            skipped.append((_line(element), f"{number} {title}".strip()))
    for element in _in_use(root, "Handlingsfacet"):
        code, title = _text(element, "HandlingsfacetNr"), _text(element, "HandlingsfacetTitel")
        if _FACET.fullmatch(code) and title:
            facets[code] = Facet(code, title)
        else:
            skipped.append((_line(element), f"{code} {title}".strip()))
    return SubjectList(tuple(subjects.values()), tuple(facets.values()), tuple(sorted(skipped)))


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotKle(_BROKEN) from error
    if root.getroottree().docinfo.internalDTD:
        raise NotKle(_DOCTYPE)
    return root


# »{*}« stands for any namespace or none.
def _in_use(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements of a name that are not marked as retired."""
    for element in root.iter(f"{{*}}{name}"):
        if next(element.iter("{*}UdgaaetDato", "{*}Udgaaet"), None) is None:
            yield element


def _line(element: Any) -> int:  # lxml's types know no line
    return int(element.sourceline or 0)


def _text(element: etree._Element, name: str) -> str:
    return " ".join((element.findtext(f"{{*}}{name}") or "").split())


def _above(element: etree._Element, level: str) -> str:
    parent = next(element.iterancestors(f"{{*}}{level}"), None)
    return "" if parent is None else _text(parent, f"{level}Titel")
