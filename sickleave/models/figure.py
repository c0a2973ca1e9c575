"""The figures that payroll delivers: totals of a unit and a quarter, and never a person."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from chefforum.organisation.models import Unit


class Delivery(models.Model):
    """A file that was let in. ``sha256`` is the check sum of its bytes."""

    name = models.CharField("fil", max_length=200)
    sha256 = models.CharField("kontrolsum", max_length=64)
    rows = models.PositiveIntegerField("rækker", default=0)
    at = models.DateTimeField("læst ind", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="af")

    class Meta:
        verbose_name = "levering"
        verbose_name_plural = "leveringer"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Figure(models.Model):
    """What one unit had in one quarter.

    ``employees`` and ``fulltime`` are averages of the quarter; the others are counts of days. ``child_days`` and
    ``excluded_days`` are in neither ``short_days`` nor ``long_days`` (D98, D103). A figure that a later delivery
    corrects stays, no longer ``current`` (D108).
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="enhed")
    year = models.PositiveSmallIntegerField("år", validators=[MinValueValidator(2000), MaxValueValidator(2099)])
    quarter = models.PositiveSmallIntegerField("kvartal", validators=[MinValueValidator(1), MaxValueValidator(4)])
    employees = models.DecimalField("ansatte", max_digits=9, decimal_places=2)
    fulltime = models.DecimalField("fuldtidsstillinger", max_digits=9, decimal_places=2, null=True, blank=True)
    short_days = models.DecimalField("korte sygedage", max_digits=10, decimal_places=2)
    long_days = models.DecimalField("lange sygedage", max_digits=10, decimal_places=2)
    child_days = models.DecimalField("barns 1. og 2. sygedag", max_digits=10, decimal_places=2, default=0)
    excluded_days = models.DecimalField("dage, der ikke tælles med", max_digits=10, decimal_places=2, default=0)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="figures", verbose_name="levering")
    current = models.BooleanField("gældende", default=True)

    class Meta:
        verbose_name = "tal"
        verbose_name_plural = "tal"
        ordering = ["year", "quarter", "unit", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "quarter"],
                condition=models.Q(current=True),
                name="one_figure_a_unit_and_quarter",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    employees__gte=0, short_days__gte=0, long_days__gte=0, child_days__gte=0, excluded_days__gte=0
                ),
                name="no_figure_is_negative",
            ),
            models.CheckConstraint(condition=models.Q(quarter__gte=1, quarter__lte=4), name="a_year_has_four_quarters"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.quarter}. kvartal {self.year}"
