"""The log's one table."""

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """One action: who, when, what, and on which record."""

    at = models.DateTimeField("tidspunkt", auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name="hvem",
        help_text="Tom, når handlingen er udført af systemet selv.",
    )
    verb = models.CharField("handling", max_length=80, db_index=True)
    target_type = models.CharField("slags", max_length=80)
    target_id = models.BigIntegerField("nummer", null=True)
    text = models.CharField("beskrivelse", max_length=400)

    class Meta:
        verbose_name = "handling"
        verbose_name_plural = "handlinger"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target_type", "target_id"])]

    def __str__(self) -> str:
        return self.text
