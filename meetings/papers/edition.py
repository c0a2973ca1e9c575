"""From the members' edition to the others. The only place where anything is left out of a paper."""

from collections.abc import Collection, Mapping
from typing import cast

from meetings.papers.shape import SHUT_TITLE, Edition, Item, Paper, PaperAttachment

# The places of attachments in the list of each item, by the item's number.
Files = Mapping[int, Collection[int]]


def restrict(
    paper: Paper,
    *,
    edition: Edition,
    hide: Collection[int],
    hide_files: Files | None = None,
    case_numbers: bool = False,
) -> Paper:
    """The paper for another edition, without the items whose numbers are in ``hide`` and the attachments in
    ``hide_files``.

    An item that is hidden leaves its number and the word »Lukket«, and its case number where ``case_numbers`` says so.
    An attachment leaves nothing. An open edition that hides an item names no clock times: the gap between its
    neighbours would say how long the item takes (D51). Text that an old file said in no known place may be about
    anything, and so may the notes from reading it: only the members' edition has them.
    """
    timeless = edition == "open" and bool(hide)
    items = [
        _shut(item, case_numbers)
        if item["number"] in hide
        else _without(item, (hide_files or {}).get(item["number"], ()), timeless)
        for item in paper["items"]
    ]
    return Paper(**{**paper, "edition": edition, "items": items, "unplaced": [], "warnings": []})


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


def _without(item: Item, files: Collection[int], timeless: bool) -> Item:
    left = dict(item)
    if timeless:
        left["time_slot"] = None
    if files:
        left["attachments"] = [one for place, one in enumerate(item["attachments"]) if place not in files]
        if not left["attachments"]:
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
