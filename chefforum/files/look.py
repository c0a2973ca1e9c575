"""A look at a PDF or a picture: the first page as a small picture, the text, the number of pages.

Run as a program of its own (``python -m chefforum.files.look FILE KIND FOLDER``): the files are other people's, and one
that brings the reader down must not take the worker with it.
"""

import contextlib
import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

WIDTH = 320
MOST_PAGES_OF_TEXT = 2000
MOST_TEXT = 5_000_000
_SECONDS = 120
_BYTES_OF_MEMORY = 2_500_000_000


class Unreadable(Exception):
    """The file could not be looked at."""


@dataclass(frozen=True)
class Look:
    """What was seen. ``thumbnail`` is a PNG, 320 px wide at most."""

    pages: int | None
    text: str
    thumbnail: bytes


def look_at(source: Path, kind: str, folder: Path) -> Look:
    """Look at a file, in a process of its own. ``folder`` is an empty one for the results.

    Raises :class:`Unreadable`.
    """
    command = [sys.executable, "-m", "chefforum.files.look", str(source), kind, str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - our own words
    except subprocess.TimeoutExpired as error:
        raise Unreadable("took too long") from error
    if done.returncode:
        raise Unreadable(f"exit code {done.returncode}")
    found = json.loads(done.stdout)
    return Look(found["pages"], (folder / "text").read_text("utf-8"), (folder / "thumbnail.png").read_bytes())


def _main(source: str, kind: str, folder: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES_OF_MEMORY, _BYTES_OF_MEMORY))
    pages, text = (_picture if kind.startswith("image/") else _pdf)(Path(source), Path(folder))
    Path(folder, "text").write_text(text[:MOST_TEXT].replace("\x00", ""), "utf-8", errors="ignore")
    print(json.dumps({"pages": pages}))  # noqa: T201 - the answer


def _picture(source: Path, folder: Path) -> tuple[None, str]:
    with Image.open(source, formats=["PNG", "JPEG"]) as image:
        small = ImageOps.exif_transpose(image)
        small.thumbnail((WIDTH, WIDTH * 2))
        small.convert("RGB").save(folder / "thumbnail.png")
    return None, ""


def _pdf(source: Path, folder: Path) -> tuple[int, str]:
    document = pypdfium2.PdfDocument(source)
    first = document[0]
    # A page may be a banner of any length; its picture is not.
    scale = WIDTH / max(first.get_width(), first.get_height() / 2, 1)
    first.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB").save(folder / "thumbnail.png")
    parts: list[str] = []
    length = 0
    for index in range(min(len(document), MOST_PAGES_OF_TEXT)):
        with contextlib.suppress(pypdfium2.PdfiumError):
            page = document[index]
            parts.append(page.get_textpage().get_text_range())
            page.close()
            length += len(parts[-1])
        if length > MOST_TEXT:
            break
    return len(document), "\n".join(parts)


if __name__ == "__main__":
    _main(*sys.argv[1:4])
