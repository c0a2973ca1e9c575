r"""What a line of an agenda or minutes is. Shared by the printer (``text.py``) and the reader (``meetings/intake``).

Sharing it is what makes ``read(print(paper)) == paper`` hold: the printer escapes a line exactly when the
reader would take it for something else. The escape is ``\ `` (backslash, space) in front of the line.
"""

import re
from contextlib import suppress
from datetime import date
from difflib import SequenceMatcher

from meetings.papers.shape import SectionKind, TimeSlot

LITERAL = "\\ "
# In front of the first entry of a list that begins at another number, or is lettered: ``\3. …``, ``\a) …``.
BEGINS = "\\"
# In a table row, the place of a cell that the cell to its left, or the cell above, reaches over.
LEFT, ABOVE = "\\<", "\\^"
# Ends a guarded title that has no time slot, so that its own last words are not taken for one.
NO_SLOT = " (-)"

# Headings and what they introduce, in any case and with or without a colon (D17–D21).
HEADINGS: dict[str, SectionKind] = {
    "anledning": "occasion",
    "formål": "occasion",
    "resumé": "occasion",
    "indledning": "occasion",
    "baggrund": "background",
    "sagens baggrund": "background",
    "sagsfremstilling": "presentation",
    "sagsbeskrivelse": "presentation",
    "redegørelse": "presentation",
    "indstilling": "recommendation",
    "indstillinger": "recommendation",
    "anbefaling": "recommendation",
    "historik": "history",
    "sagens historik": "history",
    "tidligere behandling": "history",
    "tidligere beslutninger": "history",
    "beslutning": "decision",
    "beslutninger": "decision",
    "konklusion": "decision",
}
ATTACHMENT_HEADINGS = {"bilag", "bilagsliste", "bilagsoversigt", "vedhæftede filer"}
CONTENTS_HEADINGS = {"indholdsfortegnelse", "indhold", "dagsordenens punkter"}
_DECISION = re.compile(r"beslutning i [^.,;:]{2,60} (?:den|d\.) [\d\-./]{6,10}")

