"""Staying logged in while one works."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

_SELDOM = timedelta(minutes=5)
_BEGAN = "began"


def begin(request: HttpRequest) -> None:
    """Note when a session began: its longest life is counted from now. For whoever has just logged somebody in."""
    request.session[_BEGAN] = timezone.now().timestamp()


class StayingMiddleware:
    """The session ends so long after the last request, not after the login: nobody is thrown out while writing. It has
    a longest life all the same, counted from :func:`begin`; one that was never begun so is not made to last longer.

    Only its end is moved, and not more than once in five minutes. Were all of it saved by every request, a page that
    asks for news by itself would write back what it read, over a message that another had left meanwhile.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        longest = self._longest(request)
        response = self.get_response(request)
        key = request.session.session_key
        if key is None or request.session.modified:
            return response  # there is none, or it is saved with a new end on the way out
        now = timezone.now()
        ends = min(now + timedelta(seconds=settings.SESSION_COOKIE_AGE), longest)
        # One that has ended stays so.
        running = Session.objects.filter(pk=key, expire_date__gt=now, expire_date__lt=ends - _SELDOM)
        if running.update(expire_date=ends):
            response.set_cookie(
                settings.SESSION_COOKIE_NAME,
                key,
                max_age=settings.SESSION_COOKIE_AGE,
                path=settings.SESSION_COOKIE_PATH,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=settings.SESSION_COOKIE_HTTPONLY,
                samesite=settings.SESSION_COOKIE_SAMESITE,
            )
        return response

    def _longest(self, request: HttpRequest) -> datetime:
        """When the session ends at the latest; one that is past it is ended now."""
        now = timezone.now()
        life = timedelta(seconds=settings.SESSION_LONGEST_SECONDS)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or _BEGAN not in request.session:
            return now
        began = datetime.fromtimestamp(request.session[_BEGAN], UTC)
        if began + life <= now:
            request.session.flush()
        return began + life
