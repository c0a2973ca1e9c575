"""Attachments that a text cites but nobody attached, and those attached that no text cites (D57)."""

import re
from collections.abc import Sequence

from chefforum.danish import enumerate_words

_CITED = re.compile(
    r"\bbilag(?:ene)?\s+(?P<first>\d{1,2})(?P<rest>(?:\s*(?:[-–,]|og|samt|til)\s*(?:bilag\s+)?\d{1,2})*)", re.IGNORECASE
)
_MORE = re.compile(r"(?P<glue>[-–,]|og|samt|til)\s*(?:bilag\s+)?(?P<number>\d{1,2})", re.IGNORECASE)
# »vedlagte retningslinjer«, »fremgår af bilaget«, »se bilag«: an attachment without a number.
_MEANT = re.compile(
    r"\b(?:vedlagt|vedlagte|vedhæftet|vedhæftede|bilaget|bilagene|bilagte)\b|\b(?:se|jf\.|af|i)\s+bilag\b(?!\s*\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"bilag\s+(\d{1,2})\b[\s:;.,–-]*", re.IGNORECASE)
_ENDING = re.compile(r"\.[A-Za-z]{2,4}$")


def cited_numbers(text: str) -> set[int]:
    """The numbers that a text cites: »bilag 3«, »bilag 1-2«, »bilag 1, 2 og 4«."""
    found: set[int] = set()
    for match in _CITED.finditer(text):
        last = int(match["first"])
        found.add(last)
        for more in _MORE.finditer(match["rest"]):
            number = int(more["number"])
            stretch = more["glue"] in {"-", "–", "til"} and last < number < last + 30
            found |= set(range(last, number + 1)) if stretch else {number}
            last = number
    return found


def number_of(title: str) -> int | None:
    """The number that a name begins with, »Bilag 2; …«."""
    match = _NUMBER.match(title.strip())
    return int(match[1]) if match else None


def bare_name(title: str) -> str:
    """A name without its number and the ending of a file, in small letters."""
    return _ENDING.sub("", _NUMBER.sub("", title.strip(), count=1)).replace("_", " ").strip().casefold()


def cited_but_missing(text: str, titles: Sequence[str]) -> list[str]:
    """What a text cites that is not among the attachments, as words: ``Bilag 3``, or ``et bilag`` where it has no
    number. Attachments without numbers count by their places.
    """
    numbers = {number_of(title) for title in titles} - {None} or set(range(1, len(titles) + 1))
    missing = sorted(cited_numbers(text) - numbers)
    if missing:
        return [f"bilag {number}" for number in missing]
    return ["et bilag"] if not titles and _MEANT.search(text) else []


def attached_but_uncited(text: str, titles: Sequence[str]) -> list[str]:
    """The attachments that the text neither numbers nor names; none where it speaks of what is enclosed in general."""
    if _MEANT.search(text):
        return []
    cited, low = cited_numbers(text), text.casefold()
    numbered = any(number_of(title) for title in titles)
    return [
        title
        for place, title in enumerate(titles, 1)
        if (number_of(title) if numbered else place) not in cited
        and not (len(bare_name(title)) > 3 and bare_name(title) in low)
    ]


def citing_faults(number: int, text: str, titles: Sequence[str]) -> list[str]:
    """Both, as sentences about item ``number``."""
    faults = []
    if missing := cited_but_missing(text, titles):
        faults.append(f"Punkt {number} nævner {enumerate_words(missing)}, som ikke er vedhæftet.")
    uncited = attached_but_uncited(text, titles) if text.strip() else []
    if len(uncited) == 1:
        faults.append(f"Punkt {number} nævner ikke bilaget »{uncited[0]}«.")
    elif uncited:
        more = " …" if len(uncited) > 3 else ""
        faults.append(f"Punkt {number} nævner ikke disse bilag: {enumerate_words(uncited[:3])}{more}.")
    return faults
