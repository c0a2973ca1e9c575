"""Running text as plain text and as words."""

import re
from html import unescape

_BREAKS = re.compile(r"</?(?:p|h4|li|ul|ol|tr|td|th|table|thead|tbody|br)(?: [^<>]*)?>")
_TAGS = re.compile(r"<[^<>]+>")


def plain_text(html: str) -> str:
    """The text of a normal form, one line a block, without marks."""
    text = unescape(_TAGS.sub("", _BREAKS.sub("\n", html)))
    return "\n".join(line for line in (part.strip() for part in text.split("\n")) if line)


def words(html: str) -> list[str]:
    """The words of a normal form, in order, split at white space."""
    return plain_text(html).split()
