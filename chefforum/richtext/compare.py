"""What has changed between two texts, word by word."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from html import escape, unescape
from itertools import groupby, pairwise
from typing import NamedTuple

# Signs that stand among the words while texts are compared. The normal form has no control characters, so neither is
# ever a word.
_BREAK, _CELL = "\x01", "\x02"
_SIGNS = {_BREAK, _CELL}

_MARKS = re.compile(r"</?(?:strong|em)>")
_ROW = re.compile(r"<tr>(?:[^<]|<(?!/?tr>))*+</tr>")
_BETWEEN_CELLS = re.compile(r"</t[hd]><t[hd](?: [^<>]*)?>")
_LINE = re.compile(r"<([^<>]*)>([^<]+)")

# How many pairs of equal words (or lines) one stretch may hold: difflib looks at all of them, at worst once for every
# block it finds. Running text of 2,000 words on either side stays below.
_PAIRS = 25_000
# The same for all stretches of two texts together.
_ALL_PAIRS = 200_000


class _Budget:
    """How many more pairs may be looked at."""

    def __init__(self) -> None:
        self.left = _ALL_PAIRS

    def spend(self, pairs: int) -> bool:
        """Whether so many pairs can be afforded; then they are paid for."""
        affordable = pairs <= min(_PAIRS, self.left)
        self.left -= pairs if affordable else 0
        return affordable


@dataclass(frozen=True)
class Difference:
    """Two texts as one, to show to a reader, and how many words came and went.

    ``html`` is safe whatever the texts hold: escaped words in ``p``, ``ins`` and ``del``, without attributes.
    It has an ``ins`` exactly when words were ``added``, and a ``del`` exactly when words were ``removed``.
    """

    html: str
    added: int
    removed: int


def compare(old: str, new: str) -> Difference:
    """The words of two texts in normal form, those that came in ``ins`` and those that went in ``del``.

    Without the ``del`` parts the words are those of ``new``, without the ``ins`` parts those of ``old``, each in
    order. Every line of either text (paragraph, heading, list item, table row) is a ``p``; an item begins with
    ``–``, and ``|`` stands between cells. Only words are compared: neither bold text nor a paragraph that became
    an item is a difference. So that no pair of texts takes long, a changed stretch of more than some 2,000 words is
    compared line by line if it has as many lines as before, and else given whole, as it was and then as it is.
    """
    pieces = list(_pieces(_lines(old), _lines(new), _Budget()))
    tags = Counter(piece.tag for piece in pieces if piece.text not in _SIGNS)
    return Difference(_render(pieces), added=tags["ins"], removed=tags["del"])


class _Line(NamedTuple):
    lead: str
    words: tuple[str, ...]


class _Piece(NamedTuple):
    """A word or sign of the result; ``lead`` is what its line begins with."""

    tag: str
    text: str
    lead: str


def _lines(html: str) -> list[_Line]:
    """The lines that have words, each ending with a break."""
    text = _ROW.sub(lambda row: row[0].replace("<br>", " "), _MARKS.sub("", html))
    text = _BETWEEN_CELLS.sub(f" {_CELL} ", text)
    # The break in front is for text that comes after no tag, as in a title.
    lines = [("– " if tag == "li" else "", unescape(line).split()) for tag, line in _LINE.findall("<br>" + text)]
    return [_Line(lead, (*words, _BREAK)) for lead, words in lines if not _SIGNS.issuperset(words)]


def _pieces(old: Sequence[_Line], new: Sequence[_Line], budget: _Budget) -> Iterator[_Piece]:
    """Lines against lines, then words against words where lines differ."""
    blocks = _blocks([" ".join(line.words) for line in old], [" ".join(line.words) for line in new], budget)
    for gone, come, kept in _steps(blocks):
        yield from _changed(old[gone], new[come], budget)
        yield from _tagged("", new[kept])


def _tagged(tag: str, lines: Sequence[_Line]) -> list[_Piece]:
    return [_Piece(tag, word, line.lead) for line in lines for word in line.words]


def _changed(old: Sequence[_Line], new: Sequence[_Line], budget: _Budget) -> Iterator[_Piece]:
    went, came = _tagged("del", old), _tagged("ins", new)
    before, after = [piece.text for piece in went], [piece.text for piece in came]
    if 1 < len(old) == len(new) and _pairs(before, after) > _PAIRS:
        for line, other in zip(old, new, strict=True):
            yield from _changed([line], [other], budget)
        return
    for gone, come, kept in _steps(_without_islands(_blocks(before, after, budget), before)):
        yield from went[gone]
        yield from came[come]
        yield from (piece._replace(tag="") for piece in came[kept])


def _blocks(old: Sequence[Hashable], new: Sequence[Hashable], budget: _Budget) -> list[Match]:
    """What two sequences have in common, in order; the last block is empty and marks their ends.

    What they begin and end with is always found, what is between only when that costs little.
    """
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    ends = len(old) - tail, len(new) - tail
    inner = _matched(old[head : ends[0]], new[head : ends[1]], budget)
    blocks = [Match(0, 0, head), *(Match(head + a, head + b, size) for a, b, size in inner), Match(*ends, tail)]
    return [*(block for block in blocks if block.size), Match(len(old), len(new), 0)]


def _shared(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """How many parts two sequences begin with in common."""
    pairs = zip(old, new, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new)))


def _matched(old: Sequence[Hashable], new: Sequence[Hashable], budget: _Budget) -> list[Match]:
    if not budget.spend(_pairs(old, new)):
        return []
    return SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()


def _pairs(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """How many pairs of equal parts the two have."""
    theirs = Counter(new)
    return sum(number * theirs[part] for part, number in Counter(old).items())


def _without_islands(blocks: list[Match], old: Sequence[str]) -> list[Match]:
    """The blocks without those smaller than what changed on either side: an »og« kept by chance is hard to read past.

    Blocks that hold or follow a sign stay: they tell which lines of the two texts belong together.
    """
    texts = [_BREAK, *old]
    gaps = [
        max(block.a - last.a - last.size, block.b - last.b - last.size)
        for last, block in pairwise([Match(0, 0, 0), *blocks])
    ]
    kept = [
        block
        for block, before, after in zip(blocks, gaps, gaps[1:], strict=False)
        if block.size >= min(before, after) or not _SIGNS.isdisjoint(texts[block.a : block.a + block.size + 1])
    ]
    return [*kept, blocks[-1]]


def _steps(blocks: Sequence[Match]) -> Iterator[tuple[slice, slice, slice]]:
    """What is only in the old, what is only in the new, and what is in both (as places in the new), by turns."""
    for last, block in pairwise([Match(0, 0, 0), *blocks]):
        yield (
            slice(last.a + last.size, block.a),
            slice(last.b + last.size, block.b),
            slice(block.b, block.b + block.size),
        )


def _render(pieces: Sequence[_Piece]) -> str:
    lines: list[str] = []
    for ends, group in groupby(pieces, key=lambda piece: piece.text == _BREAK):
        if not ends:
            line = list(group)
            runs = (_run(tag, [piece.text for piece in run]) for tag, run in groupby(line, key=lambda piece: piece.tag))
            lines.append(f"<p>{line[0].lead}{' '.join(runs)}</p>")
    return "".join(lines)


def _run(tag: str, words: Sequence[str]) -> str:
    text = " ".join("|" if word == _CELL else escape(word, quote=False) for word in words)
    # Cells alone are no words: a column that came empty is not marked.
    return f"<{tag}>{text}</{tag}>" if tag and not _SIGNS.issuperset(words) else text
