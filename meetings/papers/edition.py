"""From the members' edition to the others. The only place where anything is left out of a paper."""

import re
from collections.abc import Collection, Mapping, Sequence
from html import escape, unescape
from typing import cast

from chefforum.danish import enumerate_words
from meetings.papers.shape import AWAY_HEADING, SHUT_TITLE, Edition, Item, Paper, PaperAttachment, Section

# The places of attachments in the list of each item, by the item's number.
Files = Mapping[int, Collection[int]]


def open_edition(paper: Paper, *, case_numbers: Collection[int] = (), timeless: bool = False) -> Paper:
    """The paper for everybody: without the items and attachments that it says are closed.

    An item leaves its number and the word »Lukket«, and its case number if it is among ``case_numbers``. An attachment
    leaves nothing. Where an item is closed, or ``timeless`` says that one is that the paper is only a part beside, no
    clock times are named: the gap between its neighbours would say how long it takes (D51).
    """
    timeless = timeless or any(item["closed"] for item in paper["items"])
    items = [
        _shut(item, item["number"] in case_numbers) if item["closed"] else _opened(item, timeless)
        for item in paper["items"]
    ]
    return _restricted(paper, "open", items)


def without(paper: Paper, hide: Collection[int], *, edition: Edition) -> Paper:
    """The paper for somebody from whom the items with the numbers in ``hide`` are kept, all but number and »Lukket«."""
    return _restricted(
        paper, edition, [_shut(item, False) if item["number"] in hide else item for item in paper["items"]]
    )


def fit_to_keep(paper: Paper, shut: Collection[int], files: Files) -> Paper:
    """The paper as it may lie on a device that is not the house's own: without the items with the numbers in ``shut``,
    all but number and »Lukket«, and without the attachments of the others that it says are closed or ``files`` names.
    """
    left = without(paper, shut, edition=paper["edition"])
    items = []
    for item in left["items"]:
        closed = files.get(item["number"], ())
        open_ones = [one for place, one in enumerate(item["attachments"]) if not (one.get("closed") or place in closed)]
        items.append(cast("Item", {**item, "attachments": open_ones}))
    return cast("Paper", {**left, "items": items})


def _restricted(paper: Paper, edition: Edition, items: list[Item]) -> Paper:
    """Text that an old file said in no known place may be about anything, and so may the notes from reading it: only
    the members' edition has them. A guest who came for what is shut alone is in no other edition either.
    """
    left = Paper(**{**paper, "edition": edition, "items": items, "unplaced": [], "warnings": []})
    guests = _guests_of_the_shut(paper, items)
    if guests and "attended" in paper:
        here = [line for line in paper["attended"]["guests"] if _name(line) not in guests]
        left["attended"] = {**paper["attended"], "guests": here}
        left["items"] = [_without_away(item, guests) for item in items]
    return left


def _guests_of_the_shut(paper: Paper, items: Sequence[Item]) -> set[str]:
    """The guests who were out of the room for every item that is left."""
    left = [item for item in items if not (item["closed"] and item["title"] == SHUT_TITLE)]
    if len(left) == len(items) or "attended" not in paper:
        return set()
    away = [_away(item) for item in left]
    return {name for name in map(_name, paper["attended"]["guests"]) if all(name in text for text in away)}


def _name(line: str) -> str:
    """The name in a line of who was there, which may have an office after it in brackets."""
    return line.partition(" (")[0]


def _away(item: Item) -> str:
    """Who the item says were not there for it, as text."""
    said = [section["html"] for section in item["sections"] if section["heading"] == AWAY_HEADING]
    return unescape(re.sub("<[^>]+>", " ", " ".join(said)))


def _without_away(item: Item, names: Collection[str]) -> Item:
    """The item without the names among those who were not there for it."""
    sections = []
    for section in item["sections"]:
        if section["heading"] != AWAY_HEADING:
            sections.append(section)
            continue
        text = _away(cast("Item", {**item, "sections": [section]})).strip()
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name, "")
        if others := [part.strip() for part in re.split(", | og ", text) if part.strip(" ,") not in ("", "og")]:
            html = f"<p>{escape(enumerate_words(others), quote=False)}</p>"
            sections.append(cast("Section", {**section, "html": html}))
    return cast("Item", {**item, "sections": sections})


def shut_also(paper: Paper, numbers: Collection[int]) -> Paper:
    """The same paper with the items in ``numbers`` closed as well."""
    items = [cast("Item", {**item, "closed": item["closed"] or item["number"] in numbers}) for item in paper["items"]]
    return cast("Paper", {**paper, "items": items})


def mark_closed(paper: Paper, numbers: Collection[int], files: Files) -> Paper:
    """The same paper with the items in ``numbers`` and the attachments in ``files`` marked closed, and no others."""
    items = [
        cast(
            "Item",
            {
                **item,
                "closed": item["number"] in numbers,
                "attachments": [
                    _marked(one, place in files.get(item["number"], ()))
                    for place, one in enumerate(item["attachments"])
                ],
            },
        )
        for item in paper["items"]
    ]
    return cast("Paper", {**paper, "items": items})


def _marked(attachment: PaperAttachment, closed: bool) -> PaperAttachment:
    plain = {name: value for name, value in attachment.items() if name != "closed"}
    return cast("PaperAttachment", {**plain, "closed": True} if closed else plain)


def _opened(item: Item, timeless: bool) -> Item:
    attachments = [one for one in item["attachments"] if not one.get("closed")]
    left = {**item, "attachments": attachments, "time_slot": None if timeless else item["time_slot"]}
    if item["attachments"] and not attachments:
        left.pop("attachments_heading", None)
        left.pop("attachments_at", None)
    return cast("Item", left)


def _shut(item: Item, case_number: bool) -> Item:
    return Item(
        number=item["number"],
        prefix=None,
        title=SHUT_TITLE,
        time_slot=None,
        case_number=item["case_number"] if case_number else None,
        closed=True,
        sections=[],
        attachments=[],
    )
