"""Finding the words of a note again in a text that may have been changed since."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

# How much of the surroundings is kept with a note, in characters.
AROUND = 60
# A passage that is as like as this to the words, and stands between the same neighbours, is taken for them.
_LIKE = 0.55
# Without neighbours it must hold a stretch of them as long as this.
_STRETCH = 0.6
_MOST_WORK = 20_000_000


@dataclass(frozen=True)
class Anchor:
    """The words, and a little of what stood before and after them."""

    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Place:
    """Where the words stand, as a span of characters; ``exact`` unless they have been changed."""

    start: int
    end: int
    exact: bool = True


def find(text: str, anchor: Anchor) -> Place | None:
    """Where the words are now; ``None`` where they are gone.

    White space counts for nothing: a browser puts line breaks between blocks that the text has not. Where the words
    stand more than once, the place with the most of the old surroundings is theirs. Words that were changed are found
    between their old neighbours, or by a stretch of them that is left.
    """
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    tight = "".join(text[at] for at in places)
    quote, before, after = (_tight(one) for one in (anchor.quote, anchor.before, anchor.after))
    if not quote or not tight:
        return None
    found = _exact(tight, quote, before, after)
    exact = found is not None
    if found is None:
        found = _between(tight, quote, before, after) or _stretch(tight, quote)
    if found is None:
        return None
    return Place(places[found[0]], places[found[1] - 1] + 1, exact)


def _tight(text: str) -> str:
    return "".join(text.split())


def _exact(text: str, quote: str, before: str, after: str) -> tuple[int, int] | None:
    best, score, at = None, -1, text.find(quote)
    while at >= 0:
        end = at + len(quote)
        around = _shared(reversed(text[max(0, at - len(before)) : at]), reversed(before)) + _shared(text[end:], after)
        if around > score:
            best, score = (at, end), around
        at = text.find(quote, at + 1)
    return best


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


def _between(text: str, quote: str, before: str, after: str) -> tuple[int, int] | None:
    """A passage like the words between the ends of their old surroundings."""
    left, right = before[-16:], after[:16]
    if len(left) < 6 or len(right) < 6:
        return None
    at = text.find(left)
    while at >= 0:
        start = at + len(left)
        end = text.find(right, start, start + 3 * len(quote) + len(right))
        if end > start and SequenceMatcher(None, quote, text[start:end], autojunk=False).ratio() >= _LIKE:
            return start, end
        at = text.find(left, at + 1)
    return None


def _stretch(text: str, quote: str) -> tuple[int, int] | None:
    if len(quote) < 12 or len(text) * len(quote) > _MOST_WORK:
        return None
    match = SequenceMatcher(None, text, quote, autojunk=False).find_longest_match()
    return (match.a, match.a + match.size) if match.size >= max(12, _STRETCH * len(quote)) else None
