"""Failed log-ins, and changes of a person's access that the person is told of."""

from django.conf import settings
from django.db import models


class Guesses(models.Model):
    """Failed log-ins in a row for one account name or from one network address.

    ``key`` is what was typed as the account, in small letters, whether or not there is such an account.
    """

    class Kind(models.TextChoices):
        ACCOUNT = "account", "Konto"
        ADDRESS = "address", "Adresse"

    kind = models.CharField("slags", max_length=10, choices=Kind)
    key = models.CharField("nøgle", max_length=150)
    failures = models.PositiveIntegerField("forkerte forsøg", default=0)
    last_at = models.DateTimeField("seneste")
    blocked_until = models.DateTimeField("spærret til", null=True)

    class Meta:
        verbose_name = "forkerte forsøg"
        verbose_name_plural = "forkerte forsøg"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_count_a_key")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"


class AccessChange(models.Model):
    """Something that somebody else changed in a person's access, as the person is told of it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="hvem")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="af"
    )
    what = models.CharField("hvad", max_length=250)
    at = models.DateTimeField("tidspunkt", auto_now_add=True)

    class Meta:
        verbose_name = "ændring af adgang"
        verbose_name_plural = "ændringer af adgang"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.what
