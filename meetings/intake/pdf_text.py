"""The visual lines of a PDF, with where they stand and how they look. The only module that knows PDFium."""

import ctypes
from dataclasses import dataclass
from itertools import groupby
from threading import Lock

import pypdfium2 as pdfium
from pypdfium2 import raw

from meetings.intake.line import NotMinutes

# PDFium keeps state of its own and must not be entered by two threads of a web server at once.
_ONE_AT_A_TIME = Lock()
_MOST_PAGES = 400
_HYPHENS = {"\ufffe", "\x02", "\u00ad"}
_BOLD = ("bold", "black", "heavy", "semibold", "demi")


@dataclass(frozen=True)
class PdfLine:
    """One line as it stands on a page; lengths in points, ``bottom`` counted from the page's foot."""

    page: int
    text: str
    left: float
    right: float
    bottom: float
    size: float
    bold: bool
    first_word: float
    at_edge: bool

    def looks_like(self, other: "PdfLine") -> bool:
        """Same size and weight."""
        return abs(self.size - other.size) < 0.4 and self.bold == other.bold


@dataclass
class _Char:
    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool


def extract(data: bytes) -> list[list[PdfLine]]:
    """The lines of every page, top to bottom. Raises :class:`NotMinutes` for a file that cannot be opened."""
    with _ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if "assword" in str(error):
                raise NotMinutes("PDF'en er beskyttet med adgangskode. Gem den uden, og prøv igen.") from error
            raise NotMinutes("PDF'en er beskadiget og kan ikke åbnes. Hent den igen, og prøv en gang til.") from error
        try:
            if len(document) > _MOST_PAGES:
                raise NotMinutes(f"PDF'en har over {_MOST_PAGES} sider. Læs referatet ind uden bilagene.")
            return [_page(document, index) for index in range(len(document))]
        except pdfium.PdfiumError as error:
            raise NotMinutes(
                "PDF'en er beskadiget midtvejs og er ikke læst. Hent den igen, og prøv en gang til."
            ) from error
        finally:
            document.close()


def _page(document: "pdfium.PdfDocument", index: int) -> list[PdfLine]:
    page = document[index]
    height = page.get_height()
    textpage = page.get_textpage()
    try:
        rows = _rows(_chars(textpage))
    finally:
        textpage.close()
        page.close()
    lines = [line for row in rows if (line := _line(row, index, height)) is not None]
    # Heads and feet may be drawn in any order; they stand first and last.
    return sorted(lines, key=lambda line: 0 if not line.at_edge else (-1 if line.bottom > height / 2 else 1))


def _chars(textpage: "pdfium.PdfTextPage") -> list[_Char]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    name = ctypes.create_string_buffer(200)
    flags = ctypes.c_int()
    chars = []
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        raw.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
        raw.FPDFText_GetFontInfo(textpage, index, name, 200, flags)
        font = name.value.decode("latin-1").lower()
        weight = raw.FPDFText_GetFontWeight(textpage, index)
        chars.append(
            _Char(
                chr(code) if code else "",
                left.value,
                right.value,
                bottom.value,
                top.value,
                raw.FPDFText_GetFontSize(textpage, index),
                weight >= 600 or any(word in font for word in _BOLD),
            )
        )
    return chars


def _rows(chars: list[_Char]) -> list[list[_Char]]:
    """Characters by line. Runs that stand beside each other on one baseline are one line."""
    runs: list[list[_Char]] = [[]]
    for char in chars:
        if char.text in {"\r", "\n"}:
            runs.append([])
            continue
        runs[-1].append(char)
        if char.text in _HYPHENS:
            # PDFium gives no line break after a hyphen that ends a line.
            runs.append([])
    rows: list[list[_Char]] = []
    for run in runs:
        if not any(char.text.strip() for char in run):
            continue
        base, size = _base(run)
        for row in reversed(rows[-3:]):
            other, _ = _base(row)
            beside = _left(run) >= _right(row) - 1 or _right(run) <= _left(row) + 1
            if abs(other - base) < size * 0.35 and beside:
                first, second = sorted((row, run), key=_left)
                row[:] = [*first, _space(first), *second]
                break
        else:
            rows.append(run)
    return rows


def _left(row: list[_Char]) -> float:
    return min(char.left for char in row if char.text.strip())


def _right(row: list[_Char]) -> float:
    return max(char.right for char in row if char.text.strip())


def _space(row: list[_Char]) -> _Char:
    last = row[-1]
    return _Char(" ", last.right, last.right, last.bottom, last.top, last.size, last.bold)


def _base(row: list[_Char]) -> tuple[float, float]:
    """Baseline and type size of a line, from its ink: the most common foot among letters without tails."""
    inked = [char for char in row if char.text.strip()]
    feet = sorted(char.bottom for char in inked if char.text not in "gjpqyQ,;()[]|/§") or sorted(
        c.bottom for c in inked
    )
    return feet[len(feet) // 2], max(char.size for char in inked)


def _line(row: list[_Char], page: int, height: float) -> PdfLine | None:
    raw_text = "".join("\u00ad" if char.text in _HYPHENS else char.text for char in row)
    # PDFium gives characters outside the basic plane as two halves.
    text = " ".join(raw_text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").split())
    if not text:
        return None
    inked = [char for char in row if char.text.strip()]
    bottom, _ = _base(row)
    letters = [char for char in inked if char.text.isalnum()] or inked
    size = sorted(char.size for char in letters)[len(letters) // 2]
    word = next(([*group] for blank, group in groupby(row, key=lambda c: not c.text.strip()) if not blank), inked)
    return PdfLine(
        page=page,
        text=text,
        left=_left(row),
        right=_right(row),
        bottom=bottom,
        size=size or 10.0,
        bold=sum(char.bold for char in letters) > 0.6 * len(letters),
        first_word=word[-1].right - word[0].left,
        at_edge=bottom > height * 0.9 or bottom < height * 0.1,
    )
