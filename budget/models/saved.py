"""Views of the register that a person keeps."""

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """What somebody filters an agreement's points by, under a name; ``query`` is as it stands in the address."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="person"
    )
    name = models.CharField("navn", max_length=60)
    query = models.CharField("visning", max_length=400)

    class Meta:
        verbose_name = "gemt visning"
        verbose_name_plural = "gemte visninger"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="one_saved_view_a_name")]

    def __str__(self) -> str:
        return self.name
