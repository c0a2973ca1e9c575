"""What happens when a verb says no on the way out."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from chefforum.workflow import Refused


class DoorMiddleware:
    """A :class:`Refused` that no view has met becomes a sentence on the page the person came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response and getattr(request, "user", None) and request.user.is_authenticated:
            # A closed item must not lie in a shared browser's or proxy's cache.
            response["Cache-Control"] = "private, no-store"
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Django's hook: an answer for a refusal, ``None`` for everything else."""
        if not isinstance(error, Refused):
            return None
        if request.headers.get("HX-Request"):
            return render(request, "components/refused.html", {"text": str(error)}, status=409)
        messages.error(request, str(error))
        return redirect(_came_from(request))


def _came_from(request: HttpRequest) -> str:
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(referer)
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return "/"
