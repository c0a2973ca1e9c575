"""Logging in, and changing one's own password."""

from typing import Any

from django.contrib.auth import views as auth_views
from django.http import HttpResponse

from chefforum.accounts.actions import log_own_password
from chefforum.accounts.forms import LoginForm
from chefforum.web.staying import begin


class LogIn(auth_views.LoginView):
    """The only page where a password is typed to get in; the administration leads here too."""

    form_class = LoginForm

    def form_valid(self, form: Any) -> HttpResponse:
        """Django's hook."""
        response = super().form_valid(form)
        begin(self.request)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """429 while one has to wait."""
        response = super().form_invalid(form)
        if form.has_error("__all__", "wait"):
            response.status_code = 429
        return response


class ChangePassword(auth_views.PasswordChangeView):
    """A person's own password. Their other sessions end."""

    success_url = "/"

    def form_valid(self, form: Any) -> HttpResponse:
        """Django's hook."""
        response = super().form_valid(form)
        log_own_password(form.user)
        return response
