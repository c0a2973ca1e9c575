"""What the menu needs to know of the person."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from meetings import queries


def menu(request: HttpRequest) -> dict[str, object]:
    """Whether the person may propose cases; looked up only on pages that show the menu."""
    return {"may_propose": SimpleLazyObject(lambda: bool(queries.forums_to_propose_in(viewer=request.user)))}
