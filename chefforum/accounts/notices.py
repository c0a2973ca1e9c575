"""What a person is told about their own access."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import capfirst

from chefforum.accounts.models import AccessChange
from chefforum.danish import dated_moment
from chefforum.mailroom.composing import Message
from chefforum.mailroom.models import Letter

CHANGED = "accounts.changed"
ATTEMPTS = "accounts.attempts"


def about_changes(letter: Letter, told: Mapping[str, Any] | None) -> Message | None:
    """What others have changed in a person's access since the last mail about it."""
    last = int((told or {}).get("last", 0))
    changes = list(AccessChange.objects.filter(user=letter.to, pk__gt=last).select_related("by"))
    if not changes:
        return None
    lines = [
        f"{capfirst(one.what)} ({one.by}, {dated_moment(one.at)})" if one.by else capfirst(one.what) for one in changes
    ]
    intro = "Noget i din adgang er ændret. Du skal måske logge ind igen."
    return _message("Din adgang til Chefforum er ændret", intro, lines, {"last": changes[-1].pk})


def about_attempts(letter: Letter, told: Mapping[str, Any] | None) -> Message | None:
    """Somebody has tried to guess the password of a person's account."""
    intro = (
        f"Nogen har skrevet en forkert adgangskode flere gange i træk for din konto {letter.to.username}. "
        "Næste forsøg må derfor vente lidt, også dit eget. Var det dig selv, skal du ikke gøre noget."
    )
    return _message("Forkerte forsøg på at logge ind som dig", intro, [], {})


def _message(subject: str, intro: str, lines: list[str], told: Mapping[str, object]) -> Message:
    context = {
        "title": subject,
        "intro": intro,
        "lines": lines,
        "MUNICIPALITY": settings.MUNICIPALITY,
        "CONTACT": settings.CONTACT,
        "address": settings.BASE_URL + reverse("password_change"),
    }
    return Message(
        subject=subject,
        text=render_to_string("notices/accounts/access.txt", context),
        html=render_to_string("notices/accounts/access.html", context),
        told=told,
    )
