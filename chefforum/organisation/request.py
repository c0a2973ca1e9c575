"""A request as the views meet it: somebody is logged in, and htmx says what it asks for."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from chefforum.organisation.models import User


class Request(HttpRequest):
    """For annotations only. The login middleware has let the person in before a view runs."""

    user: User
    htmx: HtmxDetails
