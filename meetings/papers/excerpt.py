"""An excerpt: the decision of one item, taken from locked minutes. Made on the spot, alike every time."""

from typing import TYPE_CHECKING, TypedDict, cast

from meetings.papers.approvals import how_approved, short_print
from meetings.papers.change import is_shut, item_of
from meetings.papers.shape import Item, Paper

if TYPE_CHECKING:
    from meetings.models import AgendaItem, MeetingPaper

SCHEMA = "chefforum.excerpt/1"
TEMPLATE = "papers/meetings/excerpt.html"


class Excerpt(TypedDict):
    """One item of locked minutes, with how they were approved and the check sum of the paper it is taken from."""

    schema: str
    forum: str
    starts_at: str | None
    location: str
    edition: str
    version: int
    print: str
    approved: str
    item: Item


def excerpt(item: "AgendaItem", sent: "MeetingPaper") -> Excerpt | None:
    """The item as the paper has it; ``None`` where the paper keeps it from its readers."""
    paper = cast("Paper", sent.document.paper)
    found = item_of(paper, sent.numbers, item.pk)
    if found is None or is_shut(found):
        return None
    return Excerpt(
        schema=SCHEMA,
        forum=paper["forum"],
        starts_at=paper["starts_at"],
        location=paper["location"],
        edition=paper["edition"],
        version=sent.number,
        print=short_print(sent.document.sha256),
        approved=how_approved(item.on),
        item=found,
    )
