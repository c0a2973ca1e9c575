"""What a file is, judged by its bytes and never by its name."""

import logging
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import puremagic
from PIL import Image, UnidentifiedImageError

from chefforum.files import apart, programs
from chefforum.workflow import Refused

logger = logging.getLogger(__name__)

PDF = "application/pdf"
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OPEN_DOCUMENT = (
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
)
_IMAGES = {"PNG": "image/png", "JPEG": "image/jpeg"}
# Office files and OpenDocument: what LibreOffice makes a PDF of.
OFFICE = (*_OFFICE.values(), *_OPEN_DOCUMENT)
PICTURES = tuple(_IMAGES.values())
_UNPACKED_LIMIT = 300_000_000
# How office programs pack; other ways unpack slowly.
_USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MOST_ENTRIES = 20_000
_MOST_PIXELS = 100_000_000

EXTENSIONS = {
    PDF: ".pdf",
    _OFFICE["word/"]: ".docx",
    _OFFICE["xl/"]: ".xlsx",
    _OFFICE["ppt/"]: ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "text/plain": ".txt",
}


@dataclass(frozen=True)
class Inspected:
    """A file's type, and the number of pages of a PDF."""

    content_type: str
    pages: int | None = None


# A file is received within a transaction, which PostgreSQL ends when it idles for a minute.
_SECONDS = 40


def inspect(path: Path, name: str) -> Inspected:
    """What the file at ``path`` is, found out in a process apart.

    Raises :class:`Refused` with a sentence for the person who chose it.
    """
    try:
        return Inspected(
            **apart.call(f"{__name__}:inspect_apart", str(path), name, seconds=_SECONDS, errors=(Refused,))
        )
    except apart.Broken as error:
        logger.warning("A file could not be inspected: %s", error)
        raise Refused(f"»{name}« kan ikke undersøges og er ikke taget med. Gem den på ny, og prøv igen.") from error


def inspect_apart(path: str, name: str) -> dict[str, object]:
    """What :func:`inspect` has done in a process of its own."""
    found = inspect_here(Path(path), name)
    return {"content_type": found.content_type, "pages": found.pages}


def inspect_here(path: Path, name: str) -> Inspected:
    """The same as :func:`inspect` in this process, for one that is bounded already."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise Refused(f"»{name}« er tom og er ikke taget med.")
    if b"%PDF-" in head[:1024]:
        return _pdf(path, name)
    if head.startswith(b"PK\x03\x04"):
        return _package(path, name)
    if image := _image(path, name):
        return image
    if _is_text(head):
        return Inspected("text/plain")
    kind = _guess(path)
    raise Refused(
        f"»{name}« er {kind} og kan ikke vedhæftes. "
        "Brug PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG eller tekst."
    )


def _pdf(path: Path, name: str) -> Inspected:
    try:
        with pikepdf.open(path) as document:
            if programs.runs_in_pdf(document):
                raise Refused(
                    f"»{name}« indeholder et program og er ikke taget med. Gem den som ren PDF, og prøv igen."
                )
            return Inspected(PDF, len(document.pages))
    except pikepdf.PasswordError as error:
        raise Refused(f"»{name}« er beskyttet med adgangskode. Gem den uden, og vedhæft den igen.") from error
    except pikepdf.PdfError as error:
        raise Refused(f"»{name}« er en beskadiget PDF. Hent den igen, og vedhæft den på ny.") from error


def _package(path: Path, name: str) -> Inspected:
    try:
        with zipfile.ZipFile(path) as package:
            _unpack(package, name)
            kind = _kind_of(package)
            if kind and programs.runs_in_package(package):
                raise Refused(
                    f"»{name}« indeholder makroer eller et program. "
                    "Gem den uden makroer eller som PDF, og vedhæft den igen."
                )
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise Refused(f"»{name}« er beskadiget. Hent den igen, og vedhæft den på ny.") from error
    if not kind:
        raise Refused(f"»{name}« er et zip-arkiv. Pak det ud, og vedhæft filerne hver for sig.")
    return Inspected(kind)


def _kind_of(package: zipfile.ZipFile) -> str:
    """Which office file a package is; empty for any other archive."""
    names = package.namelist()
    if "mimetype" in names and (declared := _declared(package)) in _OPEN_DOCUMENT:
        return declared
    if "[Content_Types].xml" not in names:
        return ""
    found = (kind for folder, kind in _OFFICE.items() if any(entry.startswith(folder) for entry in names))
    return next(found, "")


def _unpack(package: zipfile.ZipFile, name: str) -> None:
    """Read every entry once, as whoever opens the file will; stops at 300 MB, whatever the entries say."""
    entries = package.infolist()
    left = _UNPACKED_LIMIT
    if any(entry.compress_type not in _USUAL for entry in entries):
        raise Refused(f"»{name}« er pakket på en usædvanlig måde. Gem den igen, og vedhæft den på ny.")
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > left:
        raise Refused(f"»{name}« fylder for meget udpakket og er ikke taget med.")
    for entry in entries:
        with package.open(entry) as content:
            while chunk := content.read(2**20):
                left -= len(chunk)
                if left < 0:
                    raise Refused(f"»{name}« fylder for meget udpakket og er ikke taget med.")


def _declared(package: zipfile.ZipFile) -> str:
    """The first bytes of an OpenDocument file's own declaration of type; no more is unpacked."""
    with package.open("mimetype") as entry:
        return entry.read(100).decode("ascii", "replace")


def _image(path: Path, name: str) -> Inspected | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(path, formats=list(_IMAGES))
        with image:
            if image.width * image.height > _MOST_PIXELS:
                raise Refused(
                    f"»{name}« har for mange billedpunkter og er ikke taget med. Gem det mindre, og prøv igen."
                )
            image.verify()
            return Inspected(_IMAGES[str(image.format)])
    except Image.DecompressionBombError as error:
        raise Refused(
            f"»{name}« har for mange billedpunkter og er ikke taget med. Gem det mindre, og prøv igen."
        ) from error
    except (UnidentifiedImageError, OSError, SyntaxError):
        return None


def _is_text(head: bytes) -> bool:
    if b"\x00" in head or head.lstrip()[:1] == b"<":
        return False
    return not any(byte < 9 or 13 < byte < 32 for byte in head)


def _guess(path: Path) -> str:
    try:
        found = puremagic.from_file(str(path))
    except (puremagic.PureError, ValueError, OSError):
        return "en filtype, som ikke kendes,"
    return f"en {found.lstrip('.')}-fil" if found else "en filtype, som ikke kendes,"
