"""What figures are counted by, what they are held against, and how small a group may be shown."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from chefforum.organisation.models import Department, Unit
from sickleave.workflow import TargetKind


class Basis(models.Model):
    """How days are counted from a quarter on. Another basis is another measure: no line, arrow or difference crosses
    its beginning (D93–D95).

    Absence of more than ``limit`` calendar days in a row is long; ``exactly_short`` says what exactly ``limit`` is.
    """

    year = models.PositiveSmallIntegerField("år", validators=[MinValueValidator(2000), MaxValueValidator(2099)])
    quarter = models.PositiveSmallIntegerField("kvartal", validators=[MinValueValidator(1), MaxValueValidator(4)])
    limit = models.PositiveSmallIntegerField("grænse i kalenderdage", default=30, validators=[MinValueValidator(1)])
    exactly_short = models.BooleanField("præcis grænsen regnes som kort", default=True)
    population = models.CharField("hvem tælles med", max_length=200, blank=True)
    excluded = models.CharField("hvad tælles ikke med", max_length=200, blank=True, help_text="For eksempel: covid-19.")
    note = models.CharField("hvad er nyt", max_length=200, blank=True)

    class Meta:
        verbose_name = "opgørelsesgrundlag"
        verbose_name_plural = "opgørelsesgrundlag"
        ordering = ["year", "quarter"]
        constraints = [models.UniqueConstraint(fields=["year", "quarter"], name="one_basis_a_quarter")]

    def __str__(self) -> str:
        return f"Fra {self.quarter}. kvartal {self.year}"


class Target(models.Model):
    """What the absence is to come down to (D101): of the municipality, or of a department.

    ``value`` is days per employee a year; for a relative target so many days less than in ``base_quarter``. It holds
    until the end of ``quarter`` of ``year``; a ceiling from there on. ``price`` is what a sick day costs, in kroner.
    """

    kind = models.CharField("slags", max_length=10, choices=TargetKind, default=TargetKind.ABSOLUTE)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="afdeling"
    )
    name = models.CharField("navn", max_length=120, help_text="For eksempel: Måltal i Budget 2027.")
    value = models.DecimalField("dage pr. medarbejder", max_digits=5, decimal_places=2)
    year = models.PositiveSmallIntegerField("år", validators=[MinValueValidator(2000), MaxValueValidator(2099)])
    quarter = models.PositiveSmallIntegerField(
        "kvartal", default=4, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    base_year = models.PositiveSmallIntegerField("regnet fra, år", null=True, blank=True)
    base_quarter = models.PositiveSmallIntegerField("regnet fra, kvartal", null=True, blank=True)
    price = models.DecimalField("kr. pr. sygedag", max_digits=8, decimal_places=2, null=True, blank=True)
    active = models.BooleanField("følges", default=True)

    class Meta:
        verbose_name = "mål"
        verbose_name_plural = "mål"
        ordering = ["department__name", "year", "quarter", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=TargetKind.RELATIVE)
                | models.Q(base_year__isnull=False, base_quarter__isnull=False),
                name="relative_target_has_a_base",
            ),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="no_target_is_negative"),
        ]

    def __str__(self) -> str:
        return self.name


class EffortArea(models.Model):
    """A department or a unit that is followed closely (D104)."""

    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="afdeling"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="enhed"
    )
    since = models.DateField("siden")
    text = models.CharField("indsats", max_length=200, blank=True)
    active = models.BooleanField("følges", default=True)

    class Meta:
        verbose_name = "indsatsområde"
        verbose_name_plural = "indsatsområder"
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(department__isnull=True, unit__isnull=False)
                | models.Q(department__isnull=False, unit__isnull=True),
                name="effort_area_is_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.department or self.unit)


class Limits(models.Model):
    """How small a group may be shown, and how far a figure may jump before somebody is asked. There is one row.

    ``inside`` and ``outside`` are the fewest employees of a group that the unit edition and Økonomiudvalget's show.
    """

    inside = models.PositiveSmallIntegerField(
        "færrest ansatte, enhedsudgaven", default=5, validators=[MinValueValidator(2)]
    )
    outside = models.PositiveSmallIntegerField(
        "færrest ansatte, ØU-udgaven", default=10, validators=[MinValueValidator(2)]
    )
    jump = models.DecimalField("spring i procent, der spørges til", max_digits=5, decimal_places=1, default=Decimal(50))

    class Meta:
        verbose_name = "grænser"
        verbose_name_plural = "grænser"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outside__gte=models.F("inside")), name="outside_is_no_looser_than_inside"
            )
        ]

    def __str__(self) -> str:
        return f"{self.inside} og {self.outside} ansatte"
