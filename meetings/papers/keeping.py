"""What of a sent paper may lie on a reader's device, and by what names a paper calls its items and files."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from meetings import queries
from meetings.papers import edition
from meetings.papers.change import is_shut

if TYPE_CHECKING:
    from meetings.models import MeetingPaper
    from meetings.papers.shape import Paper


def paper_to_keep(sent: "MeetingPaper") -> "Paper":
    """The paper as it may lie on the reader's device: what is closed now only if the forum lets it."""
    paper: Paper = sent.document.paper
    if sent.meeting.forum.keeps_closed_offline:
        return paper
    closed = queries.closed_among(sent.numbers.values())
    shut = {
        item["number"] for item in paper["items"] if item["closed"] or sent.numbers.get(str(item["number"])) in closed
    }
    return edition.fit_to_keep(paper, shut, queries.closed_files_in(sent))


@dataclass(frozen=True)
class Names:
    """What papers call things: number and title by the id of an item, title by the id of an attachment."""

    by_item: dict[int, tuple[int, str]] = field(default_factory=dict)
    by_file: dict[int, str] = field(default_factory=dict)


def names_in(papers: "Sequence[MeetingPaper]") -> Names:
    """The names that stand in the papers, the last of them first asked: a title that is being rewritten is in none."""
    found = Names()
    for sent in papers:
        files = queries.files_in(sent)
        for item in sent.document.paper["items"]:
            number = str(item["number"])
            if number not in sent.numbers or is_shut(item):
                continue
            found.by_item[sent.numbers[number]] = (item["number"], item["title"])
            # An edition may lack some of them, so that places do not tell which is which.
            pks = files.get(number, [])
            if len(pks) == len(item["attachments"]):
                found.by_file.update({pk: one["title"] for pk, one in zip(pks, item["attachments"], strict=True)})
    return found
