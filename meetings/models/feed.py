"""The secret address of a person's calendar."""

from django.conf import settings
from django.db import models


class CalendarFeed(models.Model):
    """The key in the address that a person's calendar subscribes to. A new key makes the old address a dead one."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="person"
    )
    key = models.CharField("nøgle", max_length=64, unique=True)
    made_at = models.DateTimeField("oprettet", auto_now=True)

    class Meta:
        verbose_name = "kalenderabonnement"
        verbose_name_plural = "kalenderabonnementer"

    def __str__(self) -> str:
        return f"Kalender for {self.user}"
