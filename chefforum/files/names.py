"""File names as people gave them, made safe to show and to save under."""

import re
import unicodedata

# Longer than any name a person has chosen; a file system takes 255 bytes.
LONGEST = 180
_SPACES = re.compile(r"\s+")
_UNSAFE = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')


def given_name(name: str) -> str:
    """The name an author gave a file: no folder before it, nothing invisible in it, not longer than 180 characters.

    Characters that turn the direction of writing can make ``fdp.exe`` look like ``exe.pdf``, so none is kept. A name
    that is shortened keeps its ending.
    """
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(
        one for one in last if unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co", "Cn"} or one in "\t\n"
    )
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", seen)).strip()
    if len(text) > LONGEST:
        stem, dot, ending = text.rpartition(".")
        ending = dot + ending if stem and len(ending) <= 5 else ""
        text = text[: LONGEST - len(ending) - 1].rstrip() + "…" + ending
    return text.strip(". ") or "Bilag"


def saved_name(name: str, extension: str) -> str:
    """A name to save under, that ends as the content demands."""
    safe = _UNSAFE.sub("-", name).strip(" .")[:LONGEST] or "fil"
    return safe if safe.lower().endswith(extension) else safe + extension
