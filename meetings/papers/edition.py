"""From the members' edition to the others. The only place where anything is left out of a paper."""

import re
from collections.abc import Collection, Mapping, Sequence
from html import escape
from typing import cast

from chefforum.danish import enumerate_words
from chefforum.richtext import plain_text
from meetings.papers.shape import AWAY_HEADING, SHUT_TITLE, Edition, Item, Paper, PaperAttachment, Section

# The places of attachments in the list of each item, by the item's number.
Files = Mapping[int, Collection[int]]

# What ends an entry of a list of names, and what may be said of it.
_ENTRY_ENDS = re.compile(r"(?P<mark> \(inhabil\))?(?:, | og |\Z)")


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
    """The paper for somebody from whom the items with the numbers in ``hide`` are kept, all but number and »Lukket«.

    Where one is kept back no clock times are named: the gap between its neighbours would say how long it takes.
    """
    return _restricted(paper, edition, _items_without(paper, hide, timeless=bool(hide)))


def _items_without(paper: Paper, hide: Collection[int], *, timeless: bool) -> list[Item]:
    items = paper["items"]
    if timeless:
        items = [cast("Item", {**item, "time_slot": None}) for item in items]
    return [_shut(item, False) if item["number"] in hide else item for item in items]


def fit_to_keep(paper: Paper, shut: Collection[int], files: Files) -> Paper:
    """The paper as it may lie on a device that is not the house's own: without the items with the numbers in ``shut``,
    all but number and »Lukket«, and without the attachments of the others that it says are closed or ``files`` names.
    """
    # Its owner may read the items that are left out here, so the clock times of the others tell nothing new.
    left = _restricted(paper, paper["edition"], _items_without(paper, shut, timeless=False))
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
        known = _attended_names(paper)
        left["items"] = [_without_away(item, guests, known) for item in items]
    return left


def _guests_of_the_shut(paper: Paper, items: Sequence[Item]) -> set[str]:
    """The guests who were out of the room for every item that is left."""
    left = [item for item in items if not (item["closed"] and item["title"] == SHUT_TITLE)]
    if len(left) == len(items) or "attended" not in paper:
        return set()
    known = _attended_names(paper)
    away = [{name for name, _ in _away(item, known)} for item in left]
    return {name for name in map(_name, paper["attended"]["guests"]) if all(name in names for names in away)}


def _name(line: str) -> str:
    """The name in a line of who was there, which may have an office after it in brackets."""
    return line.partition(" (")[0]


def _attended_names(paper: Paper) -> list[str]:
    """Everybody who was at the meeting, longest name first."""
    attended = paper["attended"]
    return sorted({_name(line) for line in (*attended["present"], *attended["guests"])}, key=len, reverse=True)


def _away(item: Item, known: Sequence[str]) -> list[tuple[str, str]]:
    """Who the item says were not there for it: each name, and the name with what is said of it."""
    said = [section["html"] for section in item["sections"] if section["heading"] == AWAY_HEADING]
    return [pair for html in said for pair in _listed(plain_text(html), known)]


def _listed(text: str, known: Sequence[str]) -> list[tuple[str, str]]:
    """The entries of »a, b (inhabil) og c«. A known name is read whole, whatever is in it: one name may begin another,
    and a name may have »og« in it. ``known`` has the longest first.
    """
    found = []
    while text:
        name = next((one for one in known if text.startswith(one) and _ENTRY_ENDS.match(text, len(one))), None)
        end = _ENTRY_ENDS.search(text, len(name) if name else 0)
        entry = text[: end.start()] + (end["mark"] or "") if end else text
        found.append((name or _name(entry), entry))
        text = text[end.end() :] if end else ""
    return found


def _without_away(item: Item, names: Collection[str], known: Sequence[str]) -> Item:
    """The item without the names among those who were not there for it."""
    sections = []
    for section in item["sections"]:
        if section["heading"] != AWAY_HEADING:
            sections.append(section)
            continue
        entries = _listed(plain_text(section["html"]), known)
        if others := [entry for name, entry in entries if name not in names]:
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
