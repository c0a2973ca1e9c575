"""Many files as one, packed while they are sent: nothing is held in memory or written to disk."""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.http import StreamingHttpResponse

from chefforum.files.inspect import EXTENSIONS
from chefforum.files.models import StoredFile
from chefforum.files.names import saved_name

_CHUNK = 2**18


class Entry(NamedTuple):
    """A file in the bundle: the folder it lies in, and its name."""

    folder: str
    name: str
    stored: StoredFile


class _Sink:
    """What ``zipfile`` writes to: it gives away what it was given."""

    def __init__(self) -> None:
        self.held = bytearray()

    def write(self, data: bytes, /) -> int:
        self.held += data
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def close(self) -> None:
        """Nothing is open."""

    def take(self) -> bytes:
        data = bytes(self.held)
        self.held.clear()
        return data


def serve_bundle(entries: Iterable[Entry], contents: str, name: str) -> StreamingHttpResponse:
    """The files in their order as a zip file, with ``contents`` as a list of them. The caller has checked the right."""
    response = StreamingHttpResponse(_packed(entries, contents), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{saved_name(name, ".zip")}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _packed(entries: Iterable[Entry], contents: str) -> Iterator[bytes]:
    sink = _Sink()
    taken: set[str] = set()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as package:
        package.writestr("Indhold.txt", contents)
        yield sink.take()
        for entry in entries:
            path = _free(f"{saved_name(entry.folder, '')}/", entry, taken)
            with Path(entry.stored.on_disk).open("rb") as file, package.open(path, "w", force_zip64=True) as target:
                while chunk := file.read(_CHUNK):
                    target.write(chunk)
                    yield sink.take()
    yield sink.take()


def _free(folder: str, entry: Entry, taken: set[str]) -> str:
    """A path that no other file of the bundle has, however its writing goes."""
    ending = EXTENSIONS.get(entry.stored.content_type, "")
    stem = saved_name(entry.name, ending).removesuffix(ending)
    number = 1
    while (path := folder + stem + (f" ({number})" if number > 1 else "") + ending).casefold() in taken:
        number += 1
    taken.add(path.casefold())
    return path
