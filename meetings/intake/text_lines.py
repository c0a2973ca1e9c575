"""Text files to logical lines: encodings, Markdown marks, hard-wrapped paragraphs."""

import itertools
import re
from dataclasses import replace
from statistics import median

from meetings.intake.line import MinutesLine, NotMinutes
from meetings.papers import grammar

_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read(data: bytes, name: str) -> list[MinutesLine]:
    """The logical lines of a text file in UTF-8, UTF-16 with a byte-order mark, or Windows-1252."""
    text = _decode(data)
    if len(_BINARY.findall(text[:20_000])) > 2:
        raise NotMinutes(
            f"»{name}« er ikke en tekstfil eller en PDF. Gem referatet som .txt, .md eller .pdf, og prøv igen."
        )
    text = text.expandtabs(4).replace("\r\n", "\n").replace("\f", "\n\n")
    return _logical(re.split("[\r\v\n]", text))


def _decode(data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", errors="replace")


def _logical(raw: list[str]) -> list[MinutesLine]:
    width = _wrap_width(raw)
    lines: list[tuple[MinutesLine, list[str]]] = []
    gap = True
    forced = False
    for number, full in enumerate(raw, 1):
        text = full.strip()
        if not text or text == "\\":
            gap, forced = True, False
            continue
        hard, text = _hard_break(text)
        indent = len(full) - len(full.lstrip(" "))
        if forced:
            lines[-1][1].append("\n" + text)
        elif not gap and lines and _joins(lines[-1][0], raw[number - 2], text, indent, width):
            lines[-1][1].append((" " if _soft(raw[number - 2], text, width) else "\n") + text)
        else:
            lines.append((_line(number, text, indent, gap), []))
        forced, gap = hard, False
    return [replace(line, text=line.text + "".join(more)) if more else line for line, more in lines]


def _line(number: int, text: str, indent: int, gap: bool) -> MinutesLine:
    if text.startswith(grammar.LITERAL):
        return MinutesLine(number, text.removeprefix(grammar.LITERAL), 0, indent, gap, literal=True)
    if heading := grammar.hash_heading(text):
        level, words = heading
        guarded = words.startswith(grammar.LITERAL)
        return MinutesLine(number, words.removeprefix(grammar.LITERAL), level, 0, gap, guarded=guarded)
    return MinutesLine(number, text, 0, indent, gap)


def _hard_break(text: str) -> tuple[bool, str]:
    tail = len(text) - len(text.rstrip("\\"))
    return (True, text[:-1]) if tail % 2 else (False, text)


def _wrap_width(raw: list[str]) -> int | None:
    """The width at which a file is hard-wrapped; ``None`` when its paragraphs are whole lines.

    A wrapped file has many lines that end near one width and go on, without air, in the next line.
    """
    ends = [
        len(line)
        for line, following in itertools.pairwise(raw)
        if len(line) > 40 and following.strip() and not grammar.ends_sentence(line) and _plain(following.strip())
    ]
    if len(ends) < 4 or max(len(line) for line in raw) > 130:
        return None
    width = max(ends)
    return width if median(ends) > 0.8 * width else None


def _plain(text: str) -> bool:
    return not (
        grammar.is_entry(text)
        or grammar.hash_heading(text)
        or grammar.heading_kind(text)
        or grammar.is_attachments_heading(text)
        or grammar.item_line(text)
        or grammar.is_rule(text)
        or grammar.is_row(text)
        or grammar.contents_entry(text)
        or grammar.is_fact(text)
        or text.startswith((grammar.LITERAL, "**"))
    )


def _soft(previous: str, text: str, width: int | None) -> bool:
    """Whether the break between two lines is only the edge of the paper."""
    if width is None:
        return False
    first = text.split(maxsplit=1)[0]
    return len(previous.rstrip()) + 1 + len(first) > width - 2


def _joins(before: MinutesLine, previous: str, text: str, indent: int, width: int | None) -> bool:
    """Whether a line without air above belongs to the line before."""
    if before.level or not _plain(text) or not _plain_head(before):
        return False
    if grammar.is_entry(before.text):
        return indent > before.indent or _soft(previous, text, width)
    if grammar.case_number(before.text) or grammar.lead_parties(before.text) is not None:
        return _soft(previous, text, width)
    return True


def _plain_head(line: MinutesLine) -> bool:
    return line.literal or not (
        grammar.heading_kind(line.text)
        or grammar.is_attachments_heading(line.text)
        or grammar.contents_entry(line.text)
        or grammar.is_rule(line.text)
        or grammar.is_row(line.text)
        or grammar.is_fact(line.text)
    )
