"""Programs hidden in documents: what would run when somebody opens the file in an office program or a PDF viewer."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

# Actions of a PDF that run a script or start a program (ISO 32000-2, 12.6.4).
_RUNNING = {"/JavaScript", "/Launch", "/ImportData", "/GoToE"}
_EXECUTABLE_NAME = re.compile(
    r"\.(?:exe|com|bat|cmd|scr|msi|msp|dll|cpl|js|jse|vbs|vbe|wsf|wsh|hta|ps1|jar|lnk|reg|sh|docm|dotm|xlsm|xlam|pptm)\Z",
    re.IGNORECASE,
)
_EXECUTABLE_BYTES = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names inside an OLE file: any file wrapped as it is, and a project in Visual Basic.
_OLE_PROGRAMS = tuple(name.encode("utf-16-le") for name in ("Ole10Native", "_VBA_PROJECT", "Macros"))
_DEEPEST = 40
_MOST_OF_A_PART = 50_000_000


def runs_in_pdf(document: pikepdf.Pdf) -> bool:
    """Whether any object of a PDF is an action that runs something, or a file in it is a program."""
    return any(_runs(one) for found in document.objects for one in _within(found, _DEEPEST))


def _within(value: Any, depth: int) -> Iterator[Any]:
    """The dictionaries in an object, itself and those written inside it; other objects come on their own."""
    if not isinstance(value, Dictionary | Stream | Array) or not depth:
        return
    if not isinstance(value, Array):
        yield value
    children = value if isinstance(value, Array) else (value[key] for key in value.keys())  # noqa: SIM118
    for child in children:
        if isinstance(child, Dictionary | Array) and not child.is_indirect:
            yield from _within(child, depth - 1)


def _runs(value: Any) -> bool:
    if str(value.get("/S", "")) in _RUNNING or "/JS" in value or "/JavaScript" in value:
        return True
    if any(_EXECUTABLE_NAME.search(str(value[key]).strip()) for key in ("/F", "/UF") if _is_file_name(value, key)):
        return True
    if "/XFA" in value:
        return any(b"<script" in part.read_bytes().lower() for part in _streams(value["/XFA"]))
    is_embedded = isinstance(value, Stream) and value.get("/Type") == Name.EmbeddedFile
    return is_embedded and value.read_bytes()[:4].startswith(_EXECUTABLE_BYTES)


def _is_file_name(value: Any, key: str) -> bool:
    return key in value and isinstance(value[key], pikepdf.String)


def _streams(value: Any) -> Iterable[Stream]:
    return [value] if isinstance(value, Stream) else [part for part in value if isinstance(part, Stream)]


def runs_in_package(package: zipfile.ZipFile) -> bool:
    """Whether an office file has macros, controls that run, or a program wrapped as a part of it."""
    return any(_part_runs(package, entry) for entry in package.infolist())


def _part_runs(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    name = entry.filename.lower().replace("\\", "/")
    if name.endswith(("vbaproject.bin", "vbadata.xml")) or "/activex/" in name:
        return True
    if name.startswith(("basic/", "scripts/", "dialogs/")) or _EXECUTABLE_NAME.search(name):
        return True
    if name == "[content_types].xml":
        return b"macroenabled" in _start_of(package, entry, _MOST_OF_A_PART).lower()
    if _start_of(package, entry, 8).startswith((_COMPOUND, *_EXECUTABLE_BYTES)):
        data = _start_of(package, entry, _MOST_OF_A_PART)
        return not data.startswith(_COMPOUND) or any(program in data for program in _OLE_PROGRAMS)
    return False


def _start_of(package: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    with package.open(entry) as content:
        return content.read(most)
