"""Pages that belong to no subject: health, errors."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from chefforum.web import kept


class LogOut(LogoutView):
    """Ends the session. The page that follows has the browser throw away the papers it keeps, whoever's they are.

    Words that somebody has typed and not sent stay there, for that person alone: a header that clears all would take
    them too.
    """

    def get_default_redirect_url(self) -> str:
        """Django's hook."""
        return f"{reverse('login')}?ud"


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """200 ``ok`` when the server and its database answer; for the container's health check."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403; what was typed is handed back."""
    if kept.typed(request):
        return kept.page(request, "Det må du ikke på dette trin, så intet er gemt.", status=403)
    return render(request, "403.html", status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same whether a thing does not exist or may not be known of; what was typed is handed back."""
    if kept.typed(request):
        return kept.page(request, "Siden findes ikke længere, så intet er gemt.", status=404)
    return render(request, "404.html", status=404)


@login_not_required
def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token has run out; what was typed is handed back."""
    return kept.page(request, "Siden var for gammel, så intet er gemt. Genindlæs den, og prøv igen.", status=403)


@login_not_required
def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 for a request that no page of ours sends; what was typed is handed back."""
    if kept.typed(request):
        return kept.page(request, "Det, der blev sendt, kunne ikke læses, så intet er gemt.", status=400)
    return render(request, "400.html", status=400)


@login_not_required
def failed(request: HttpRequest) -> HttpResponse:
    """500."""
    return render(request, "500.html", status=500)
