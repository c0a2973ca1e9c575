"""Files that are made for one request and kept nowhere."""

from django.http import HttpResponse


def answer_with(data: bytes, content_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    """A file to save under the name, which is ours and plain ASCII, or to show where the browser can."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    return response
