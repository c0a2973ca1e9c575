"""A person's own marks on an item of a paper they read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil
from typing import Protocol, cast

from chefforum.files.pages import Line
from chefforum.richtext.marks import mark, text_of
from meetings.papers.shape import Item, Point, Section
from meetings.rules.anchoring import Anchor, Place, find

# Where the words of a note are: as they were, changed, or gone.
HERE, CHANGED, LOST = "here", "changed", "lost"


class Noted(Protocol):
    """What marking needs to know of a note."""

    pk: int
    heading: str
    quote: str
    before: str
    after: str


def marked(item: Item, notes: Sequence[Noted]) -> tuple[Item, dict[int, str]]:
    """The item with the words of the notes marked, and for each note that quotes words, by its id, where they are.

    Words are looked for in the section they stood in, then in the others: a text may have been moved.
    """
    texts = [_text(section) for section in item["sections"]]
    spans: dict[int, list[tuple[int, int, str]]] = {}
    states: dict[int, str] = {}
    for note in notes:
        if not note.quote:
            continue
        found = _find(note, item["sections"], texts)
        if found is None:
            states[note.pk] = LOST
            continue
        number, place = found
        states[note.pk] = HERE if place.exact else CHANGED
        spans.setdefault(number, []).append((place.start, place.end, str(note.pk)))
    sections = [
        _marked(section, spans[number]) if number in spans else section
        for number, section in enumerate(item["sections"])
    ]
    return cast("Item", {**item, "sections": sections}), states


def _find(note: Noted, sections: Sequence[Section], texts: Sequence[str]) -> tuple[int, Place] | None:
    anchor = Anchor(note.quote, note.before, note.after)
    order = sorted(range(len(texts)), key=lambda number: sections[number]["heading"] != note.heading)
    changed: tuple[int, Place] | None = None
    for number in order:
        place = find(texts[number], anchor)
        if place is not None and place.exact:
            return number, place
        if place is not None and changed is None and sections[number]["heading"] == note.heading:
            changed = number, place
    return changed


def _flat(points: Sequence[Point]) -> Iterator[Point]:
    for point in points:
        yield point
        yield from _flat(point["children"])


def _text(section: Section) -> str:
    # The line that says who recommends is no HTML.
    points = "".join(text_of(point["html"]) for point in _flat(section.get("points", [])))
    return text_of(section.get("before", "")) + section.get("lead", "") + points + text_of(section.get("html", ""))


def _marked(section: Section, spans: Sequence[tuple[int, int, str]]) -> Section:
    at = 0

    def step(html: str) -> str:
        nonlocal at
        start, length = at, len(text_of(html))
        at += length
        own = [(max(0, a - start), min(length, b - start), name) for a, b, name in spans]
        return mark(html, [(a, b, name) for a, b, name in own if a < b])

    made = dict(section)
    if "before" in section:
        made["before"] = step(section["before"])
    at += len(section.get("lead", ""))
    if "points" in section:
        made["points"] = [_point(point, step) for point in section["points"]]
    if "html" in section:
        made["html"] = step(section["html"])
    return cast("Section", made)


def _point(point: Point, step: Callable[[str], str]) -> Point:
    html = step(point["html"])
    return cast("Point", {**point, "html": html, "children": [_point(child, step) for child in point["children"]]})


def boxes(lines: Sequence[Line], notes: Sequence[Noted]) -> list[tuple[int, float, float, float, float]]:
    """Where on a page the words of the notes stand: for each line the note's id, left, top, width and height.

    A part of a line gets the share of its box that it has of its letters.
    """
    text = "\n".join(line.text for line in lines)
    found = []
    for note in notes:
        place = find(text, Anchor(note.quote, note.before, note.after))
        if place is None:
            continue
        at = 0
        for line in lines:
            start, end = max(place.start - at, 0), min(place.end - at, len(line.text))
            if start < end:
                letter = line.width / max(1, len(line.text))
                found.append((note.pk, line.x + start * letter, line.y, (end - start) * letter, line.height))
            at += len(line.text) + 1
    return found


def reading_minutes(item: Item, pages: Mapping[str, int | None]) -> int:
    """About how many minutes an item takes to read: 200 words a minute, and a minute for a page of its attachments.

    200 words a minute is slow silent reading of factual prose (Brysbaert 2019, Journal of Memory and Language 109,
    finds 238 on average); the minute a page is our own guess, for pages that are looked through. At least one minute.
    """
    words = sum(len(_text(section).split()) for section in item["sections"])
    files = [one["file"]["sha256"] for one in item["attachments"] if one["file"]]
    return max(1, ceil(words / 200 + sum(pages.get(sha256) or 0 for sha256 in files)))
