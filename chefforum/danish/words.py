"""Counting, listing, sizes and Danish sorting."""

import unicodedata
from collections.abc import Sequence

from chefforum import signs

NBSP = "\u00a0"

# Å, Æ and Ø sort after Z, in the order Æ, Ø, Å; »aa« in names counts as å.
_ORDER = str.maketrans({"æ": "{", "ø": "|", "å": "}", "é": "e", "ü": "y", "ö": "|", "ä": "{"})


def count(number: int, one: str, many: str) -> str:
    """``1 punkt``, ``4 punkter``, ``1.950 punkter``, with a no-break space."""
    return f"{number:,}".replace(",", ".") + NBSP + (one if number == 1 else many)


def enumerate_words(words: Sequence[str]) -> str:
    """``a``, ``a og b``, ``a, b og c``."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " og " + words[-1]


def tidy(text: str) -> str:
    """The text with plain line breaks and spaces, without the signs of control that no text of ours has, in one
    spelling (:mod:`chefforum.signs`), and without
    spaces at its ends.
    """
    plain = signs.settle(text).replace("\r\n", "\n").replace("\r", "\n")
    spaced = (" " if unicodedata.category(sign) == "Zs" else sign for sign in plain)
    return "".join(sign for sign in spaced if sign in "\n\t" or sign.isprintable()).strip()


def in_a_line(text: str) -> str:
    """The same in one line, with single spaces."""
    return " ".join(tidy(text).split())


def name_key(name: str) -> str:
    """What two spellings of one name of a department or a post have in common: »Økonomi & Stab«, »økonomi og  stab«."""
    return " ".join(signs.settle(name).replace("&", " og ").casefold().split())


def genitive(name: str) -> str:
    """``Sofies``; a name that ends in s, x or z takes an apostrophe: ``Jonas’``."""
    return name + ("’" if name.endswith(("s", "x", "z")) else "s")


def file_size(size: int) -> str:
    """``220 KB`` or ``1,2 MB``, from bytes."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{NBSP}KB"
    return f"{size / 1_000_000:.1f}".replace(".", ",") + f"{NBSP}MB"


def sort_key(text: str) -> str:
    """A key that sorts as a Danish dictionary does."""
    return text.casefold().replace("aa", "å").translate(_ORDER)
