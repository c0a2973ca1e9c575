"""From the members' edition to the others. The only place where anything is left out of a paper."""

from collections.abc import Collection
from typing import cast

from meetings.papers.shape import SHUT_TITLE, Edition, Item, Paper


def restrict(paper: Paper, *, edition: Edition, hide: Collection[int], case_numbers: bool = False) -> Paper:
    """The paper for another edition, without the items whose numbers are in ``hide``.

    What is hidden leaves its number and the word »Lukket«, and its case number where ``case_numbers`` says so.
    Text that an old file said in no known place may be about anything, and so may the notes from reading it:
    only the members' edition has them.
    """
    return Paper(
        **{
            **paper,
            "edition": edition,
            "items": [_shut(item, case_numbers) if item["number"] in hide else item for item in paper["items"]],
            "unplaced": [],
            "warnings": [],
        }
    )


def mark_closed(paper: Paper, numbers: Collection[int]) -> Paper:
    """The same paper with the items in ``numbers`` marked as closed, and no others."""
    items = [cast("Item", {**item, "closed": item["number"] in numbers}) for item in paper["items"]]
    return cast("Paper", {**paper, "items": items})


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
