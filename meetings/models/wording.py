"""What a section has said, and who is writing in it."""

from django.conf import settings
from django.db import models

from meetings.models.item import AgendaItem, Section


class Saved(models.TextChoices):
    """How a wording came to be kept."""

    WRITTEN = "written", "Skrevet"
    FOUND = "found", "Som teksten stod"
    COPIED = "copied", "Hentet fra et tidligere punkt"
    RESTORED = "restored", "Hentet frem igen"
    FILLED = "filled", "Udfyldt af systemet"
    ASIDE = "aside", "Ikke brugt: en anden havde gemt imens"


class Wording(models.Model):
    """One saved wording of a section. One that is ``ASIDE`` never was the section's text, and is kept all the same."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="wordings", verbose_name="afsnit")
    saved = models.CharField("hvordan", max_length=10, choices=Saved, default=Saved.WRITTEN)
    html = models.TextField("tekst", blank=True)
    parties = models.JSONField("parter", default=list)
    points = models.JSONField("indstillingspunkter", default=list)
    at = models.DateTimeField("tidspunkt", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="af"
    )

    class Meta:
        verbose_name = "tekstversion"
        verbose_name_plural = "tekstversioner"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_saved_display()} {self.at:%d-%m-%Y %H:%M}"


class Presence(models.Model):
    """A person who has an item open; ``section`` is the one they have written in last."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="+", verbose_name="punkt")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="person"
    )
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="+", null=True, verbose_name="afsnit")
    seen_at = models.DateTimeField("set")

    class Meta:
        verbose_name = "tilstedeværelse"
        verbose_name_plural = "tilstedeværelser"
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="present_once_an_item")]

    def __str__(self) -> str:
        return str(self.user)
