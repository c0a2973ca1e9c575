"""What came of an item, read from its decision where nobody has noted it (D38)."""

import re

from meetings.models import Outcome
from meetings.rules.deciding import VERBS

_COMMENTS = re.compile(r"\bmed\s+(?:\w+\s+)?(?:bemærkning|kommentar|tilføjelse|ændring|rettelse)", re.IGNORECASE)
# Whole phrases before single verbs: »tog til efterretning« is no »tog«.
_PHRASES: tuple[tuple[str, Outcome], ...] = (
    (r"til\s+efterretning", Outcome.NOTED),
    (r"(?:punktet|sagen)\s+(?:blev\s+|er\s+)?(?:udsat|udsættes)", Outcome.POSTPONED),
    (r"(?:sendes|sendt|sendte)\b.{0,40}\btilbage|tilbagesend\w+", Outcome.RETURNED),
    (r"(?:punktet|sagen)\s+(?:blev\s+|er\s+)?(?:trukket|trækkes)", Outcome.WITHDRAWN),
    (r"godkend(?:t|te|tes|es)", Outcome.APPROVED),
    (r"tiltr(?:ådt|ådte|ædes)|vedtog|vedtag(?:et|es)", Outcome.APPROVED),
    (r"drøft(?:et|ede|edes|es)|diskuter(?:et|ede|es)", Outcome.DISCUSSED),
    (r"gennemg(?:ik|ået|ås)", Outcome.REVIEWED),
    (r"beslutte(?:t|de|des|s)", Outcome.DECIDED),
)
_VERBS = tuple(
    (past, outcome) for _, past, _, outcome in VERBS if past not in {"tog", "gav", "sendte", "udsatte", "godkendte"}
)
_KNOWN = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE | re.DOTALL), outcome) for words, outcome in (*_PHRASES, *_VERBS)
)


def outcome_of(decision: str) -> Outcome | None:
    """What the plain text of a decision says came of the item, by the first words that say so; ``None`` where none do.

    Approved with comments is its own outcome (D38): the comments must come in the same sentence.
    """
    found = [(match.start(), outcome) for words, outcome in _KNOWN if (match := words.search(decision))]
    if not found:
        return None
    start, outcome = min(found, key=lambda one: one[0])
    sentence = re.split(r"[.\n](?:\s|$)", decision[start:], maxsplit=1)[0]
    if outcome == Outcome.APPROVED and _COMMENTS.search(sentence):
        return Outcome.APPROVED_WITH
    return outcome
