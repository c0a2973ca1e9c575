"""Whole numbers in what a browser sends: ids and versions that a page wrote into its own forms."""

_LONGEST = 9


def whole_number(text: str) -> int | None:
    """The number that a text of one to nine digits is; ``None`` for all else, which no page of ours has written."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else None
