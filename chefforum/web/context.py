"""What every template may say."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

# How a reader wants pages to look on this device: large text, always light or always dark.
_LOOKS = {"tekst": ("stor", "stoerst"), "tema": ("light", "dark")}


def house(request: HttpRequest) -> dict[str, object]:
    """The municipality's name, the secretariat's address, and where in the house the page is."""
    match = request.resolver_match
    return {
        "MUNICIPALITY": settings.MUNICIPALITY,
        "CONTACT": settings.CONTACT,
        "THIS_YEAR": timezone.localdate().year,
        "IN_YEAR": ("year", "month", "subscribe"),
        "IN_TASKS": ("tasks", "task", "stops", "stop"),
        "IN_REGISTER": ("decisions",),
        "IN_PROPOSALS": ("proposals", "propose", "proposal"),
        "LOOK": {name: chosen for name, known in _LOOKS.items() if (chosen := request.COOKIES.get(name)) in known},
        "here": match.url_name if match else "",
        "here_app": match.app_name if match else "",
    }
