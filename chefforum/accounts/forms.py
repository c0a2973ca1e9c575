"""The log-in form."""

from datetime import datetime

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils import timezone

from chefforum.danish import count


class LoginForm(AuthenticationForm):
    """Says how long to wait after too many wrong passwords; otherwise not what was wrong."""

    def get_invalid_login_error(self) -> forms.ValidationError:
        """Django's hook."""
        until: datetime | None = getattr(self.request, "blocked_until", None)
        if until is None:
            return forms.ValidationError("Brugernavn og adgangskode passer ikke sammen. Prøv igen.", code="wrong")
        minutes = max(1, -(-int((until - timezone.now()).total_seconds()) // 60))
        wait = count(minutes, "minut", "minutter")
        return forms.ValidationError(f"Der er skrevet forkert for mange gange. Prøv igen om {wait}.", code="wait")
