"""Days on which the municipality does not meet."""

from django.db import models


class SchoolHoliday(models.Model):
    """A stretch of days that plans of meetings step over: vinterferie, sommerferie. Both ends are included."""

    name = models.CharField("navn", max_length=60)
    start = models.DateField("første dag")
    end = models.DateField("sidste dag")

    class Meta:
        verbose_name = "skoleferie"
        verbose_name_plural = "skoleferier"
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")), name="school_holiday_ends_after_it_starts"
            ),
            models.UniqueConstraint(fields=["name", "start"], name="one_school_holiday_a_name_and_start"),
        ]

    def __str__(self) -> str:
        return self.name
