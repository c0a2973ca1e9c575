"""What every template may say."""

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, object]:
    """The municipality's name and the secretariat's address."""
    return {"MUNICIPALITY": settings.MUNICIPALITY, "CONTACT": settings.CONTACT}
