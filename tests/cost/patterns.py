"""Adversarial texts for a regular expression, made from the expression itself."""

import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from typing import Any

_CATEGORY = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_WORD: "a",
    sre.CATEGORY_NOT_DIGIT: "a",
    sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_NOT_WORD: "-",
}
# Tried in order for "any character but these".
_OTHERS = "a 1-<.b\n"


def attacks(pattern: re.Pattern[Any]) -> set[str]:
    """Short texts that, repeated, make each repetition of the pattern match long and then fail.

    For every repetition: what it repeats, alone and behind what stands before it in the pattern.
    """
    source = pattern.pattern
    text = source.decode("latin-1") if isinstance(source, bytes) else source
    return {piece for piece in _pumps(sre_parser.parse(text, pattern.flags & ~re.UNICODE), "") if piece}


def _pumps(nodes: Any, before: str) -> Iterator[str]:
    for operator, value in nodes:
        for body in _bodies(operator, value):
            if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
                yield from (_example(body), before + _example(body), before + " " + _example(body), before)
            yield from _pumps(body, before)
        before += _example([(operator, value)])
    if before:
        yield before


def _bodies(operator: Any, value: Any) -> list[Any]:
    """The patterns inside a node."""
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [value[2]]
    if operator is sre.SUBPATTERN:
        return [value[3]]
    if operator is sre.BRANCH:
        return list(value[1])
    if operator is sre.ATOMIC_GROUP:
        return [value]
    return []


def _example(nodes: Any) -> str:
    """A shortest text that the nodes match, look-arounds left aside."""
    return "".join(_one(operator, value) for operator, value in nodes)


def _one(operator: Any, value: Any) -> str:
    if operator is sre.LITERAL:
        return chr(value)
    if operator is sre.NOT_LITERAL:
        return next(sign for sign in _OTHERS if sign != chr(value))
    if operator is sre.ANY:
        return "a"
    if operator is sre.IN:
        return _one_of(value)
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return _example(value[2]) * max(value[0], 1)
    if bodies := _bodies(operator, value):
        return _example(bodies[0])
    return ""


def _one_of(choices: Any) -> str:
    if choices[0][0] is sre.NEGATE:
        refused = re.compile("[" + "".join(_spelled(choice) for choice in choices[1:]) + "]")
        return next((sign for sign in _OTHERS if not refused.match(sign)), "ø")
    operator, value = choices[0]
    if operator is sre.LITERAL:
        return chr(value)
    if operator is sre.RANGE:
        return chr(value[0])
    return _CATEGORY[value]


def _spelled(choice: Any) -> str:
    operator, value = choice
    if operator is sre.LITERAL:
        return re.escape(chr(value))
    if operator is sre.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    names = {sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_SPACE: r"\s", sre.CATEGORY_WORD: r"\w"}
    return names.get(value, "")
