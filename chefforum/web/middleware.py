"""What happens when a verb says no on the way out."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from chefforum.web import kept
from chefforum.workflow import Refused

# More than any form has that can be sent without a login.
_OUTSIDERS_MOST_BYTES = 20_000
# A page that saves by itself sends this header, with the number of the person who opened it.
AUTOSAVE = "X-Autosave"


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
        if AUTOSAVE in request.headers:
            return JsonResponse({"error": str(error)}, status=409)
        if request.headers.get("HX-Request"):
            return _refused(request, str(error))
        if kept.typed(request):
            return kept.page(request, str(error), status=409)
        messages.error(request, str(error))
        return redirect(came_from(request))


class KeepingLoginMiddleware(LoginRequiredMiddleware):
    """Asks for a login, before anything that was sent is read: an outsider's request must cost next to nothing.

    What was typed before the session ended is kept by the browser (``static/js/unsent.js``, ``keeping.js``).
    A page that saves by itself says who it was opened by: words of one person are never saved as another's.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Django's hook: 413 for a large request without a login; its body is not read."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        small = length.isascii() and length.isdigit() and int(length) <= _OUTSIDERS_MOST_BYTES
        if small or request.user.is_authenticated:
            return None
        return kept.page(request, "Du er logget ud, så det, du sendte, er ikke gemt.", status=413)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: object, view_kwargs: object
    ) -> HttpResponseBase | None:
        """Django's hook: 401 when somebody else has logged in since the page was opened."""
        opened_by = request.headers.get(AUTOSAVE)
        if opened_by is not None and request.user.is_authenticated and str(request.user.pk) != opened_by:
            return HttpResponse(status=401)
        return super().process_view(request, view_func, view_args, view_kwargs)  # type: ignore[arg-type]

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]) -> HttpResponse:  # type: ignore[override]
        if AUTOSAVE in request.headers:
            return HttpResponse(status=401)
        if request.headers.get("HX-Request"):
            text = "Du er logget ud, og teksten er ikke gemt. Log ind i en ny fane, og gem igen her."
            return _refused(request, text)
        if request.method == "POST":
            return kept.page(request, "Du er logget ud, så det, du sendte, er ikke gemt.", status=401)
        return super().handle_no_permission(request, view_func)


def _refused(request: HttpRequest, text: str) -> HttpResponse:
    """The sentence alone, put first in what was to be exchanged: a list that could not be changed stays."""
    response = render(request, "components/refused.html", {"text": text}, status=409)
    response["HX-Reswap"] = "afterbegin"
    return response


def came_from(request: HttpRequest) -> str:
    """The path of the page the person came from, on this site and nowhere else."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(referer)
        return "/" + parts.path.lstrip("/") + (f"?{parts.query}" if parts.query else "")
    return "/"