_ITEM = re.compile(
    r"(?:Punkt|Pkt\.?|Sag(?: nr\.?)?)\s+(?P<number>\d{1,3})\s*(?P<colon>[:.–-]?)(?:\s+(?P<title>.*))?", re.IGNORECASE
)
_PREFIX = re.compile(r"(?P<prefix>[A-ZÆØÅ]{1,6})\s+[-–]\s+(?P<title>\S.*)")
_SLOT = re.compile(
    r"(?<!\s)\s*+\((?:kl\.?\s*+)?(?P<h1>[012]?\d)[.:](?P<m1>[0-5]\d)\s*+[-–.]\s*+(?P<h2>[012]?\d)[.:](?P<m2>[0-5]\d)\)\s*+$",
    re.IGNORECASE,
)
_SLOT_FIRST = re.compile(
    r"Kl\.?\s*(?P<h1>[012]?\d)[.:](?P<m1>[0-5]\d)\s*[-–]\s*(?P<h2>[012]?\d)[.:](?P<m2>[0-5]\d)\s*[:,]?\s+",
    re.IGNORECASE,
)
_CASE = re.compile(r"(?:\d{2}\.\d{2}\.\d{2}-?[A-ZÆØÅ]\d{2}-\d{1,5}(?:-\d{2})?|\d{2}/\d{1,6}|\d{3}-\d{4}-\d{1,6})")
_CASE_LABEL = re.compile(r"(?:Sagsnr|Sagsnummer|Journalnr|Sag nr|J\.nr)\.?\s*:?\s+(?P<number>\S.{0,38})", re.IGNORECASE)
_LEAD = re.compile(
    r"\A(?P<parties>.{2,160}?)\s++(?:indstiller|anbefaler|foreslår)"
    r"(?:\s++(?:til|over for)\s++[^.,;:]{2,40}?)?,?(?:\s++at)?\s*+[,;:.]?"
)
_INLINE_LEAD = re.compile(r"\A(?P<lead>.{2,120}?\s(?:indstiller|anbefaler|foreslår),?)\s+(?P<point>at\s.+)")
_PARTY_START = re.compile(
    r"\A(?:\S*direktøren|\S*direktørerne|\S*chefen|\S*cheferne|\S*chef|\S*sekretariatet|Sekretariat|\S*formanden|\S*lederen|"
    r"Forvaltningen|Administrationen|Afdelingen|Direktørforum|Chefforum|Enheden|Centeret)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(r"((?<!\s)\s++(?:og|samt)\s++|,\s++)")
_BULLET = re.compile(r"(?P<mark>[-•–*▪◦o·])\s+(?P<text>\S.*)", re.DOTALL)
_NUMBER = re.compile(r"(?P<mark>\d{1,3})[.)]\s+(?P<text>\S.*)", re.DOTALL)
_LETTER = re.compile(r"(?P<mark>[a-h])\)\s+(?P<text>\S.*)", re.DOTALL)
_BEGUN = re.compile(
    r"\\(?:(?P<number>\d{1,3})\.|(?P<letter>[a-zA-Z])\)|\((?P<roman>[ivxIVX]{1,4})\))\s+(?P<text>\S.*)", re.DOTALL
)
_AROUND_DASHES = re.compile(r"(?<!\s)\s*+[-\u2010-\u2015\u2212]\s*+")
_AND = re.compile(r"(?:og|eller|samt|hhv|henholdsvis|til)\b", re.IGNORECASE)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii")
_FACT = re.compile(
    r"(?:Mødedato:?|Mødested:?|(?:Dato|Tidspunkt|Mødetidspunkt|Sted|Lokale|Mødelokale):)\s", re.IGNORECASE
)
_RULE = re.compile(r"[-_=*–]{3,}")
_PAGE = re.compile(r"\A(?:Side|s\.)?\s*+\d{1,4}(?:\s*+(?:af|/|ud af)\s*+\d{1,4})?", re.IGNORECASE)
_ROW = re.compile(r"\|.*\|")
_HASH = re.compile(r"(?P<marks>#{1,6})\s+(?P<text>\S.*)")
_TERMINAL = tuple('.!?:;»"”)…')
_MARKS = re.compile(r"\\(?P<kept>[\\*|-])|\*+")

_CLOSED_TITLE = re.compile(
    r"^lukket(?:$|\s*[-–:.(]|\s+(?:punkt|dagsorden|sag)\b)|\(lukket[^()]*\)|[-–]\s*lukket$", re.IGNORECASE
)

# What minutes print when nothing was decided (D40).
EMPTY_WORDS = {".", "-", "–", "intet", "intet.", "ingen", "ingen bemærkninger"}
CLOSED_MARK = "Lukket punkt"
_SUPPLEMENT_MARK = re.compile(r"Supplerende punkt, tillæg (?P<number>\d{1,3}), (?P<on>\d{4}-\d\d-\d\d)")
# Behind the name of an attachment that is for members only; stars in a name are escaped, so none ends like this.
CLOSED_FILE = " **(lukket bilag)**"
_CORRECTED_MARK = "Rettet punkt"
_SUPPLEMENT_LINE = re.compile(r"Tillæg (?P<number>\d{1,3}) til dagsordenen")
# What a decision corrects in a file, behind the file's name.
_ERRATUM, _BECOMES, _ERRATUM_ENDS = " **(rettet på mødet: ", " → ", ")**"
# Who was there, one line each. Names are parted by semicolons: a post may have a comma in it.
ATTENDED = {"Til stede": "present", "Afbud": "excused", "Fraværende": "absent", "Gæster": "guests"}
_ATTENDED = re.compile(rf"\*\*(?P<label>{'|'.join(ATTENDED)})\*\* (?P<names>\S.*)", re.DOTALL)
EDITION_LINES = {"Åben udgave": "open", "Personlig udgave": "personal"}


def bare(text: str) -> str:
    """The text as a person reads it: no bold and italic marks, no escapes, white space folded."""
    return " ".join(_MARKS.sub(lambda found: found["kept"] or "", text).split())


def heading_kind(text: str) -> SectionKind | None:
    """What a known section heading introduces; ``None`` for any other line."""
    word = bare(text).rstrip(": ").casefold()
    if word in HEADINGS:
        return HEADINGS[word]
    return "decision" if _DECISION.fullmatch(word) else None


def is_attachments_heading(text: str) -> bool:
    """Whether the line introduces the list of attachments."""
    return bare(text).rstrip(": ").casefold() in ATTACHMENT_HEADINGS


def is_contents_heading(text: str) -> bool:
    """Whether the line introduces the table of contents (D5)."""
    return bare(text).rstrip(": ").casefold() in CONTENTS_HEADINGS


def item_line(text: str) -> tuple[int, str, bool] | None:
    """Number, rest of the line, and whether a sign follows the number, of ``Punkt 3: …`` (D7)."""
    match = _ITEM.fullmatch(bare(text))
    return (int(match["number"]), match["title"] or "", bool(match["colon"])) if match else None


def contents_entry(text: str) -> str | None:
    """The title of a contents line with dot leader and page number (D5)."""
    line = bare(text)
    led = line.rstrip("0123456789")
    title = led.rstrip(". ")
    is_entry = title and 0 < len(line) - len(led) <= 4 and led.count(".", len(title)) >= 4
    return title if is_entry else None


def split_slot(text: str) -> tuple[str, TimeSlot | None]:
    """A title without its time slot, and the slot (D9–D10); ``(9.15.10.45)`` and ``Kl. 9.00-9.30:`` are understood."""
    for match in (_SLOT.search(text), _SLOT_FIRST.match(text)):
        if match and int(match["h1"]) < 24 and int(match["h2"]) < 24:
            slot = TimeSlot(start=f"{int(match['h1']):02d}:{match['m1']}", end=f"{int(match['h2']):02d}:{match['m2']}")
            return (text[: match.start()] + text[match.end() :]).strip(), slot
    return text, None


def split_title(text: str) -> tuple[str | None, str, TimeSlot | None]:
    """Prefix, title and time slot of a printed title (D8). A guarded title is taken word for word."""
    before, guard, rest = text.partition(LITERAL)
    if guard:
        slot = None
        if rest.endswith(NO_SLOT):
            rest = rest.removesuffix(NO_SLOT)
        else:
            rest, slot = split_slot(rest)
        return before.removesuffix(" - ") or None, rest, slot
    title, slot = split_slot(text)
    prefixed = _PREFIX.fullmatch(title)
    return (prefixed["prefix"], prefixed["title"], slot) if prefixed else (None, title, slot)


def says_closed(title: str) -> bool:
    """Whether a title says of itself that its item is closed: »Lukket«, »LUKKET - …«, »… (lukket)«."""
    return bool(_CLOSED_TITLE.search(title.strip()))


def case_number(text: str) -> str | None:
    """The case number a line consists of, in any of the forms of ``domain.md`` a), with plain hyphens and no spaces."""
    line = bare(text)
    plain = _plain_case_number(line)
    if _CASE.fullmatch(plain):
        return plain
    labelled = _CASE_LABEL.fullmatch(line)
    if not labelled:
        return None
    plain = _plain_case_number(labelled["number"].strip())
    return plain if _CASE.fullmatch(plain) else labelled["number"].strip()


def _plain_case_number(text: str) -> str:
    """A case number as it is kept, whatever dashes, spaces and small letters it was written with."""
    if len(text) > 60 or not text[:2].isdigit():
        return text
    return _AROUND_DASHES.sub("-", text).upper()


def joined(before: str, after: str) -> str:
    """Two lines of one paragraph. A hyphen that ends the first stays, and takes a space only before »og« and its like,
    as in »drifts- og anlægsudgifter«.
    """
    cut = len(before) > 1 and before[-1] == "-" and not before[-2].isspace() and after[:1].isalpha()
    return before + after if cut and not _AND.match(after) else f"{before} {after}"


def lead_parties(text: str) -> list[str] | None:
    """Who recommends, from a line such as »Kommunaldirektøren indstiller,« (D30–D31)."""
    match = _LEAD.fullmatch(bare(text))
    return parties(match["parties"]) if match else None


def inline_lead(text: str) -> tuple[str, str] | None:
    """Lead and point of »X indstiller, at …« written as one sentence."""
    match = _INLINE_LEAD.fullmatch(text)
    return (match["lead"], match["point"]) if match else None


def parties(text: str) -> list[str]:
    """Joint parties apart. »og« divides only where the next word names a post or an office of its own."""
    first, *rest = _JOINT.split(text)
    found = [first]
    for glue, part in zip(rest[::2], rest[1::2], strict=True):
        if _PARTY_START.match(part):
            found.append(part)
        else:
            found[-1] += glue + part
    return [party.strip() for party in found if party.strip()]


def bullet(text: str) -> str | None:
    """The text after a bullet."""
    match = _BULLET.fullmatch(text)
    return match["text"] if match else None


def numbered(text: str) -> tuple[int, str] | None:
    """Number and text of ``1. …``, ``1) …`` or ``a) …``."""
    if match := _NUMBER.fullmatch(text):
        return int(match["mark"]), match["text"]
    match = _LETTER.fullmatch(text)
    return (ord(match["mark"]) - ord("a") + 1, match["text"]) if match else None


def counted(number: int, kind: str) -> str:
    """The mark of an entry of a numbered list, by the list's type: ``3.``, ``c)``, ``C)``, ``(iii)``, ``(III)``."""
    if kind in ("a", "A") and number <= len(_LETTERS):
        mark = _LETTERS[number - 1] + ")"
    elif kind in ("i", "I") and number <= len(_ROMAN):
        mark = f"({_ROMAN[number - 1]})"
    else:
        return f"{number}."
    return mark.upper() if kind.isupper() else mark


def begun(text: str) -> tuple[int, str, str] | None:
    """Number, type and text of an entry that says that a list begins with it."""
    match = _BEGUN.fullmatch(text)
    if match is None:
        return None
    if match["number"]:
        return int(match["number"]), "", match["text"]
    mark = match["letter"] or match["roman"]
    known = _LETTERS if match["letter"] else _ROMAN
    if mark.lower() not in known:
        return None
    kind = "a" if match["letter"] else "i"
    return known.index(mark.lower()) + 1, kind.upper() if mark.isupper() else kind, match["text"]


def is_entry(text: str) -> bool:
    """Whether a line looks like an entry of a list: a bullet, a number, or a first entry that says that it is one."""
    return bool(bullet(text) or numbered(text) or begun(text))


def is_fact(text: str) -> bool:
    """A line of the front page with its label: ``**Mødedato** …``, ``Sted: …``."""
    return bool(_FACT.match(bare(text)))


def is_rule(text: str) -> bool:
    """A line of dashes (D21)."""
    return bool(_RULE.fullmatch(text.strip()))


def is_page_number(text: str) -> bool:
    """``3``, ``Side 3 af 9``."""
    return bool(_PAGE.fullmatch(bare(text)))


def is_row(text: str) -> bool:
    """A table row between upright bars."""
    return bool(_ROW.fullmatch(text.strip()))


def hash_heading(text: str) -> tuple[int, str] | None:
    """Level and text of ``## …``."""
    match = _HASH.fullmatch(text)
    return (len(match["marks"]), match["text"]) if match else None


def supplement_mark(text: str) -> tuple[int, str] | None:
    """Number and day of the supplementary agenda that an item says it came with."""
    match = _SUPPLEMENT_MARK.fullmatch(bare(text))
    if match is None:
        return None
    with suppress(ValueError):
        return int(match["number"]), date.fromisoformat(match["on"]).isoformat()
    return None


def is_corrected_mark(text: str) -> bool:
    """Whether an item of a supplementary agenda says that it was sent before in other words."""
    return bare(text) == _CORRECTED_MARK


def supplement_line(text: str) -> int | None:
    """The number of a supplementary agenda, as its front page says it."""
    match = _SUPPLEMENT_LINE.fullmatch(bare(text))
    return int(match["number"]) if match else None


def erratum(text: str) -> tuple[str, str, str] | None:
    """The name of a file, what stands in it, and what it is corrected to, all still escaped; the last one first."""
    title, mark, correction = text.removesuffix(_ERRATUM_ENDS).rpartition(_ERRATUM)
    was, arrow, now = correction.partition(_BECOMES)
    return (title, was, now) if mark and arrow and was and now and text.endswith(_ERRATUM_ENDS) else None


def attended_line(text: str) -> tuple[str, list[str]] | None:
    """Whether people were there, and their names, from a line that our own printer wrote."""
    match = _ATTENDED.fullmatch(text)
    return (ATTENDED[match["label"]], bare(match["names"]).split("; ")) if match else None


def ends_sentence(text: str) -> bool:
    """Whether a paragraph is finished; one that is not may go on after a page break (D26)."""
    return bare(text[-80:]).endswith(_TERMINAL)


def continues(text: str) -> bool:
    """Whether a paragraph can be the rest of one cut by a page break (D26)."""
    return bare(text[:80])[:1].islower()


def same_title(one: str, other: str) -> bool:
    """Whether two lines are one title, spelled alike or nearly so (D6)."""
    left, right = (re.sub(r"\W+", " ", bare(text)).strip().casefold() for text in (one, other))
    if left == right:
        return bool(left)
    return len(left) > 8 and len(right) > 8 and SequenceMatcher(None, left, right).ratio() > 0.88


def is_title(text: str, titles: tuple[str, str]) -> bool:
    """Whether a line repeats the item's title, as printed or as it is."""
    return any(same_title(text, title) for title in titles)


def is_special(text: str, titles: tuple[str, str]) -> bool:
    """Whether the reader would take this paragraph for anything but a paragraph of its own."""
    return bool(
        text.startswith((" ", LITERAL))
        or hash_heading(text)
        or heading_kind(text)
        or is_attachments_heading(text)
        or is_contents_heading(text)
        or item_line(text)
        or contents_entry(text)
        or case_number(text)
        or lead_parties(text) is not None
        or inline_lead(text)
        or bullet(text)
        or numbered(text)
        or is_rule(text)
        or is_page_number(text)
        or is_row(text)
        or is_fact(text)
        or continues(text)
        or bare(text).casefold().startswith(CLOSED_MARK.casefold())
        or bare(text) in EDITION_LINES
        or supplement_mark(text)
        or supplement_line(text)
        or is_corrected_mark(text)
        or bare(text).casefold() in EMPTY_WORDS
        or is_title(text, titles)
    )
