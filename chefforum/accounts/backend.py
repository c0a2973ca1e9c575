"""The one way a password is looked at, whichever page it was typed on."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from chefforum.accounts import actions
from chefforum.organisation.models import User


class LimitedBackend(ModelBackend):
    """Looks at no password while the account or the address has to wait; then the request says until when
    (``blocked_until``), and no other backend is asked.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **other: Any
    ) -> User | None:
        """Django's hook."""
        if request is None or not username or password is None:
            return None
        address = address_of(request)
        until = actions.blocked_until(username, address)
        if until is not None:
            request.blocked_until = until  # type: ignore[attr-defined]
            raise PermissionDenied
        actions.count_attempt(username, address)
        user = super().authenticate(request, username=username, password=password, **other)
        if user is not None:
            actions.forgive(username, address)
        return user


def address_of(request: HttpRequest) -> str:
    """The network address a request comes from. Behind ``PROXIES`` proxies, each has added the address it saw to
    ``X-Forwarded-For``; what stands before those was written by the sender and proves nothing.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return seen[-settings.PROXIES] if 0 < settings.PROXIES <= len(seen) else direct
