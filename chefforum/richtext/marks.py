"""Marking words of a text: where a reader has a highlight or a note."""

import itertools
import re
from collections.abc import Sequence
from html import escape, unescape

_TOKEN = re.compile(r"<[^<>]*>|&[^;\s]{1,32};|[^<&]+|[<&]")


def text_of(html: str) -> str:
    """The characters of a text in normal form, tags taken away and nothing put between blocks.

    It is what a browser calls the text content, so places in it mean the same on both sides.
    """
    return "".join(unescape(token) for token in _TOKEN.findall(html) if not _is_tag(token))


def mark(html: str, spans: Sequence[tuple[int, int, str]]) -> str:
    """The text with each span (start, end, name) of its characters in ``<mark data-note="name">``.

    Marks never cross a tag: a span over several blocks is a mark in each. Where spans overlap the mark names all.
    Without the marks the text is what it was.
    """
    out, at = [], 0
    for token in _TOKEN.findall(html):
        if _is_tag(token):
            out.append(token)
            continue
        plain = unescape(token)
        out.append(_marked(token, plain, at, spans))
        at += len(plain)
    return "".join(out)


def _is_tag(token: str) -> bool:
    return token.startswith("<") and len(token) > 1


def _marked(token: str, plain: str, at: int, spans: Sequence[tuple[int, int, str]]) -> str:
    end = at + len(plain)
    inside = [span for span in spans if span[0] < end and span[1] > at]
    if not inside:
        return token
    cuts = sorted({at, end, *(min(max(cut, at), end) for start, stop, _ in inside for cut in (start, stop))})
    parts = []
    for here, there in itertools.pairwise(cuts):
        names = [name for start, stop, name in inside if start <= here and stop >= there]
        words = token if (here, there) == (at, end) else escape(plain[here - at : there - at], quote=False)
        note = escape(" ".join(dict.fromkeys(names)))
        parts.append(f'<mark data-note="{note}">{words}</mark>' if names else words)
    return "".join(parts)
