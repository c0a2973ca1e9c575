"""Draws pages of a PDF, as a program of its own: the files are other people's, and one that brings it down takes
nothing with it. ``python -m chefforum.files.draw FILE FIRST LAST FOLDER`` leaves a picture and a file of facts a page.
"""

import json
import resource
import sys
from pathlib import Path

import pypdfium2

WIDTH = 1240
MOST_LINES = 2000
_BYTES_OF_MEMORY = 2_500_000_000


def _main(source: str, first: str, last: str, folder: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES_OF_MEMORY, _BYTES_OF_MEMORY))
    document = pypdfium2.PdfDocument(source)
    for number in range(int(first), int(last) + 1):
        page = document[number - 1]
        width, height = page.get_size()
        scale = WIDTH / max(width, height / 3, 1)
        picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        picture.quantize(64).save(Path(folder, f"{number}.png"), optimize=False)
        facts = {"width": width, "height": height, "lines": _lines(page, height)}
        Path(folder, f"{number}.json").write_text(json.dumps(facts), "utf-8", errors="ignore")
        page.close()


def _lines(page: pypdfium2.PdfPage, height: float) -> list[tuple[str, float, float, float, float]]:
    text = page.get_textpage()
    found = []
    for index in range(min(text.count_rects(), MOST_LINES)):
        left, bottom, right, top = text.get_rect(index)
        words = " ".join(text.get_text_bounded(left, bottom, right, top).replace("\x00", "").split())
        if words and right > left and top > bottom:
            found.append(
                (words, round(left, 1), round(height - top, 1), round(right - left, 1), round(top - bottom, 1))
            )
    return found


if __name__ == "__main__":
    _main(*sys.argv[1:5])
