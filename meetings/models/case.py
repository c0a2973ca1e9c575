"""Cases, and the list that their numbers begin in."""

from django.db import models


class Case(models.Model):
    """A case by its number, kept as written (``domain.md`` a)."""

    number = models.CharField("sagsnummer", max_length=40, unique=True)
    title = models.CharField("titel", max_length=250, blank=True)

    class Meta:
        verbose_name = "sag"
        verbose_name_plural = "sager"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.number


class Subject(models.Model):
    """A subject of KLE, KL's list of what municipalities do. A subject that has left the list is ``retired``."""

    number = models.CharField("nummer", max_length=8, unique=True)
    title = models.TextField("titel")
    keywords = models.TextField("stikord", blank=True, help_text="Ét på hver linje, de vigtigste først.")
    retired = models.BooleanField("udgået", default=False)

    class Meta:
        verbose_name = "KLE-emne"
        verbose_name_plural = "KLE-emner"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Facet(models.Model):
    """What a municipality does with a subject: the letter and digits after it in a case number."""

    code = models.CharField("kode", max_length=3, unique=True)
    title = models.CharField("titel", max_length=250)

    class Meta:
        verbose_name = "KLE-handlingsfacet"
        verbose_name_plural = "KLE-handlingsfacetter"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
