"""Why something is closed, and for whom it is open all the same."""

from django.conf import settings
from django.db import models

from meetings.models.item import AgendaItem


class NamedReader(models.Model):
    """A member who may read a closed item that only named people may read."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="named_readers", verbose_name="punkt")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="person"
    )
    removed_at = models.DateTimeField("fjernet", null=True)

    class Meta:
        verbose_name = "navngiven læser"
        verbose_name_plural = "navngivne læsere"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "user"], condition=models.Q(removed_at=None), name="named_once_an_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} må læse"
