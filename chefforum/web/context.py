"""What every template may say."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def house(request: HttpRequest) -> dict[str, object]:
    """The municipality's name, the secretariat's address, and where in the house the page is."""
    match = request.resolver_match
    return {
        "MUNICIPALITY": settings.MUNICIPALITY,
        "CONTACT": settings.CONTACT,
        "THIS_YEAR": timezone.localdate().year,
        "IN_YEAR": ("year", "month", "subscribe"),
        "IN_PROPOSALS": ("proposals", "propose", "proposal"),
        "here": match.url_name if match else "",
        "here_app": match.app_name if match else "",
    }
