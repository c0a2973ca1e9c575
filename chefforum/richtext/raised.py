"""Raised and lowered signs as plain text: 4,1² and CO₂ where Unicode has the sign, brackets where it has not."""

_FIGURES = "0123456789+-=()"
_RAISED = str.maketrans(f"{_FIGURES}−–n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾⁻⁻ⁿ")
_LOWERED = str.maketrans(f"{_FIGURES}−–", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋₋")
_HAS_RAISED = {*_FIGURES, "−", "–", "n"}
_HAS_LOWERED = {*_FIGURES, "−", "–"}


def raised(text: str) -> str:
    """What stood raised, so that no figure before it becomes another: ``²``, ``⁽¹⁾``, ``[a]``."""
    return _spelled(text, _HAS_RAISED, _RAISED)


def lowered(text: str) -> str:
    """What stood lowered: ``₂``, ``[maks]``."""
    return _spelled(text, _HAS_LOWERED, _LOWERED)


def _spelled(text: str, known: set[str], table: dict[int, int]) -> str:
    words = " ".join(text.split())
    if not words:
        return text
    return words.translate(table) if set(words) <= known else f"[{words}]"
