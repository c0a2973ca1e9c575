"""Uploads on their way in: streamed to disk, and let go as soon as they are too large."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from chefforum.files.names import given_name

_KEY = "chefforum.too_large"


def largest() -> int:
    """The largest file that anything here takes, in bytes."""
    return max(settings.ATTACHMENT_LIMIT_MB, settings.MINUTES_LIMIT_MB) * 1_000_000


class LimitedUploads(TemporaryFileUploadHandler):
    """Writes each file to disk as it arrives. One that passes the limit is deleted at once, and its rest thrown away
    unread: neither memory nor disk ever holds more than the limit of it. Its name is in :func:`too_large`.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Nothing of what somebody without a login sends is written."""
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > largest():
            request = self.request
            assert request is not None
            request.META.setdefault(_KEY, []).append(given_name(self.file_name or ""))
            raise SkipFile
        super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        return super().file_complete(file_size)


def too_large(request: HttpRequest) -> list[str]:
    """The names of the files of a request that were let go because they are too large."""
    request.POST  # noqa: B018 - the files arrive when the form is read
    return list(request.META.get(_KEY, []))
