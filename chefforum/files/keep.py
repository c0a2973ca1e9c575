"""Taking files in, keeping them, and handing them out."""

import hashlib
import re
import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse

from chefforum.files.inspect import EXTENSIONS, Inspected, inspect
from chefforum.files.models import Rendition, StoredFile
from chefforum.files.names import given_name, saved_name
from chefforum.workflow import Refused

HOLD_SECONDS = 3600
_INLINE = {"application/pdf", "image/png", "image/jpeg"}
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,60}")


def receive(upload: UploadedFile[Any]) -> StoredFile:
    """Keep an uploaded file. Raises :class:`Refused` for a file that is too large, unsafe or broken."""
    name = given_name(upload.name or "filen")
    if (upload.size or 0) > settings.ATTACHMENT_LIMIT_MB * 1_000_000:
        raise Refused(over_the_limit(name))
    path = _write(upload.chunks())
    try:
        return _keep(path, inspect(path, name))
    finally:
        path.unlink(missing_ok=True)


def limit_mb() -> int:
    """The largest attachment, in MB."""
    return int(settings.ATTACHMENT_LIMIT_MB)


def over_the_limit(name: str) -> str:
    """What a person is told of a file that is too large."""
    return f"»{name}« fylder over {settings.ATTACHMENT_LIMIT_MB} MB og er ikke taget med. Gør den mindre, og prøv igen."


def store(data: bytes, content_type: str, pages: int | None = None) -> StoredFile:
    """Keep bytes the house has made or already knows."""
    path = _write([data])
    try:
        return _keep(path, Inspected(content_type, pages))
    finally:
        path.unlink(missing_ok=True)


def _incoming() -> Path:
    folder = Path(settings.DATA_DIR) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def workroom() -> Path:
    """Where files are worked on; what a killed worker leaves there is swept away."""
    folder = Path(settings.DATA_DIR) / "work"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _write(chunks: Iterable[bytes]) -> Path:
    path = _incoming() / secrets.token_urlsafe(24)
    with path.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
    return path


def _keep(path: Path, inspected: Inspected) -> StoredFile:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    stored, _ = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size": path.stat().st_size,
            "content_type": inspected.content_type,
            "pages": inspected.pages,
        },
    )
    target = Path(stored.on_disk)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        # A file appears under its check sum whole or not at all.
        partial = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
        shutil.copyfile(path, partial)
        partial.rename(target)
    return stored


def hold(upload: UploadedFile[Any]) -> str:
    """Put a file aside for an hour while a person looks at a preview; answers a token. Nothing is registered."""
    return _write(upload.chunks()).name


def held(token: str) -> bytes:
    """The bytes put aside under a token. Raises :class:`Refused` when the hour has passed."""
    return held_path(token).read_bytes()


def held_path(token: str) -> Path:
    """Where the file put aside under a token lies. Raises :class:`Refused` when the hour has passed."""
    path = _incoming() / token
    if not _TOKEN.fullmatch(token) or not path.is_file():
        raise Refused("Filen er ikke længere lagt til side. Vælg den igen.")
    return path


def discard(token: str) -> None:
    """Forget a file put aside."""
    if _TOKEN.fullmatch(token):
        (_incoming() / token).unlink(missing_ok=True)


def sweep() -> int:
    """Forget files put aside over an hour ago, and what a killed worker left; answers how many."""
    swept = 0
    for path in [*_incoming().iterdir(), *workroom().iterdir()]:
        try:
            if path.stat().st_mtime >= time.time() - HOLD_SECONDS:
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        except FileNotFoundError:
            # Somebody else was quicker.
            continue
        swept += 1
    return swept


def serve(stored: StoredFile, name: str, *, download: bool = False) -> FileResponse:
    """The file as an answer that a browser cannot take for anything but what it is.

    The caller has checked that the person may read it. Only PDFs and pictures are shown in the browser.
    """
    response = FileResponse(
        Path(stored.on_disk).open("rb"),
        as_attachment=download or stored.content_type not in _INLINE,
        filename=saved_name(name, EXTENSIONS.get(stored.content_type, "")),
        content_type=stored.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    # A PDF viewer needs no policy of its own; whatever else a file pretends to be may run nothing.
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; sandbox"
    )
    if stored.content_type == "application/pdf":
        response["Content-Security-Policy"] = "default-src 'none'; object-src 'self'; frame-ancestors 'self'"
        response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def serve_for_reading(stored: StoredFile, name: str, *, original: bool) -> FileResponse:
    """The PDF that was made of an office file, under the file's name; the file itself where there is none, or it is
    what was asked for.
    """
    return serve(stored, name, download=True) if original else serve(for_reading(stored), name)


def for_reading(stored: StoredFile) -> StoredFile:
    """The PDF that was made of an office file, or the file itself."""
    rendition = Rendition.objects.select_related("pdf").defer("text").filter(original=stored).first()
    return rendition.pdf if rendition is not None and rendition.pdf is not None else stored


def thumbnail_of(stored: StoredFile) -> StoredFile | None:
    """The picture of a file's first page, if one has been made."""
    rendition = Rendition.objects.select_related("thumbnail").defer("text").filter(original=stored).first()
    return rendition.thumbnail if rendition else None
