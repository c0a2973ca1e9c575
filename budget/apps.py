from django.apps import AppConfig


class BudgetConfig(AppConfig):
    name = "budget"
    verbose_name = "Budgetaftale"

    def ready(self) -> None:
        """Name the composer of the letters about what waits."""
        # Only now are the models loaded that a composer looks at.
        from budget import notices  # noqa: PLC0415
        from chefforum.mailroom.composing import register  # noqa: PLC0415

        register(notices.WAITING, notices.about_waiting)
