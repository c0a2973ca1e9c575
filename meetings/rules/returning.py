"""What a decision says of the case coming back: »genbesøges i juni 2021«, »kommer tilbage på et senere møde« (D15)."""

import re
from dataclasses import dataclass
from datetime import date

from chefforum.danish import Period, read_deadline

# What is said of a case that comes back. Of »følge op« too, since somebody must.
_BACK = re.compile(
    r"\b(?:genbesøg\w*|genoptag\w*|genforelæg\w*|genbehandl\w*|vende[rs]?\s+tilbage|kommer?\s+tilbage|komme\s+tilbage"
    r"|tages?\s+op\s+(?:igen|på\s+ny)|tager\s+\w+\s+op\s+(?:igen|på\s+ny)"
    r"|(?:drøftes|behandles|forelægges|præsenteres|evalueres)\s+(?:igen|på\s+ny)|følges\s+op"
    r"|fremlægges\s+(?:igen|på\s+ny))\b",
    re.IGNORECASE,
)
_END = re.compile(r"[.;!?](?:\s|$)|\n")
_LATER = re.compile(
    r"\bpå\s+(?:et\s+)?(?P<which>næste|førstkommende|kommende|senere|efterfølgende)\s+(?:chefforums?)?møde\b",
    re.IGNORECASE,
)
_MOST_WORDS = 7
_NEXT = {"næste", "førstkommende"}


@dataclass(frozen=True)
class Return:
    """That a case comes back: the words that say it, when, and the days that means where it is understood.

    ``next_meeting``: it is said of the very next one.
    """

    words: str
    when: str
    period: Period | None
    next_meeting: bool = False


def returns_in(text: str, said: date) -> list[Return]:
    """Every place of a decision's plain text that says the case comes back, in order, each words once."""
    found: dict[str, Return] = {}
    for back in _BACK.finditer(text):
        tail = _END.split(text[back.end() :], maxsplit=1)[0]
        one = _read(text[back.start() : back.end()], tail, said)
        found.setdefault(one.words, one)
    return list(found.values())


def _read(verb: str, tail: str, said: date) -> Return:
    verb = " ".join(verb.split())
    words = tail.replace(",", " , ").split()
    for start in range(min(len(words), _MOST_WORDS)):
        for length in range(min(_MOST_WORDS, len(words) - start), 0, -1):
            when = " ".join(words[start : start + length])
            # »på et møde i juni« is June; a bare number or name in running text is no date.
            period = read_deadline(when, said) if length > 1 or not when.isdigit() else None
            if period is not None:
                return Return(_said(verb, words[: start + length]), when.strip(" ,"), period)
    later = _LATER.search(tail)
    if later is not None:
        when = " ".join(later[0].split())
        upto = tail[: later.end()].split()
        return Return(_said(verb, upto), when, None, next_meeting=later["which"].lower() in _NEXT)
    return Return(verb, "", None)


def _said(verb: str, words: list[str]) -> str:
    return f"{verb} {' '.join(words)}".replace(" ,", ",").rstrip(" ,")
