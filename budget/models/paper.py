"""The papers of a round."""

from django.db import models

from budget.models.round import Round
from budget.workflow import RoundEdition
from chefforum.documents.models import Document


class RoundPaper(models.Model):
    """A frozen paper of a round. What was sent stays, no longer ``current``, when the round is sent anew."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="papers", verbose_name="runde")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+", verbose_name="dokument")
    edition = models.CharField("udgave", max_length=10, choices=RoundEdition)
    number = models.PositiveSmallIntegerField("version")
    current = models.BooleanField("gældende", default=True)
    at = models.DateTimeField("frosset", auto_now_add=True)

    class Meta:
        verbose_name = "papir fra runde"
        verbose_name_plural = "papirer fra runder"
        ordering = ["round", "edition", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "edition", "number"], name="one_round_paper_a_version"),
            models.UniqueConstraint(
                fields=["round", "edition"], condition=models.Q(current=True), name="one_current_round_paper"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_edition_display()}, version {self.number}"
