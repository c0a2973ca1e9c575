"""What has changed between two papers: the supplementary agenda, and what is new since a person last read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import cast

from chefforum.danish import date_numeric
from chefforum.documents.canonical import fingerprint
from chefforum.richtext import compare
from meetings.papers.points import as_html
from meetings.papers.shape import AWAY_HEADING, SHUT_TITLE, Item, Paper, PaperAttachment, Section

_REORDERED = "<p>Rækkefølgen er ændret.</p>"


@dataclass(frozen=True)
class Change:
    """A part of an item that reads otherwise now: its heading, and its text with what came and went marked."""

    heading: str
    marked: str


def print_of(item: Item) -> str:
    """A check sum of an item without its place on the agenda: a neighbour that came or went is no change of it."""
    return fingerprint({**item, "number": 0, "time_slot": None, "supplement": None, "corrected": None})


def item_of(paper: Paper, numbers: Mapping[str, int], item_id: int) -> Item | None:
    """The item with the id in a sent paper, by the ids of its numbers."""
    return next((item for item in paper["items"] if numbers.get(str(item["number"])) == item_id), None)


def check_sums(item: Item) -> list[str]:
    """The check sums of every file that an item names."""
    found = []
    for one in item["attachments"]:
        files = [one["file"], one.get("later"), *one.get("earlier", [])]
        found += [file["sha256"] for file in files if file]
    return found


def news(items: Sequence[Item], read: Mapping[int, str]) -> dict[int, str]:
    """What is new for somebody who has read the items whose check sums are in ``read``, by number: ``Rettet``, ``Nyt``
    or ``Ulæst``. Nothing is new to somebody who has read nothing yet.
    """
    if not read:
        return {}
    found = {}
    for item in items:
        if is_shut(item):
            continue
        if item["number"] not in read:
            found[item["number"]] = "Nyt" if "supplement" in item else "Ulæst"
        elif read[item["number"]] != print_of(item):
            found[item["number"]] = "Rettet"
    return found


def is_shut(item: Item) -> bool:
    """Whether an edition has no more of the item than its number."""
    return item["closed"] and item["title"] == SHUT_TITLE and not item["sections"]


def supplement(paper: Paper, sent: Paper, *, number: int, new: Collection[int]) -> Paper:
    """The supplementary agenda ``number``: of ``paper`` only the items in ``new``, by their numbers, and those that
    ``sent`` had in other words, marked as corrected.
    """
    before = {print_of(item) for item in sent["items"]}
    items = []
    for item in paper["items"]:
        if item["number"] in new:
            items.append(item)
        elif print_of(item) not in before:
            items.append(cast("Item", {**item, "corrected": True}))
    return cast("Paper", {**paper, "supplement": number, "items": items, "unplaced": [], "warnings": []})


def same_words(paper: Paper, other: Paper) -> bool:
    """Whether two papers of a meeting say the same: who was there, and each item's title and sections.

    Who may read it, who was out of the room, and attachments but the agenda itself are left aside.
    """
    return paper.get("attended") == other.get("attended") and _words(paper) == _words(other)


def numbers_changed(paper: Paper, other: Paper) -> list[int]:
    """The numbers of the items of ``other`` that say something else than in ``paper``."""
    before = {number: (title, said) for number, title, said in _words(paper)}
    return [number for number, title, said in _words(other) if before.get(number) != (title, said)]


def head_of(paper: Paper) -> tuple[object, ...]:
    """What a paper says before its items."""
    return paper["starts_at"], paper["location"], paper.get("attended")


def _words(paper: Paper) -> list[tuple[int, str, list[tuple[object, ...]]]]:
    return [
        (
            item["number"],
            item["title"],
            [
                *(_said(one) for one in item["sections"] if one["heading"] != AWAY_HEADING),
                *((one["title"],) for one in item["attachments"] if one.get("agenda")),
            ],
        )
        for item in paper["items"]
    ]


def _said(section: Section) -> tuple[object, ...]:
    """A section but for how an empty decision is written, which is the forum's and no person's word."""
    return tuple(section.get(name) for name in ("kind", "heading", "before", "lead", "parties", "points", "html"))


def without_closing(item: Item) -> Item:
    """The item as if nothing of it were closed or open: what it says, not who may read it."""
    attachments = [{name: value for name, value in one.items() if name != "closed"} for one in item["attachments"]]
    return cast("Item", {**item, "closed": False, "attachments": attachments})


def empty(item: Item) -> Item:
    """The item before anything was written in it: what one is compared with that was not there."""
    return cast("Item", {**item, "sections": [], "attachments": []})


def changes(before: Item, now: Item) -> list[Change]:
    """What reads otherwise in ``now``, in its order; what went last."""
    found = []
    if before["title"] != now["title"]:
        found.append(Change("Titel", compare(_paragraph(before["title"]), _paragraph(now["title"])).html))
    left = list(before["sections"])
    for section in now["sections"]:
        old = next(
            (one for one in left if (one["kind"], one["heading"]) == (section["kind"], section["heading"])), None
        )
        if old is not None:
            left.remove(old)
        was, words = _html(old) if old else "", _html(section)
        if was != words:
            found.append(Change(section["heading"], compare(was, words).html))
    found += [Change(one["heading"], compare(_html(one), "").html) for one in left if _html(one)]
    files_before, files = _attachments(before), _attachments(now)
    if files_before != files:
        went = [one for one in files_before if one not in files]
        came = [one for one in files if one not in files_before]
        found.append(Change("Bilag", compare(_list(went), _list(came)).html if went or came else _REORDERED))
    return found


def _html(section: Section) -> str:
    return as_html(
        section.get("before", "") + section.get("html", ""), section.get("parties", []), section.get("points", [])
    )


def _paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>"


def _corrected(attachment: PaperAttachment) -> str:
    day = attachment.get("corrected")
    return f" (rettet {date_numeric(date.fromisoformat(day))})" if day else ""


def _attachments(item: Item) -> list[str]:
    return [escape(one["title"], quote=False) + _corrected(one) for one in item["attachments"]]


def _list(lines: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>" if lines else ""
