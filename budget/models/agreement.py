"""The budget agreement of a year and its chapters."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from budget.workflow import AGREEMENT_WORKFLOW, AgreementState
from chefforum.workflow import Look


class Unit(models.TextChoices):
    """What an amount in an agreement counts."""

    KRONER = "kr", "kr."
    THOUSANDS = "tkr", "1.000 kr."
    MILLIONS = "mio", "mio. kr."


class Agreement(models.Model):
    """What was agreed for a budget year (D80); several are followed at once."""

    year = models.PositiveSmallIntegerField(
        "budgetår", unique=True, validators=[MinValueValidator(2000), MaxValueValidator(2099)]
    )
    title = models.CharField("titel", max_length=120)
    adopted_on = models.DateField("vedtaget", null=True, blank=True)
    unit = models.CharField("beløb i", max_length=4, choices=Unit, default=Unit.THOUSANDS)
    state = models.CharField("tilstand", max_length=10, choices=AgreementState, default=AgreementState.OPEN)
    version = models.PositiveIntegerField("version", default=0)

    class Meta:
        verbose_name = "budgetaftale"
        verbose_name_plural = "budgetaftaler"
        ordering = ["-year"]

    def __str__(self) -> str:
        return self.title

    @property
    def unit_word(self) -> str:
        """The unit as it stands after an amount: ``t.kr.``."""
        return {Unit.KRONER: "kr.", Unit.THOUSANDS: "t.kr.", Unit.MILLIONS: "mio. kr."}[Unit(self.unit)]

    @property
    def look(self) -> Look:
        """How the state is shown."""
        return AGREEMENT_WORKFLOW.looks[self.state]


class Chapter(models.Model):
    """A chapter of an agreement: »2. Ældre og sundhed«."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="chapters", verbose_name="budgetaftale"
    )
    number = models.PositiveSmallIntegerField("nummer", validators=[MinValueValidator(1)])
    title = models.CharField("titel", max_length=160, blank=True)

    class Meta:
        verbose_name = "kapitel"
        verbose_name_plural = "kapitler"
        ordering = ["agreement", "number"]
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="one_chapter_a_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}" if self.title else f"Kapitel {self.number}"
