"""Units: the workplaces of a department, each for a stretch of time."""

from django.db import models
from django.db.models.functions import Lower

from chefforum.organisation.models.office import Department


class Unit(models.Model):
    """A workplace of a department: a kindergarten, a school, a team.

    A unit that moves to another department or is merged ends, and names the unit that it lives on in. ``follows`` says
    whether that one's series goes back through this one's, or begins anew with a visible break (D107). A unit that is
    only renamed stays the same unit, and keeps its old name as an alias. ``start`` is empty for what has always been.
    """

    name = models.CharField("navn", max_length=120)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="units", verbose_name="afdeling")
    start = models.DateField("fra", null=True, blank=True)
    end = models.DateField("til og med", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="predecessors",
        null=True,
        blank=True,
        verbose_name="fortsætter i",
    )
    follows = models.BooleanField("serien føres videre", default=True)

    class Meta:
        verbose_name = "enhed"
        verbose_name_plural = "enheder"
        ordering = ["department__name", "name", "start"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start__isnull=True)
                | models.Q(end__isnull=True)
                | models.Q(end__gte=models.F("start")),
                name="unit_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True) | models.Q(end__isnull=False),
                name="unit_with_successor_ends",
            ),
            models.UniqueConstraint(
                "department", Lower("name"), condition=models.Q(end__isnull=True), name="one_unit_a_name_and_department"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitAlias(models.Model):
    """Another name of a unit: an earlier one, or what payroll calls it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="aliases", verbose_name="enhed")
    name = models.CharField("kaldes også", max_length=160)

    class Meta:
        verbose_name = "andet navn"
        verbose_name_plural = "andre navne"
        constraints = [models.UniqueConstraint("unit", Lower("name"), name="one_unit_alias_a_name")]

    def __str__(self) -> str:
        return self.name
