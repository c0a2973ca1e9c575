"""Departments and posts. Minutes name the post; people hold it for a time."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower


class Department(models.Model):
    """A department of the administration.

    One that is gone may name the department that its units belong to since. ``follows`` says whether that one's figures
    go back through this one's, or begin anew with a visible break (D107).
    """

    name = models.CharField("navn", max_length=120, unique=True)
    active = models.BooleanField("i brug", default=True)
    end = models.DateField("til og med", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="predecessors",
        null=True,
        blank=True,
        verbose_name="fortsætter i",
    )
    follows = models.BooleanField("tallene føres videre", default=True)

    class Meta:
        verbose_name = "afdeling"
        verbose_name_plural = "afdelinger"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True) | models.Q(end__isnull=False),
                name="department_with_successor_ends",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """A post or a department as a party that can recommend (D31): Kommunaldirektøren, Økonomi & Stab."""

    name = models.CharField("navn", max_length=160, unique=True, help_text="Som det står i en indstilling.")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="offices", null=True, blank=True, verbose_name="afdeling"
    )
    active = models.BooleanField("i brug", default=True)

    class Meta:
        verbose_name = "embede"
        verbose_name_plural = "embeder"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OfficeAlias(models.Model):
    """Another spelling of a post's name (D32), resolved to the one name."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="aliases", verbose_name="embede")
    name = models.CharField("skrivemåde", max_length=160)

    class Meta:
        verbose_name = "skrivemåde"
        verbose_name_plural = "skrivemåder"
        constraints = [models.UniqueConstraint(Lower("name"), name="alias_names_one_office")]

    def __str__(self) -> str:
        return self.name


class Tenure(models.Model):
    """Who held a post, from when until when."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tenures", verbose_name="person"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="tenures", verbose_name="embede")
    title = models.CharField("titel", max_length=160, help_text="For eksempel: Afdelingschef, Dagtilbud.")
    start = models.DateField("fra")
    end = models.DateField("til", null=True, blank=True)

    class Meta:
        verbose_name = "ansættelse"
        verbose_name_plural = "ansættelser"
        ordering = ["-start"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__isnull=True) | models.Q(end__gte=models.F("start")),
                name="tenure_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.title}"
