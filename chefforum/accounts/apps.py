from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "chefforum.accounts"
    verbose_name = "Adgang"

    def ready(self) -> None:
        """Name the composers of the mails about access."""
        # Only now are the models loaded that a composer looks at.
        from chefforum.accounts import notices  # noqa: PLC0415
        from chefforum.mailroom.composing import register  # noqa: PLC0415

        register(notices.CHANGED, notices.about_changes)
        register(notices.ATTEMPTS, notices.about_attempts)
