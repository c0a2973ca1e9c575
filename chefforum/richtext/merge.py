"""Two texts that grew out of one, as one text: what only one of the two changed is taken from that one.

Blocks are merged first (paragraphs, headings, lists, tables), then the words of paragraphs that both changed. Where
both changed the same words, both versions stand, one after the other: no word that somebody added is left out.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

_BLOCK = re.compile(r"<(p|h4|ul|ol|table)\b[^<>]*>.*?</\1>(?=<(?:p|h4|ul|ol|table)\b|\Z)", re.DOTALL)
_WORDS = re.compile(r"<[^<>]*>|[^<>\s]+|\s+")
_SIMPLE = re.compile(r"<p>(?:[^<]|<br>)*</p>")
# Texts of more blocks, and paragraphs of more words, are not merged but put after each other: reckoning is quadratic.
_MOST_BLOCKS = _MOST_WORDS = 600

_Both = Callable[[Sequence[str], Sequence[str], Sequence[str]], list[str]]


def merge(base: str, mine: str, theirs: str) -> str:
    """The merged text, all in normal form. With one of the two unchanged it is the other."""
    texts = [_blocks(text) for text in (base, mine, theirs)]
    if max(map(len, texts)) > _MOST_BLOCKS:
        return theirs if mine in (base, theirs) else mine if theirs == base else theirs + mine
    base_blocks, my_blocks, their_blocks = texts
    return "".join(_merged(base_blocks, my_blocks, their_blocks, _both_blocks))


def _blocks(html: str) -> list[str]:
    return [match[0] for match in _BLOCK.finditer(html)] or ([html] if html else [])


def _both_blocks(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Blocks that both changed: word by word where it is a paragraph each, else both."""
    if len(base) == len(mine) == len(theirs):
        return [_paragraph(*three) for three in zip(base, mine, theirs, strict=True)]
    return [*theirs, *(block for block in mine if block not in theirs)]


def _paragraph(base: str, mine: str, theirs: str) -> str:
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    texts = [base, mine, theirs]
    words = [_WORDS.findall(text.removeprefix("<p>").removesuffix("</p>")) for text in texts]
    if not all(_SIMPLE.fullmatch(text) for text in texts) or max(map(len, words)) > _MOST_WORDS:
        return theirs + mine
    told, one, other = words
    return f"<p>{''.join(_merged(told, one, other, _both_words))}</p>"


def _both_words(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    if list(mine) == list(theirs):
        return list(mine)
    if not mine or not theirs:
        # One took the words away, the other changed them: the words stay.
        return list(mine or theirs)
    space = [] if theirs[-1].isspace() or mine[0].isspace() else [" "]
    return [*theirs, *space, *mine]


def _merged(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str], both: _Both) -> list[str]:
    """The parts of three sequences in one, ``both`` for the stretches that both have changed."""
    out: list[str] = []
    for kept, old, one, other in _stretches(base, mine, theirs):
        if kept or one == old:
            out += other
        elif other == old:
            out += one
        else:
            out += both(old, one, other)
    return out


def _stretches(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[bool, list[str], list[str], list[str]]]:
    """By turns: what all three have in common, and what lies between."""
    in_mine, in_theirs = (_places(base, other) for other in (mine, theirs))
    at = [0, 0, 0]
    number = 0
    while number < len(base):
        if not (number in in_mine and number in in_theirs and in_mine[number] >= at[1] and in_theirs[number] >= at[2]):
            number += 1
            continue
        to = [number, in_mine[number], in_theirs[number]]
        if to != at:
            yield False, list(base[at[0] : to[0]]), list(mine[at[1] : to[1]]), list(theirs[at[2] : to[2]])
        yield True, [base[number]], [mine[to[1]]], [theirs[to[2]]]
        at = [place + 1 for place in to]
        number += 1
    rest = list(base[at[0] :]), list(mine[at[1] :]), list(theirs[at[2] :])
    if any(rest):
        yield False, *rest


def _places(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Where each part of the base stands in the other, for those that are still there."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}
