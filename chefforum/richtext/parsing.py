"""From any HTML to a safe tree of known elements, in linear time: bounded first, then sanitised, then parsed.

nh3 takes away what is dangerous (scripts, styles, handlers, addresses). Every visible word is kept; what is deleted or
struck out is not visible.
"""

import re
from collections import Counter

import nh3
from lxml import html as lxml_html

from chefforum import signs

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_KEPT = {
    *_HEADINGS,
    *("ul", "ol"),
    *("strong", "b", "em", "i"),
    *("p", "div", "br", "li", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "blockquote", "pre"),
    *("section", "article", "header", "footer", "dl", "dt", "dd", "hr", "center", "address", "figure", "figcaption"),
    *("main", "nav", "aside", "form", "fieldset", "legend", "details", "summary"),
}
_ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start", "type"}, "li": {"value"}}
# Struck out or deleted text is not live text; :func:`~chefforum.richtext.paste.from_paste` says how much there was.
_NOT_LIVE = {"del", "s", "strike"}
# Soft hyphens, zero-width spaces and lone surrogates are no characters of a word, and no space in it either.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\xad\u200b\ufeff\ud800-\udfff\ufdd0-\ufdef]")
# The references that the sanitiser leaves, and what stands for each between it and the parser.
_STAND_INS = {"&amp;": "\ufdd0", "&lt;": "\ufdd1", "&gt;": "\ufdd2"}
_HARD = "\ufdd3"
_HARD_SPACE = re.compile(r"&nbsp;?|&#0{0,6}160;?|&#x0{0,6}a0;?|\xa0", re.IGNORECASE)
STOOD_FOR = str.maketrans({"\ufdd0": "&", "\ufdd1": "<", "\ufdd2": ">"})
_SPACES = re.compile(r"[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")


MOST_CHARACTERS = 3_000_000
# The sanitiser takes quadratic time over open elements, and the parser gives up at 256 levels and would drop the words
# below: so deep a text keeps its words and no structure.
_DEEPEST = 120
_OPENED = re.compile(r"<(/?)([a-z][^\s<>/]*)", re.IGNORECASE)
# An element of these closes the one before it.
_CLOSING_EACH_OTHER = {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "colgroup"}
_NEVER_OPEN = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_UNSEEN = re.compile(r"<(?:(!--)|(script|style|title)\b)", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>")


class TooLarge(ValueError):
    """A text has more characters than any text of ours; nothing of it has been looked at."""


def nests_too_deep(source: str) -> bool:
    """Whether HTML leaves more elements open at once than a parser should be given. Takes linear time."""
    left_open: Counter[str] = Counter()
    depth = 0
    for closing, tag in _OPENED.findall(source):
        name = tag.lower()
        if name in _CLOSING_EACH_OTHER or name in _NEVER_OPEN:
            continue
        if not closing:
            left_open[name] += 1
            depth += 1
            if depth > _DEEPEST:
                return True
        elif left_open[name]:
            left_open[name] -= 1
            depth -= 1
    return False


def words_only(source: str) -> str:
    """HTML without its markup, and without what a browser does not show. Takes linear time."""
    parts, at = [], 0
    while found := _UNSEEN.search(source, at):
        parts.append(source[at : found.start()])
        ends = re.compile("-->" if found[1] else rf"</{found[2]}\s*>", re.IGNORECASE).search(source, found.end())
        at = ends.end() if ends else len(source)
    return _MARKUP.sub(" ", "".join([*parts, source[at:]]))


_TAG = re.compile(r"<(/?)(\w+)[^<>]*>")
_VOID = {"br", "hr"}


def _depth(safe: str) -> int:
    depth = deepest = 0
    for closing, name in _TAG.findall(safe):
        if name not in _VOID:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def _safe(source: str, tags: set[str]) -> str:
    # The sanitiser takes quadratic time over hard spaces, so it is given a sign that no text has.
    return nh3.clean(
        _HARD_SPACE.sub(_HARD, source),
        tags=tags,
        attributes=_ATTRIBUTES,
        clean_content_tags={"script", "style", "title", *_NOT_LIVE},
        link_rel=None,
    )


def parse(source: str) -> lxml_html.HtmlElement:
    """A ``div`` with the safe elements of the source. Raises :class:`TooLarge`."""
    if len(source) > MOST_CHARACTERS:
        raise TooLarge
    plain = _plain_characters(source)
    safe = _safe(words_only(plain) if nests_too_deep(plain) else plain, _KEPT)
    if _depth(safe) > _DEEPEST:
        safe = _safe(words_only(safe), {"br"})
    # Again: a character reference may have spelled what the source did not hold.
    safe = _plain_characters(safe.replace(_HARD, "\xa0"))
    # The parser takes quadratic time over a text with many references, so it is given signs that no text has.
    for reference, sign in _STAND_INS.items():
        safe = safe.replace(reference, sign)
    return lxml_html.fragment_fromstring(safe, create_parent="div")


def _plain_characters(text: str) -> str:
    """Text in one spelling, without control characters; the ones that are breaks of some kind become spaces."""
    return signs.settle(_SPACES.sub(" ", _CONTROL.sub("", text)))
