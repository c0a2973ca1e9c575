from django.apps import AppConfig


class SickleaveConfig(AppConfig):
    name = "sickleave"
    verbose_name = "Sygefravær"

    def ready(self) -> None:
        """Name the composer of the letters that ask for an account."""
        # Only now are the models loaded that a composer looks at.
        from chefforum.mailroom.composing import register  # noqa: PLC0415
        from sickleave import notices  # noqa: PLC0415

        register(notices.ACCOUNTS, notices.about_accounts)
