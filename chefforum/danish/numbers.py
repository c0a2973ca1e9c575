"""Figures as Danish sheets have them: a dot for thousands, a comma for decimals."""

import re
from decimal import ROUND_HALF_UP, Decimal

_WHOLE = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?", re.ASCII)
_SIGNS = {"-": -1, "−": -1, "–": -1, "+": 1}
_UNIT = re.compile(r"(?<!\s)\s*+(?:kr\.?|mio\.?|t\.?kr\.?)$", re.IGNORECASE)
_MOST_DIGITS = 13
_MOST_DECIMALS = 3


def parse_figure(text: str) -> Decimal | None:
    """The figure that a text is, ``None`` where it is none: ``1.950.000``, ``2.983,2``, ``-0,5``, ``−0,5``.

    A dot stands only before three digits, so that »1.5« and the English »1,950.00« are refused rather than misread. An
    amount may have »kr.« after it. At most thirteen digits and three decimals, which is what is kept.
    """
    bare = re.sub(r"[\s\u00a0\u202f]", "", _UNIT.sub("", text.strip()))
    sign = _SIGNS.get(bare[:1], 0)
    match = _WHOLE.fullmatch(bare[1:] if sign else bare)
    if match is None:
        return None
    whole, decimals = match[1].replace(".", ""), match[2] or ""
    if len(whole) > _MOST_DIGITS or len(decimals) > _MOST_DECIMALS:
        return None
    return Decimal(f"{whole}.{decimals or 0}") * (sign or 1)


def figure(value: Decimal, *, decimals: int | None = None) -> str:
    """``1.950.000``, ``2.983,2``, ``−0,5``: as many decimals as the value has, or exactly ``decimals``, a half rounded
    away from zero.
    """
    shown = value.normalize() if decimals is None else value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(shown):,f}"
    return ("−" if shown < 0 else "") + text.translate(str.maketrans(",.", ".,"))


def signed(value: Decimal, *, decimals: int = 1) -> str:
    """A change: ``+0,4``, ``−0,3``; what rounds to nothing is ``0,0`` and has no sign."""
    shown = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return ("+" if shown > 0 else "") + figure(abs(shown) if shown == 0 else shown, decimals=decimals)


def percent(part: Decimal, whole: Decimal) -> str:
    """``48 %``, with a no-break space; a whole of nothing has no parts."""
    return f"{figure(part * 100 / whole, decimals=0)}\u00a0%" if whole else "–"
