"""What items repeat of others."""

from django.db import models

from meetings.models.item import AgendaItem


class Repeat(models.Model):
    """That an item repeats words or tasks of another: a decision quoted in its Historik, text brought from it, a task
    in a list. What the other repeats itself, it repeats too; those rows are there as well.

    ``filled``: only the house has put it there, in a list that is made anew.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="repeats", verbose_name="punkt")
    source = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="repeated", verbose_name="gengiver")
    filled = models.BooleanField("udfyldt af systemet", default=False)

    class Meta:
        verbose_name = "gengivelse"
        verbose_name_plural = "gengivelser"
        constraints = [
            models.UniqueConstraint(fields=["item", "source"], name="repeats_another_once"),
            models.CheckConstraint(condition=~models.Q(item=models.F("source")), name="repeats_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} gengiver {self.source_id}"
